"""What Foursquare answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

import re
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from responder.connectors.foursquare import words
from responder.core.accounts import Account
from responder.core.clock import from_iso
from responder.core.errors import Malformed
from responder.core.messages import Author, Kind, Message, Place
from responder.core.ports import Unreadable
from responder.net.answers import mended
from responder.net.markup import one_line, tidy

T = TypeVar("T")
WRONG = (msgspec.MsgspecError, ValueError, OverflowError, RecursionError, TypeError, UnicodeError)
"""What reading strangers' data may raise."""

ID = re.compile(r"[0-9a-zA-Z]{8,64}")


class Tip(Struct):
    """A tip. Which of the two ids it carries depends on the version (the list of fields is not settled)."""

    created_at: str
    fsq_tip_id: str | None = None
    id: str | None = None
    text: str | None = None
    url: str | None = None
    lang: str | None = None

    @property
    def key(self) -> str:
        """Return its id."""
        return self.fsq_tip_id or self.id or ""


class Location(Struct):
    """Where a place is."""

    formatted_address: str = ""


class Found(Struct):
    """A place on the map."""

    fsq_place_id: str
    name: str = ""
    location: Location | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def place(self) -> Place:
        """Return it as the rest of the program knows it."""
        address = one_line(self.location.formatted_address, 200) if self.location else ""
        return Place(
            self.fsq_place_id,
            one_line(self.name, 200) or self.fsq_place_id,
            address,
            self.latitude,
            self.longitude,
        )


class _Results(Struct):
    results: list[Raw]


class _Said(Struct):
    message: str = ""


def tips(body: bytes) -> tuple[list[Tip], list[Unreadable]]:
    """Return the tips of an answer, each once, and apart the ones that make no sense. Raises Malformed."""
    found: dict[str, Tip] = {}
    unreadable: list[Unreadable] = []
    for item in _decoded(body, list[Raw]):
        try:
            one = _sound(msgspec.json.decode(item, type=Tip))
        except WRONG as error:
            unreadable.append(Unreadable(bytes(item), f"a tip that we cannot read: {error}"[:300]))
            continue
        found.setdefault(one.key, one)
    return list(found.values()), unreadable


def tip(payload: bytes) -> Tip:
    """Return a single tip. Raises Malformed."""
    try:
        return _sound(_decoded(payload, Tip))
    except ValueError as error:
        raise Malformed(f"Foursquare gives a tip that we cannot read: {error}", payload) from error


def place(body: bytes) -> Place:
    """Return a place. Raises Malformed."""
    return _decoded(body, Found).place


def places(body: bytes) -> list[Place]:
    """Return the places that can be read. Raises Malformed."""
    found = []
    for item in _decoded(body, _Results).results:
        try:
            one = msgspec.json.decode(item, type=Found)
        except WRONG:
            continue
        if ID.fullmatch(one.fsq_place_id):
            found.append(one.place)
    return found


def said(body: bytes) -> str:
    """Return why Foursquare refuses; empty when it does not say."""
    try:
        return one_line(msgspec.json.decode(body, type=_Said).message)
    except WRONG:
        return ""


def message(tip: Tip, account: Account, place: Place, *, addressed: bool = True) -> Message:
    """Return a tip as a message: nobody can answer it through the API, and it does not say who wrote it."""
    return Message(
        network="foursquare", server=account.server, account=account.id, remote_id=tip.key, root=tip.key, kind=Kind.REVIEW,
        author=Author(f"tip:{tip.key}", "", words.VISITOR), text=tidy(tip.text or ""), created_at=from_iso(tip.created_at),
        addressed=addressed, language=tip.lang if tip.lang and len(tip.lang) <= 12 else None, url=_web(tip.url), place=place,
        no_reply=words.READ_ONLY,
    )  # fmt: skip


def _sound(tip: Tip) -> Tip:
    """Raise ValueError for what would do harm later."""
    if not ID.fullmatch(tip.key):
        raise ValueError("a tip without an id")
    from_iso(tip.created_at)
    return tip


def _web(url: str | None) -> str | None:
    clean = url is not None and len(url) <= 2000 and url.isprintable() and " " not in url
    return url if clean and url is not None and url.startswith(("https://", "http://")) else None


def _decoded(body: bytes, kind: type[T]) -> T:
    for text in (body, mended(body)):
        try:
            return msgspec.json.decode(text, type=kind)
        except WRONG as error:
            problem: Any = error
    raise Malformed(f"Foursquare answers with something that we cannot read: {problem}", body)
