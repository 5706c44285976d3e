"""Where reading stands at each place: what its latest reviews looked like."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.google_business.parse import Review
from responder.core.clock import SECOND
from responder.core.ports import Unreadable
from responder.net import cursors

MOST, LEAST, ALTOGETHER = 200, 10, 3_000
"""How many reviews are remembered of one place: most, least, and of all places together."""

TEXT = 10
"""How much of `Mark.reply` is about its text."""


class Mark(Struct, frozen=True, array_like=True):
    """A review: when it changed (s), what it and our answer looked like.

    Of the answer: which one it is (see `requests.reply_id`), since when it is there and when it was changed (µs).
    """

    at: int
    review: str
    reply: str = ""
    number: int = 1
    since: int = 0
    edited: int = 0

    def now(self, found: Review, number: int) -> "Mark":
        """Return how a review is now; `number` is the least that its answer may have."""
        at, version, reply = found.updated_at // SECOND, found.version(), found.reply_version()
        if not reply:
            return Mark(at, version, "", self.number + bool(self.reply))
        if not self.reply or number != self.number:
            return Mark(at, version, reply, number, found.replied_at)
        changed = reply[:TEXT] != self.reply[:TEXT]
        return Mark(at, version, reply, number, self.since, found.replied_at if changed else self.edited)


NEW = Mark(0, "")
"""A review that was never seen."""


class Memory(Struct, frozen=True, array_like=True):
    """One place: its latest reviews, how many it had in all, and how often it was asked."""

    seen: dict[str, Mark] = {}
    total: int | None = None
    turn: int = 0

    def same(self, found: Review) -> bool:
        """Say whether a review is as it was."""
        mark = self.seen.get(found.key)
        return mark is not None and (mark.review, mark.reply) == (found.version(), found.reply_version())

    def after(self, review: str, mark: Mark) -> "Memory":
        """Return it with a review as it is now."""
        return replace(self, seen={**self.seen, review: mark})

    def without(self, gone: Iterable[str]) -> "Memory":
        """Return it without reviews that are gone."""
        lost = set(gone)
        return replace(self, seen={key: mark for key, mark in self.seen.items() if key not in lost})


class Cursor(cursors.Bookmark, Struct, frozen=True):
    """`at` is the place that was read last; `bad` are hashes of what could not be read."""

    places: dict[str, Memory] = {}
    at: str = ""

    def after(self, place: str, memory: Memory, unreadable: Iterable[Unreadable], shops: int) -> "Cursor":
        """Return the cursor after one of so many places was read."""
        most = max(LEAST, min(MOST, ALTOGETHER // max(1, shops)))
        kept = sorted(memory.seen, key=lambda key: memory.seen[key].at)[-most:]
        memory = replace(memory, seen={key: memory.seen[key] for key in kept}, turn=memory.turn + 1)
        return replace(self, places={**self.places, place: memory}, at=place).having_kept(unreadable)

    def only(self, places: Iterable[str]) -> "Cursor":
        """Return the cursor without places that are no longer ours."""
        ours = set(places)
        return replace(self, places={name: memory for name, memory in self.places.items() if name in ours})


def read(text: str | None) -> Cursor:
    """Return a stored cursor; an empty one when there is none, or none of ours: then reading begins anew."""
    return cursors.read(text, Cursor) or Cursor()
