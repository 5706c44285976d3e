"""Where reading stands: a time, what was seen shortly before it, and the discussions that belong to it."""

from collections.abc import Iterable
from hashlib import blake2b

import msgspec
from msgspec import Struct

from responder.connectors.hackernews.parse import Hit
from responder.core.ports import Unreadable

OVERLAP = 2 * 3600 + 600
"""How far a question for news reaches back (s): authors may edit and delete for two hours, and the search lags."""

STORIES = 30
"""How many discussions are followed, the latest."""

_REMEMBERED_BAD = 50


class Trace(Struct, frozen=True, array_like=True):
    """How an item looked when it was given on, and when it was written (s)."""

    version: str
    at: int


class Cursor(Struct):
    """`since` is when the latest item seen was written (s)."""

    since: int = 0
    seen: dict[str, Trace] = {}
    stories: list[str] = []
    bad: list[str] = []
    begun: bool = False

    def write(self) -> str:
        """Return it as the text that is stored."""
        return msgspec.json.encode(self).decode()

    @property
    def floor(self) -> int:
        """Return from when on (s) everything is read again."""
        return max(0, self.since - OVERLAP)

    def take(self, hits: Iterable[Hit], now: int) -> list[Hit]:
        """Return the hits of which this version is new, and remember them. A date in the future moves nothing."""
        news = {}
        for hit in hits:
            known = self.seen.get(hit.id)
            if known is None or known.version != hit.version:
                news[hit.id] = hit
                self.seen[hit.id] = Trace(hit.version, hit.at)
            self.since = max(self.since, hit.at if hit.at <= now else 0)
        return list(news.values())

    def follow(self, stories: Iterable[str]) -> None:
        """Remember discussions, the latest."""
        self.stories = [*dict.fromkeys([*(one for one in self.stories if one), *filter(None, stories)])][
            -STORIES:
        ]

    def missing(self, floor: int, there: set[str]) -> list[str]:
        """Return what was seen from a time (s) on and is not there."""
        return [key for key, trace in self.seen.items() if trace.at >= floor and key not in there]

    def forget(self) -> None:
        """Let go what is too old to be read again."""
        self.seen = {key: trace for key, trace in self.seen.items() if trace.at >= self.floor}

    def first_time(self, unreadable: Iterable[Unreadable]) -> list[Unreadable]:
        """Return the payloads that were not put aside yet, and remember them."""
        found = []
        for one in unreadable:
            mark = blake2b(one.payload, digest_size=5).hexdigest()
            if mark not in self.bad:
                self.bad = [*self.bad, mark][-_REMEMBERED_BAD:]
                found.append(one)
        return found


def read(text: str | None) -> Cursor:
    """Return a stored cursor; what cannot be read begins anew."""
    try:
        return msgspec.json.decode(text or "{}", type=Cursor)
    except (msgspec.MsgspecError, RecursionError):
        return Cursor()
