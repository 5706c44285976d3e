"""Where reading stands: a time, and what the latest comments looked like, so that a change is seen."""

from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.wordpress.parse import Comment, moment
from responder.net import cursors

REMEMBERED = 300
"""Of how many comments, the latest by id, edits, verdicts and deletions are noticed."""


class Cursor(cursors.Bookmark, Struct, frozen=True):
    """`since` is the date of the latest comment seen (µs, the site's clock); `seen` maps ids to versions.

    `turn` says which part of the remembered ones is read again next; `bad` are hashes of what could not be read.
    Below `floor` everything was given on and is no longer remembered.
    """

    since: int
    seen: dict[str, str] = {}
    turn: int = 0
    floor: int = 0

    def after(self, comments: list[Comment], now: int) -> "Cursor":
        """Return the cursor after some comments. A date in the future moves nothing: it would hide what comes before."""
        dates = [date for comment in comments if (date := moment(comment.date_gmt)) <= now]
        seen = self.seen | {c.key: version(c) for c in comments if c.id >= self.floor or c.key in self.seen}
        kept = sorted(seen, key=int)[-REMEMBERED:]
        floor = int(kept[0]) if len(kept) < len(seen) else self.floor
        return replace(
            self, since=max([self.since, *dates]), seen={key: seen[key] for key in kept}, floor=floor
        )

    def without(self, gone: list[str]) -> "Cursor":
        """Return the cursor without comments that are gone."""
        seen = {key: mark for key, mark in self.seen.items() if key not in gone}
        return replace(self, seen=seen)

    def turned(self) -> "Cursor":
        """Return the cursor for the next round."""
        return replace(self, turn=self.turn + 1)

    def news(self, comments: list[Comment]) -> list[Comment]:
        """Return the comments of which this version was not given on yet.

        Numbers rise, so what lies below all that are remembered was given on before: in a storm more
        comments arrive within the overlap than are remembered.
        """
        fresh = (comment for comment in comments if comment.id >= self.floor)
        return [comment for comment in fresh if self.seen.get(comment.key) != version(comment)]

    def older(self, lowest: int, size: int) -> list[str]:
        """Return remembered ids below the lowest of a page that is read anyway: another part each round."""
        below = sorted((key for key in self.seen if int(key) < lowest), key=int, reverse=True)
        parts = [below[start : start + size] for start in range(0, len(below), size)]
        return parts[self.turn % len(parts)] if parts else []

    def missing(self, lowest: int, there: set[str]) -> list[str]:
        """Return remembered ids from the lowest on that are not there any more."""
        return [key for key in self.seen if int(key) >= lowest and key not in there]


def read(text: str | None) -> Cursor | None:
    """Return a stored cursor; None when there is none, or none of ours: then reading begins anew."""
    cursor = cursors.read(text, Cursor)
    return cursor if cursor and all(key.isdecimal() for key in cursor.seen) else None


def version(comment: Comment) -> str:
    """Return a short hash of what an edit or a verdict changes."""
    content = comment.content
    text = f"{comment.state}\n{content.rendered if content.raw is None else content.raw}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
