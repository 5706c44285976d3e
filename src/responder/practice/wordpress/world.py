"""What is on the site: people, posts, comments, and the rules that a comment passes."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

COLUMN = 65_525
"""The most bytes of a comment's text, as `wp_get_comment_fields_max_lengths` has it."""

_ALLOWED = "a|abbr|acronym|b|blockquote|cite|code|del|em|i|q|s|strike|strong"
_FOREIGN_TAG = re.compile(rf"</?(?!/?(?:{_ALLOWED})\b)[a-zA-Z][^<>]*>")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,31};)")
_BARE_LESS = re.compile(r"<(?![/a-zA-Z])")
_SECOND = 1_000_000


class Trouble(Exception):
    """A refusal, as the API words it."""

    def __init__(self, status: int, code: str, message: str, **data: object) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.data = {"status": status, **data}


@dataclass
class User:
    """Somebody with a login. `passwords` are application passwords, `published` whether posts are theirs."""

    id: int
    login: str
    name: str
    role: str
    passwords: set[str] = field(default_factory=set)
    published: bool = False

    @property
    def email(self) -> str:
        """Return an address that leads nowhere."""
        return f"{self.login}@example.test"

    @property
    def moderates(self) -> bool:
        """Say whether they may moderate comments."""
        return self.role in ("administrator", "editor")

    @property
    def writes(self) -> bool:
        """Say whether they may edit posts, which opens some parameters."""
        return self.moderates or self.role in ("author", "contributor")


@dataclass
class Post:
    """Something that comments stand under. `kind` is the last part of its route: posts or pages."""

    id: int
    title: str
    at: datetime
    kind: str = "posts"
    status: str = "publish"
    open: bool = True


@dataclass
class Comment:
    """A comment. `status` as the API says it: approved, hold, spam, trash."""

    id: int
    post: int
    parent: int
    author: int
    name: str
    email: str
    url: str
    raw: str
    at: datetime
    status: str
    type: str = "comment"


class World:
    """One site. `offset` is its time zone in hours, `drift` how far its clock is off (µs)."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._ids = itertools.count(1)
        self.users: dict[int, User] = {}
        self.posts: dict[int, Post] = {}
        self.comments: dict[int, Comment] = {}
        self.offset = 0.0
        self.drift = 0
        self.moderated = True
        self.flood = False

    def now(self) -> datetime:
        """Return the site's own idea of the time, in whole seconds, UTC."""
        return datetime.fromtimestamp((self._now() + self.drift) // _SECOND, UTC)

    def local(self, at: datetime) -> datetime:
        """Return a moment on the site's wall clock."""
        return at + timedelta(hours=self.offset)

    def user(self, login: str) -> User | None:
        """Return who has this login."""
        return next((user for user in self.users.values() if user.login == login), None)

    def add_user(self, login: str, role: str, password: str = "") -> User:
        """Add somebody."""
        passwords = {password} if password else set()
        user = User(len(self.users) + 1, login, login.title(), role, passwords, role == "administrator")
        self.users[user.id] = user
        return user

    def add_post(self, title: str, kind: str = "posts", status: str = "publish") -> Post:
        """Publish something."""
        post = Post(next(self._ids), title, self.now(), kind, status)
        self.posts[post.id] = post
        return post

    def store(self, comment: Comment) -> Comment:
        """Keep a comment under the next number."""
        numbered = replace(comment, id=max(self.comments, default=0) + 1)
        self.comments[numbered.id] = numbered
        return numbered

    # --- the rules

    def create(
        self, user: User | None, post_id: int, parent: int, text: str, name: str, email: str, url: str
    ) -> Comment:
        """Take a comment, as `create_item` does. Raises Trouble."""
        post = self._open_post(post_id)
        if not text.strip():
            raise Trouble(400, "rest_comment_content_invalid", "Invalid comment content.")
        if user is not None:
            name, email = user.name, user.email
        elif not name or not email:
            raise Trouble(400, "rest_comment_author_data_required", "Creating a comment requires valid author name and email values.")  # fmt: skip
        if len(text.encode()) > COLUMN:
            raise Trouble(
                400, "comment_content_column_length", "Comment field exceeds maximum length allowed."
            )
        privileged = user is not None and user.moderates
        text = text.strip() if privileged else filtered(text.strip())
        self._refuse_repetition(post.id, parent, name, email, text, privileged)
        status = "approved" if privileged or not self.moderated else "hold"
        author = user.id if user else 0
        return self.store(
            Comment(0, post.id, parent, author, filtered(name), email, url, text, self.now(), status)
        )

    def _open_post(self, post_id: int) -> Post:
        post = self.posts.get(post_id)
        if post is None:
            raise Trouble(403, "rest_comment_invalid_post_id", "Sorry, you are not allowed to create this comment without a post.")  # fmt: skip
        if post.status != "publish":
            raise Trouble(403, f"rest_comment_{post.status}_post", "Sorry, you are not allowed to create a comment on this post.")  # fmt: skip
        if not post.open:
            raise Trouble(403, "rest_comment_closed", "Sorry, comments are closed for this item.")
        return post

    def _refuse_repetition(
        self, post: int, parent: int, name: str, email: str, text: str, privileged: bool
    ) -> None:
        for other in self.comments.values():
            same = (other.post, other.parent, other.raw) == (post, parent, text)
            if same and other.status != "trash" and email in ("", other.email):
                raise Trouble(409, "comment_duplicate", "Duplicate comment detected; it looks as though you&#8217;ve already said that!")  # fmt: skip
            recent = other.email == email and (self.now() - other.at).total_seconds() < 15
            if self.flood and recent and not privileged:
                raise Trouble(429, "comment_flood", "You are posting comments too quickly. Slow down.")

    def delete(self, comment: Comment) -> None:
        """Delete for good; its answers move up a level."""
        for other in self.comments.values():
            if other.parent == comment.id:
                other.parent = comment.parent
        del self.comments[comment.id]


def filtered(text: str) -> str:
    """Return what is left of markup that somebody without `unfiltered_html` wrote."""
    text = _FOREIGN_TAG.sub("", text)
    return _BARE_LESS.sub("&lt;", _BARE_AMPERSAND.sub("&amp;", text))


def rendered(raw: str) -> str:
    """Return a text as a theme shows it: paragraphs, line ends, entities."""
    text = _BARE_AMPERSAND.sub("&#038;", raw)
    paragraphs = re.split(r"\n\s*\n", text)
    return "".join(
        f"<p>{part.strip()}</p>\n".replace("\n", "<br />\n", part.strip().count("\n")) for part in paragraphs
    )
