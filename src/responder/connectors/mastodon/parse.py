"""From the API's JSON to messages. Pure; tolerant of everything that servers leave out or write differently."""

from typing import Any, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct, structs

from responder.core.clock import from_iso
from responder.core.messages import Attachment, Author, Kind, Message, Post, Visibility
from responder.core.ports import Unreadable
from responder.net.markup import one_line, tidy, to_text
from responder.net.payloads import every, web

T = TypeVar("T")
Id = str | int

NETWORK = "mastodon"
EXCERPT = 300
LONGEST_ID = 500
_VISIBILITIES = {
    "public": Visibility.PUBLIC,
    "unlisted": Visibility.UNLISTED,
    "private": Visibility.FOLLOWERS,
    "direct": Visibility.DIRECT,
    "limited": Visibility.DIRECT,
}


class Person(Struct):
    """An Account entity, as far as we use it."""

    id: Id
    username: str | None = None
    acct: str | None = None
    display_name: str | None = None
    url: str | None = None
    uri: str | None = None
    avatar: str | None = None
    avatar_static: str | None = None
    followers_count: int | None = None
    bot: bool | None = None

    def __post_init__(self) -> None:
        """Refuse an account that cannot be told from others."""
        _identified(self.id)


class Mention(Struct):
    """A Status::Mention entity."""

    id: Id | None = None
    acct: str | None = None
    username: str | None = None
    url: str | None = None


class Media(Struct):
    """A MediaAttachment entity."""

    id: Id | None = None
    type: str | None = None
    url: str | None = None
    remote_url: str | None = None
    preview_url: str | None = None
    description: str | None = None


class Status(Struct):
    """A Status entity, as far as we use it."""

    id: Id
    account: Person
    created_at: str
    content: str | None = None
    edited_at: str | None = None
    in_reply_to_id: Id | None = None
    in_reply_to_account_id: Id | None = None
    visibility: str | None = None
    spoiler_text: str | None = None
    language: str | None = None
    url: str | None = None
    uri: str | None = None
    mentions: list[Mention] | None = None
    media_attachments: list[Media] | None = None
    reblog: Any = None
    quote: Any = None

    def __post_init__(self) -> None:
        """Refuse a post that cannot be told from others."""
        _identified(self.id)

    @property
    def key(self) -> str:
        """Return the id as text."""
        return str(self.id)

    @property
    def parent(self) -> str | None:
        """Return the id of the post that this one answers, if the server knows it."""
        return None if self.in_reply_to_id in (None, "") else str(self.in_reply_to_id)

    @property
    def media(self) -> list[str]:
        """Return the ids of the files beside it."""
        return [str(one.id) for one in self.media_attachments or () if one.id is not None]

    @property
    def circle(self) -> Visibility:
        """Return who can read it. What we do not know (`local`, `list:…`) is taken as narrow, so as never to widen it."""
        return _VISIBILITIES.get(self.visibility or "public", Visibility.FOLLOWERS)


class Notification(Struct):
    """A Notification entity."""

    id: Id
    type: str | None = None
    created_at: str | None = None
    status: msgspec.Raw = msgspec.Raw()


class Conversation(Struct):
    """A Conversation entity."""

    last_status: msgspec.Raw = msgspec.Raw()


class Request(Struct):
    """A NotificationRequest entity."""

    last_status: msgspec.Raw = msgspec.Raw()


class Context(Struct):
    """A Context entity."""

    ancestors: list[msgspec.Raw] | None = None
    descendants: list[msgspec.Raw] | None = None


class Ours(Struct, frozen=True):
    """Who we are there: what tells our own posts and mentions of us from others'."""

    id: str
    account: UUID
    server: str
    url: str = ""

    def wrote(self, person: Person) -> bool:
        """Say whether this is our account. Some servers show it under two ids, so the address counts too."""
        return str(person.id) == self.id or bool(self.url and self.url in (person.url, person.uri))

    def addressed(self, status: Status) -> bool:
        """Say whether a post speaks to us: it mentions us, answers us, or was sent to us alone."""
        if self.wrote(status.account):
            return False
        if str(status.in_reply_to_account_id or "") == self.id or status.circle is Visibility.DIRECT:
            return True
        return any(str(m.id) == self.id or (self.url and m.url == self.url) for m in status.mentions or ())


def _identified(id: Id) -> None:
    if not 0 < len(str(id)) <= LONGEST_ID:
        raise ValueError("an entity without a usable id")


def there(raw: msgspec.Raw) -> bool:
    """Say whether a nested entity was given at all."""
    return bytes(raw) not in (b"", b"null")


def one(raw: bytes | msgspec.Raw, kind: type[T]) -> T | Unreadable:
    """Decode one item."""
    found, broken = every([msgspec.Raw(bytes(raw))], kind)
    return found[0] if found else broken[0]


def message(status: Status, ours: Ours, root: str, post: Post | None, *, addressed: bool) -> Message:
    """Return a post as a message of the conversation under `root`. Raises ValueError for times that are none."""
    direct = status.circle is Visibility.DIRECT
    mine = ours.wrote(status.account)
    public = Kind.COMMENT if post is not None else Kind.MENTION
    return Message(
        network=NETWORK,
        server=ours.server,
        account=ours.account,
        remote_id=status.key,
        root=root,
        kind=Kind.DIRECT if direct else public,
        author=author(status.account, ours=mine, home=ours.server),
        text=text(status),
        created_at=from_iso(status.created_at),
        parent=status.parent,
        edited_at=from_iso(status.edited_at) if status.edited_at else None,
        addressed=addressed and not mine,
        visibility=status.circle,
        spoiler=to_text(status.spoiler_text or ""),
        language=one_line(status.language or "", 35) or None,
        url=web(status.url) or web(status.uri),
        mentions=mentions(status, ours),
        attachments=attachments(status),
        post=post,
    )


def placed(one: Message, root: str, about: Post | None, *, addressed: bool) -> Message:
    """Return a message as part of a conversation."""
    kind = Kind.COMMENT if about is not None and one.kind is Kind.MENTION else one.kind
    return structs.replace(one, root=root, post=about, kind=kind, addressed=addressed and not one.author.ours)


def text(status: Status) -> str:
    """Return what a reader would see of a post."""
    return to_text(status.content or "", drop_quotes=status.quote is not None)


def short(acct: str | None, home: str) -> str:
    """Return an address as it is written here: people of our own server without its name (snac gives it)."""
    return (acct or "").removesuffix(f"@{home}")


def author(person: Person, *, ours: bool, home: str) -> Author:
    """Return who wrote it."""
    handle = one_line(short(person.acct, home) or person.username or "") or str(person.id)
    return Author(
        remote_id=str(person.id),
        handle=handle,
        name=one_line(person.display_name or "") or handle,
        url=web(person.url),
        avatar=web(person.avatar_static) or web(person.avatar),
        followers=person.followers_count,
        bot=bool(person.bot),
        ours=ours,
    )


def mentions(status: Status, ours: Ours) -> tuple[str, ...]:
    """Return the addresses of the others that a post mentions, each once."""
    others = (
        one_line(short(m.acct, ours.server) or m.username or "")
        for m in status.mentions or ()
        if str(m.id) != ours.id and not (ours.url and m.url == ours.url)
    )
    return tuple(dict.fromkeys(other for other in others if other))


def attachments(status: Status) -> tuple[Attachment, ...]:
    """Return the files beside a post that have an address on the web."""
    found = []
    for media in status.media_attachments or ():
        url = web(media.url) or web(media.remote_url)
        if url:
            found.append(
                Attachment(
                    media.type or "unknown",
                    url,
                    web(media.preview_url),
                    tidy(media.description or "") or None,
                )
            )
    return tuple(found)


def post(status: Status) -> Post:
    """Return a post of ours as that under which comments stand."""
    plain = text(status)
    title = next((line.strip() for line in plain.splitlines() if line.strip()), "")
    shown = title if len(title) <= 120 else title[:119].rstrip() + "…"
    return Post(status.key, shown, web(status.url), plain[:EXCERPT], from_iso(status.created_at))
