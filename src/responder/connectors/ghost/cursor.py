"""Where reading stands: a time, and what the latest comments looked like, so that a change is seen."""

from collections.abc import Iterable
from hashlib import blake2b

import msgspec
from msgspec import Struct

from responder.connectors.ghost.parse import Comment
from responder.core.ports import Unreadable

REMEMBERED = 300
"""Of how many comments, the latest by date, edits, verdicts and deletions are noticed."""

_REMEMBERED_BAD = 50


class Trace(Struct, frozen=True, array_like=True):
    """How a comment looked when it was given on, its date (µs), and whether it is junk, which lists leave out."""

    version: str
    at: int
    aside: bool = False


class Cursor(Struct):
    """`since` is the date of the latest comment seen (µs, the site's clock), `turn` which older page is read next."""

    since: int = 0
    seen: dict[str, Trace] = {}
    turn: int = 0
    bad: list[str] = []
    begun: bool = False

    def write(self) -> str:
        """Return it as the text that is stored."""
        return msgspec.json.encode(self).decode()

    def take(self, comments: Iterable[Comment], now: int) -> list[Comment]:
        """Return the comments of which this version is new, and remember all. A date in the future moves nothing."""
        news = {one.key: one for one in comments if self._is_news(one)}
        for one in news.values():
            self.seen[one.key] = Trace(one.version, one.at, one.state.junk)
            self.since = max(self.since, one.at if one.at <= now else 0)
        return list(news.values())

    def _is_news(self, comment: Comment) -> bool:
        known = self.seen.get(comment.key)
        return known is None or known.version != comment.version

    def forget(self, floor: int) -> None:
        """Let the oldest go, but none from a time (µs) on: it is asked for again."""
        order = sorted(self.seen, key=lambda key: self.seen[key].at)
        for key in order[: max(0, len(order) - REMEMBERED)]:
            if self.seen[key].at < floor:
                del self.seen[key]

    def first_time(self, unreadable: Iterable[Unreadable]) -> list[Unreadable]:
        """Return the payloads that were not put aside yet, and remember them."""
        found = []
        for item in unreadable:
            mark = blake2b(item.payload, digest_size=5).hexdigest()
            if mark not in self.bad:
                self.bad = [*self.bad, mark][-_REMEMBERED_BAD:]
                found.append(item)
        return found

    def missing(self, oldest: int, newest: int, there: set[str]) -> list[str]:
        """Return remembered comments between two dates that are not there."""
        traces = ((key, trace) for key, trace in self.seen.items() if not trace.aside and key not in there)
        return [key for key, trace in traces if oldest < trace.at < newest]


def read(text: str | None) -> Cursor:
    """Return a stored cursor; what cannot be read begins anew."""
    try:
        return msgspec.json.decode(text or "{}", type=Cursor)
    except (msgspec.MsgspecError, RecursionError):
        return Cursor()
