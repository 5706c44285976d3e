"""Where reading stands: anchors in every list, and what the latest posts and comments looked like."""

from msgspec import Struct

from responder.connectors.reddit.parse import Thing, named
from responder.net import cursors

ANCHORS = 30
"""How many of the latest in a list are remembered: any of them that is still listed proves that nothing was missed."""

REMEMBERED = 100
"""Of how many posts and comments edits and deletions are noticed: as many as one question may name."""


class Cursor(cursors.Notebook, Struct):
    """`anchors` are full names by list, newest first; `recent` maps full names to versions; `at` in µs."""

    anchors: dict[str, list[str]] = {}
    recent: dict[str, str] = {}
    at: int = 0

    def reached(self, where: str, names: list[str]) -> None:
        """Note the newest of a list, newest first."""
        kept = [*names, *(one for one in self.anchors.get(where, []) if one not in names)]
        self.anchors[where] = kept[:ANCHORS]

    def given(self, one: Thing) -> None:
        """Note that this version was given on."""
        if not one.private:
            self.recent.pop(one.name, None)
            self.recent[one.name] = one.mark
            while len(self.recent) > REMEMBERED:
                del self.recent[next(iter(self.recent))]

    def knows(self, one: Thing) -> bool:
        """Say whether this version was given on before."""
        return self.recent.get(one.name) == one.mark


def read(text: str | None) -> Cursor:
    """Return a stored cursor; a new one when there is none, or none of ours."""
    cursor = cursors.read(text, Cursor) or Cursor()
    names = [*cursor.recent, *(name for kept in cursor.anchors.values() for name in kept)]
    return cursor if all(named(name) for name in names) else Cursor()
