"""What is on this LinkedIn: a company page, its posts, who comments on them, and the notices of all that."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ORGANIZATION = "urn:li:organization:2414183"
ADMIN = "urn:li:person:marie1"
LONGEST = 1250
"""How many characters a comment may have."""

KEPT_MS = 60 * 86_400_000
"""How long notices are kept."""


class Trouble(Exception):
    """A refusal, as the API words it."""

    def __init__(self, status: int, code: str, message: str, service: int = 100) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"status": status, "code": code, "serviceErrorCode": service, "message": message}


@dataclass
class Post:
    """A post: the same thing has a share and an activity, each with an address of its own."""

    share: str
    activity: str
    author: str
    text: str
    at: int


@dataclass
class Comment:
    """A comment, or an answer to one (`parent`): there are two levels and no more."""

    number: str
    post: Post
    actor: str
    text: str
    at: int
    parent: "Comment | None" = None
    changed: int = 0
    attributes: list[dict[str, Any]] = field(default_factory=list)
    likes: set[str] = field(default_factory=set)

    @property
    def urn(self) -> str:
        """Return its address, which holds its activity's."""
        return f"urn:li:comment:({self.post.activity},{self.number})"


@dataclass
class Notice:
    """Something that happened around the page."""

    number: int
    action: str
    post: Post
    at: int
    comment: Comment | None = None


class World:
    """One LinkedIn. Times are milliseconds."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._numbers = itertools.count(7_400_000_000_000_000_001)
        self.drift = 0
        self.posts: dict[str, Post] = {}
        self.comments: dict[str, Comment] = {}
        self.notices: list[Notice] = []
        self.pages = {ORGANIZATION: "The Shop"}
        self.roles = {ORGANIZATION: "ADMINISTRATOR"}

    def now(self) -> int:
        """Return LinkedIn's own idea of the time (ms)."""
        return (self._now() + self.drift) // 1000

    def add_post(self, text: str, author: str = ORGANIZATION) -> Post:
        """Publish a post; somebody else's that names the page makes a notice."""
        number = next(self._numbers)
        post = Post(
            f"urn:li:share:{number}", f"urn:li:activity:{next(self._numbers)}", author, text, self.now()
        )
        self.posts[post.share] = post
        if author != ORGANIZATION:
            self._notice("SHARE_MENTION", post)
        return post

    def comment(self, on: str, actor: str, text: str, parent: str | None = None) -> Comment:
        """Comment on a post or answer a comment, by its address. Raises Trouble."""
        above = self.found_comment(parent) if parent else None
        if above is not None and above.parent is not None:
            raise Trouble(400, "ILLEGAL_ARGUMENT", "parentComment must be a top level comment")
        post = above.post if above else self.found_post(on)
        comment = Comment(str(next(self._numbers)), post, actor, text, self.now(), above)
        self.comments[comment.number] = comment
        self._notice("ADMIN_COMMENT" if actor == ORGANIZATION else "COMMENT", post, comment)
        return comment

    def edit(self, comment: Comment, text: str) -> None:
        """Change a comment."""
        comment.text, comment.changed = text, self.now()
        self._notice("COMMENT_EDIT", comment.post, comment)

    def delete(self, comment: Comment) -> None:
        """Take a comment back, with what answers it."""
        for number, other in list(self.comments.items()):
            if other is comment or other.parent is comment:
                del self.comments[number]
        self._notice("COMMENT_DELETE", comment.post, comment)

    def under(self, urn: str) -> list[Comment]:
        """Return what hangs directly under a post or a comment, in the order it was written. Raises Trouble."""
        if urn.startswith("urn:li:comment:"):
            above = self.found_comment(urn)
            return [one for one in self.comments.values() if one.parent is above]
        post = self.found_post(urn)
        return [one for one in self.comments.values() if one.post is post and one.parent is None]

    def found_post(self, urn: str) -> Post:
        """Return a post by either of its addresses. Raises Trouble."""
        for post in self.posts.values():
            if urn in (post.share, post.activity, post.share.replace("share", "ugcPost")):
                return post
        raise Trouble(404, "NOT_FOUND", f"Not found: {urn}")

    def found_comment(self, urn: str) -> Comment:
        """Return a comment by its address. Raises Trouble."""
        for comment in self.comments.values():
            if comment.urn == urn:
                return comment
        raise Trouble(404, "NOT_FOUND", f"Not found: {urn}")

    def _notice(self, action: str, post: Post, comment: Comment | None = None) -> None:
        self.notices.append(Notice(len(self.notices) + 1, action, post, self.now(), comment))

    def noticed(self, actions: set[str], start: int, end: int) -> list[Notice]:
        """Return the notices of a time, newest first, as long as they are kept."""
        oldest = max(start, self.now() - KEPT_MS)
        found = [one for one in self.notices if one.action in actions and oldest <= one.at < end]
        return found[::-1]
