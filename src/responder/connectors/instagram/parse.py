"""What the Instagram API answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit
from uuid import UUID

import msgspec
from msgspec import Raw, Struct

from responder.core.clock import DAY, from_iso, to_iso
from responder.core.errors import Malformed
from responder.core.messages import Attachment, Author, Kind, Message, Post, State, Visibility
from responder.core.ports import Unreadable
from responder.net.graph.client import Page
from responder.net.graph.walk import Entry
from responder.net.markup import one_line, tidy
from responder.net.payloads import mended

T = TypeVar("T")
WRONG = (msgspec.MsgspecError, ValueError, OverflowError, RecursionError, TypeError)
"""What reading strangers' data may raise."""


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
    def name(self) -> str:
        """Return its author's user name; empty where it is not told."""
        return (self.who.username if self.who else None) or self.username or ""

    @property
    def version(self) -> str:
        """Return a short hash of what a verdict changes."""
        return _hash(f"{self.text}\n{bool(self.hidden)}")


class Party(Struct):
    """Those who take part in something."""

    data: list[Who] | None = None


class Files(Struct):
    """What hangs on a message."""

    data: list[dict[str, Any]] | None = None


class Direct(Struct, kw_only=True):
    """One private message."""

    id: str
    created_time: str
    who: Who | None = msgspec.field(default=None, name="from")
    to: Party | None = None
    message: str | None = None
    attachments: Files | None = None
    shares: Files | None = None

    @property
    def version(self) -> str:
        """Return a short hash of what an edit changes."""
        return _hash(self.message or "")


class Thread(Struct, kw_only=True):
    """A conversation."""

    id: str
    updated_time: str | None = None
    participants: Party | None = None
    messages: Page | None = None


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


def every(
    raws: Sequence[Raw], kind: type[T], check: Callable[[T], object]
) -> tuple[list[T], list[Unreadable]]:
    """Return the entries of a page, and apart those that make no sense."""
    found: list[T] = []
    broken: list[Unreadable] = []
    for raw in raws:
        try:
            one = msgspec.json.decode(raw, type=kind)
            check(one)
        except WRONG as error:
            broken.append(Unreadable(bytes(raw), f"something that we cannot read: {error}"[:300]))
        else:
            found.append(one)
    return found, broken


def dated(one: Comment | Direct | Media | Thread) -> None:
    """Raise ValueError for something without an id, or with a time that is none."""
    if not one.id.strip():
        raise ValueError("something without a number")
    match one:
        case Comment():
            moment(one.timestamp)
        case Direct():
            moment(one.created_time)
        case Media() if one.timestamp:
            moment(one.timestamp)
        case Thread() if one.updated_time:
            moment(one.updated_time)


def entries(raws: Sequence[Raw]) -> tuple[list[Entry[Comment]], list[Unreadable]]:
    """Return the comments of a page, the answers that came along with each behind it."""
    found, broken = every(raws, Comment, dated)
    listed: list[Entry[Comment]] = []
    for top in found:
        listed.append(_entry(top, below=False))
        answers, bad = every(top.replies.data if top.replies else [], Comment, dated)
        broken += bad
        for answer in answers:
            answer.parent_id = answer.parent_id or top.id
            listed.append(_entry(answer, below=True))
    return listed, broken


def _entry(one: Comment, *, below: bool) -> Entry[Comment]:
    return Entry(one.id, moment(one.timestamp), one.version, one, below)


def comments(body: bytes) -> tuple[list[Entry[Comment]], list[Unreadable]]:
    """Return the comments of a page from its bytes. Raises Malformed when it is none."""
    return entries(one(mended(body), Page).data)


def one(body: bytes, kind: type[T]) -> T:
    """Return a single object. Raises Malformed."""
    try:
        return msgspec.json.decode(body, type=kind)
    except WRONG as error:
        raise Malformed(f"Instagram answers with something that we cannot read: {error}", body) from error


def moment(text: str) -> int:
    """Return a time (µs). Raises ValueError or OverflowError."""
    return from_iso(text)


def written(at: int) -> str:
    """Return a time (µs) as Instagram writes it."""
    return to_iso(at)


def comment(one: Comment, ours: Ours, root: str, post: Post | None, *, addressed: bool = True) -> Message:
    """Return a comment as a message; what we say ourselves is addressed to nobody."""
    mine = ours.wrote(one.who, one.username or "")
    return Message(
        network="instagram", server=ours.server, account=ours.account, remote_id=one.id, root=root, kind=Kind.COMMENT,
        author=_author(one.name, one.id, mine, ours), text=tidy(one.text or ""), created_at=moment(one.timestamp),
        parent=one.parent_id, state=State.HELD if one.hidden else State.PUBLISHED, url=post.url if post else None,
        post=post, addressed=addressed and not mine,
    )  # fmt: skip


def tagged(one: Media, ours: Ours) -> Message:
    """Return a post in which we are tagged as a message."""
    mine = ours.wrote(None, one.username or "")
    return Message(
        network="instagram", server=ours.server, account=ours.account, remote_id=one.id, root=one.id, kind=Kind.MENTION,
        author=_author(one.username or "", one.id, mine, ours), text=tidy(one.caption or ""),
        created_at=moment(one.timestamp or ""), url=_web(one.permalink), addressed=not mine,
    )  # fmt: skip


def direct(one: Direct, ours: Ours, root: str) -> Message:
    """Return a message of a conversation."""
    mine, at = ours.wrote(one.who), moment(one.created_time)
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
        at = moment(one.timestamp) if one.timestamp else None
    except WRONG:
        at = None
    return Post(one.id, one_line(text.split("\n")[0], 120), _web(one.permalink), one_line(text, 300), at)


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
            if isinstance(held, dict) and (address := _web(held.get("url"))):
                found.append(Attachment(kind, address))
        if address := _web(file.get("file_url")):
            found.append(Attachment("file", address))
    for share in (one.shares.data if one.shares else None) or []:
        if address := _web(share.get("link")):
            found.append(Attachment("link", address))
    return tuple(found)


def _web(url: object) -> str | None:
    clean = isinstance(url, str) and len(url) <= 4000 and url.isprintable() and " " not in url
    try:
        return url if clean and isinstance(url, str) and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
