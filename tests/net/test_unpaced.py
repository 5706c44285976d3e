"""A budget that is used by what arrives, and not by the asking."""

import pytest
from tests.scripted import Clock

from responder.core.accounts import Account
from responder.core.clock import from_iso
from responder.core.errors import Throttled
from responder.core.ids import new_id
from responder.core.manifest import Budget, Manifest, Polling
from responder.net.scheduler import AccountPace, Scheduler

MONTH = 30 * 86_400


class Midday(Clock):
    """Stands still at noon."""

    def __init__(self) -> None:
        super().__init__()
        self.at = from_iso("2026-11-29T12:00:00Z")


def pace(*, paced: bool) -> AccountPace:
    budget = Budget(200, MONTH, "reads", paced=paced)
    manifest = Manifest("m", "M", "Mm", "", "", 1, (), polling=Polling(10, 60, 300), budgets=(budget,))
    account = Account(new_id(), "m", "m.example", "1", "@shop", "Shop")
    return Scheduler(Midday(), {}.get, lambda key, text: None).pace(account, manifest)


@pytest.mark.parametrize(("paced", "longest"), [(True, 1.05 * MONTH), (False, 400)])
def test_a_dear_day_slows_nothing_down_where_asking_is_free(paced: bool, longest: float) -> None:
    asked = pace(paced=paced)
    asked.spend(100, budget="reads")
    wait = asked.pause(news=False)
    assert (wait > 400, wait <= longest) == (paced, True)


def test_what_was_not_used_is_given_back() -> None:
    asked = pace(paced=False)
    asked.spend(200, budget="reads")
    with pytest.raises(Throttled, match="used up"):
        asked.spend(1, budget="reads")
    asked.spend(-150, budget="reads")
    asked.spend(150, budget="reads")
