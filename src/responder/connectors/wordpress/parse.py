"""What WordPress answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

import itertools
import json
import re
from collections.abc import Collection
from contextlib import suppress
from hashlib import blake2b
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from msgspec import Raw, Struct

from responder.core.clock import from_iso
from responder.core.errors import Malformed
from responder.core.messages import Author, Kind, Message, Post, State
from responder.core.ports import Unreadable
from responder.net.markup import one_line, to_text
from responder.net.payloads import WRONG, web

T = TypeVar("T")

_STATES = {
    "approved": State.PUBLISHED, "approve": State.PUBLISHED, "1": State.PUBLISHED,
    "spam": State.SPAM, "trash": State.TRASH, "post-trashed": State.TRASH,
}  # fmt: skip
_BEGINNING = re.compile(r"(?:\A\s*|[\n>])[\[{]")
_STARTS = 40
"""How many beginnings of JSON are tried in an answer that has something before it."""


class Text(Struct):
    """A text as it is shown, and as it was typed (only with `context=edit`)."""

    rendered: str = ""
    raw: str | None = None


class Link(Struct):
    """Where something else of the site is."""

    href: str = ""


class Links(Struct):
    """Of the links only the one to the post is of interest."""

    up: list[Link] = []


class Comment(Struct):
    """A comment as the API gives it. PHP writes an empty object as `[]`."""

    id: int
    date_gmt: str
    post: int = 0
    parent: int = 0
    author: int = 0
    author_name: str = ""
    author_email: str = ""
    author_url: str = ""
    content: Text = msgspec.field(default_factory=Text)
    link: str = ""
    status: str = "approved"
    type: str = "comment"
    author_avatar_urls: dict[str, str] | list[Any] | None = None
    links: Links | list[Any] | None = msgspec.field(default=None, name="_links")

    @property
    def key(self) -> str:
        """Return its id as the rest of the program knows it."""
        return str(self.id)

    @property
    def above(self) -> str | None:
        """Return the id of the comment that it answers."""
        return str(self.parent) if self.parent > 0 else None

    @property
    def post_url(self) -> str:
        """Return the API's address of its post; empty when it names none."""
        return self.links.up[0].href if isinstance(self.links, Links) and self.links.up else ""

    @property
    def state(self) -> State:
        """Return what readers see of it; a verdict that we do not know is taken for none."""
        return _STATES.get(self.status, State.HELD)


class Titled(Struct):
    """A post, page or product that comments stand under."""

    id: int
    link: str = ""
    title: Text = msgspec.field(default_factory=Text)
    excerpt: Text = msgspec.field(default_factory=Text)
    date_gmt: str | None = None


class Person(Struct):
    """Who we are there."""

    id: int
    name: str = ""
    slug: str = ""
    username: str = ""
    capabilities: dict[str, bool] | list[Any] = {}

    def may(self, capability: str) -> bool:
        """Say whether the site lets them."""
        return isinstance(self.capabilities, dict) and self.capabilities.get(capability) is True


class Failure(Struct):
    """An error as the API gives it."""

    code: str = ""
    message: str = ""


def value(body: bytes) -> Any:
    """Return the JSON in an answer, also behind a byte order mark or a PHP notice.

    Raises Malformed, which names the page if it is one: a firewall, a captcha, a maintenance notice.
    """
    try:
        return msgspec.json.decode(body)
    except WRONG:
        text = body.decode("utf-8", "replace").lstrip("\ufeff")
    found = _embedded(text)
    if found is not None:
        return found
    if "<" in text[:2000]:
        raise Malformed(f"The site answers with a web page instead of data ({_page_title(text)})", body)
    raise Malformed("The site answers with something that is no JSON", body)


def _embedded(text: str) -> Any:
    """Return the JSON that an answer ends with, apart from markup after it; None when there is none.

    A part of something that was cut off is not an answer.
    """
    decoder = json.JSONDecoder(parse_int=_integer)
    tries = 1 if text.lstrip()[:1] in ("[", "{") else _STARTS
    for beginning in itertools.islice(_BEGINNING.finditer(text), tries):
        try:
            found, end = decoder.raw_decode(text, beginning.end() - 1)
        except (ValueError, RecursionError):
            continue
        if text[end:].lstrip()[:1] in ("", "<"):
            return found
    return None


def _integer(digits: str) -> int | str:
    """Return a number; one that no field can hold stays text, which the field then refuses."""
    return int(digits) if len(digits) <= 20 else digits


def _page_title(text: str) -> str:
    head, found, rest = text[:100_000].partition("<title")
    title = rest.partition(">")[2].partition("</title")[0] if found else head
    return one_line(title, 80) or "no title"


def comment_list(body: bytes) -> tuple[list[Comment], list[Unreadable]]:
    """Return the comments of a page, and apart the ones that make no sense. Raises like `value`."""
    comments: list[Comment] = []
    unreadable: list[Unreadable] = []
    for item in _items(body):
        try:
            comments.append(_comment(item))
        except (*WRONG, Malformed) as error:
            unreadable.append(Unreadable(_payload(item), f"a comment that we cannot read: {error}"[:300]))
    return comments, unreadable


def _items(body: bytes) -> list[Any]:
    try:
        return list(msgspec.json.decode(body, type=list[Raw]))
    except WRONG:
        items = value(body)
    if not isinstance(items, list):
        raise Malformed("The site answers a list with something else", body)
    return items


def _comment(item: Any) -> Comment:
    comment = msgspec.convert(_told(value(bytes(item)) if isinstance(item, Raw) else item), Comment)
    if comment.id <= 0:
        raise ValueError("a comment without a number")
    str(comment.id + abs(comment.post) + abs(comment.parent) + abs(comment.author))
    moment(comment.date_gmt)
    return comment


def _told(item: Any) -> Any:
    """Return an object without its nulls: a field that says nothing is a field left out."""
    if not isinstance(item, dict):
        return item
    told = {key: part for key, part in item.items() if part is not None}
    content = told.get("content")
    return {**told, "content": _told(content)} if isinstance(content, dict) else told


def _payload(item: Any) -> bytes:
    try:
        return bytes(item) if isinstance(item, Raw) else json.dumps(item).encode()
    except WRONG:
        return b"?"


def moment(date_gmt: str) -> int:
    """Return a `date_gmt`, which says no zone and means UTC, as µs. Raises ValueError or OverflowError."""
    return from_iso(date_gmt[:19])


def comment(body: bytes) -> Comment:
    """Return a single comment. Raises Malformed."""
    try:
        return _comment(value(body))
    except WRONG as error:
        raise Malformed(f"The site answers with a comment that we cannot read: {error}", body) from error


def person(body: bytes) -> Person:
    """Return who we are. Raises Malformed."""
    try:
        return msgspec.convert(value(body), Person)
    except WRONG as error:
        raise Malformed(f"The site does not say who we are: {error}", body) from error


def people(body: bytes) -> list[Person]:
    """Return the users that can be read. Raises Malformed."""
    return _readable(body, Person)


def titles(body: bytes) -> list[Titled]:
    """Return the posts that can be read. Raises like `value`."""
    return _readable(body, Titled)  # comments on the others are shown without a title


def _readable(body: bytes, kind: type[T]) -> list[T]:
    found = []
    for item in _items(body):
        with suppress(*WRONG, Malformed):
            found.append(msgspec.convert(value(bytes(item)) if isinstance(item, Raw) else item, kind))
    return found


def reason(body: bytes) -> Failure:
    """Return why the site refuses; empty when it does not say."""
    try:
        return msgspec.convert(value(body), Failure)
    except (*WRONG, Malformed):
        return Failure()


def text_of(content: Text) -> str:
    """Return what was typed where we may see it, else what is shown, as plain text."""
    if content.raw is not None:
        return to_text(content.raw, keep_newlines=True)
    return to_text(content.rendered)


def post_of(titled: Titled) -> Post:
    """Return the post that comments stand under."""
    try:
        at = None if titled.date_gmt is None else moment(titled.date_gmt)
    except WRONG:
        at = None
    title = one_line(titled.title.rendered)
    return Post(str(titled.id), title, web(titled.link), one_line(titled.excerpt.rendered, 300), at)


def bare_post(comment: Comment) -> Post:
    """Return what a comment alone tells of its post, for one that we may not read."""
    return Post(str(comment.post), "", web(comment.link.partition("#")[0]))


def message(
    comment: Comment,
    *,
    server: str,
    account: UUID,
    team: Collection[int],
    root: str,
    post: Post,
    addressed: bool,
) -> Message:
    """Return a comment as a message. `team` are our users' ids there; what we say is addressed to nobody."""
    ours = comment.author in team
    return Message(
        network="wordpress", server=server, account=account, remote_id=comment.key, root=root,
        kind=Kind.COMMENT, author=_author(comment, ours), text=text_of(comment.content),
        created_at=moment(comment.date_gmt), parent=comment.above, state=comment.state,
        url=web(comment.link), post=post, addressed=addressed and not ours,
    )  # fmt: skip


def _author(comment: Comment, ours: bool) -> Author:
    email = comment.author_email.strip().lower()
    name = one_line(comment.author_name) or "?"
    if comment.author > 0:
        who = f"user:{comment.author}"
    else:
        who = "guest:" + blake2b((email or name).encode("utf-8", "replace"), digest_size=12).hexdigest()
    return Author(
        remote_id=who, handle=one_line(email) or _host(comment.author_url), name=name,
        url=web(comment.author_url), avatar=_avatar(comment), ours=ours,
    )  # fmt: skip


def _avatar(comment: Comment) -> str | None:
    sizes = comment.author_avatar_urls
    if not isinstance(sizes, dict) or not sizes:
        return None
    return web(sizes.get("96") or next(iter(sizes.values())))


def _host(url: str) -> str:
    try:
        return one_line(urlsplit(url).hostname or "", 100)
    except ValueError:
        return ""
