"""What a feed says, whatever its format: read by `xml`, `jsonfeed` or `broken`, made into messages by `messages`."""

from datetime import UTC
from email.utils import parsedate_to_datetime

from msgspec import Struct

from responder.core.clock import SECOND, from_iso, within

MOST = 3_000
"""How many entries of one page are kept: the first and the last ones, as feeds may list either way round."""


class File(Struct, frozen=True, array_like=True):
    """A file that goes with an entry."""

    url: str
    type: str = ""


class Entry(Struct, omit_defaults=True):
    """One entry. `title`, `summary` and `body` are HTML; times are as they were written."""

    id: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    body: str = ""
    author: str = ""
    author_url: str = ""
    published: str = ""
    updated: str = ""
    language: str = ""
    parent: str = ""
    files: list[File] = []

    @property
    def says_something(self) -> bool:
        """Say whether there is anything to show or to tell it by."""
        return bool(self.id or self.link or self.title or self.summary or self.body)


class Feed(Struct):
    """A page of a feed, as far as it could be read. `gone` are ids of entries that were withdrawn (RFC 6721)."""

    title: str = ""
    link: str = ""
    language: str = ""
    updated: str = ""
    next: str = ""
    ttl: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    entries: list[Entry] = []
    gone: list[str] = []
    unreadable: list[tuple[bytes, str]] = []


def moment(text: str) -> int | None:
    """Read a date of any of the kinds that feeds have, as µs UTC; None when it is none."""
    text = text.strip()
    if not text:
        return None
    try:
        return from_iso(text)
    except (ValueError, OverflowError):
        pass
    try:
        parsed = parsedate_to_datetime(text)
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=UTC)
        return within(round(parsed.timestamp() * SECOND))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
