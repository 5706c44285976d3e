"""What the Graph API answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from responder.connectors.facebook import words
from responder.core.clock import DAY, from_iso
from responder.core.messages import Attachment, Author, Kind, Message, Post, State, Visibility
from responder.core.ports import Unreadable
from responder.net.graph.client import Page
from responder.net.graph.inbox import Party
from responder.net.graph.things import Created, Files, Ref, dated, hashed
from responder.net.markup import one_line, tidy
from responder.net.payloads import WRONG, decoded, every, web

NAME = "Facebook"
WEB = "https://www.facebook.com"


class Picture(Struct):
    """Where a portrait is."""

    data: dict[str, Any] | None = None


class Who(Struct):
    """Somebody, or a Page; the id is scoped to the app in comments and to the Page in messages."""

    id: str
    name: str | None = None
    picture: Picture | None = None


class Comment(Created, Struct, kw_only=True):
    """A comment. Facebook leaves out what it does not tell; `who` for instance of private profiles."""

    who: Who | None = msgspec.field(default=None, name="from")
    parent: Ref | None = None
    object: Ref | None = None
    permalink_url: str | None = None
    is_hidden: bool | None = None
    can_comment: bool | None = None
    can_remove: bool | None = None
    can_reply_privately: bool | None = None
    user_likes: bool | None = None
    attachment: dict[str, Any] | None = None
    admin_creator: Any = None
    private_reply_conversation: Ref | None = None

    @property
    def above(self) -> str | None:
        """Return the id of the comment that it hangs under."""
        return self.parent.id if self.parent else None

    @property
    def version(self) -> str:
        """Return a short hash of what an edit or a verdict changes; addresses of pictures are signed anew each time."""
        return hashed(f"{self.message}\n{bool(self.is_hidden)}\n{bool(self.attachment)}")


class FeedPost(Created, Struct, kw_only=True):
    """A post on the Page's feed, or one that names the Page."""

    who: Who | None = msgspec.field(default=None, name="from")
    story: str | None = None
    permalink_url: str | None = None
    comments: Page | None = None


class Direct(Created, Struct, kw_only=True):
    """One message in Messenger."""

    who: Who | None = msgspec.field(default=None, name="from")
    to: Party[Who] | None = None
    attachments: Files | None = None
    sticker: str | None = None
    shares: Files | None = None


class Rating(Struct, kw_only=True):
    """A recommendation. It has no id: the post that stands for it has."""

    created_time: str
    rating: float | None = None
    recommendation_type: str | None = None
    review_text: str | None = None
    reviewer: Who | None = None
    open_graph_story: Ref | None = None

    @property
    def at(self) -> int:
        """Return when it was written (µs). Raises ValueError or OverflowError."""
        return from_iso(self.created_time)

    @property
    def id(self) -> str:
        """Return the id it is known by here."""
        if self.open_graph_story:
            return self.open_graph_story.id
        who = self.reviewer.id if self.reviewer else "?"
        return f"rating:{who}:{self.at}"

    @property
    def version(self) -> str:
        """Return a short hash of what an edit changes."""
        return hashed(f"{self.review_text}\n{self.recommendation_type}\n{self.rating}")


@dataclass(frozen=True)
class Ours:
    """Our Page and our account. `window` is for how long (µs) Messenger takes an answer."""

    id: str
    account: UUID
    server: str
    window: int = DAY

    def wrote(self, one: Comment | FeedPost | Direct) -> bool:
        """Say whether it is ours. Facebook names the member of the Page's team only for the Page's own."""
        if one.who is not None:
            return one.who.id == self.id
        return isinstance(one, Comment) and one.admin_creator is not None


def comments(body: bytes) -> tuple[list[Comment], list[Unreadable]]:
    """Return the comments of a page. Raises Malformed when it is none."""
    return every(decoded(body, Page, NAME).data, Comment, dated)


def comment(one: Comment, ours: Ours, root: str, post: Post | None, *, addressed: bool = True) -> Message:
    """Return a comment as a message; what we say ourselves is addressed to nobody."""
    mine = ours.wrote(one)
    return Message(
        network="facebook", server=ours.server, account=ours.account, remote_id=one.id, root=root, kind=Kind.COMMENT,
        author=_author(one.who, one.id, mine, ours), text=tidy(one.message or ""), created_at=one.at,
        parent=one.above, state=State.HELD if one.is_hidden else State.PUBLISHED, url=_web(one.permalink_url), post=post,
        addressed=addressed and not mine, attachments=_attached(one.attachment),
        no_reply=words.CLOSED if one.can_comment is False and not mine else "",
    )  # fmt: skip


def visitor_post(one: FeedPost, ours: Ours) -> Message:
    """Return somebody's post on our Page, or about it, as a message."""
    mine = ours.wrote(one)
    return Message(
        network="facebook", server=ours.server, account=ours.account, remote_id=one.id, root=one.id, kind=Kind.MENTION,
        author=_author(one.who, one.id, mine, ours), text=tidy(one.message or one.story or ""),
        created_at=one.at, url=_web(one.permalink_url), addressed=not mine,
    )  # fmt: skip


def review(one: Rating, ours: Ours) -> Message:
    """Return a recommendation as a review: five stars for it, one for its opposite, unless it has stars of its own."""
    stars = one.rating if one.rating and 0 < one.rating <= 5 else None
    if stars is None and one.recommendation_type:
        stars = {"positive": 5.0, "negative": 1.0}.get(one.recommendation_type.lower())
    return Message(
        network="facebook", server=ours.server, account=ours.account, remote_id=one.id, root=one.id, kind=Kind.REVIEW,
        author=_author(one.reviewer, one.id, False, ours), text=tidy(one.review_text or ""),
        created_at=one.at, rating=stars, no_reply="" if one.open_graph_story else words.NO_STORY,
    )  # fmt: skip


def direct(one: Direct, ours: Ours, root: str, *, can_reply: bool = True) -> Message:
    """Return a message of a conversation."""
    mine, at = ours.wrote(one), one.at
    return Message(
        network="facebook", server=ours.server, account=ours.account, remote_id=one.id, root=root, kind=Kind.DIRECT,
        author=_author(one.who, one.id, mine, ours), text=tidy(one.message or ""), created_at=at, addressed=not mine,
        visibility=Visibility.DIRECT, attachments=_files(one),
        no_reply="" if can_reply or mine else words.NO_REPLY_HERE, reply_until=None if mine else at + ours.window,
    )  # fmt: skip


def post(one: FeedPost) -> Post:
    """Return the post that comments stand under."""
    text = one.message or one.story or ""
    try:
        at = one.at
    except WRONG:
        at = None
    return Post(one.id, one_line(text.split("\n")[0], 120), _web(one.permalink_url), one_line(text, 300), at)


def _author(who: Who | None, item: str, mine: bool, ours: Ours) -> Author:
    if who is None:
        return Author(ours.id if mine else f"anonymous:{item}", "", "?", ours=mine)
    portrait = who.picture.data.get("url") if who.picture and who.picture.data else None
    avatar = _web(portrait) if isinstance(portrait, str) else None
    return Author(who.id, "", one_line(who.name or "") or "?", f"{WEB}/{who.id}", avatar, ours=mine)


def _attached(attachment: dict[str, Any] | None) -> tuple[Attachment, ...]:
    if not attachment:
        return ()
    media = attachment.get("media")
    image = media.get("image") if isinstance(media, dict) else None
    source = image.get("src") if isinstance(image, dict) else None
    address = _web(source) or _web(attachment.get("url"))
    return (Attachment(_kind(attachment.get("type")), address),) if address else ()


def _files(one: Direct) -> tuple[Attachment, ...]:
    found = [Attachment("image", address) for address in [_web(one.sticker)] if address]
    for file in (one.attachments.data if one.attachments else None) or []:
        holders = [file.get(name) for name in ("image_data", "video_data")]
        address = next((_web(held.get("url")) for held in holders if isinstance(held, dict)), None)
        address = address or _web(file.get("file_url"))
        if address:
            found.append(Attachment(_kind(file.get("mime_type")), address))
    for share in (one.shares.data if one.shares else None) or []:
        if address := _web(share.get("link")):
            found.append(Attachment("link", address))
    return tuple(found)


def _kind(said: object) -> str:
    text = said if isinstance(said, str) else ""
    known = (("image", "photo", "image"), ("video", "video", "video"), ("audio", "audio", "audio"))
    return next((kind for mime, word, kind in known if text.startswith(mime) or word in text), "file")


def _web(url: object) -> str | None:
    """Return an address that a browser may be sent to; Facebook gives some without its own name."""
    inside = isinstance(url, str) and url.startswith("/") and not url.startswith("//")
    return web(f"{WEB}{url}" if inside else url)
