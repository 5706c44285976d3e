"""What the cursors of connectors have in common: a small JSON text, and each broken payload put aside only once."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Self, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from responder.core.ports import Unreadable

T = TypeVar("T")

MOST = 50
"""How many payloads that were put aside are remembered."""


class Bookmark(Struct, frozen=True, kw_only=True):
    """A cursor that never changes: what comes after it is another one. `bad` are hashes of what was put aside."""

    bad: tuple[str, ...] = ()

    def write(self) -> str:
        """Return it as the text that is stored."""
        return msgspec.json.encode(self).decode()

    def new_unreadable(self, unreadable: Iterable[Unreadable]) -> list[Unreadable]:
        """Return the payloads that were not put aside yet."""
        return list(_new(unreadable, self.bad).values())

    def having_kept(self, unreadable: Iterable[Unreadable]) -> Self:
        """Return it after some payloads were put aside, so that each is counted once."""
        return replace(self, bad=(*self.bad, *map(hashed, unreadable))[-MOST:])


class Notebook(Struct, kw_only=True):
    """A cursor that is written on as reading goes. `bad` are hashes of what was put aside."""

    bad: list[str] = []

    def write(self) -> str:
        """Return it as the text that is stored."""
        return msgspec.json.encode(self).decode()

    def first_time(self, unreadable: Iterable[Unreadable]) -> list[Unreadable]:
        """Return the payloads that were not put aside yet, and remember them."""
        fresh = _new(unreadable, self.bad)
        self.bad = [*self.bad, *fresh][-MOST:]
        return list(fresh.values())


def read(text: str | None, kind: type[T]) -> T | None:
    """Return a stored cursor; None when there is none, or none of this kind: then reading begins anew."""
    try:
        return msgspec.json.decode(text or "", type=kind)
    except (msgspec.MsgspecError, RecursionError):
        return None


def hashed(item: Unreadable) -> str:
    """Return what is remembered of a payload."""
    return blake2b(item.payload, digest_size=5).hexdigest()


def _new(unreadable: Iterable[Unreadable], known: Iterable[str]) -> dict[str, Unreadable]:
    before = set(known)
    return {key: item for item in unreadable if (key := hashed(item)) not in before}
