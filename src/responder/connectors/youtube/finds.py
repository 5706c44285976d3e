"""Channels, videos, and what a search finds. Pure; what cannot be read is left out."""

from dataclasses import dataclass

import msgspec
from msgspec import Raw, Struct

from responder.connectors.youtube import words
from responder.connectors.youtube.parse import NAME, Ours, plain, video_url
from responder.core.clock import from_iso
from responder.core.messages import Author, Kind, Message, Post
from responder.net.markup import one_line, tidy
from responder.net.payloads import WRONG, decoded, every


class _Listing(Struct):
    items: list[Raw] | None = None


class _About(Struct, rename="camel"):
    title: str | None = None
    custom_url: str | None = None
    description: str | None = None
    published_at: str | None = None
    channel_id: str | None = None
    channel_title: str | None = None


class _Entry(Struct):
    id: str | dict[str, str | None]
    snippet: _About = msgspec.field(default_factory=_About)


@dataclass(frozen=True)
class Channel:
    """A channel of ours. `handle` is without its @."""

    id: str
    handle: str
    name: str


def channels(body: bytes) -> list[Channel]:
    """Return the channels of whoever signed in. Raises Malformed."""
    found = []
    for entry in _entries(body):
        if isinstance(entry.id, str) and entry.id:
            handle = one_line(entry.snippet.custom_url or "").removeprefix("@")
            name = one_line(entry.snippet.title or "") or handle or entry.id
            found.append(Channel(entry.id, handle or name, name))
    return found


def videos(body: bytes) -> list[Post]:
    """Return the videos that can be read, as what comments stand under. Raises Malformed."""
    found = []
    for entry in _entries(body):
        if isinstance(entry.id, str):
            said = entry.snippet
            title, excerpt = one_line(said.title or ""), one_line(said.description or "", 300)
            found.append(Post(entry.id, title, video_url(entry.id), excerpt, _moment(said.published_at)))
    return found


def hits(body: bytes, ours: Ours) -> list[Message]:
    """Return the videos of others that a search found. Raises Malformed."""
    found = []
    for entry in _entries(body):
        video = entry.id.get("videoId") if isinstance(entry.id, dict) else None
        said, at = entry.snippet, _moment(entry.snippet.published_at)
        if not video or at is None or said.channel_id == ours.channel:
            continue
        found.append(_hit(video, said, at, ours))
    return found


def _hit(video: str, said: _About, at: int, ours: Ours) -> Message:
    channel, key = said.channel_id or f"unknown:{video}", f"video:{video}"
    home = f"https://www.youtube.com/channel/{channel}" if plain(channel) else None
    author = Author(channel, "", one_line(said.channel_title or "") or "?", url=home)
    text = tidy(f"{one_line(said.title or '')}\n\n{one_line(said.description or '', 2000)}")
    return Message(
        network="youtube", server=ours.server, account=ours.account, remote_id=key, root=key, kind=Kind.MENTION,
        author=author, text=text, created_at=at, addressed=False, url=video_url(video), no_reply=words.FOUND,
    )  # fmt: skip


def _entries(body: bytes) -> list[_Entry]:
    found, _ = every(decoded(body, _Listing, NAME).items or (), _Entry)
    return found  # a video that cannot be read has no title, and a search finds the others


def _moment(text: str | None) -> int | None:
    try:
        return from_iso(text) if text else None
    except WRONG:
        return None
