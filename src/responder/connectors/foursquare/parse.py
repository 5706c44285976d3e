"""What Foursquare answers, made into messages. Pure; whatever cannot be read becomes `Unreadable`."""

import re

from msgspec import Raw, Struct

from responder.connectors.foursquare import words
from responder.core.accounts import Account
from responder.core.clock import from_iso
from responder.core.messages import Author, Kind, Message, Place
from responder.core.ports import Unreadable
from responder.net.markup import one_line, tidy
from responder.net.payloads import WRONG, decoded, every, value, web

NAME = "Foursquare"
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
    found, unreadable = every(decoded(body, list[Raw], NAME), Tip, _sound, "a tip")
    tips: dict[str, Tip] = {}
    for one in found:
        tips.setdefault(one.key, one)
    return list(tips.values()), unreadable


def tip(payload: bytes) -> Tip:
    """Return a single tip. Raises Malformed."""
    return decoded(payload, Tip, NAME, _sound)


def place(body: bytes) -> Place:
    """Return a place. Raises Malformed."""
    return decoded(body, Found, NAME).place


def places(body: bytes) -> list[Place]:
    """Return the places that can be read. Raises Malformed."""
    found, _ = every(decoded(body, _Results, NAME).results, Found)
    return [one.place for one in found if ID.fullmatch(one.fsq_place_id)]


def said(body: bytes) -> str:
    """Return why Foursquare refuses; empty when it does not say."""
    try:
        return one_line(value(body, _Said).message)
    except WRONG:
        return ""


def message(tip: Tip, account: Account, place: Place, *, addressed: bool = True) -> Message:
    """Return a tip as a message: nobody can answer it through the API, and it does not say who wrote it."""
    return Message(
        network="foursquare", server=account.server, account=account.id, remote_id=tip.key, root=tip.key, kind=Kind.REVIEW,
        author=Author(f"tip:{tip.key}", "", words.VISITOR), text=tidy(tip.text or ""), created_at=from_iso(tip.created_at),
        addressed=addressed, language=tip.lang if tip.lang and len(tip.lang) <= 12 else None, url=web(tip.url), place=place,
        no_reply=words.READ_ONLY,
    )  # fmt: skip


def _sound(tip: Tip) -> None:
    """Raise ValueError for what would do harm later."""
    if not ID.fullmatch(tip.key):
        raise ValueError("a tip without an id")
    from_iso(tip.created_at)
