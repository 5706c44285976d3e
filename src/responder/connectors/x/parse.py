"""What X answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

import re
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from responder.connectors.x.shapes import Dm, Entities, Media, Meta, Post, Problem, User
from responder.core.clock import from_iso
from responder.core.errors import Malformed
from responder.core.ports import Unreadable
from responder.net.markup import one_line, tidy
from responder.net.payloads import WRONG, decoded, every, unreadable, value

T = TypeVar("T")
NAME = "X"
EPOCH_MS = 1_288_834_974_657
_ID = re.compile(r"\d{1,19}")
_CONVERSATION = re.compile(r"\d{1,19}(-\d{1,19})?")
_AHEAD = re.compile(r"(?:@\w{1,15}\s+)+")


class _Envelope(Struct):
    data: Raw = Raw(b"null")
    includes: Raw = Raw(b"null")
    errors: Raw = Raw(b"null")
    meta: Raw = Raw(b"null")


@dataclass
class Page:
    """A page of posts or private messages, with what came beside it. `ids` has those of what cannot be read, too."""

    posts: list[Post] = field(default_factory=list)
    dms: list[Dm] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)
    beside: dict[str, Post] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    next_token: str | None = None

    @property
    def size(self) -> int:
        """Return how many things X counts as read."""
        return len(self.ids)


def page(body: bytes) -> Page:
    """Return a page of posts. Raises Malformed."""
    found = _around(body)
    for item in _items(found[1]):
        _take(found[0], item, Post, found[0].posts)
    return found[0]


def dm_page(body: bytes) -> Page:
    """Return a page of private messages. Raises Malformed."""
    found = _around(body)
    for item in _items(found[1]):
        _take(found[0], item, Dm, found[0].dms)
    return found[0]


def _around(body: bytes) -> tuple[Page, Raw]:
    envelope = decoded(body, _Envelope, NAME)
    made = Page()
    beside = _value(envelope.includes, dict[str, Raw]) or {}
    made.users = {one.id: one for one in _readable(beside.get("users"), User)}
    made.media = {one.media_key: one for one in _readable(beside.get("media"), Media)}
    made.beside = {one.id: one for one in _readable(beside.get("posts") or beside.get("tweets"), Post)}
    made.problems = _readable(envelope.errors, Problem)
    meta = _value(envelope.meta, Meta) or Meta()
    made.next_token = meta.next_token
    return made, envelope.data


def _take(made: Page, item: Raw, kind: type[T], into: list[T]) -> None:
    try:
        one = value(item, kind)
        _sound(one)
    except WRONG as error:
        made.unreadable.append(unreadable(item, "something", error))
        number = (_value(item, dict[str, Any]) or {}).get("id")
        if isinstance(number, str) and _ID.fullmatch(number):
            made.ids.append(number)
        return
    number = str(getattr(one, "id", ""))
    if number not in made.ids:
        into.append(one)
        made.ids.append(number)


def _sound(one: object) -> None:
    """Raise ValueError for what would do harm later: ids that are none, times that are none."""
    if isinstance(one, Post):
        numbers = [one.id, *one.history, one.root, one.author_id or ""]
        moment(one.created_at or "")
    elif isinstance(one, Dm):
        numbers = [one.id, one.sender_id]
        moment(one.created_at)
        if not _CONVERSATION.fullmatch(one.dm_conversation_id):
            raise ValueError("a conversation whose id is no id")
    else:
        return
    if not all(_ID.fullmatch(number) for number in numbers):
        raise ValueError("an id that is no id")


def moment(text: str) -> int:
    """Return a time as µs. Raises ValueError or OverflowError."""
    return from_iso(text)


def drawn_at(number: str) -> int:
    """Return when an id was drawn (µs): ids carry their time."""
    return ((int(number) >> 22) + EPOCH_MS) * 1000 if number else 0


def _items(data: Raw) -> list[Raw]:
    try:
        return msgspec.json.decode(data, type=list[Raw] | None) or []
    except WRONG as error:
        raise Malformed("X answers a list with something else", bytes(data)) from error


def _readable(data: Raw | None, kind: type[T]) -> list[T]:
    return every(_value(data, list[Raw]) or [], kind)[0]


def _value(data: Raw | None, kind: type[T]) -> T | None:
    if data is None:
        return None
    try:
        return value(data, kind)
    except WRONG:
        return None


class _One(Struct):
    data: User


class _Written(Struct):
    id: str = ""
    dm_event_id: str = ""


class _WrittenAnswer(Struct):
    data: _Written


def me(body: bytes) -> User:
    """Return who we are. Raises Malformed."""
    user = decoded(body, _One, NAME).data
    if not _ID.fullmatch(user.id):
        raise Malformed("X does not say who we are", body)
    return user


def written(body: bytes) -> str:
    """Return the id of what was published. Raises Malformed."""
    data = decoded(body, _WrittenAnswer, NAME).data
    number = data.id or data.dm_event_id
    if not _ID.fullmatch(number):
        raise Malformed("X does not say what it published", body)
    return number


def problem(body: bytes) -> Problem:
    """Return why X refuses; empty when it does not say."""
    found = _value(Raw(body), Problem) or Problem()
    errors = _value(Raw(body), dict[str, Raw]) or {}
    for one in _readable(errors.get("errors"), Problem):
        said = one.message or one.detail
        found.message = found.message or said
        found.detail = found.detail or said
        found.type = found.type or one.type
    return found


def text_of(text: str, entities: Entities | None, *, answer: bool = False) -> str:
    """Return a text as a reader sees it: short links written out, three characters unescaped.

    An `answer` of ours begins with the handles of those it answers, which nobody typed.
    """
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    for link in (entities.urls if entities else None) or ():
        if link.url and link.expanded_url:
            text = text.replace(link.url, "" if link.media_key else link.expanded_url)
    return tidy(bare(text) if answer else text)


def bare(text: str) -> str:
    """Return an answer without the handles ahead of it."""
    found = _AHEAD.match(text)
    return text[found.end() :] if found else text


def whole_text(post: Post, *, ours: bool) -> str:
    """Return all of a post's text."""
    note = post.note
    answer = ours and post.reference("replied_to") is not None
    if note is not None:
        return text_of(note.text, note.entities or post.entities, answer=answer)
    return text_of(post.text, post.entities, answer=answer)


def name_of(user: User) -> str:
    """Return a name on one line."""
    return one_line(user.name, 100) or one_line(user.username, 100) or "?"
