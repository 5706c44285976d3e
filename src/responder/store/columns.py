"""A struct as the columns of a table: ids as 16 bytes, words as text, lists as JSON."""

from collections.abc import Callable, Sequence
from enum import Enum
from operator import attrgetter
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

T = TypeVar("T", bound=msgspec.Struct)
EMPTY = "[]"
Value = int | str | bytes | float | None


def _uuid(value: UUID) -> bytes:
    return value.bytes


def _word(value: Enum) -> Any:
    return value.value


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode() if value else EMPTY


def _plain(value: Any) -> Any:
    return value


def _core(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _writer(hint: Any) -> Callable[[Any], Any]:
    if hint is UUID:
        return _uuid
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _word
    return _plain if hint in (int, str, bool, bytes, float) else _json


def _to_uuid(value: bytes) -> UUID:
    return UUID(int=int.from_bytes(value, "big"))


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    """Return how a column becomes a field; None when it is one already."""
    if hint is UUID:
        return _to_uuid
    if hint is bool:
        return bool
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    if hint in (int, str, bytes, float):
        return None
    return _list_reader(hint)


def _list_reader(hint: Any) -> Callable[[str], Any]:
    decode = msgspec.json.Decoder(hint).decode
    return lambda text: () if text == EMPTY else decode(text)


def _affinity(hint: Any) -> str:
    if hint is UUID or hint is bytes:
        return "BLOB"
    if hint is float:
        return "REAL"
    return "INTEGER" if hint in (int, bool) else "TEXT"


class Columns(Generic[T]):
    """Reads and writes structs of one type; a column is named like its field."""

    def __init__(self, kind: type[T]) -> None:
        hints = {name: _core(hint) for name, hint in get_type_hints(kind).items()}
        self.kind = kind
        self.names: tuple[str, ...] = kind.__struct_fields__
        self._all = attrgetter(*self.names)
        writers = [_writer(hints[name]) for name in self.names]
        self._writers = [(place, write) for place, write in enumerate(writers) if write is not _plain]
        readers = [_reader(hints[name]) for name in self.names]
        self._readers = [(place, read) for place, read in enumerate(readers) if read is not None]
        self.declared = ", ".join(f'"{name}" {_affinity(hints[name])}' for name in self.names)
        self.quoted = ", ".join(f'"{name}"' for name in self.names)
        self.marks = ", ".join("?" for _ in self.names)
        self.assigned = ", ".join(f'"{name}" = ?' for name in self.names)

    def of(self, value: T) -> list[Value]:
        """Return the values of the columns."""
        values = list(self._all(value))
        for place, write in self._writers:
            found = values[place]
            if found is not None:
                values[place] = write(found)
        return values

    def read(self, row: Sequence[Any]) -> T:
        """Return the struct of a row that was selected in the order of `names`."""
        values = list(row)
        for place, read in self._readers:
            found = values[place]
            if found is not None:
                values[place] = read(found)
        return self.kind(*values)
