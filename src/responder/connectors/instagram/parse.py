"""What the Instagram API answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

import msgspec
from msgspec import Raw, Struct

from responder.core.clock import DAY, from_iso
from responder.core.messages import Attachment, Author, Kind, Message, Post, State, Visibility
from responder.core.ports import Unreadable
from responder.net.graph.client import Page
from responder.net.graph.inbox import Party
from responder.net.graph.things import Created, Files, dated, entry, hashed
from responder.net.graph.walk import Entry
from responder.net.markup import one_line, tidy
from responder.net.payloads import WRONG, decoded, every, web

NAME = "Instagram"


class Who(Struct):
    """Somebody. The id is not the same in comments and in messages; the name is."""

    id: str | None = None
    username: str | None = None
    name: str | None = None


class Media(Struct, kw_only=True):
    """A post."""

    id: str
    timestamp: str | None = None
    caption: str | None = None
    permalink: str | None = None
    username: str | None = None
    comments: Page | None = None

    @property
    def at(self) -> int:
        """Return when it was written (µs); 0 where that is not told. Raises ValueError or OverflowError."""
        return from_iso(self.timestamp) if self.timestamp else 0


class Comment(Struct, kw_only=True):
    """A comment; `username` may be missing."""

    id: str
    timestamp: str
    text: str | None = None
    username: str | None = None
    who: Who | None = msgspec.field(default=None, name="from")
    hidden: bool | None = None
    parent_id: str | None = None
    media: Media | None = None
    replies: Page | None = None

    @property
    def at(self) -> int:
        """Return when it was written (µs). Raises ValueError or OverflowError."""
        return from_iso(self.timestamp)

    @property
    def name(self) -> str:
        """Return its author's user name; empty where it is not told."""
        return (self.who.username if self.who else None) or self.username or ""

    @property
    def version(self) -> str:
        """Return a short hash of what a verdict changes."""
        return hashed(f"{self.text}\n{bool(self.hidden)}")


class Direct(Created, Struct, kw_only=True):
    """One private message."""

    who: Who | None = msgspec.field(default=None, name="from")
    to: Party[Who] | None = None
    attachments: Files | None = None
    shares: Files | None = None


@dataclass(frozen=True)
class Ours:
    """Our account. Ids differ from place to place, so that our name says what is ours. `window` in µs."""

    id: str
    handle: str
    account: UUID
    server: str
    window: int = DAY

    def wrote(self, who: Who | None, name: str = "") -> bool:
        """Say whether somebody is us."""
        called = (who.username if who else None) or name
        if called:
            return called.casefold() == self.handle.casefold()
        return who is not None and who.id == self.id


def entries(raws: Sequence[Raw]) -> tuple[list[Entry[Comment]], list[Unreadable]]:
    """Return the comments of a page, the answers that came along with each behind it."""
    found, broken = every(raws, Comment, dated)
    listed: list[Entry[Comment]] = []
    for top in found:
        listed.append(entry(top, below=False))
        answers, bad = every(top.replies.data if top.replies else [], Comment, dated)
        broken += bad
        for answer in answers:
            answer.parent_id = answer.parent_id or top.id
            listed.append(entry(answer, below=True))
    return listed, broken


def comments(body: bytes) -> tuple[list[Entry[Comment]], list[Unreadable]]:
    """Return the comments of a page from its bytes. Raises Malformed when it is none."""
    return entries(decoded(body, Page, NAME).data)


def comment(one: Comment, ours: Ours, root: str, post: Post | None, *, addressed: bool = True) -> Message:
    """Return a comment as a message; what we say ourselves is addressed to nobody."""
    mine = ours.wrote(one.who, one.username or "")
    return Message(
        network="instagram", server=ours.server, account=ours.account, remote_id=one.id, root=root, kind=Kind.COMMENT,
        author=_author(one.name, one.id, mine, ours), text=tidy(one.text or ""), created_at=one.at,
        parent=one.parent_id, state=State.HELD if one.hidden else State.PUBLISHED, url=post.url if post else None,
        post=post, addressed=addressed and not mine,
    )  # fmt: skip


def tagged(one: Media, ours: Ours) -> Message:
    """Return a post in which we are tagged as a message."""
    mine = ours.wrote(None, one.username or "")
    return Message(
        network="instagram", server=ours.server, account=ours.account, remote_id=one.id, root=one.id, kind=Kind.MENTION,
        author=_author(one.username or "", one.id, mine, ours), text=tidy(one.caption or ""),
        created_at=one.at, url=web(one.permalink), addressed=not mine,
    )  # fmt: skip


def direct(one: Direct, ours: Ours, root: str) -> Message:
    """Return a message of a conversation."""
    mine, at = ours.wrote(one.who), one.at
    return Message(
        network="instagram", server=ours.server, account=ours.account, remote_id=one.id, root=root, kind=Kind.DIRECT,
        author=_author((one.who.username if one.who else "") or "", one.id, mine, ours), text=tidy(one.message or ""),
        created_at=at, addressed=not mine, visibility=Visibility.DIRECT, attachments=_files(one),
        reply_until=None if mine else at + ours.window,
    )  # fmt: skip


def post(one: Media) -> Post:
    """Return the post that comments stand under."""
    text = one.caption or ""
    try:
        at = one.at if one.timestamp else None
    except WRONG:
        at = None
    return Post(one.id, one_line(text.split("\n")[0], 120), web(one.permalink), one_line(text, 300), at)


def _author(name: str, item: str, mine: bool, ours: Ours) -> Author:
    """Return somebody by name: the one thing that is the same in comments and in messages."""
    handle = one_line(name)
    if mine:
        return Author(f"@{ours.handle.casefold()}", ours.handle, ours.handle, ours=True)
    if not handle:
        return Author(f"anonymous:{item}", "", "?")
    address = f"https://www.instagram.com/{quote(handle, safe='')}/"
    return Author(f"@{handle.casefold()}", handle, handle, address)


def _files(one: Direct) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    for file in (one.attachments.data if one.attachments else None) or []:
        for name, kind in (("image_data", "image"), ("video_data", "video")):
            held = file.get(name)
            if isinstance(held, dict) and (address := web(held.get("url"))):
                found.append(Attachment(kind, address))
        if address := web(file.get("file_url")):
            found.append(Attachment("file", address))
    for share in (one.shares.data if one.shares else None) or []:
        if address := web(share.get("link")):
            found.append(Attachment("link", address))
    return tuple(found)
