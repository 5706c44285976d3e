"""What Google answers, made into places and messages. Pure; whatever cannot be read becomes `Unreadable`."""

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID

from msgspec import Raw, Struct

from responder.connectors.google_business import words
from responder.connectors.google_business.requests import place_of, reply_id
from responder.core.clock import from_iso
from responder.core.errors import Gone
from responder.core.messages import Attachment, Author, Kind, Message, Place, State
from responder.core.ports import Unreadable
from responder.net.markup import one_line, tidy
from responder.net.payloads import decoded, every, web

NAME = "Google"
_STARS = {"ONE": 1.0, "TWO": 2.0, "THREE": 3.0, "FOUR": 4.0, "FIVE": 5.0}
_REPLY_STATES = {"PENDING": State.HELD, "REJECTED": State.TRASH}
_ORIGINAL = re.compile(r"\(Original\)\s*")
_TRANSLATED = "(Translated by Google)"
_MOST_PICTURES = 20


class Reviewer(Struct, rename="camel"):
    """Who wrote a review; Google gives people no id."""

    display_name: str | None = None
    profile_photo_url: str | None = None
    is_anonymous: bool | None = None


class Reply(Struct, rename="camel"):
    """The one answer to a review."""

    comment: str | None = None
    update_time: str | None = None
    review_reply_state: str | None = None
    policy_violation: Any = None

    @property
    def state(self) -> State:
        """Return what Google shows of it: new ones may wait for Google, and may be turned down."""
        return _REPLY_STATES.get(self.review_reply_state or "", State.PUBLISHED)

    @property
    def violation(self) -> str:
        """Return why Google turned it down, in Google's word for it."""
        said = self.policy_violation
        return one_line(said, 80).replace("_", " ").lower() if isinstance(said, str) else ""


class Review(Struct, rename="camel"):
    """What a customer said about a place."""

    name: str
    create_time: str
    update_time: str | None = None
    star_rating: str | None = None
    comment: str | None = None
    reviewer: Reviewer | None = None
    review_reply: Reply | None = None
    review_media_items: Any = None
    review_reply_url: str | None = None

    @property
    def key(self) -> str:
        """Return its id without the account, which may change: `locations/1/reviews/2`."""
        return self.name[self.name.find("locations/") :]

    @property
    def created_at(self) -> int:
        """Return when it was written (µs UTC)."""
        return from_iso(self.create_time)

    @property
    def updated_at(self) -> int:
        """Return when it was last changed."""
        return from_iso(self.update_time or self.create_time)

    @property
    def text(self) -> str:
        """Return what the customer wrote, not what Google translated it to."""
        said = self.comment or ""
        original = _ORIGINAL.search(said) if _TRANSLATED in said else None
        if original is not None:
            said = said[original.end() :]
        elif _TRANSLATED in said and not said.startswith(_TRANSLATED):
            said = said[: said.index(_TRANSLATED)]
        return tidy(said)

    def version(self) -> str:
        """Return a short text that changes when the customer changes something."""
        return _hash(f"{self.comment}\n{self.star_rating}")

    def reply_version(self) -> str:
        """Return two short texts that change with our answer and with its state; empty when there is none."""
        reply = self.review_reply
        if reply is None:
            return ""
        return _hash(reply.comment or "") + _hash(f"{reply.review_reply_state}\n{reply.policy_violation}")

    @property
    def replied_at(self) -> int:
        """Return when our answer was last changed, as far as Google says."""
        return _answered_at(self) or self.updated_at


@dataclass(frozen=True)
class Shop:
    """One place: where it is asked for its reviews, and whether Google has verified it."""

    account: str
    place: Place
    url: str | None = None
    verified: bool = True

    @property
    def name(self) -> str:
        """Return its id, such as `locations/1`."""
        return self.place.remote_id


@dataclass(frozen=True)
class Page:
    """A page of reviews, apart what makes no sense; how many there are in all, and the token of the next page."""

    reviews: list[Review] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    next: str = ""
    total: int | None = None


class _Reviews(Struct, rename="camel"):
    reviews: list[Raw] | None = None
    next_page_token: str | None = None
    total_review_count: int | None = None


def page(body: bytes) -> Page:
    """Return a page of reviews. Raises Malformed when it is no page at all."""
    listing = decoded(body, _Reviews, NAME)
    found, broken = every(listing.reviews or (), Review, _sound, "a review")
    return Page(found, broken, listing.next_page_token or "", listing.total_review_count)


def review(body: bytes) -> Review:
    """Return a single review. Raises Malformed."""
    return decoded(body, Review, NAME, _sound)


def _sound(found: Review) -> None:
    """Raise ValueError for what would do harm later."""
    try:
        place_of(found.key)
    except Gone as error:
        raise ValueError(str(error)) from error
    _ = found.created_at, found.updated_at, _answered_at(found)


def reply(body: bytes) -> Reply:
    """Return our answer as Google took it. Raises Malformed."""
    return decoded(body, Reply, NAME, lambda found: found.update_time and from_iso(found.update_time))


# --- messages


@dataclass(frozen=True)
class Ours:
    """The account that reads, and who answers there."""

    remote_id: str
    account: UUID
    server: str


def messages(found: Review, ours: Ours, shop: Shop) -> tuple[Message, ...]:
    """Return a review and, where there is one, our answer to it."""
    asked = message(found, ours, shop)
    return (asked,) if found.review_reply is None else (asked, answer(found, found.review_reply, ours, shop))


def message(found: Review, ours: Ours, shop: Shop) -> Message:
    """Return a review as a message; one that has only stars has no words."""
    created, updated = found.created_at, found.updated_at
    answered = _answered_at(found)
    edited = updated if updated > created and updated != answered else None
    return Message(
        network="google-business", server=ours.server, account=ours.account, remote_id=found.key, root=found.key,
        kind=Kind.REVIEW, author=_author(found), text=found.text, created_at=created, edited_at=edited,
        rating=_STARS.get(found.star_rating or ""), place=shop.place, url=web(found.review_reply_url) or shop.url,
        attachments=_pictures(found.review_media_items),
    )  # fmt: skip


def answer(
    found: Review, said: Reply, ours: Ours, shop: Shop, number: int = 1, since: int = 0, edited: int = 0
) -> Message:
    """Return our answer to a review. One that Google turned down says so above its text.

    `number` tells it from those that were taken back; `since` is when it was given, where that is known, `edited`
    when it was changed (µs, 0: never).
    """
    state = said.state
    return Message(
        network="google-business", server=ours.server, account=ours.account, remote_id=reply_id(found.key, number), root=found.key,
        parent=found.key, kind=Kind.REVIEW, author=Author(ours.remote_id, "", shop.place.name, ours=True),
        text=tidy(said.comment or ""), created_at=since or _moment(said.update_time) or found.updated_at,
        edited_at=edited or None, addressed=False, state=state, spoiler=words.rejected(said.violation) if state is State.TRASH else "", place=shop.place,
        url=shop.url,
    )  # fmt: skip


def _author(found: Review) -> Author:
    """Return who wrote it. As Google gives people no id, the same name twice is not taken for the same person."""
    who = found.reviewer or Reviewer()
    name = "" if who.is_anonymous else one_line(who.display_name or "")
    return Author(f"reviewer of {found.key}", "", name or words.ANONYMOUS, avatar=web(who.profile_photo_url))


def _pictures(items: Any) -> tuple[Attachment, ...]:
    """Return the pictures beside a review, under whichever name their address comes."""
    found: list[Attachment] = []
    for item in items[:_MOST_PICTURES] if isinstance(items, list) else ():
        told = item if isinstance(item, dict) else {}
        addresses = [
            told.get(name) for name in ("googleUrl", "mediaUrl", "sourceUrl", "videoUrl", "thumbnailUrl")
        ]
        url = next((one for address in addresses if (one := web(address))), None)
        if url:
            found.append(Attachment("image", url, preview=web(told.get("thumbnailUrl"))))
    return tuple(found)


def _answered_at(found: Review) -> int | None:
    return _moment(found.review_reply.update_time) if found.review_reply else None


def _moment(text: str | None) -> int | None:
    return from_iso(text) if text else None


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
