"""What is on the forum: people, topics, posts, notifications, and the rules that a post passes."""

import html
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]
MENTIONED, REPLIED, QUOTED, PRIVATE = 1, 2, 3, 6
UNIQUE_SECONDS = 300
LONGEST = 32_000


class Trouble(Exception):
    """A refusal, as the API words it."""

    def __init__(self, status: int, *errors: str, kind: str = "", **more: Any) -> None:
        super().__init__(errors[0] if errors else "")
        self.status = status
        self.body: Json = {"errors": list(errors), **({"error_type": kind} if kind else {}), **more}


@dataclass
class User:
    """A member of the forum."""

    id: int
    username: str
    name: str
    staff: bool = False


@dataclass
class Topic:
    """A topic, or a private message when `people` are named."""

    id: int
    title: str
    category: int | None
    people: tuple[int, ...] = ()
    closed: bool = False
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def private(self) -> bool:
        """Say whether only some may read it."""
        return bool(self.people)


@dataclass
class Post:
    """A post. `type` 1 is an ordinary one."""

    id: int
    topic: int
    number: int
    user: int
    raw: str
    at: datetime
    reply_to: int | None = None
    version: int = 1
    type: int = 1
    hidden: bool = False
    deleted_at: datetime | None = None
    flags: dict[int, set[int]] = field(default_factory=dict)


class World:
    """One forum. In the server's thread only. `drift` is how far its clock is off (µs)."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self.drift = 0
        self.shortest = 1
        self.approves = False
        self.users: dict[int, User] = {}
        self.topics: dict[int, Topic] = {}
        self.posts: dict[int, Post] = {}
        self.notifications: list[Json] = []
        self.categories = {1: "Uncategorized", 4: "Support"}
        self._ids = itertools.count(100)

    def now(self) -> datetime:
        """Return the forum's own idea of the time."""
        return datetime.fromtimestamp((self._now() + self.drift) / 1_000_000, UTC)

    def user(self, username: str, name: str = "", *, staff: bool = False) -> User:
        """Return a member, added when new."""
        for one in self.users.values():
            if one.username == username:
                return one
        made = User(len(self.users) + 1, username, name or username.title(), staff)
        self.users[made.id] = made
        return made

    def topic(self, title: str, category: int | None = 4, people: tuple[int, ...] = ()) -> Topic:
        """Begin a topic, without a post yet."""
        made = Topic(next(self._ids), title, None if people else category, people)
        self.topics[made.id] = made
        return made

    def write(self, topic: Topic, user: User, raw: str, reply_to: int | None = None) -> Post:
        """Post, whatever the rules say, and notify who is concerned."""
        post = Post(next(self._ids), topic.id, next(topic.numbers), user.id, raw, self.now(), reply_to)
        self.posts[post.id] = post
        self._notify(topic, post)
        return post

    def _notify(self, topic: Topic, post: Post) -> None:
        told: dict[int, int] = {}
        for name in re.findall(r"@(\w+)", post.raw):
            told |= {one.id: MENTIONED for one in self.users.values() if one.username == name}
        answered = self.numbered(topic.id, post.reply_to) if post.reply_to else None
        first = self.numbered(topic.id, 1)
        if answered is not None or (first is not None and post.number > 1):
            told[(answered or first).user] = REPLIED  # type: ignore[union-attr] # one of them is there
        told |= dict.fromkeys(topic.people, PRIVATE)
        for user, kind in told.items():
            if user != post.user:
                self.notifications.append(
                    {
                        "id": next(self._ids), "user_id": user, "notification_type": kind, "read": False,
                        "created_at": stamp(self.now()), "post_number": post.number, "topic_id": topic.id,
                        "slug": "topic", "high_priority": kind == PRIVATE,
                        "data": {"topic_title": topic.title, "original_post_id": post.id, "original_post_type": 1,
                                 "original_username": self.users[post.user].username, "display_username": "x"},
                    }
                )  # fmt: skip

    def numbered(self, topic: int, number: int) -> Post | None:
        """Return a post by its number in its topic."""
        return next((one for one in self.posts.values() if (one.topic, one.number) == (topic, number)), None)

    # --- the rules

    def sees(self, user: User, post: Post) -> bool:
        """Say whether a member may read a post."""
        topic = self.topics[post.topic]
        return (not topic.private or user.id in topic.people) and (post.type != 4 or user.staff)

    def one(self, user: User, number: int) -> Post:
        """Return a post. Raises Trouble."""
        post = self.posts.get(number)
        if post is None or (post.deleted_at is not None and not user.staff):
            raise Trouble(404, "The requested URL or resource could not be found.", kind="not_found")
        if not self.sees(user, post):
            raise forbidden()
        return post

    def create(self, user: User, topic: Topic, raw: str, reply_to: int | None) -> Post:
        """Take a post as the forum does. Raises Trouble."""
        raw = raw.strip()
        if topic.closed and not user.staff:
            raise Trouble(422, "This topic is closed: it no longer accepts new replies")
        if len(raw) < self.shortest:
            raise Trouble(422, f"Body is too short (minimum is {self.shortest} characters)")
        if len(raw) > LONGEST:
            raise Trouble(422, f"Body is limited to {LONGEST} characters; you entered {len(raw)}.")
        recent = (
            one
            for one in self.posts.values()
            if one.user == user.id and one.raw == raw and one.deleted_at is None
        )
        if any((self.now() - one.at).total_seconds() < UNIQUE_SECONDS for one in recent):
            raise Trouble(422, "Body is too similar to what you recently posted")
        return self.write(topic, user, raw, reply_to)

    def edit(self, user: User, post: Post, raw: str) -> Post:
        """Change a text. Raises Trouble."""
        if post.user != user.id and not user.staff:
            raise forbidden()
        if post.raw != raw:
            post.raw, post.version = raw, post.version + 1
        return post

    def delete(self, user: User, post: Post) -> None:
        """Delete, as staff or as who wrote it. Raises Trouble."""
        if post.user != user.id and not user.staff:
            raise forbidden()
        post.deleted_at = self.now()

    # --- as it is shown

    def shown(self, post: Post, viewer: User) -> Json:
        """Return a post as a list has it."""
        author, topic = self.users[post.user], self.topics[post.topic]
        return {
            "id": post.id, "name": author.name, "username": author.username, "user_id": author.id,
            "avatar_template": f"/user_avatar/x/{author.username}/{{size}}/1.png", "created_at": stamp(post.at),
            "cooked": cooked(post.raw), "post_number": post.number, "post_type": post.type,
            "updated_at": stamp(post.at), "reply_to_post_number": post.reply_to, "topic_id": topic.id,
            "topic_slug": "topic", "topic_title": topic.title, "category_id": topic.category,
            "version": post.version, "yours": author.id == viewer.id, "moderator": False, "admin": author.staff,
            "staff": author.staff, "hidden": post.hidden, "user_deleted": False, "trust_level": 1,
            "deleted_at": None if post.deleted_at is None else stamp(post.deleted_at),
            "post_url": f"/t/topic/{topic.id}/{post.number}", "actions_summary": [],
        }  # fmt: skip


def forbidden() -> Trouble:
    """Return what somebody is told who may not."""
    return Trouble(403, "You are not permitted to view the requested resource.", kind="invalid_access")


def stamp(at: datetime) -> str:
    """Write a time as Rails does."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def cooked(raw: str) -> str:
    """Return a text as HTML: paragraphs and line ends, mentions as links."""
    text = html.escape(raw, quote=False)
    text = re.sub(r"@(\w+)", r'<a class="mention" href="/u/\1">@\1</a>', text)
    return "\n".join(f"<p>{part.strip()}</p>".replace("\n", "<br>\n") for part in re.split(r"\n\s*\n", text))
