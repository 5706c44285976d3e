"""What YouTube answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`.

Texts are asked for as plain text: what a stranger typed as markup comes as they typed it, and is shown so.
"""

from dataclasses import dataclass, field
from hashlib import blake2b
from uuid import UUID

from msgspec import Raw, Struct

from responder.connectors.youtube import words
from responder.core.clock import from_iso
from responder.core.errors import Malformed
from responder.core.messages import Attachment, Author, Kind, Message, Post, State
from responder.core.ports import Unreadable
from responder.net.markup import one_line, tidy
from responder.net.payloads import WRONG, decoded, every, unreadable, web

NAME = "YouTube"
_STATES = {"heldForReview": State.HELD, "likelySpam": State.SPAM, "rejected": State.TRASH}
_LONGEST_ID = 200
_MARKS = {State.PUBLISHED: "p", State.HELD: "h", State.SPAM: "s", State.TRASH: "t"}


class Value(Struct):
    """An id, wrapped."""

    value: str | None = None


class CommentSnippet(Struct, rename="camel"):
    """What a comment holds."""

    published_at: str
    text_display: str | None = None
    text_original: str | None = None
    updated_at: str | None = None
    author_display_name: str | None = None
    author_profile_image_url: str | None = None
    author_channel_url: str | None = None
    author_channel_id: Value | None = None
    video_id: str | None = None
    parent_id: str | None = None
    moderation_status: str | None = None
    image_url: str | None = None


class Comment(Struct):
    """A comment or a reply."""

    id: str
    snippet: CommentSnippet

    @property
    def at(self) -> int:
        """Return when it was published (µs UTC)."""
        return from_iso(self.snippet.published_at)

    @property
    def edited_at(self) -> int | None:
        """Return when it was changed, if it was."""
        updated = self.snippet.updated_at
        return None if not updated or updated == self.snippet.published_at else from_iso(updated)

    @property
    def author(self) -> str:
        """Return its author's channel; somebody whose channel is gone is known by this comment only."""
        channel = self.snippet.author_channel_id
        return (channel.value if channel else None) or f"unknown:{self.id}"

    @property
    def text(self) -> str:
        """Return what was typed where we may see it, else what is shown."""
        shown = (
            self.snippet.text_display if self.snippet.text_original is None else self.snippet.text_original
        )
        return tidy(shown or "")

    def state(self, listing: State) -> State:
        """Return what the network shows of it; one that does not say is as the listing that it came in."""
        status = self.snippet.moderation_status
        return listing if status is None else _STATES.get(status, State.PUBLISHED)

    def version(self, state: State) -> str:
        """Return a short text that changes with an edit or a verdict; pictures' addresses change by themselves."""
        said = f"{self.snippet.text_display}\n{self.snippet.text_original}\n{self.snippet.updated_at}"
        return _MARKS[state] + blake2b(said.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


class ThreadSnippet(Struct, rename="camel"):
    """What a thread holds."""

    top_level_comment: Comment
    total_reply_count: int | None = None
    can_reply: bool | None = None
    video_id: str | None = None


class _Replies(Struct):
    comments: list[Raw] | None = None


class _Thread(Struct):
    id: str
    snippet: ThreadSnippet
    replies: _Replies | None = None


@dataclass(frozen=True)
class Thread:
    """A comment with those of its replies that came along, and how many there are in all."""

    top: Comment
    replies: tuple[Comment, ...] = ()
    count: int = 0
    open: bool = True
    video: str = ""

    @property
    def key(self) -> str:
        """Return its id, which is its first comment's."""
        return self.top.id

    @property
    def whole(self) -> bool:
        """Say whether all replies came along."""
        return len(self.replies) >= self.count


@dataclass(frozen=True)
class Page:
    """A page of threads or of comments, apart what makes no sense, and the token of the next page."""

    threads: list[Thread] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    next: str = ""


class _Listing(Struct, rename="camel"):
    items: list[Raw] | None = None
    next_page_token: str | None = None


def threads(body: bytes) -> Page:
    """Return a page of threads. Raises Malformed when it is no page at all."""
    listing = decoded(body, _Listing, NAME)
    page = Page(next=listing.next_page_token or "")
    for item in listing.items or ():
        try:
            page.threads.append(thread(item, page.unreadable))
        except (*WRONG, Malformed) as error:
            page.unreadable.append(unreadable(item, "a comment", error))
    return page


def thread(item: bytes | Raw, broken: list[Unreadable]) -> Thread:
    """Return one thread; replies of it that make no sense are put aside. Raises one of `WRONG` or Malformed."""
    said = decoded(item, _Thread, NAME)
    top = said.snippet.top_level_comment
    _sound(top)
    if top.id != said.id:
        raise ValueError("a thread whose first comment is another's")
    replies, bad = every(
        (said.replies.comments if said.replies else None) or (), Comment, _sound, "a comment"
    )
    broken += bad
    snippet = said.snippet
    count = max(len(replies), snippet.total_reply_count or 0)
    video = top.snippet.video_id or snippet.video_id or ""
    return Thread(top, tuple(replies), count, snippet.can_reply is not False, video)


def comments(body: bytes) -> Page:
    """Return a page of comments. Raises Malformed when it is no page at all."""
    listing = decoded(body, _Listing, NAME)
    found, broken = every(listing.items or (), Comment, _sound, "a comment")
    return Page(comments=found, unreadable=broken, next=listing.next_page_token or "")


def comment(body: bytes) -> Comment:
    """Return a single comment. Raises Malformed."""
    return decoded(body, Comment, NAME, _sound)


def _sound(found: Comment) -> None:
    """Raise ValueError for what would do harm later."""
    if not 0 < len(found.id) <= _LONGEST_ID or not found.id.isprintable() or "," in found.id:
        raise ValueError("a comment without an id")
    _ = found.at, found.edited_at


# --- messages


@dataclass(frozen=True)
class Where:
    """The thread that a comment is in, the video that this is under, and whether it may be answered."""

    thread: str
    video: str = ""
    open: bool = True


@dataclass(frozen=True)
class Ours:
    """Our channel, and the account that reads it."""

    channel: str
    account: UUID
    server: str


def message(found: Comment, ours: Ours, where: Where, post: Post | None, state: State) -> Message:
    """Return a comment as a message; what we say is addressed to nobody. `state` is what the network shows of it."""
    mine = found.author == ours.channel
    return Message(
        network="youtube", server=ours.server, account=ours.account, remote_id=found.id, root=where.thread,
        kind=Kind.COMMENT, author=_author(found, mine), text=found.text, created_at=found.at,
        parent=None if found.id == where.thread else where.thread, edited_at=found.edited_at, addressed=not mine,
        state=state, url=_address(where.video, found.id), attachments=_pictures(found), post=post,
        no_reply="" if where.open or mine else words.CLOSED,
    )  # fmt: skip


def _author(found: Comment, mine: bool) -> Author:
    said = found.snippet
    name = one_line(said.author_display_name or "") or "?"
    handle = name[1:] if name.startswith("@") and " " not in name else ""
    url, avatar = web(said.author_channel_url), web(said.author_profile_image_url)
    return Author(found.author, handle, name, url=url, avatar=avatar, ours=mine)


def _pictures(found: Comment) -> tuple[Attachment, ...]:
    url = web(found.snippet.image_url)
    return (Attachment("image", url),) if url else ()


def _address(video: str, comment: str) -> str | None:
    return (
        f"https://www.youtube.com/watch?v={video}&lc={comment}" if plain(video) and plain(comment) else None
    )


def plain(key: str) -> bool:
    """Say whether an id may stand in an address."""
    return bool(key) and key.isascii() and all(one.isalnum() or one in "-_." for one in key)


def bare_video(video: str) -> Post:
    """Return what a comment alone tells of its video."""
    return Post(video, "", video_url(video))


def video_url(video: str) -> str | None:
    """Return where a video is watched."""
    return f"https://www.youtube.com/watch?v={video}" if plain(video) else None
