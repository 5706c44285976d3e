"""Where reading stands: a time, what was seen shortly before it, and the discussions that belong to it."""

from collections.abc import Iterable

from msgspec import Struct

from responder.connectors.hackernews.parse import Hit
from responder.net import cursors

OVERLAP = 2 * 3600 + 600
"""How far a question for news reaches back (s): authors may edit and delete for two hours, and the search lags."""

STORIES = 30
"""How many discussions are followed, the latest."""


class Trace(Struct, frozen=True, array_like=True):
    """How an item looked when it was given on, and when it was written (s)."""

    version: str
    at: int


class Cursor(cursors.Notebook, Struct):
    """`since` is when the latest item seen was written (s)."""

    since: int = 0
    seen: dict[str, Trace] = {}
    stories: list[str] = []
    begun: bool = False

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


def read(text: str | None) -> Cursor:
    """Return a stored cursor; what cannot be read begins anew."""
    return cursors.read(text, Cursor) or Cursor()
