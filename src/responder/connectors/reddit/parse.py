"""Reddit's things to messages. Pure; whatever cannot be read becomes `Unreadable`."""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID

from msgspec import Raw, Struct

from responder.connectors.reddit import words
from responder.core.clock import SECOND, within
from responder.core.messages import Author, Kind, Message, Post, State, Visibility
from responder.core.ports import Unreadable
from responder.net.markup import tidy
from responder.net.payloads import WRONG, decoded, unreadable, value

NETWORK = "reddit"
NAME = "Reddit"
COMMENT, POST, MESSAGE = "t1_", "t3_", "t4_"
_GONE = ("[deleted]", "[removed]")
_HOME = "https://www.reddit.com"


class Thing(Struct):
    """A comment, post or private message, as far as we use it. `replies` is a list, or an empty text."""

    name: str
    created_utc: float
    author: str | None = None
    author_fullname: str | None = None
    body: str | None = None
    selftext: str | None = None
    title: str | None = None
    subject: str | None = None
    edited: bool | float | None = None
    parent_id: str | None = None
    link_id: str | None = None
    link_title: str | None = None
    permalink: str | None = None
    context: str | None = None
    type: str | None = None
    subreddit: str | None = None
    first_message_name: str | int | None = None
    locked: bool | None = None
    archived: bool | None = None
    removed: bool | None = None
    spam: bool | None = None
    replies: Raw = Raw(b'""')

    def __post_init__(self) -> None:
        """Refuse what has no full name or no time."""
        if not named(self.name):
            raise ValueError("a thing without a full name")
        if not 0 <= self.created_utc < 2**40:
            raise ValueError("a time that is none")

    @property
    def private(self) -> bool:
        """Say whether it is a private message."""
        return self.name.startswith(MESSAGE)

    @property
    def above(self) -> str | None:
        """Return the comment or private message that it answers; under a post it begins a conversation."""
        parent = self.parent_id
        return parent if parent is not None and named(parent) and not parent.startswith(POST) else None

    @property
    def written(self) -> str:
        """Return what somebody wrote."""
        if self.title is not None:
            return f"{self.title}\n\n{self.selftext or ''}"
        if self.private and not self.parent_id and self.subject:
            return f"{self.subject}\n\n{self.body or ''}"
        return self.body or ""

    @property
    def gone(self) -> bool:
        """Say whether its text is no longer shown to us: deleted, or removed by moderators."""
        return (self.body if self.title is None else self.selftext) in _GONE

    @property
    def mark(self) -> str:
        """Return a short hash of what an edit or a verdict changes."""
        parts = f"{self.written}\0{self.edited or 0}\0{bool(self.removed)}\0{bool(self.spam)}"
        return blake2b(parts.encode("utf-8", "replace"), digest_size=5).hexdigest()


def named(name: str) -> bool:
    """Say whether this is a full name of something that is written."""
    number = name[3:]
    return name[:3] in (COMMENT, POST, MESSAGE) and number.isascii() and number.isalnum() and len(number) < 16


class _Child(Struct):
    kind: str
    data: Raw


class _Children(Struct):
    children: list[Raw]
    after: str | None = None


class _Listing(Struct):
    data: _Children


@dataclass
class Listing:
    """A page of a list, in its order; what is there twice is there once. `after` leads to the next one."""

    things: list[Thing] = field(default_factory=list)
    broken: list[Unreadable] = field(default_factory=list)
    after: str | None = None


class _Errors(Struct):
    errors: list[list[Any]] = []
    data: Any = None


class Complaints(Struct):
    """What a write answers with."""

    json: _Errors | None = None


class _Made(Struct):
    things: list[_Child]


class _MadeIn(Struct):
    data: _Made


class _Written(Struct):
    json: _MadeIn


class Me(Struct):
    """Who we are."""

    id: str
    name: str


def listing(body: bytes) -> Listing:
    """Read a page. Raises Malformed when it is no list."""
    page = decoded(body, _Listing, NAME).data
    found, seen = Listing(after=page.after), set[str]()
    for raw in page.children:
        payload = bytes(raw)
        try:
            one = thing(payload)
        except WRONG as error:
            found.broken.append(unreadable(payload, "something", error))
            continue
        if one.name not in seen:
            seen.add(one.name)
            found.things.append(one)
    return found


def thing(payload: bytes) -> Thing:
    """Read an entry of a list, a kind with its data. Raises one of `WRONG`."""
    return value(value(payload, _Child).data, Thing)


def made(body: bytes) -> Thing:
    """Return what a write made. Raises Malformed."""
    things = decoded(body, _Written, NAME).json.data.things
    return decoded(things[0].data if things else b"", Thing, NAME)


def complaints(body: bytes) -> list[tuple[str, str]]:
    """Return codes and words of the errors in a write's answer."""
    try:
        found = value(body, Complaints)
    except WRONG:
        return []
    errors = found.json.errors if found.json is not None else []
    return [(str(one[0]), tidy(str(one[1]), limit=300)) for one in errors if len(one) >= 2]


def tree(body: bytes) -> list[Raw]:
    """Return the list of comments under a post, as it came. Raises Malformed."""
    parts = decoded(body, list[Raw], NAME)
    return parts[1:2]


# --- messages


@dataclass(frozen=True)
class Ours:
    """Who we are."""

    name: str
    server: str
    account: UUID

    def wrote(self, one: Thing) -> bool:
        """Say whether it is ours."""
        return (one.author or "").casefold() == self.name.casefold()

    def called(self, one: Thing) -> bool:
        """Say whether it names us."""
        return one.type == "username_mention" or f"u/{self.name}".casefold() in one.written.casefold()


def message(one: Thing, ours: Ours, root: str, *, addressed: bool) -> Message:
    """Return it as a message."""
    own = ours.wrote(one)
    kind = Kind.DIRECT if one.private else Kind.MENTION if ours.called(one) else Kind.COMMENT
    return Message(
        network=NETWORK, server=ours.server, account=ours.account, remote_id=one.name, root=root, kind=kind,
        author=_author(one, own), text=tidy(one.written), created_at=within(round(one.created_utc * SECOND)),
        parent=one.above, edited_at=_edited(one), addressed=addressed and not own,
        visibility=Visibility.DIRECT if one.private else Visibility.PUBLIC, state=_state(one), url=_url(one),
        post=_post(one), no_reply=words.LOCKED if one.locked else words.ARCHIVED if one.archived else "",
    )  # fmt: skip


def _author(one: Thing, own: bool) -> Author:
    name = line(one.author or "") or "[deleted]"
    page = f"{_HOME}/user/{name}" if name.replace("-", "_").isidentifier() or name.isalnum() else None
    return Author(name.casefold(), name, name, url=page, ours=own)


def _edited(one: Thing) -> int | None:
    edited = one.edited
    if isinstance(edited, bool) or not edited or not 0 < edited < 2**40:
        return None
    return within(round(edited * SECOND))


def _state(one: Thing) -> State:
    if one.spam:
        return State.SPAM
    return State.TRASH if one.removed else State.PUBLISHED


def _url(one: Thing) -> str | None:
    path = (one.permalink or one.context or "").partition("?")[0]
    clean = path.startswith("/r/") or path.startswith("/user/")
    return f"{_HOME}{path}" if clean and path.isprintable() and " " not in path and len(path) < 1000 else None


def _post(one: Thing) -> Post | None:
    if one.private:
        return None
    where = _url(one)
    link = one.name if one.name.startswith(POST) else one.link_id or _link_of(where)
    title = line(one.title or one.link_title or "")
    under = "/".join(where.split("/")[:8]) + "/" if where else None
    return Post(link, title, under) if link else None


def _link_of(url: str | None) -> str:
    """Return the full name of the post in a comment's address."""
    parts = (url or "").split("/")
    return f"{POST}{parts[6]}" if len(parts) > 6 and parts[5] == "comments" else ""


def line(text: str) -> str:
    """Return one line of plain text."""
    return " ".join(tidy(text, limit=300).split())
