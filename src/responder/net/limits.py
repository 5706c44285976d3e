"""Waiting is arithmetic: back-off, `Retry-After` and rate-limit headers as pure functions."""

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from responder.core.clock import SECOND, from_iso

LONGEST = 3600.0
"""However far away a server says its reset is, we ask again after this many seconds."""

UNSAID = 60.0
"""How long to wait (s) when a server refuses for haste and does not say until when."""

_EPOCH = 100_000_000
_EPOCH_MS = 100_000_000_000
_PATIENCE = ("retry-after", "x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset")


def backoff(failures: int, dice: float, *, first: float = 1.0, most: float = 300.0) -> float:
    """Return the seconds to wait after so many failures in a row; `dice` (0 to 1) spreads clients out."""
    full = min(most, first * 2.0 ** min(max(failures - 1, 0), 30))
    return full * (0.5 + dice / 2)


def seconds_until(value: str, now: int) -> float | None:
    """Read one reset value: seconds, epoch seconds or ms, ISO 8601 or an HTTP date. None when it is none of them.

    A number above 10^8 is a point in time, below it is a duration.
    """
    text = value.strip().strip('"')
    if re.fullmatch(r"\d{1,15}(\.\d{1,9})?", text):
        number = float(text)
        if number >= _EPOCH_MS:
            return max(0.0, number / 1000 - now / SECOND)
        return max(0.0, number - now / SECOND) if number >= _EPOCH else number
    moment = _moment(text)
    return None if moment is None else max(0.0, (moment - now) / SECOND)


def _moment(text: str) -> int | None:
    try:
        return from_iso(text)
    except (ValueError, OverflowError):
        return http_date(text)


def http_date(text: str) -> int | None:
    """Read the date of an HTTP header as µs UTC; None when it is not one."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * SECOND)


def patience(headers: Mapping[str, str], now: int) -> float:
    """Return the seconds that a refusal for haste asks for, from whichever header says it. `now` by the server's clock."""
    for name in _PATIENCE:
        value = headers.get(name)
        seconds = None if value is None else seconds_until(value, now)
        if seconds is not None:
            return min(max(seconds, 1.0), LONGEST)
    return UNSAID


def exhausted(headers: Mapping[str, str], now: int) -> float | None:
    """Return the seconds until this budget is refilled when the answer says that nothing is left, else None."""
    for prefix in ("x-ratelimit", "ratelimit", "x-rate-limit"):
        if headers.get(f"{prefix}-remaining", "").strip() == "0":
            seconds = seconds_until(headers.get(f"{prefix}-reset", ""), now)
            return None if seconds is None else min(seconds, LONGEST)
    return None
