"""Where reading a feed stands: what was seen of it, what its server said to send along, and when it may be asked."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from responder.connectors.feeds.entries import Entry
from responder.connectors.feeds.messages import Source, digest, key, version

REMEMBERED = 6_000
"""How many marks are remembered, the last listed ones: two for each entry that one page may have."""


class Cursor(Struct, omit_defaults=True):
    """`seen` maps marks of ids to marks of versions; `at` is when it was last read, `due` when it may be again (µs).

    `tag` and `changed` are the server's own marks of the version at `where` (a mark of its address), `body` is ours.
    `moved` is where the feed went for good, for feeds that a monitor reads.
    """

    seen: dict[str, str] = {}
    at: int = 0
    due: int = 0
    tag: str = ""
    changed: str = ""
    where: str = ""
    body: str = ""
    ttl: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    moved: str = ""
    begun: bool = False

    def write(self) -> str:
        """Return it as the text that is stored."""
        return msgspec.json.encode(self).decode()

    def knows(self, entry: Entry, source: Source) -> bool:
        """Say whether this entry was seen, in whatever version."""
        return mark(key(entry, source)) in self.seen

    def is_news(self, entry: Entry, source: Source) -> bool:
        """Say whether this version was not given on yet.

        One link with one text is one entry, also when its feed makes up a new id at every reading.
        """
        now = version(entry)
        if self.seen.get(mark(key(entry, source))) == now:
            return False
        return not (entry.link and self.seen.get(mark(f"link {entry.link}")) == now)

    def remember(self, entries: Iterable[Entry], source: Source) -> None:
        """Take down what is listed now; the longest unlisted make room."""
        for entry in entries:
            name, now = key(entry, source), version(entry)
            names = [name] if not entry.link or entry.link in name else [name, f"link {entry.link}"]
            for one in map(mark, names):
                self.seen.pop(one, None)
                self.seen[one] = now
        for one in list(self.seen)[: max(0, len(self.seen) - REMEMBERED)]:
            del self.seen[one]

    def first_time(self, payload: bytes) -> bool:
        """Say whether a payload that makes no sense comes for the first time, and remember it."""
        one = "?" + digest(payload.decode("latin-1"), 6)
        first = one not in self.seen
        self.seen[one] = ""
        return first


def mark(name: str) -> str:
    """Return a short mark of an id."""
    return digest(name, 6)


def read(text: str | None) -> Cursor:
    """Return a stored cursor; what cannot be read begins anew, which repeats work and loses nothing."""
    try:
        return msgspec.json.decode(text or "{}", type=Cursor)
    except (msgspec.MsgspecError, RecursionError):
        return Cursor()
