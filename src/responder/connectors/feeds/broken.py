"""Reads what is no XML any more as far as it goes, with feedparser: slowly, and therefore not much of it."""

import io
import itertools
import re
from typing import Any

import feedparser  # type: ignore[import-untyped]  # has no annotations

from responder.connectors.feeds.entries import MOST, Entry, Feed, File

LONGEST = 1_000_000
"""How many characters of a broken feed are tried."""

TAGS = 20_000
"""How many tags of it: half a second's work, whoever wrote them."""


def read(text: str, base: str) -> Feed:
    """Return what can be made out; nothing when it is no feed at all."""
    source = io.BytesIO(_beginning(text).encode("utf-8", "replace"))
    headers = {"content-location": base, "content-type": "application/xml; charset=utf-8"}
    found: Any = feedparser.parse(source, response_headers=headers, sanitize_html=False)
    said = found.get("feed", {})
    feed = Feed(
        _text(said, "title"), _text(said, "link"), _text(said, "language"), _text(said, "updated"), entries=[]
    )
    feed.entries = [entry for one in found.get("entries", [])[:MOST] if (entry := _entry(one)).says_something]
    return feed


def _beginning(text: str) -> str:
    tags = re.compile("<").finditer(text, 0, LONGEST)
    last = next(itertools.islice(tags, TAGS, None), None)
    return text[:LONGEST] if last is None else text[: last.start()]


def _entry(said: Any) -> Entry:
    content = said.get("content") or [{}]
    author = said.get("author_detail") or {}
    return Entry(
        id=_text(said, "id"), link=_text(said, "link"), title=_text(said, "title"), summary=_text(said, "summary"),
        body=_text(content[0], "value"), author=_text(author, "name") or _text(said, "author"),
        author_url=_text(author, "href"), published=_text(said, "published"), updated=_text(said, "updated"),
        files=[File(_text(one, "href"), _text(one, "type")) for one in said.get("enclosures", [])[:20]],
    )  # fmt: skip


def _text(said: Any, name: str) -> str:
    value = dict.get(said, name)  # its own `get` takes one date for another, and warns
    return value[:200_000] if isinstance(value, str) else ""
