"""Communities, posts, comments and private messages, with the rules that a comment passes."""

import html
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
COMMENT, POST, MESSAGE = "t1", "t3", "t4"
LONGEST = 10_000
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Trouble(Exception):
    """A refusal with a status."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.body: Json = {"message": reason, "error": status}


class Complaint(Exception):
    """A refusal that comes with a 200: code, words, field."""

    def __init__(self, code: str, message: str, field: str) -> None:
        super().__init__(message)
        self.errors = [[code, message, field]]


def base36(number: int) -> str:
    """Write a number as Reddit's ids are written."""
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"


@dataclass
class Thing:
    """A comment, post or private message; `parent` is a full name, `link` the post that a comment is under."""

    kind: str
    id: str
    author: str
    text: str
    at: float
    order: int
    parent: str = ""
    link: str = ""
    title: str = ""
    community: str = ""
    to: str = ""
    edited: float = 0
    deleted: bool = False
    removed: bool = False
    spam: bool = False
    locked: bool = False
    votes: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the full name."""
        return f"{self.kind}_{self.id}"


class World:
    """In the server's thread only. `drift` is how far its clock is off (µs)."""

    def __init__(self, now: Callable[[], int], us: str) -> None:
        self._now = now
        self._count = itertools.count(50_000)
        self.us = us
        self.drift = 0
        self.things: dict[str, Thing] = {}
        self.moderated = {"biscuits"}
        self.kept = 1000
        self.throttle = ""

    def now(self) -> float:
        """Return the network's own idea of the time (s)."""
        return (self._now() + self.drift) // 1_000_000

    def add(self, kind: str, author: str, text: str, **more: Any) -> Thing:
        """Let somebody write."""
        number = next(self._count)
        made = Thing(kind, base36(number), author, text, self.now(), number, **more)
        if kind == COMMENT:
            above = self.things[made.parent]
            made.link = above.name if above.kind == POST else above.link
            made.community = above.community
        self.things[made.name] = made
        return made

    # --- lists

    def inbox(self) -> list[Thing]:
        """Return what was written to us: answers to what is ours, mentions, messages."""
        return [one for one in self.things.values() if self._to_us(one)]

    def _to_us(self, one: Thing) -> bool:
        if one.author == self.us or one.deleted:
            return False
        if one.kind == MESSAGE:
            return one.to == self.us
        above = self.things.get(one.parent)
        return one.kind == COMMENT and (
            (above is not None and above.author == self.us) or f"u/{self.us}" in one.text
        )

    def comment(self, parent: str, text: str) -> Thing:
        """Take a comment or an answer to a message of ours. Raises Complaint."""
        above = self.things.get(parent)
        if self.throttle:
            raise Complaint("RATELIMIT", self.throttle, "ratelimit")
        if above is None:
            raise Complaint("NO_THING_ID", "that id is not valid", "thing_id")
        if above.deleted:
            raise Complaint("DELETED_COMMENT", "that comment has been deleted", "parent")
        if above.locked:
            raise Complaint("THREAD_LOCKED", "Comments are locked.", "parent")
        if not text.strip():
            raise Complaint("NO_TEXT", "we need something here", "text")
        if len(text) > LONGEST:
            raise Complaint("TOO_LONG", f"this is too long (max: {LONGEST})", "text")
        if above.kind == MESSAGE:
            other = above.author if above.author != self.us else above.to
            return self.add(MESSAGE, self.us, text, parent=parent, to=other, title=f"re: {above.title}")
        return self.add(COMMENT, self.us, text, parent=parent)

    def own(self, name: str) -> Thing:
        """Return something of ours. Raises Trouble."""
        found = self.things.get(name)
        if found is None or found.author != self.us:
            raise Trouble(403, "Forbidden")
        return found

    # --- as it is shown

    def shown(self, one: Thing, *, raw: bool, inbox: bool = False) -> Json:
        """Return a thing as listings have it."""
        hidden = one.removed and one.community not in self.moderated
        word = "[deleted]" if one.deleted else "[removed]"
        plain = one.text if raw else html.escape(one.text, quote=False)
        text = word if one.deleted or hidden else plain
        data: Json = {
            "id": one.id, "name": one.name, "author": "[deleted]" if one.deleted else one.author,
            "created_utc": one.at, "created": one.at, "edited": one.edited or False,
            "author_fullname": f"t2_{one.author.lower()}", "subreddit": one.community or None, "new": True,
            "likes": None, "score": 1, "replies": "",
        }  # fmt: skip
        if one.kind == MESSAGE:
            return data | self._as_message(one, text)
        data |= {"locked": one.locked, "archived": False}
        if one.community in self.moderated:
            data |= {"removed": one.removed, "spam": one.spam, "approved": False}
        if one.kind == POST:
            return data | _as_post(one, text)
        return data | (self._in_inbox(one, text) if inbox else self._as_comment(one, text))

    def _as_message(self, one: Thing, text: str) -> Json:
        return {
            "body": text, "body_html": "", "subject": one.title, "dest": one.to, "was_comment": False,
            "parent_id": one.parent or None, "first_message_name": self._first(one), "context": "",
        }  # fmt: skip

    def _as_comment(self, one: Thing, text: str) -> Json:
        link = self.things[one.link]
        under = f"/r/{one.community}/comments/{link.id}/x/"
        return {
            "body": text, "body_html": "", "parent_id": one.parent, "link_id": one.link, "link_title": link.title,
            "permalink": f"{under}{one.id}/", "link_permalink": f"https://www.reddit.com{under}",
        }  # fmt: skip

    def _in_inbox(self, one: Thing, text: str) -> Json:
        """Return a comment as the inbox has it: with its context, and without `link_id` and `permalink`."""
        link = self.things[one.link]
        answers = self.things[one.parent].author == self.us
        kind = "post_reply" if one.parent.startswith(POST) else "comment_reply"
        return {
            "body": text, "body_html": "", "parent_id": one.parent, "link_title": link.title, "was_comment": True,
            "subject": "comment reply", "type": kind if answers else "username_mention", "dest": self.us,
            "context": f"/r/{one.community}/comments/{link.id}/x/{one.id}/?context=3", "first_message_name": None,
        }  # fmt: skip

    def _first(self, one: Thing) -> str | None:
        if not one.parent:
            return None
        above = self.things.get(one.parent)
        return one.parent if above is None or not above.parent else self._first(above)


def _as_post(one: Thing, text: str) -> Json:
    where = f"/r/{one.community}/comments/{one.id}/x/"
    return {
        "title": one.title, "selftext": text, "permalink": where, "url": f"https://www.reddit.com{where}",
        "is_self": True, "num_comments": 0,
    }  # fmt: skip
