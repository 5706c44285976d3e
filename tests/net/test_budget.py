"""Quotas: what was spent counts for exactly as long as the network says."""

from hypothesis import given
from hypothesis import strategies as st

from responder.core.clock import DAY, HOUR, MINUTE, SECOND, from_iso
from responder.core.manifest import Budget
from responder.net.budget import Spent, enough_at, interval, left, spend

NOW = from_iso("2026-11-29T12:00:00Z")
HOURLY = Budget(units=100, seconds=3600)
PACIFIC = Budget(units=10_000, resets="America/Los_Angeles")


def test_what_was_spent_is_gone_until_its_part_of_the_window_is_over() -> None:
    spent = spend(HOURLY, Spent(), 30, NOW)
    assert left(HOURLY, spent, NOW).left == 70
    assert left(HOURLY, spent, NOW + HOUR - SECOND).left == 70
    assert left(HOURLY, spent, NOW + HOUR + 2 * MINUTE).left == 100


def test_a_daily_quota_comes_back_at_midnight_where_the_network_is() -> None:
    spent = spend(PACIFIC, Spent(), 4000, NOW)
    found = left(PACIFIC, spent, NOW)
    assert (found.left, found.resets_at) == (6000, from_iso("2026-11-30T08:00:00Z"))
    assert left(PACIFIC, spent, found.resets_at + HOUR).left == 10_000


def test_midnight_is_right_on_the_day_the_clocks_change() -> None:
    change = from_iso("2026-11-01T12:00:00Z")  # that day has 25 hours in California
    assert left(PACIFIC, Spent(), change).resets_at == from_iso("2026-11-02T08:00:00Z")


def test_the_network_is_believed_when_it_says_that_less_is_left() -> None:
    told = Spent(told_left=3, told_until=NOW + MINUTE)
    assert left(HOURLY, told, NOW).left == 3
    assert left(HOURLY, told, NOW + 2 * MINUTE).left == 100
    assert left(HOURLY, spend(HOURLY, told, 2, NOW), NOW).left == 1


def test_the_network_is_not_believed_when_it_says_that_more_is_left() -> None:
    spent = spend(HOURLY, Spent(told_left=90, told_until=NOW + MINUTE), 95, NOW)
    assert left(HOURLY, spent, NOW).left == 0


def test_asking_on_at_the_same_price_lasts_until_units_come_back() -> None:
    found = left(HOURLY, spend(HOURLY, Spent(), 50, NOW), NOW)
    wait = interval(10, found, 10, 2, NOW)
    assert wait > 10
    assert wait * (found.left - 10) / 2 >= (found.resets_at - NOW) / SECOND - 1


def test_a_rolling_window_gives_back_little_by_little() -> None:
    spent = spend(HOURLY, Spent(), 60, NOW)
    spent = spend(HOURLY, spent, 40, NOW + HOUR // 2)
    later = NOW + HOUR // 2
    assert enough_at(HOURLY, spent, 1, later) <= NOW + HOUR + 2 * MINUTE
    assert enough_at(HOURLY, spent, 61, later) > NOW + 3 * HOUR // 2
    assert enough_at(HOURLY, Spent(), 100, NOW) == NOW


def test_midnight_and_what_the_network_says_give_back_all_at_once() -> None:
    used = spend(PACIFIC, Spent(), 10_000, NOW)
    assert enough_at(PACIFIC, used, 1, NOW) == from_iso("2026-11-30T08:00:00Z")
    told = Spent(told_left=0, told_until=NOW + MINUTE)
    assert enough_at(HOURLY, told, 1, NOW) == NOW + MINUTE


@given(st.lists(st.tuples(st.integers(0, 2 * 3600), st.integers(1, 40)), max_size=40), st.integers(1, 100))
def test_when_there_is_enough_again_it_is_so_and_not_before(
    spends: list[tuple[int, int]], units: int
) -> None:
    spent = Spent()
    for second, used in sorted(spends):
        spent = spend(HOURLY, spent, used, NOW + second * SECOND)
    now = NOW + 2 * HOUR
    at = enough_at(HOURLY, spent, units, now)
    assert left(HOURLY, spent, at).left >= units
    assert at == now or left(HOURLY, spent, at - 1).left < units


@given(st.lists(st.tuples(st.integers(0, 2 * 3600), st.integers(1, 40)), max_size=60))
def test_no_hour_ever_holds_more_than_its_units(wishes: list[tuple[int, int]]) -> None:
    spent, granted = Spent(), list[tuple[int, int]]()
    for second, units in sorted(wishes):
        at = NOW + second * SECOND
        if units <= left(HOURLY, spent, at).left:
            spent = spend(HOURLY, spent, units, at)
            granted.append((at, units))
    for end, _ in granted:
        assert sum(units for at, units in granted if end - HOUR < at <= end) <= HOURLY.units


def test_what_no_longer_counts_is_forgotten() -> None:
    spent = Spent()
    for day in range(10):
        for minute in range(0, 1440, 7):
            spent = spend(HOURLY, spent, 1, NOW + day * DAY + minute * MINUTE)
    assert len(spent.parts) <= 50
