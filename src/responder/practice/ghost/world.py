"""What is on the site: members, posts, comments, and what may be done to them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

KEY_ID, KEY_SECRET = "6489a1b2c3d4e5f601234567", "ab" * 32
_FOREIGN = re.compile(r"<(?!/?(?:p|br|a|blockquote)\b)[^<>]*>")


class Trouble(Exception):
    """A refusal, as the API words it."""

    def __init__(self, status: int, kind: str, message: str, context: str | None = None) -> None:
        super().__init__(message)
        self.status, self.kind, self.context = status, kind, context


@dataclass
class Member:
    """Somebody who has signed up on the site."""

    id: str
    name: str
    email: str


@dataclass
class Comment:
    """A comment; `at` and `edited` in µs. Threads have one level: `parent` is always a top-level one."""

    id: str
    post: str
    member: Member
    parent: str | None
    reply_to: str | None
    html: str
    at: int
    edited: int | None = None
    status: str = "published"
    reports: int = 0


class World:
    """One site. `drift` is how far its clock is off (µs), `enabled` whether comments are on."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self.drift = 0
        self.enabled = True
        self.allowed = True
        self.keys = {KEY_ID: bytes.fromhex(KEY_SECRET)}
        self.members: dict[str, Member] = {}
        self.posts: dict[str, str] = {}
        self.comments: dict[str, Comment] = {}
        self._count = 0

    def now(self) -> int:
        """Return the site's idea of the time (µs)."""
        return self._now() + self.drift

    def new_id(self, what: str) -> str:
        """Return an id as its database makes them: 24 hexadecimal digits."""
        self._count += 1
        return sha256(f"{what}{self._count}".encode()).hexdigest()[:24]

    def member(self, name: str) -> Member:
        """Return a member by name, who signs up if need be."""
        for one in self.members.values():
            if one.name == name:
                return one
        member = Member(self.new_id("member"), name, f"{name.lower()}@example.test")
        self.members[member.id] = member
        return member

    def add(self, post: str, member: Member, html: str, parent: str | None, reply_to: str | None) -> Comment:
        """Keep a comment, its markup cleaned. Raises Trouble."""
        cleaned = _FOREIGN.sub("", html).strip()
        if not re.sub(r"<[^>]*>|\s", "", cleaned):
            raise Trouble(422, "ValidationError", "The body of a comment cannot be empty")
        comment = Comment(self.new_id("comment"), post, member, parent, reply_to, cleaned, self.now())
        self.comments[comment.id] = comment
        return comment

    def answer(self, data: dict[str, Any]) -> Comment:
        """Take a comment of a member's, as the Admin API does. Raises Trouble."""
        if not self.enabled:
            raise Trouble(405, "MethodNotAllowedError", "Comments are not enabled for this site.")
        member = self.members.get(str(data.get("member_id")))
        if member is None:
            raise Trouble(404, "NotFoundError", "Unable to find member")
        parent_id = data.get("parent_id")
        if not parent_id:
            return self.add(str(data["post_id"]), member, str(data["html"]), None, None)
        parent = self.comments.get(parent_id)
        if parent is None:
            raise Trouble(404, "NotFoundError", "Comment could not be found")
        if parent.parent is not None:
            raise Trouble(400, "BadRequestError", "Can not reply to a reply")
        target = self.comments.get(str(data.get("in_reply_to_id")))
        reply_to = target.id if target and target.parent == parent.id and target.status != "deleted" else None
        return self.add(parent.post, member, str(data["html"]), parent.id, reply_to)

    def entity(self, comment: Comment) -> dict[str, Any]:
        """Return a comment as the Admin API shows it."""
        replies = [one for one in self.comments.values() if one.parent == comment.id]
        target = self.comments.get(comment.reply_to or "")
        member = comment.member
        return {
            "id": comment.id, "parent_id": comment.parent, "in_reply_to_id": comment.reply_to,
            "in_reply_to_snippet": re.sub(r"<[^>]*>", "", target.html)[:100] if target else None,
            "status": comment.status, "html": None if comment.status == "deleted" else comment.html,
            "created_at": _iso(comment.at), "edited_at": _iso(comment.edited) if comment.edited else None,
            "member": {"id": member.id, "uuid": f"uuid-{member.id}", "name": member.name, "email": member.email,
                       "expertise": None, "avatar_image": None, "can_comment": True},
            "post": {"id": comment.post, "uuid": f"uuid-{comment.post}", "title": self.posts[comment.post],
                     "url": f"https://practice.example/{comment.post}/", "feature_image": None},
            "count": {"replies": len(replies), "likes": 0, "reports": comment.reports},
        }  # fmt: skip


def _iso(at: int) -> str:
    return (
        datetime.fromtimestamp(at / 1_000_000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )
