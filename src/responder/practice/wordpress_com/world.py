"""What is on the site: people, posts, comments, and what may be done to them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

SECOND = 1_000_000
COLUMN = 65_525
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,31};)")


class Trouble(Exception):
    """A refusal, as the API words it."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.status, self.error = status, error


@dataclass
class User:
    """Somebody with a WordPress.com account. `role` on this site; none for customers."""

    id: int
    login: str
    name: str
    role: str = ""
    tokens: set[str] = field(default_factory=set)

    @property
    def moderates(self) -> bool:
        """Say whether they may moderate."""
        return self.role in ("administrator", "editor")

    @property
    def writes(self) -> bool:
        """Say whether they may edit posts, and see what is not approved."""
        return self.moderates or self.role == "author"


@dataclass
class Comment:
    """A comment. `at` in whole seconds since 1970."""

    id: int
    post: int
    parent: int
    author: User | None
    name: str
    raw: str
    at: int
    status: str = "approved"
    type: str = "comment"
    likes: set[int] = field(default_factory=set)


class World:
    """One site of id `site`, two hours east of Greenwich. `drift` is how far its clock is off (µs)."""

    def __init__(self, now: Callable[[], int], url: str) -> None:
        self._now, self.url = now, url
        self.site, self.name = 4711, "Practice.com"
        self.drift = 0
        self.moderated = False
        self.jetpack = False
        self.users: dict[int, User] = {}
        self.posts: dict[int, tuple[str, bool]] = {}
        self.comments: dict[int, Comment] = {}
        self._last = 0

    def now(self) -> int:
        """Return the site's idea of the time (s)."""
        return (self._now() + self.drift) // SECOND

    def stamp(self, at: int) -> str:
        """Return a time as this site writes it."""
        zone = timezone(timedelta(hours=2))
        return datetime.fromtimestamp(at, UTC).astimezone(zone).isoformat()

    def add_user(self, login: str, role: str = "") -> User:
        """Add somebody, with a token that is their name."""
        user = User(900 + len(self.users), login, login.title(), role, {f"token-of-{login}"})
        self.users[user.id] = user
        return user

    def number(self, user: User) -> int:
        """Return how this site counts somebody: one that Jetpack connects has numbers of its own."""
        return user.id - 898 if self.jetpack else user.id

    def by_token(self, token: str) -> User | None:
        """Return whose token this is."""
        return next((user for user in self.users.values() if token in user.tokens), None)

    def by_login(self, login: str) -> User | None:
        """Return who is called so."""
        return next((user for user in self.users.values() if user.login == login), None)

    def add(self, post: int, parent: int, who: User | str, raw: str, status: str, ago: int = 0) -> Comment:
        """Keep a comment under the next number."""
        self._last += 1
        user = who if isinstance(who, User) else None
        name = user.name if user else str(who)
        comment = Comment(self._last, post, parent, user, name, raw, self.now() - ago, status)
        self.comments[comment.id] = comment
        return comment

    def comment(self, number: int) -> Comment:
        """Return one. Raises Trouble."""
        try:
            return self.comments[number]
        except KeyError:
            raise Trouble(404, "unknown_comment", "Unknown comment") from None

    def answer(self, user: User, parent: Comment, content: str) -> Comment:
        """Take an answer: who may moderate approves what they answer by that. Raises Trouble."""
        if not self.posts[parent.post][1] and not user.writes:
            raise Trouble(403, "unauthorized", "Comments on this post are closed")
        if not content:
            raise Trouble(400, "invalid_input", "Invalid request input")
        if len(content.encode()) > COLUMN:
            raise Trouble(400, "comment_failure", "Error: Your comment is too long.")
        content = content.strip()
        for other in self.comments.values():
            same = (other.post, other.parent, other.raw, other.author) == (
                parent.post,
                parent.id,
                content,
                user,
            )
            if same and other.status != "trash":
                raise Trouble(
                    409,
                    "comment_duplicate",
                    "Duplicate comment detected; it looks as though you have already said that!",
                )
        if parent.status == "unapproved" and user.moderates:
            parent.status = "approved"
        status = "approved" if user.moderates or not self.moderated else "unapproved"
        return self.add(parent.post, parent.id, user, content, status)

    def delete(self, comment: Comment) -> str:
        """Put in the trash, and what is there for good; return the status then."""
        if comment.status not in ("trash", "spam"):
            comment.status = "trash"
            return "trash"
        self.erase(comment.id)
        return "deleted"

    def erase(self, number: int) -> None:
        """Delete for good; its answers move up a level."""
        gone = self.comments.pop(number)
        for other in self.comments.values():
            if other.parent == number:
                other.parent = gone.parent

    def entity(self, comment: Comment, reader: User | None) -> dict[str, Any]:
        """Return a comment as the API shows it."""
        root = f"{self.url}/rest/v1.1/sites/{self.site}"
        author, title = comment.author, self.posts[comment.post][0]
        page = f"https://practice.example/?p={comment.post}"
        above = self.comments.get(comment.parent)
        return {
            "ID": comment.id,
            "post": {"ID": comment.post, "title": title, "type": "post", "link": f"{root}/posts/{comment.post}"},
            "author": {
                "ID": self.number(author) if author else 0, "login": author.login if author else "",
                "email": f"{comment.name.lower()}@example.test" if reader and reader.moderates else False,
                "name": comment.name, "first_name": "", "last_name": "", "nice_name": author.login if author else "",
                "URL": "", "avatar_URL": f"https://avatar.example/{comment.name}", "profile_URL": "", "ip_address": False,
                "site_ID": -1,
            },
            "date": self.stamp(comment.at), "URL": f"{page}#comment-{comment.id}",
            "short_URL": f"https://wp.example/x%23comment-{comment.id}", "content": rendered(comment.raw),
            "raw_content": comment.raw, "status": comment.status,
            "parent": {"ID": above.id, "type": "comment", "link": f"{root}/comments/{above.id}"} if above else False,
            "type": comment.type, "like_count": len(comment.likes), "i_like": bool(reader and reader.id in comment.likes),
            "meta": {"links": {"self": f"{root}/comments/{comment.id}"}},
            "can_moderate": bool(reader and reader.moderates),
            "i_replied": any(other.parent == comment.id and other.author is reader for other in self.comments.values()),
        }  # fmt: skip


def rendered(raw: str) -> str:
    """Return a text as a theme shows it."""
    text = _BARE_AMPERSAND.sub("&#038;", raw)
    parts = [part.strip().replace("\n", "<br />\n") for part in re.split(r"\n\s*\n", text)]
    return "".join(f"<p>{part}</p>\n" for part in parts)
