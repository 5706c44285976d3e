"""The day's units: reading leaves those that are kept for answers, and asks nothing that it cannot pay."""

import pytest

from responder.connectors.youtube import connector, requests
from responder.connectors.youtube.feed import OLDER
from responder.core import manifest
from responder.core.clock import DAY, SystemClock
from responder.core.errors import Throttled
from responder.core.ports import Means
from responder.net.scheduler import Scheduler
from tests.connectors.contract import Memory, catch_up, opened, to
from tests.connectors.means import Held
from tests.connectors.youtube.people import Practice

DECLARED = manifest.load("responder.connectors.youtube")


class Paced:
    """Connectors with the pace that the program gives them."""

    def __init__(self, net: Practice) -> None:
        self.net = net
        self.pace = Scheduler(SystemClock(), lambda _key: None, lambda _key, _text: None).pace(
            net.account, DECLARED
        )

    def connector(self, memory: Memory, *, once: bool = True) -> connector.Listener:
        given = Means(SystemClock(), memory, Held(self.net.secret), self.pace, once)
        return connector.open(self.net.account, given)


def test_the_liveliest_day_of_reading_leaves_what_is_kept_for_answers() -> None:
    (units,) = [budget for budget in DECLARED.budgets if budget.name == "units"]
    round_of_reading = (
        2 + OLDER // requests.SOME + 1
    )  # the newest page, what is held, old threads, comments by name
    assert 86_400 / DECLARED.polling.fast * round_of_reading <= units.units - units.reserve


async def test_when_reading_has_used_its_share_an_answer_still_goes_out(net: Practice) -> None:
    memory, paced = Memory(), Paced(net)
    item = net.write("question")
    await catch_up(paced, memory)
    paced.pace.told(2_500, SystemClock().now() + DAY, budget="units")
    before = len(net.server.faults.seen)
    with pytest.raises(Throttled):
        await catch_up(paced, memory)
    assert len(net.server.faults.seen) == before
    async with opened(paced, memory) as ours:
        await ours.send(to(memory, item, "answer"))
    assert net.answers(item) == ["answer"]


async def test_what_is_counted_is_what_youtube_counts(net: Practice) -> None:
    memory, paced = Memory(), Paced(net)
    top = net.write("question")
    for number in range(8):
        net.write(f"{number}", parent=top)
    await catch_up(paced, memory)
    async with opened(paced, memory) as ours:
        await ours.send(to(memory, top, "answer"))
    left = {budget.name: budget.left for budget in paced.pace.budgets()}
    assert left["units"] == net.server.world.units
