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


def _affinity(hint: Any) -> str:
    if hint is UUID or hint is bytes:
        return "BLOB"
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
        self._listed = [name for name in self.names if _writer(hints[name]) is _json]
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
        fields = dict(zip(self.names, row, strict=True))
        for name in self._listed:
            text = fields[name]
            fields[name] = () if text == EMPTY else msgspec.json.decode(text)
        return msgspec.convert(fields, self.kind, strict=False)
