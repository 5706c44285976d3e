"""What is left of a network's quotas. Pure: what was spent and the time in, what is left and until when out."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from responder.core.clock import SECOND
from responder.core.manifest import Budget
from responder.core.questions import BudgetLeft

PARTS = 48
"""Into how many parts a rolling window is divided: spending is remembered by part, not one by one."""


class Spent(Struct):
    """What was used of one budget: units by when their part of the window began (µs), and what the network said."""

    parts: dict[int, int] = {}
    told_left: int | None = None
    told_until: int = 0


def window_start(budget: Budget, now: int) -> int:
    """Return since when (µs) spending counts: the last midnight there, or a whole window ago."""
    if not budget.resets:
        return now - budget.seconds * SECOND
    return _midnight(budget.resets, now, 0)


def left(budget: Budget, spent: Spent, now: int) -> BudgetLeft:
    """Return what is left. What the network itself says counts when it is less."""
    counted = _counted(budget, spent, now)
    remaining = max(0, budget.units - sum(counted.values()))
    resets_at = _back_at(budget, counted, now)
    if spent.told_left is not None and now < spent.told_until and spent.told_left < remaining:
        return BudgetLeft(budget.name, spent.told_left, budget.units, spent.told_until)
    return BudgetLeft(budget.name, remaining, budget.units, resets_at)


def spend(budget: Budget, spent: Spent, units: int, now: int) -> Spent:
    """Return what was used with so many units more, without what no longer counts."""
    start = window_start(budget, now)
    part = now - now % _part(budget)
    parts = {at: used for at, used in spent.parts.items() if at + _part(budget) > start}
    parts[part] = parts.get(part, 0) + units
    told = None if spent.told_left is None else max(0, spent.told_left - units)
    return Spent(parts, told, spent.told_until)


def enough_at(budget: Budget, spent: Spent, units: int, now: int) -> int:
    """Return when (µs) so many units are left: a rolling window gives them back little by little."""
    told = spent.told_left is not None and now < spent.told_until and spent.told_left < units
    at = spent.told_until if told else now
    counted = _counted(budget, spent, now)
    missing = units - budget.units + sum(counted.values())
    if missing > 0 and (budget.resets or not counted):
        return max(at, _back_at(budget, counted, now))
    for part in sorted(counted):
        if missing <= 0:
            break
        missing -= counted[part]
        at = max(at, _over(budget, part))
    return at


def interval(usual: float, found: BudgetLeft, reserve: int, per_turn: float, now: int) -> float:
    """Return how long (s) to wait at least, so that asking on at this price lasts until units come back."""
    usable = found.left - reserve
    until = max(0.0, (found.resets_at - now) / SECOND)
    if per_turn <= 0 or usable < per_turn or not until:
        return usual
    return max(usual, until * per_turn / usable)


def _counted(budget: Budget, spent: Spent, now: int) -> dict[int, int]:
    start = window_start(budget, now)
    return {at: units for at, units in spent.parts.items() if at + _part(budget) > start and units}


def _part(budget: Budget) -> int:
    return max(SECOND, budget.seconds * SECOND // PARTS)


def _back_at(budget: Budget, counted: dict[int, int], now: int) -> int:
    """Return when units come back: for a rolling window when the last of those that count has left it."""
    if budget.resets:
        return _midnight(budget.resets, now, 1)
    if not counted:
        return now + budget.seconds * SECOND
    return _over(budget, max(counted))


def _over(budget: Budget, part: int) -> int:
    """Return when what was spent in a part of a rolling window has left it."""
    return part + _part(budget) + budget.seconds * SECOND


def _midnight(zone: str, now: int, days: int) -> int:
    there = datetime.fromtimestamp(now / SECOND, UTC).astimezone(ZoneInfo(zone))
    day = there.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return round(day.timestamp() * SECOND)
