"""A forum's posts to messages. Pure; whatever cannot be read becomes `Unreadable`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from msgspec import Raw, Struct

from responder.core.clock import from_iso
from responder.core.messages import Attachment, Author, Kind, Message, State, Visibility
from responder.core.messages import Post as Under
from responder.core.ports import Unreadable
from responder.net.markup import one_line, tidy, to_text
from responder.net.payloads import WRONG, decoded, every, value, web

NETWORK = "discourse"
NAME = "Discourse"
ORDINARY = 1
"""The type of posts in which somebody says something; others are moderators' marks, small acts and whispers."""

CALLS = {1: "mention", 2: "reply", 3: "quote", 15: "group"}
"""Kinds of notifications that say that somebody speaks to us."""

_FILE = re.compile(r'<a class="(lightbox|attachment)" href="([^"<>]{1,1000})"')


class Person(Struct):
    """A member of the forum."""

    id: int
    username: str
    name: str | None = None
    admin: bool | None = None
    moderator: bool | None = None

    @property
    def staff(self) -> bool:
        """Say whether they look after the forum."""
        return bool(self.admin or self.moderator)


class Session(Struct):
    """Who asks."""

    current_user: Person


class Post(Struct):
    """A post, as far as we use it. `raw` is what was typed, which only some answers have."""

    id: int
    topic_id: int
    post_number: int
    created_at: str
    cooked: str = ""
    raw: str | None = None
    user_id: int | None = None
    username: str | None = None
    name: str | None = None
    avatar_template: str | None = None
    post_type: int | None = None
    version: int | None = None
    reply_to_post_number: int | str | None = None
    topic_title: str | None = None
    topic_slug: str | None = None
    category_id: int | None = None
    staff: bool | None = None
    hidden: bool | None = None
    user_deleted: bool | None = None
    deleted_at: str | None = None

    def __post_init__(self) -> None:
        """Refuse what has no number or no time."""
        if not (0 < self.id < 2**63 and 0 < self.topic_id < 2**63 and 0 < self.post_number < 2**63):
            raise ValueError("a number out of range")
        from_iso(self.created_at)

    @property
    def key(self) -> str:
        """Return the id that the rest of the program knows it by."""
        return str(self.id)

    @property
    def gone(self) -> bool:
        """Say whether it is deleted, although we are shown it."""
        return bool(self.deleted_at or self.user_deleted)

    @property
    def answers(self) -> int | None:
        """Return the number of the post that it answers."""
        number = self.reply_to_post_number
        if isinstance(number, str):
            return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None
        return number

    @property
    def mark(self) -> str:
        """Return a short hash of what an edit or a verdict changes."""
        text = f"{self.version}\0{bool(self.hidden)}\0{self.cooked}"
        return blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()


class Stream(Struct):
    """The posts of a topic: some of them, and the ids of all."""

    posts: list[Raw] = []
    stream: list[int] = []


class Topic(Struct):
    """A topic; of a list, or by itself."""

    id: int
    title: str | None = None
    slug: str | None = None
    archetype: str | None = None
    category_id: int | None = None
    highest_post_number: int | None = None
    post_stream: Stream | None = None

    @property
    def private(self) -> bool:
        """Say whether only some may read it."""
        return self.archetype == "private_message"


class _TopicList(Struct):
    topics: list[Topic] = []


class Inbox(Struct):
    """The private topics, the latest first."""

    topic_list: _TopicList


class _Latest(Struct):
    latest_posts: list[Raw]


class _InTopic(Struct):
    post_stream: Stream


class Hit(Struct):
    """A post that a search found."""

    id: int


class Hits(Struct):
    """What a search found."""

    posts: list[Hit] = []


class Notification(Struct):
    """That something happened."""

    id: int
    notification_type: int = 0
    data: Any = None

    @property
    def post(self) -> int | None:
        """Return the post that it is about."""
        number = self.data.get("original_post_id") if isinstance(self.data, dict) else None
        return (
            number
            if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**63
            else None
        )


class Notices(Struct):
    """A page of notifications, each read by itself."""

    notifications: list[Raw]


class Category(Struct):
    """A category of the forum."""

    id: int
    name: str = ""
    slug: str = ""


class Site(Struct):
    """What the forum is made of."""

    categories: list[Category] = []


@dataclass
class Page:
    """Posts by number."""

    posts: dict[int, Post] = field(default_factory=dict)
    broken: list[Unreadable] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.posts) + len(self.broken)

    def add(self, other: "Page") -> None:
        """Take in another page."""
        self.posts |= other.posts
        self.broken += [one for one in other.broken if one not in self.broken]

    @property
    def numbers(self) -> set[int]:
        """Return the numbers of posts, also of those that could not be read as far as they tell."""
        return set(self.posts).union(*(number_of(one) for one in self.broken))


class _Numbered(Struct):
    id: int


def latest(body: bytes) -> Page:
    """Read the latest posts. Raises Malformed when it is no list."""
    return _sorted_out(decoded(body, _Latest, NAME).latest_posts)


def stream(body: bytes) -> Page:
    """Read posts of a topic. Raises Malformed."""
    return _sorted_out(decoded(body, _InTopic, NAME).post_stream.posts)


def one(body: bytes) -> Post:
    """Read one post. Raises Malformed."""
    return decoded(body, Post, NAME)


def _sorted_out(raws: list[Raw]) -> Page:
    found, broken = every(raws, Post, what="a post")
    return Page({one.id: one for one in found}, broken)


def number_of(broken: Unreadable) -> set[int]:
    """Return the number of a post that could not be read, if it tells."""
    try:
        return {value(broken.payload, _Numbered).id}
    except WRONG:
        return set()


def notices(body: bytes) -> list[Notification]:
    """Read the notifications that can be read: of others nothing is known that would help."""
    return every(decoded(body, Notices, NAME).notifications, Notification)[0]


# --- messages


@dataclass(frozen=True)
class Ours:
    """Who we are, and where."""

    me: Person
    base: str
    server: str
    account: UUID

    def wrote(self, post: Post) -> bool:
        """Say whether we wrote it, or a colleague: the staff of a forum that we are staff of."""
        return post.user_id == self.me.id or (self.me.staff and bool(post.staff))


def root(topic: int) -> str:
    """Return the root of a conversation: a topic is one."""
    return f"t{topic}"


def message(
    post: Post,
    topic: Topic,
    ours: Ours,
    *,
    addressed: bool,
    call: str = "",
    above: Mapping[int, str] | None = None,
) -> Message:
    """Return a post as a message. `call` is how it speaks to us, `above` maps numbers in the topic to ids."""
    own = ours.wrote(post)
    kind = Kind.DIRECT if topic.private else Kind.MENTION if call in ("mention", "group") else Kind.COMMENT
    link = f"{ours.base}/t/{_plain(topic.slug or post.topic_slug) or '-'}/{post.topic_id}"
    parent = (above or {}).get(post.answers or 0)
    return Message(
        network=NETWORK, server=ours.server, account=ours.account, remote_id=post.key, root=root(post.topic_id),
        kind=kind, author=_author(post, ours, own), text=to_text(post.cooked), created_at=from_iso(post.created_at),
        parent=parent, addressed=addressed and not own, url=f"{link}/{post.post_number}",
        visibility=Visibility.DIRECT if topic.private else Visibility.PUBLIC,
        state=State.HELD if post.hidden else State.PUBLISHED, attachments=_files(post, ours.base),
        post=Under(root(post.topic_id), one_line(topic.title or post.topic_title or ""), link),
    )  # fmt: skip


def _author(post: Post, ours: Ours, own: bool) -> Author:
    username = line(post.username or "")
    who = str(post.user_id) if post.user_id is not None else username or "?"
    avatar = (post.avatar_template or "").replace("{size}", "96")
    page = f"{ours.base}/u/{_plain(username)}" if _plain(username) else None
    return Author(
        who, username, line(post.name or "") or username or "?", url=page, avatar=whole(avatar, ours.base), ours=own,
        bot=post.user_id is not None and post.user_id < 0,
    )  # fmt: skip


def _files(post: Post, base: str) -> tuple[Attachment, ...]:
    found = []
    for kind, address in _FILE.findall(post.cooked[:200_000])[:50]:
        url = whole(address.replace("&amp;", "&"), base)
        if url is not None:
            found.append(Attachment("image" if kind == "lightbox" else "file", url))
    return tuple(found)


def whole(address: str, base: str) -> str | None:
    """Return a whole address on the web, or nothing."""
    try:
        return web(urljoin(f"{base}/", address.strip())) if address else None
    except ValueError:
        return None


def line(text: str) -> str:
    """Return one line of plain text."""
    return " ".join(tidy(text, limit=300).split())


def _plain(text: str | None) -> str:
    return "".join(letter for letter in (text or "")[:200] if letter.isalnum() or letter in "-_.")


def first(found: Stream) -> Post | None:
    """Return the first post of a topic, if it can be read and is there."""
    for number, one in sorted(_sorted_out(found.posts[:1]).posts.items()):
        return one if number and one.post_number == 1 and not one.gone else None
    return None
