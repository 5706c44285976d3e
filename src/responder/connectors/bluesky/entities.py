"""What the AppView, data server and chat service answer, as far as we use it. Each item is read by itself."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct, structs

from responder.connectors.bluesky import embeds
from responder.connectors.bluesky.richtext import Facet, mentioned
from responder.core.clock import from_iso
from responder.core.ports import Unreadable
from responder.net.payloads import decoded, every

T = TypeVar("T")

POST = "app.bsky.feed.post"
REASONS = ("mention", "reply", "quote")
LONGEST_URI = 1000


class Ref(Struct, frozen=True):
    """A record: where it is, and which version of it."""

    uri: str
    cid: str


class Reply(Struct, frozen=True):
    """What a post answers, and what its thread hangs from."""

    root: Ref
    parent: Ref


class Label(Struct, frozen=True):
    """What a moderator or the author says of a post."""

    val: str = ""
    neg: bool = False


class Person(Struct, frozen=True):
    """A profile view, basic or not."""

    did: str
    handle: str | None = None
    displayName: str | None = None
    avatar: str | None = None
    followersCount: int | None = None
    chatDisabled: bool | None = None

    def __post_init__(self) -> None:
        """Refuse somebody who cannot be told from others."""
        if not self.did.startswith("did:") or len(self.did) > LONGEST_URI:
            raise ValueError("somebody without a usable id")


class PostRecord(Struct, frozen=True):
    """A post as its author wrote it (lexicon app.bsky.feed.post)."""

    createdAt: str
    text: str = ""
    langs: list[str] | None = None
    facets: list[Facet] | None = None
    reply: Reply | None = None
    embed: Any = None
    labels: Any = None


class Viewer(Struct, frozen=True):
    """What we have to do with a post."""

    like: str | None = None
    replyDisabled: bool | None = None


class View(Struct, frozen=True):
    """A post, from a list of posts or out of a notification (which has no `embed`)."""

    uri: str
    cid: str
    author: Person
    record: PostRecord
    indexedAt: str | None = None
    embed: Any = None
    labels: list[Label] | None = None
    viewer: Viewer | None = None
    reason: str = ""
    reasonSubject: str | None = None

    def __post_init__(self) -> None:
        """Refuse a post that cannot be told from others."""
        if not self.uri.startswith("at://") or len(self.uri) > LONGEST_URI:
            raise ValueError("a post without a usable address")

    @property
    def root(self) -> str | None:
        """Return what its thread hangs from; None for a post that answers nothing."""
        return self.record.reply.root.uri if self.record.reply else None

    @property
    def parent(self) -> str | None:
        """Return what it answers."""
        return self.record.reply.parent.uri if self.record.reply else None

    @property
    def at(self) -> int:
        """Return when it counts as written (µs): the author's claim, but never later than it was seen."""
        seen = _time(self.indexedAt)
        claimed = _time(self.record.createdAt)
        found = min((at for at in (seen, claimed) if at is not None), default=None)
        if found is None:
            raise ValueError("a post without a time")
        return found


class Own(Struct, frozen=True):
    """A record of our own, out of our repository."""

    uri: str
    cid: str
    value: PostRecord


class Kinded(Struct, frozen=True):
    """What of a notification says whether it concerns us."""

    reason: str = ""


class Sender(Struct, frozen=True):
    """Who said something."""

    did: str


class Above(Struct, frozen=True):
    """What a direct message answers."""

    id: str = ""


class Said(Struct, frozen=True):
    """A message view of the chat service."""

    id: str
    sender: Sender
    sentAt: str
    text: str = ""
    rev: str = ""
    facets: list[Facet] | None = None
    embed: Any = None
    replyTo: Above | None = None


class Ours(Struct, frozen=True):
    """Who we are."""

    did: str
    account: UUID
    handle: str = ""
    name: str = ""

    def wrote(self, uri: str) -> bool:
        """Say whether an address is in our own repository."""
        return authority(uri) == self.did

    def addressed(self, view: View) -> bool:
        """Say whether a post speaks to us: mentions, answers or quotes us."""
        if view.author.did == self.did:
            return False
        if view.reason in REASONS:
            return True
        if view.parent is not None and self.wrote(view.parent):
            return True
        return any(did == self.did for did in mentioned(view.record.facets)) or self.quoted(view) is not None

    def quoted(self, view: View) -> str | None:
        """Return the post of ours that a post quotes."""
        uri = embeds.quoted(view.record.embed)
        return uri if uri and self.wrote(uri) else None


class _Page(Struct):
    notifications: list[msgspec.Raw] = []
    cursor: str | None = None


def page(body: bytes) -> tuple[list[View], list[Unreadable], str | None]:
    """Read a page of notifications: those that speak to us, what cannot be read, where older ones are."""
    listing = decoded(body, _Page, "Bluesky")
    mine, unknown = every_of_interest(listing.notifications)
    found, broken = every(mine, View)
    good = [view for view in found if _has_time(view, broken)]
    return good, [*unknown, *broken], listing.cursor


def every_of_interest(raws: Sequence[msgspec.Raw]) -> tuple[list[msgspec.Raw], list[Unreadable]]:
    """Return the notifications of a kind that speaks to us; other and unknown kinds are passed over."""
    decoder = msgspec.json.Decoder(Kinded)
    found: list[msgspec.Raw] = []
    broken: list[Unreadable] = []
    for raw in raws:
        try:
            if decoder.decode(raw).reason in REASONS:
                found.append(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            broken.append(Unreadable(bytes(raw), str(error)))
    return found, broken


def _has_time(view: View, broken: list[Unreadable]) -> bool:
    try:
        return view.at >= 0
    except ValueError as error:
        broken.append(Unreadable(msgspec.json.encode(view), str(error)))
        return False


def authority(uri: str) -> str:
    """Return whose repository an address is in."""
    return uri.removeprefix("at://").partition("/")[0]


def parts(uri: str) -> tuple[str, str, str]:
    """Return repository, collection and key of an address. Raises ValueError when it is none."""
    who, collection, rkey = uri.removeprefix("at://").split("/")
    return who, collection, rkey


@lru_cache(maxsize=4096)  # each is asked for many times on its way
def _time(value: str | None) -> int | None:
    try:
        return from_iso(value) if value else None
    except (ValueError, OverflowError):
        return None


def own(record: Own, ours: Ours) -> View:
    """Return a record of ours as a view."""
    return View(record.uri, record.cid, Person(ours.did, ours.handle, ours.name), record.value)


def kept(payload: bytes, ours: Ours) -> View | None:
    """Return a post out of a payload that was put aside: one of somebody's, or of our own repository."""
    views, _ = every([msgspec.Raw(payload)], View)
    records, _ = every([msgspec.Raw(payload)], Own)
    return views[0] if views else own(records[0], ours) if records else None


def merged(view: View, there: View | None) -> View:
    """Return a notification with what only the list of posts says: pictures' addresses, whether answers are open."""
    if there is None:
        return view
    return structs.replace(view, embed=there.embed, viewer=there.viewer, labels=there.labels or view.labels)
