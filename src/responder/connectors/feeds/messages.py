"""Makes messages of entries. Pure."""

import re
from hashlib import blake2b
from html import escape
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import msgspec
from msgspec import Struct

from responder.connectors.feeds.entries import Entry, Feed, moment
from responder.core.messages import Attachment, Author, Kind, Message
from responder.net.markup import one_line, to_text

READ_ONLY = "A feed is only read: open the page to write there."

_EVERYWHERE = re.compile(r"(?:https?://|tag:|urn:|[a-z][a-z0-9+.-]{1,20}://)\S{6}", re.IGNORECASE)
"""Ids that mean the same thing wherever they are read."""

_LONGEST_ID = 400


class Source(Struct, frozen=True):
    """Where entries come from: for whom they are read, and the name that is the feed's for good."""

    server: str
    account: UUID
    key: str


def key(entry: Entry, source: Source) -> str:
    """Return the id of an entry. Ids that a feed made up for itself are good within that feed only."""
    named = entry.id.strip() or entry.link
    if not named:
        named = digest(entry.title + "\n" + (entry.body or entry.summary))
    elif len(named) > _LONGEST_ID or not named.isprintable():
        named = digest(named)
    return named if _EVERYWHERE.match(named) else f"{digest(source.key, 6)}:{named}"


def version(entry: Entry) -> str:
    """Return a mark of what an edit changes: not of dates, which some feeds renew at every reading."""
    return digest(f"{entry.title}\n{entry.summary}\n{entry.body}", 4)


def digest(text: str, size: int = 12) -> str:
    """Return a short mark of a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def message(entry: Entry, feed: Feed, source: Source, now: int, roots: dict[str, str]) -> Message:
    """Return an entry as a message that is addressed to nobody of ours. `roots` are conversations known already.

    A date in the future is a mistake, and a missing one is that of the feed, or now.
    """
    name = key(entry, source)
    written, changed = moment(entry.published), moment(entry.updated)
    at = written or changed or moment(feed.updated) or now
    edited = changed if written is not None and changed is not None and changed > written else None
    root = roots.get(entry.parent)
    url = _web(unwrapped(entry.link))
    return Message(
        network="feeds", server=source.server, account=source.account, remote_id=name, root=root or name,
        kind=Kind.MENTION, author=_author(entry, feed, source), text=text_of(entry), created_at=min(at, now),
        parent=entry.parent if root else None, edited_at=None if edited is None else min(edited, now),
        addressed=False, language=_language(entry.language or feed.language), url=url,
        attachments=_attachments(entry), no_reply=READ_ONLY,
    )  # fmt: skip


def text_of(entry: Entry) -> str:
    """Return the title and what is under it, once."""
    title = one_line(entry.title, 500)
    body = to_text(entry.body or entry.summary)
    if not title or body.startswith(title):
        return body or title
    return f"{title}\n\n{body}" if body else title


def unwrapped(link: str) -> str:
    """Return where a link of an alert really leads: Google's go through an address of its own."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    if parts.path == "/url" and (parts.hostname or "").startswith("www.google."):
        values = parse_qs(parts.query)
        return (values.get("url") or values.get("q") or [link])[0]
    return link


def kept(entry: Entry) -> bytes:
    """Return an entry as a payload that `reread` takes."""
    return msgspec.json.encode(entry)


def _author(entry: Entry, feed: Feed, source: Source) -> Author:
    """Return who wrote it: a name alone is one person's within one feed only."""
    title = one_line(feed.title, 100) or source.server
    found = re.fullmatch(r"\s*[^\s@()]+@[^\s@()]+\s*\(([^()]+)\)\s*", entry.author)
    name = one_line(escape(found[1] if found else entry.author, quote=False), 100) or title
    page = _web(entry.author_url)
    who = (page or f"{digest(source.key, 6)}:{name}")[:_LONGEST_ID]
    return Author(who, title, name, url=page or _web(feed.link))


def _attachments(entry: Entry) -> tuple[Attachment, ...]:
    found = []
    for file in entry.files:
        url, kind = _web(file.url), file.type.partition("/")[0].lower()
        if url is not None:
            found.append(Attachment(kind if kind in ("image", "video", "audio") else "file", url))
    return tuple(dict.fromkeys(found))


def _language(said: str) -> str | None:
    found = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_].*)?", said.strip())
    return found[1].lower() if found else None


def _web(url: str) -> str | None:
    url = url.strip()
    clean = 0 < len(url) <= 2000 and url.isprintable() and " " not in url
    return url if clean and url.lower().startswith(("http://", "https://")) else None
