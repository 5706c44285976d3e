"""Reads JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1). Every item by itself, so that one broken one stops no other."""

import json
from html import escape
from typing import Any
from urllib.parse import urljoin

import msgspec
from msgspec import Raw, Struct

from responder.connectors.feeds.entries import MOST, Entry, Feed, File, moment
from responder.net.payloads import mended

WRONG = (msgspec.MsgspecError, ValueError, OverflowError, RecursionError, TypeError)
"""What reading strangers' data may raise."""


class _Author(Struct):
    name: str | None = None
    url: str | None = None


class _Attachment(Struct):
    url: str
    mime_type: str | None = None


class _Item(Struct):
    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    image: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    author: _Author | None = None
    authors: list[_Author] | None = None
    language: str | None = None
    attachments: list[_Attachment] | None = None


class _Feed(Struct):
    items: list[Raw]
    version: str = ""
    title: str | None = None
    home_page_url: str | None = None
    language: str | None = None
    next_url: str | None = None


def read(body: bytes, base: str) -> Feed | None:
    """Return what a JSON feed says; None when it is none."""
    try:
        said = _decoded(body)
    except WRONG:
        return None
    home = said.home_page_url or ""
    feed = Feed(
        said.title or "",
        home,
        said.language or "",
        next=_whole(base, said.next_url),
        entries=[],
        unreadable=[],
    )
    items = said.items if len(said.items) <= MOST else said.items[: MOST // 2] + said.items[-MOST // 2 :]
    for raw in items:
        try:
            feed.entries.append(item(bytes(raw), base))
        except WRONG as error:
            feed.unreadable.append((bytes(raw), f"an entry that we cannot read: {error}"[:300]))
    return feed


def _decoded(body: bytes) -> _Feed:
    try:
        return msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=_Feed)
    except WRONG:
        return msgspec.json.decode(mended(body.removeprefix(b"\xef\xbb\xbf")), type=_Feed)


def item(payload: bytes, base: str) -> Entry:
    """Return one item. Raises one of `WRONG`."""
    try:
        said = msgspec.json.decode(payload, type=_Item)
    except msgspec.DecodeError:
        said = msgspec.convert(json.loads(mended(payload)), _Item)
    author = said.author or next(iter(said.authors or ()), None) or _Author()
    if said.date_published and moment(said.date_published) is None:
        raise ValueError(f"{said.date_published[:40]} is no date")
    entry = Entry(
        id=_name(said.id), link=_whole(base, said.url or said.external_url),
        title=escape(said.title or "", quote=False), summary=escape(said.summary or "", quote=False),
        body=said.content_html or _paragraphs(said.content_text or ""),
        author=author.name or "", author_url=_whole(base, author.url),
        published=said.date_published or "", updated=said.date_modified or "", language=said.language or "",
        files=[File(_whole(base, one.url), one.mime_type or "") for one in (said.attachments or [])[:20]],
    )  # fmt: skip
    if said.image:
        entry.files.append(File(_whole(base, said.image), "image"))
    if not entry.says_something:
        raise ValueError("an entry that says nothing")
    return entry


def _name(value: Any) -> str:
    """Return an id as text: some feeds write numbers, which the format allows readers to take."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)[:2000]


def _paragraphs(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _whole(base: str, url: str | None) -> str:
    try:
        return urljoin(base, url.strip())[:2000] if url else ""
    except ValueError:
        return ""
