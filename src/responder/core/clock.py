"""The only module that knows what time it is, and the only place that sleeps."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LAST = 253_370_764_800 * SECOND
"""The start of the year 9999: the last one that calendars can show in every zone."""


class Clock(Protocol):
    """Time as a dependency: handed down, replaced in tests."""

    def now(self) -> int:
        """Return UTC in microseconds since 1970."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait without blocking the loop."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> int:
        """Return UTC in microseconds since 1970."""
        return time.time_ns() // 1000

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait without blocking the loop."""
        await asyncio.sleep(seconds)


def from_iso(text: str) -> int:
    """Read an ISO 8601 time as microseconds; a time without a zone is taken as UTC.

    Before 1970 it is 1970, and after `LAST` it is that: such a date is a stranger's mistake, or worse.
    Raises ValueError when it is not a time.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return within(round(moment.timestamp() * SECOND))


def within(at: int) -> int:
    """Return the nearest time that can be shown."""
    return max(0, min(at, LAST))


def to_iso(at: int) -> str:
    """Write microseconds as ISO 8601 in UTC, with a `Z`: the nearest time that can be shown."""
    moment = datetime.fromtimestamp(within(at) / SECOND, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
