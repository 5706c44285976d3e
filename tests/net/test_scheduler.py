"""The one scheduler: respectful of every budget, quick where it may be."""

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from tests.scripted import Clock

from responder.core.accounts import Account
from responder.core.clock import DAY, HOUR, MINUTE, SECOND, from_iso
from responder.core.errors import Throttled
from responder.core.manifest import Budget, Manifest, Polling
from responder.net.scheduler import AccountPace, Scheduler, pause

POLLING = Polling(10, 60, 300)
NOON = from_iso("2026-11-29T12:00:00Z")


def manifest(*budgets: Budget, id: str = "m", polling: Polling = POLLING) -> Manifest:
    return Manifest(id, id.title(), "Mm", "", "", 1, (), polling=polling, budgets=budgets)


def account(number: int = 1, network: str = "m", **options: str) -> Account:
    return Account(UUID(int=number), network, "m.example", "1", "@shop", "Shop", options=options)


class Kept(dict[str, str]):
    """What a workspace would keep of the budgets."""

    def put(self, key: str, text: str) -> None:
        self[key] = text


def scheduler(clock: Clock, kept: Kept | None = None) -> Scheduler:
    kept = Kept() if kept is None else kept
    return Scheduler(clock, kept.get, kept.put)


@pytest.mark.parametrize(
    ("since", "hour", "seconds"),
    [(MINUTE, 12, 10), (MINUTE, 3, 10), (20 * MINUTE, 12, 60), (20 * MINUTE, 23, 300), (20 * MINUTE, 6, 300), (2 * HOUR, 12, 300)],
)  # fmt: skip
def test_it_asks_fast_after_news_and_slowly_at_night_or_when_all_is_quiet(
    since: int, hour: int, seconds: float
) -> None:
    assert pause(POLLING, NOON, NOON - since, hour) == seconds


async def test_a_turn_waits_about_as_long_as_it_should() -> None:
    clock = Clock()
    pace = scheduler(clock).pace(account(), manifest())
    began = clock.at
    await pace.turn(news=True)
    assert 9 * SECOND <= clock.at - began <= 11 * SECOND
    assert pace.next_at == clock.at


def test_a_person_sets_how_often_an_account_asks() -> None:
    pace = scheduler(Clock()).pace(account(poll_seconds="2"), manifest())
    assert 1.8 <= pace.pause(news=False) <= 2.2


def test_what_is_used_up_is_refused_with_the_time_until_it_comes_back() -> None:
    clock = Clock()
    pace = scheduler(clock).pace(account(), manifest(Budget(10, 3600)))
    pace.spend(10)
    with pytest.raises(Throttled, match="used up") as caught:
        pace.spend()
    clock.at += round(caught.value.seconds * SECOND)
    pace.spend()


def test_answers_may_use_the_reserve_and_reading_may_not() -> None:
    pace = scheduler(Clock()).pace(account(), manifest(Budget(10, 3600, reserve=4)))
    pace.spend(6)
    with pytest.raises(Throttled):
        pace.spend()
    pace.spend(4, answering=True)
    with pytest.raises(Throttled):
        pace.spend(answering=True)


def test_what_was_not_used_can_always_be_given_back() -> None:
    pace = scheduler(Clock()).pace(account(), manifest(Budget(10, 3600, reserve=4)))
    pace.spend(6)
    pace.spend(3, answering=True)
    pace.spend(-2)
    assert pace.budgets()[0].left == 3


def test_a_person_sets_what_may_be_used() -> None:
    pace = scheduler(Clock()).pace(account(**{"budget.reads": "3"}), manifest(Budget(10, 3600, "reads")))
    pace.spend(3, budget="reads")
    with pytest.raises(Throttled):
        pace.spend(budget="reads")


def test_a_new_sign_in_with_another_figure_counts_at_once_and_keeps_what_was_used() -> None:
    plan, given = scheduler(Clock()), manifest(Budget(10, 3600))
    plan.pace(account(), given).spend(4)
    (found,) = plan.pace(account(**{"budget.requests": "50"}), given).budgets()
    assert (found.left, found.units) == (46, 50)


def test_an_answer_waits_no_longer_than_it_must() -> None:
    clock = Clock()
    pace = scheduler(clock).pace(account(), manifest(Budget(10, 24 * 3600)))
    pace.spend(5)
    clock.at += 20 * HOUR
    pace.spend(5)
    with pytest.raises(Throttled) as caught:
        pace.spend(answering=True)
    assert caught.value.seconds < 5 * 3600


def test_reading_goes_on_as_units_come_back() -> None:
    clock = Clock()
    pace = scheduler(clock).pace(account(), manifest(Budget(10, 24 * 3600)))
    pace.spend(5)
    pace.pause(news=True)
    clock.at += 20 * HOUR
    pace.spend(5)
    assert pace.pause(news=True) < 5 * 3600


def test_a_months_units_are_scarce_and_a_days_are_not() -> None:
    plan = scheduler(Clock())
    month, day = Budget(2000, 30 * 86_400), Budget(2000, 86_400)
    assert plan.pace(account(1), manifest(day, month)).scarce
    assert not plan.pace(account(2), manifest(day)).scarce


def test_monitors_leave_half_of_a_months_units_to_whoever_writes_to_us() -> None:
    plan = scheduler(Clock())
    given = manifest(Budget(100, 30 * 86_400, reserve=10), Budget(100, 86_400, "searches"))
    listening, receiving = plan.pace(account(), given, listening=True), plan.pace(account(), given)
    listening.spend(50)
    listening.spend(100, budget="searches")
    with pytest.raises(Throttled):
        listening.spend()
    receiving.spend(40)
    receiving.spend(10, answering=True)


def test_a_restart_forgets_nothing_that_was_used() -> None:
    clock, kept = Clock(), Kept()
    scheduler(clock, kept).pace(account(), manifest(Budget(10, 3600))).spend(7)
    (found,) = scheduler(clock, kept).pace(account(), manifest(Budget(10, 3600))).budgets()
    assert found.left == 3


def test_what_was_kept_wrongly_does_no_harm() -> None:
    pace = scheduler(Clock(), Kept({f"account:{UUID(int=1)}": "{broken"})).pace(
        account(), manifest(Budget(10))
    )
    assert pace.budgets()[0].left == 10


def test_accounts_that_use_one_app_share_its_budget_and_others_do_not() -> None:
    shared, own = Budget(10, 3600, "shared", shared=True), Budget(10, 3600, "own")
    plan = scheduler(Clock())
    one, other = (plan.pace(account(n), manifest(shared, own)) for n in (1, 2))
    one.spend(7, budget="shared")
    one.spend(7, budget="own")
    assert [found.left for found in other.budgets()] == [3, 10]


# --- a day with twenty accounts


@dataclass
class Polled:
    """One account that asks, what people write to it, and how late we learn of it."""

    pace: AccountPace
    cost: int
    writes: list[int]
    budget: Budget | None
    lags: list[int] = field(default_factory=list)
    spends: list[tuple[int, int]] = field(default_factory=list)
    refused: int = 0

    def ask(self, now: int) -> bool:
        """Ask once, as a connector does; say whether there was news."""
        try:
            self.pace.spend(self.cost)
        except Throttled:
            self.refused += 1
            return False
        self.spends.append((now, self.cost))
        heard = [at for at in self.writes if at <= now]
        self.writes = self.writes[len(heard) :]
        self.lags += [now - at for at in heard]
        return bool(heard)


NETWORKS = {
    "plain": (None, 1),
    "hourly": (Budget(200, 3600, reserve=20), 2),
    "daily": (Budget(10_000, resets="America/Los_Angeles", reserve=2000, shared=True), 4),
    "dear": (Budget(500, 86_400, reserve=50), 5),
}


def _written(dice: random.Random, start: int) -> list[int]:
    """Return when people write in a day: mostly by day, in bursts."""
    times = []
    for _ in range(30):
        begun = start + round(dice.triangular(0, 24, 14) * HOUR)
        times += [begun + round(dice.expovariate(1 / 90) * SECOND) for _ in range(dice.randint(1, 5))]
    return sorted(at for at in times if at < start + DAY)


def _accounts(clock: Clock, dice: random.Random) -> Iterator[tuple[str, Polled]]:
    plan = scheduler(clock)
    for number in range(20):
        network = list(NETWORKS)[number % len(NETWORKS)]
        budget, cost = NETWORKS[network]
        given = manifest(*([budget] if budget else []), id=network)
        yield (
            network,
            Polled(plan.pace(account(number, network), given), cost, _written(dice, clock.at), budget),
        )


def test_a_day_with_twenty_accounts_exceeds_no_budget_and_is_as_quick_as_that_allows() -> None:
    clock, dice = Clock(), random.Random(7)
    clock.at = began = from_iso("2026-11-29T00:00:00Z")
    accounts = list(_accounts(clock, dice))
    queue = [(clock.at + n * SECOND, n) for n in range(len(accounts))]
    while queue[0][0] < began + DAY:
        clock.at, number = heapq.heappop(queue)
        polled = accounts[number][1]
        seconds = polled.pace.pause(news=polled.ask(clock.at))
        heapq.heappush(queue, (clock.at + round(seconds * SECOND), number))
    report = {name: _median([lag for n, p in accounts if n == name for lag in p.lags]) for name in NETWORKS}
    print({name: f"{lag / SECOND:.0f} s" for name, lag in report.items()})
    for name, (budget, _) in NETWORKS.items():
        if budget is not None:
            _within(budget, [p for n, p in accounts if n == name])
    assert report["plain"] <= 5 * MINUTE
    assert report["hourly"] <= 5 * MINUTE
    assert max(report.values()) <= 45 * MINUTE
    assert sum(polled.refused for _, polled in accounts) < 20  # it slows down rather than run into the wall


def _within(budget: Budget, polled: list[Polled]) -> None:
    groups = [[s for p in polled for s in p.spends]] if budget.shared else [p.spends for p in polled]
    for spends in groups:
        for end, _ in spends[:: max(1, len(spends) // 200)]:
            window = [units for at, units in spends if end - budget.seconds * SECOND < at <= end]
            # A calendar day may straddle two of theirs; what counts there is each by itself.
            most = budget.units * 2 if budget.resets else budget.units
            assert sum(window) <= most - budget.reserve


def _median(lags: list[int]) -> int:
    return sorted(lags)[len(lags) // 2]
