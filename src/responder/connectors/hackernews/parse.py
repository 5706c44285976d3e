"""What the search and the items say, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

from hashlib import blake2b
from uuid import UUID

import msgspec
from msgspec import Raw, Struct

from responder.core.clock import SECOND, within
from responder.core.messages import Author, Kind, Message, Post
from responder.core.ports import Unreadable
from responder.net.markup import one_line, to_text
from responder.net.payloads import decoded, every, web

NAME = "Hacker News"
SERVER = "news.ycombinator.com"
PAGE = f"https://{SERVER}/item?id="
READ_ONLY = "Hacker News lets no program answer: open the page and write there."


class Hit(Struct):
    """A story or a comment, as the search has it. Times are seconds since 1970."""

    id: str = msgspec.field(name="objectID")
    at: int = msgspec.field(name="created_at_i")
    author: str | None = ""
    title: str | None = None
    url: str | None = None
    story_text: str | None = None
    comment_text: str | None = None
    story_id: int | None = None
    story_title: str | None = None
    story_url: str | None = None
    parent_id: int | None = None

    @property
    def is_story(self) -> bool:
        """Say whether it is the head of a discussion."""
        return self.parent_id is None

    @property
    def parent(self) -> str:
        """Return the id of what it answers; empty for a story."""
        return "" if self.parent_id is None else str(self.parent_id)

    @property
    def story(self) -> str:
        """Return the id of the discussion that it is in; its own for a story, empty when it is not told."""
        return self.id if self.is_story else str(self.story_id or "")

    @property
    def html(self) -> str:
        """Return its text."""
        return (self.story_text if self.is_story else self.comment_text) or ""

    @property
    def version(self) -> str:
        """Return a short mark of what an edit changes."""
        text = f"{self.title}\n{self.url}\n{self.html}"
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


class Item(Struct):
    """A story or a comment, as Hacker News itself has it."""

    id: int
    time: int = 0
    type: str | None = ""
    by: str | None = None
    text: str | None = None
    title: str | None = None
    url: str | None = None
    parent: int | None = None
    deleted: bool | None = False
    dead: bool | None = False

    @property
    def gone(self) -> bool:
        """Say whether readers see it no more."""
        return bool(self.deleted or self.dead)

    def hit(self, story: str) -> Hit:
        """Return it as the search would have it."""
        story_id = int(story) if story.isdecimal() else None
        return Hit(
            id=str(self.id), at=self.time, author=self.by, title=self.title, url=self.url, parent_id=self.parent,
            story_text=self.text if self.parent is None else None,
            comment_text=None if self.parent is None else self.text, story_id=story_id,
        )  # fmt: skip


class Found(Struct):
    """One page of hits, and how many pages can be reached."""

    hits: list[Hit]
    unreadable: list[Unreadable]
    pages: int


class _Page(Struct):
    hits: list[Raw]
    pages: int = msgspec.field(name="nbPages", default=1)


def page(body: bytes) -> Found:
    """Return a page of the search, apart the hits that make no sense. Raises Malformed."""
    said = decoded(body, _Page, NAME)
    return Found(*every(said.hits, Hit, _sound, "an item"), said.pages)


def hit(body: bytes) -> Hit:
    """Return one hit. Raises Malformed."""
    return decoded(body, Hit, NAME, _sound)


def _sound(hit: Hit) -> None:
    """Raise ValueError for what would do harm later."""
    if not (hit.id.isdecimal() and len(hit.id) < 20):
        raise ValueError("an item without a number")


def item(body: bytes) -> Item | None:
    """Return an item; None where there is none of this number. Raises Malformed."""
    return None if body.strip() == b"null" else decoded(body, Item, NAME)


def message(hit: Hit, *, account: UUID, root: str, me: str, addressed: bool) -> Message:
    """Return a hit as a message. `me` is our name there."""
    name = one_line(hit.author or "") or "?"
    ours = bool(me) and hit.author == me
    title = one_line(hit.title or "", 300)
    body = to_text(hit.html)
    link = web(hit.url)
    text = "\n\n".join(part for part in (title, body, link if hit.is_story else "") if part)
    post = None
    if not hit.is_story and hit.story:
        post = Post(hit.story, one_line(hit.story_title or ""), PAGE + hit.story)
    return Message(
        network="hacker-news", server=SERVER, account=account, remote_id=hit.id, root=root,
        kind=Kind.MENTION if hit.is_story else Kind.COMMENT,
        author=Author(name, name, name, url=f"https://{SERVER}/user?id={name}" if name.isascii() else None, ours=ours),
        text=text, created_at=within(hit.at * SECOND), parent=None if hit.parent in ("", hit.story) else hit.parent,
        url=PAGE + hit.id, post=post, addressed=addressed and not ours, no_reply=READ_ONLY,
    )  # fmt: skip
