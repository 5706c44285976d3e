"""Where reading stands: up to which id each list was read, and what the latest posts looked like."""

from collections.abc import Iterable
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from responder.core.clock import DAY
from responder.core.messages import Message
from responder.net import cursors

REMEMBERED = 100
"""Of how many posts edits and deletions are noticed: as many as one question may name."""


class Track(Struct, frozen=True, omit_defaults=True):
    """How far a list was read, newest first: all up to `since`, and from `top` down to `below` of what is newer.

    `count` is how much of the list was read above `since`: X lists only so much.
    """

    since: str = ""
    below: str = ""
    top: str = ""
    count: int = 0
    begun: bool = False

    def after(self, ids: list[str], *, last: bool) -> "Track":
        """Return it after a page; with the last one nothing is missing below any more."""
        top = highest([self.top, self.since, *ids])
        if last or not ids:
            return Track(top, begun=True)
        return Track(self.since, min(ids, key=int), top, self.count + len(ids), begun=self.begun)


class Seen(Struct, frozen=True, array_like=True):
    """What a remembered post looked like: its latest version, a hash of it, and the day (UTC) it was last paid for."""

    version: str
    mark: str
    day: int


class Cursor(cursors.Bookmark, Struct, frozen=True):
    """`mentions` and `own` are lists of posts, `dm` the latest private message; `seen` maps posts to how they looked."""

    mentions: Track = Track()
    own: Track = Track()
    dm: str = ""
    seen: dict[str, Seen] = {}
    checked: int = 0

    def news(self, messages: Iterable[Message]) -> list[Message]:
        """Return the messages of which this version was not given on yet."""
        fresh = []
        for message in messages:
            known = self.seen.get(message.remote_id)
            if known is None or known.mark != mark(message):
                fresh.append(message)
        return fresh

    def remembering(self, messages: Iterable[Message], versions: dict[str, str], now: int) -> "Cursor":
        """Return it with what some messages look like now; `versions` maps them to their latest ids."""
        seen = dict(self.seen)
        for one in messages:
            seen[one.remote_id] = Seen(versions.get(one.remote_id, one.remote_id), mark(one), now // DAY)
        kept = sorted(seen, key=int)[-REMEMBERED:]
        return replace(self, seen={key: seen[key] for key in kept})

    def without(self, gone: Iterable[str]) -> "Cursor":
        """Return it without posts that are gone."""
        lost = set(gone)
        return replace(self, seen={key: one for key, one in self.seen.items() if key not in lost})


def read(text: str | None) -> Cursor:
    """Return a stored cursor; when there is none, or none of ours, an empty one: then reading begins anew."""
    cursor = cursors.read(text, Cursor) or Cursor()
    numbers = [*cursor.seen, *(one.version for one in cursor.seen.values()), cursor.dm or "0"]
    for track in (cursor.mentions, cursor.own):
        numbers += [number for number in (track.since, track.below, track.top) if number]
    return cursor if all(number.isdecimal() for number in numbers) else Cursor()


def highest(numbers: Iterable[str]) -> str:
    """Return the latest of some ids; empty when there is none."""
    return max((number for number in numbers if number), key=int, default="")


def mark(message: Message) -> str:
    """Return a short hash of what an edit changes."""
    return blake2b(message.fingerprint().encode(), digest_size=5).hexdigest()
