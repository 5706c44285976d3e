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
    start = window_start(budget, now)
    counted = {at: units for at, units in spent.parts.items() if at + _part(budget) > start and units}
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


def interval(usual: float, found: BudgetLeft, reserve: int, per_turn: float, now: int) -> float:
    """Return how long (s) to wait at least, so that asking on at this price lasts until units come back."""
    usable = found.left - reserve
    if per_turn <= 0:
        return usual
    until = max(0.0, (found.resets_at - now) / SECOND)
    if usable < per_turn:
        return max(usual, until)
    return max(usual, until * per_turn / usable) if until else usual


def _part(budget: Budget) -> int:
    return max(SECOND, budget.seconds * SECOND // PARTS)


def _back_at(budget: Budget, counted: dict[int, int], now: int) -> int:
    """Return when units come back: for a rolling window when the last of those that count has left it."""
    if budget.resets:
        return _midnight(budget.resets, now, 1)
    if not counted:
        return now + budget.seconds * SECOND
    return max(counted) + _part(budget) + budget.seconds * SECOND


def _midnight(zone: str, now: int, days: int) -> int:
    there = datetime.fromtimestamp(now / SECOND, UTC).astimezone(ZoneInfo(zone))
    day = there.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return round(day.timestamp() * SECOND)
