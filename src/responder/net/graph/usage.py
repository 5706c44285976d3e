"""What the usage headers tell, in percent of a budget whose size nobody is told."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

HEADERS = ("x-app-usage", "x-business-use-case-usage", "x-page-usage")
_SHARES = ("call_count", "total_cputime", "total_time")


class Usage(Struct, frozen=True):
    """How much is used (percent, the highest of what is counted), and in how many minutes asking works again."""

    percent: float
    minutes: float = 0

    def left(self, units: int) -> int:
        """Return how much of a budget of so many units that leaves."""
        return max(0, int(units * (100 - self.percent) / 100))


def read(headers: Mapping[str, str]) -> Usage | None:
    """Return what an answer's headers tell; None when they tell nothing."""
    found = [part for name in HEADERS for part in _parts(headers.get(name, ""))]
    shares = [_number(part.get(share)) for part in found for share in _SHARES]
    if not shares:
        return None
    minutes = [_number(part.get("estimated_time_to_regain_access")) for part in found]
    return Usage(max(shares), max(minutes))


def _parts(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects that count something: one for an app, a list for each business."""
    try:
        said = msgspec.json.decode(text or "null")
    except (msgspec.MsgspecError, RecursionError):
        return
    several = [said, *said.values()] if isinstance(said, dict) else []
    for one in several:
        for part in one if isinstance(one, list) else [one]:
            if isinstance(part, dict) and any(share in part for share in _SHARES):
                yield part


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and -1e9 < value < 1e9 else 0.0
