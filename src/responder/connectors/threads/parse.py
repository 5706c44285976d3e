"""What the Threads API answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from msgspec import Struct

from responder.core.clock import from_iso
from responder.core.messages import Attachment, Author, Kind, Message, Post, State
from responder.core.ports import Unreadable
from responder.net.graph.client import Page
from responder.net.graph.things import Ref, dated, entries, hashed
from responder.net.graph.walk import Entry
from responder.net.markup import one_line, tidy
from responder.net.payloads import decoded, web

NAME = "Threads"
SHOWN = ("", "NOT_HUSHED", "UNHUSHED")
"""What `hide_status` says of a reply that everybody sees."""

_KINDS = {"IMAGE": "image", "VIDEO": "video", "AUDIO": "audio", "CAROUSEL_ALBUM": "image"}


class Media(Struct, kw_only=True):
    """A post or a reply; `username` is told of public accounts only."""

    id: str
    timestamp: str
    text: str | None = None
    username: str | None = None
    permalink: str | None = None
    media_type: str | None = None
    media_url: str | None = None
    root_post: Ref | None = None
    replied_to: Ref | None = None
    is_reply: bool | None = None
    is_reply_owned_by_me: bool | None = None
    hide_status: str | None = None
    has_replies: bool | None = None

    @property
    def at(self) -> int:
        """Return when it was written (µs). Raises ValueError or OverflowError."""
        return from_iso(self.timestamp)

    @property
    def above(self) -> str | None:
        """Return the id of what it answers."""
        return self.replied_to.id if self.replied_to else None

    @property
    def top(self) -> bool:
        """Say whether it answers the post itself, as far as is told."""
        return self.root_post is None or self.above is None or self.above == self.root_post.id

    @property
    def hidden(self) -> bool:
        """Say whether it is shown to its author only, or behind a warning."""
        return (self.hide_status or "").upper() not in SHOWN

    @property
    def version(self) -> str:
        """Return a short hash of what an edit or a verdict changes."""
        return hashed(f"{self.text}\n{self.hidden}")


class Who(Struct):
    """An account."""

    id: str | None = None
    username: str | None = None
    name: str | None = None


class Container(Struct):
    """What is prepared and not published yet."""

    id: str
    status: str | None = None
    error_message: str | None = None


@dataclass(frozen=True)
class Ours:
    """Our account: people have names here and no ids."""

    handle: str
    account: UUID
    server: str

    def wrote(self, one: Media) -> bool:
        """Say whether it is ours."""
        return one.is_reply_owned_by_me is True or (one.username or "").casefold() == self.handle.casefold()


def page(body: bytes) -> tuple[list[Entry[Media]], list[Unreadable]]:
    """Return the posts of a page from its bytes. Raises Malformed when it is none."""
    return entries(decoded(body, Page, NAME).data, Media)


def media(body: bytes) -> Media:
    """Return a single post. Raises Malformed."""
    return decoded(body, Media, NAME, dated)


def message(
    one: Media, ours: Ours, root: str, kind: Kind, post: Post | None = None, *, addressed: bool = True
) -> Message:
    """Return a post or a reply as a message; what we say ourselves is addressed to nobody."""
    mine = ours.wrote(one)
    parent = None if root == one.id else one.above or root
    return Message(
        network="threads", server=ours.server, account=ours.account, remote_id=one.id, root=root, kind=kind,
        author=_author(one, mine, ours), text=tidy(one.text or ""), created_at=one.at, parent=parent,
        state=State.HELD if one.hidden else State.PUBLISHED, url=web(one.permalink), post=post,
        addressed=addressed and not mine, attachments=_attached(one),
    )  # fmt: skip


def post(one: Media) -> Post:
    """Return the post that replies stand under."""
    text = one.text or ""
    return Post(
        one.id,
        one_line(text.split("\n")[0], 120),
        web(one.permalink),
        one_line(text, 300),
        one.at,
    )


def _author(one: Media, mine: bool, ours: Ours) -> Author:
    handle = ours.handle if mine else one_line(one.username or "")
    if not handle:
        return Author(f"anonymous:{one.id}", "", "?")
    address = f"https://www.threads.net/@{quote(handle, safe='')}"
    return Author(f"@{handle.casefold()}", handle, handle, address, ours=mine)


def _attached(one: Media) -> tuple[Attachment, ...]:
    address = web(one.media_url)
    return (Attachment(_KINDS.get(one.media_type or "", "file"), address),) if address else ()
