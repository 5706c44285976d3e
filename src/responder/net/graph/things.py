"""What comments, posts and messages have in common in Meta's Graph APIs: an id, a time, a version, and their lists."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Protocol, TypeVar

from msgspec import Raw, Struct

from responder.core.clock import from_iso
from responder.core.errors import Malformed, Uncertain
from responder.core.ports import Unreadable
from responder.net.answers import Answer
from responder.net.graph.walk import Entry, Reader
from responder.net.payloads import every


class Ref(Struct):
    """Something that is named only."""

    id: str


class Files(Struct):
    """What hangs on a message."""

    data: list[dict[str, Any]] | None = None


class Created(Struct, kw_only=True):
    """Something with an id that was written at some time."""

    id: str
    created_time: str
    message: str | None = None

    @property
    def at(self) -> int:
        """Return when it was written (µs). Raises ValueError or OverflowError."""
        return from_iso(self.created_time)

    @property
    def version(self) -> str:
        """Return a short hash of what an edit changes."""
        return hashed(self.message or "")


class Made(Protocol):
    """Something that was made at some time."""

    @property
    def id(self) -> str:
        """Return its id."""

    @property
    def at(self) -> int:
        """Return when it was made (µs). Raises ValueError or OverflowError."""


class Listed(Made, Protocol):
    """Something in a list that may change."""

    @property
    def version(self) -> str:
        """Return a short hash of what can change."""


L = TypeVar("L", bound=Listed)


def dated(one: Made) -> None:
    """Raise ValueError for something without an id, or with a time that is none."""
    if not one.id.strip():
        raise ValueError("something without a number")
    _ = one.at


def entries(raws: Sequence[Raw], kind: type[L]) -> tuple[list[Entry[L]], list[Unreadable]]:
    """Return the entries of a page, and apart those that make no sense."""
    found, broken = every(raws, kind, dated)
    return [entry(one) for one in found], broken


def entry(one: L, *, below: bool = False) -> Entry[L]:
    """Return it as an entry of its list; for `below` see `Entry`."""
    return Entry(one.id, one.at, one.version, one, below)


def reader(kind: type[L]) -> Reader[L]:
    """Return what makes entries of a page of this kind."""
    return lambda raws: entries(raws, kind)


def hashed(text: str) -> str:
    """Return a short hash of what an edit changes."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


class _Written(Struct):
    id: str | None = None
    message_id: str | None = None


def written(answer: Answer, who: str) -> str:
    """Return the id of what was published. Raises Uncertain when the yes cannot be read."""
    try:
        made = answer.decode(_Written)
    except Malformed as error:
        raise Uncertain(f"{who} took the answer, and did not say where it is") from error
    key = made.message_id or made.id
    if not key:
        raise Uncertain(f"{who} took the answer, and did not say where it is")
    return key
