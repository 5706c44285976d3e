"""Where reading stands: how far posts, notifications and private topics were read, and what the latest posts looked like."""

from msgspec import Struct

from responder.connectors.discourse.parse import Post
from responder.net import cursors

REMEMBERED = 200
"""Of how many posts, the latest by number, edits and deletions are noticed."""

TOPICS = 300
"""How many topics, the latest, are remembered as conversations of ours."""


class Cursor(cursors.Notebook, Struct):
    """`last` and `notice` are numbers, `private` maps private topics to how far they were read.

    `recent` maps public posts to versions, `hidden` private ones; `at` is when the forum was last asked (µs).
    `calls` are posts that notifications named and that were not read yet, with how they speak to us.
    """

    last: int = 0
    notice: int = 0
    begun: bool = False
    at: int = 0
    calls: dict[str, str] = {}
    private: dict[str, int] = {}
    recent: dict[str, str] = {}
    hidden: dict[str, str] = {}
    topics: list[int] = []
    turn: int = 0

    def joined(self, topic: int) -> None:
        """Note that a topic is a conversation of ours."""
        self.topics = [*(one for one in self.topics if one != topic), topic][-TOPICS:]

    def given(self, post: Post, *, private: bool) -> None:
        """Note that this version was given on."""
        kept = self.hidden if private else self.recent
        kept[post.key] = post.mark
        if len(kept) > REMEMBERED:
            del kept[min(kept, key=int)]

    def knows(self, post: Post) -> bool:
        """Say whether this version was given on before."""
        return post.mark in (self.recent.get(post.key), self.hidden.get(post.key))

    def remembers(self, number: int) -> bool:
        """Say whether some version of a post was given on lately."""
        return str(number) in self.recent or str(number) in self.hidden

    def forget(self, key: str) -> None:
        """Let go of a post."""
        self.recent.pop(key, None)
        self.hidden.pop(key, None)

    def missing(self, there: set[int]) -> list[str]:
        """Return remembered public posts, not older than the oldest of a page, that it does not hold."""
        lowest = min(there, default=0)
        return [key for key in self.recent if int(key) >= lowest and int(key) not in there]

    def older(self, there: set[int]) -> str | None:
        """Return one of the remembered posts that a page does not reach, another one each round."""
        lowest = min(there, default=0)
        below = sorted(
            [*(key for key in self.recent if int(key) < lowest), *self.hidden], key=int, reverse=True
        )
        self.turn += 1
        return below[self.turn % len(below)] if below else None


def read(text: str | None) -> Cursor:
    """Return a stored cursor; a new one when there is none, or none of ours."""
    cursor = cursors.read(text, Cursor) or Cursor()
    whole = all(key.isdecimal() for key in (*cursor.recent, *cursor.hidden, *cursor.private, *cursor.calls))
    return cursor if whole else Cursor()
