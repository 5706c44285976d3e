"""The same entries as RSS 2.0, Atom and JSON Feed."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any


@dataclass
class Entry:
    """One entry, as its author wrote it: `html` is the body, times are µs UTC."""

    id: str
    title: str
    html: str
    at: int
    changed: int | None = None
    author: str = "Ana"
    link: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class Page:
    """What one address answers: some entries, newest first, and where the older ones are."""

    title: str
    home: str
    here: str
    entries: list[Entry]
    next: str = ""
    ttl: int = 0


def rss(page: Page) -> bytes:
    """Return the page as RSS 2.0: guids are no addresses here, dates are RFC 822."""
    items = "".join(_item(entry) for entry in page.entries)
    ttl = f"<ttl>{page.ttl}</ttl>" if page.ttl else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(page.title)}</title><link>{escape(page.home)}</link><description>News</description>"
        f"<language>en</language>{ttl}{items}</channel></rss>"
    ).encode()


def _item(entry: Entry) -> str:
    link = f"<link>{escape(entry.link)}</link>" if entry.link else ""
    return (
        f'<item><title>{escape(entry.title)}</title>{link}<guid isPermaLink="false">{escape(entry.id)}</guid>'
        f"<pubDate>{format_datetime(moment(entry.at))}</pubDate><dc:creator>{escape(entry.author)}</dc:creator>"
        f"<content:encoded>{escape(entry.html)}</content:encoded></item>"
    )


def atom(page: Page) -> bytes:
    """Return the page as Atom."""
    entries = "".join(_entry(entry) for entry in page.entries)
    following = f'<link rel="next" href="{escape(page.next)}"/>' if page.next else ""
    updated = _iso(max((entry.changed or entry.at for entry in page.entries), default=0))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<id>{escape(page.home)}</id><title>{escape(page.title)}</title><updated>{updated}</updated>"
        f'<link href="{escape(page.home)}"/><link rel="self" href="{escape(page.here)}"/>{following}{entries}</feed>'
    ).encode()


def _entry(entry: Entry) -> str:
    link = f'<link href="{escape(entry.link)}"/>' if entry.link else ""
    return (
        f"<entry><id>{escape(entry.id)}</id><title>{escape(entry.title)}</title>{link}"
        f"<published>{_iso(entry.at)}</published><updated>{_iso(entry.changed or entry.at)}</updated>"
        f'<author><name>{escape(entry.author)}</name></author><content type="html">{escape(entry.html)}</content></entry>'
    )


def json_feed(page: Page) -> bytes:
    """Return the page as JSON Feed 1.1."""
    items = []
    for entry in page.entries:
        item: dict[str, Any] = {
            "id": entry.id, "title": entry.title, "content_html": entry.html, "date_published": _iso(entry.at),
            "authors": [{"name": entry.author}], "language": "en",
        }  # fmt: skip
        if entry.link:
            item["url"] = entry.link
        if entry.changed:
            item["date_modified"] = _iso(entry.changed)
        items.append({**item, **entry.more})
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1", "title": page.title, "home_page_url": page.home,
        "feed_url": page.here, "items": items,
    }  # fmt: skip
    if page.next:
        feed["next_url"] = page.next
    return json.dumps(feed).encode()


def moment(at: int) -> datetime:
    """Return µs as a time in UTC."""
    return datetime.fromtimestamp(at / 1_000_000, UTC)


def _iso(at: int) -> str:
    return moment(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")
