"""The rows of conversations."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from responder.core.conversations import Conversation
from responder.core.streams import Key
from responder.store.columns import Columns, Value
from responder.store.facets import Facets, facets
from responder.store.log import chunks, marks

ROW = Columns(Conversation)

TABLES = f"""
CREATE TABLE conversations (
    number INTEGER PRIMARY KEY, {ROW.declared}, folded_at INTEGER NOT NULL, folded_id BLOB NOT NULL,
    tangled INTEGER NOT NULL
);
"""


@dataclass(slots=True)
class Stored:
    """A row as the projector holds it while it folds."""

    number: int
    row: Conversation
    before: Facets | None
    last: Key = (0, b"")
    tangled: bool = True
    new: bool = False


_BY_ID = "number = (SELECT number FROM streams WHERE id = ?)"
_STORED = f"number, folded_at, folded_id, tangled, {ROW.quoted}"


def load(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Stored]:
    """Return the stored rows of these streams, by number."""
    found: dict[int, Stored] = {}
    for part in chunks(numbers):
        question = f"SELECT {_STORED} FROM conversations WHERE number IN ({marks(part)})"
        for number, at, event, tangled, *values in connection.execute(question, part):
            row = ROW.read(values)
            found[number] = Stored(number, row, facets(row), (at, event), bool(tangled))
    return found


def write(connection: sqlite3.Connection, rows: Sequence[Stored]) -> None:
    """Write rows that were folded."""
    fresh: list[list[Value]] = []
    old: list[list[Value]] = []
    for one in rows:
        values = [*ROW.of(one.row), *one.last, one.tangled]
        if one.new:
            fresh.append([one.number, *values])
        else:
            old.append([*values, one.number])
    connection.executemany(
        f"INSERT INTO conversations (number, {ROW.quoted}, folded_at, folded_id, tangled)"
        f" VALUES (?, {ROW.marks}, ?, ?, ?)",
        fresh,
    )
    connection.executemany(
        f"UPDATE conversations SET {ROW.assigned}, folded_at = ?, folded_id = ?, tangled = ? WHERE number = ?",
        old,
    )


def one(connection: sqlite3.Connection, conversation: UUID) -> Conversation | None:
    """Return one row; None while no message of it is known."""
    question = f"SELECT {ROW.quoted} FROM conversations WHERE {_BY_ID} AND account IS NOT NULL"
    found = connection.execute(question, (conversation.bytes,)).fetchone()
    return None if found is None else ROW.read(found)


def number(connection: sqlite3.Connection, conversation: UUID) -> int | None:
    """Return the number of a conversation in lists."""
    question = f"SELECT number FROM conversations WHERE {_BY_ID} AND account IS NOT NULL"
    found = connection.execute(question, (conversation.bytes,)).fetchone()
    return None if found is None else int(found[0])


def latest_at(connection: sqlite3.Connection, conversation: UUID) -> int:
    """Return the time of the last event folded into a row (µs UTC); 0 when there is none."""
    found = connection.execute(
        f"SELECT folded_at FROM conversations WHERE {_BY_ID}", (conversation.bytes,)
    ).fetchone()
    return 0 if found is None else int(found[0])


def rows(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Conversation]:
    """Return the rows of these numbers, in their order; what is not there any more is left out."""
    found: dict[int, Conversation] = {}
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        question = f"SELECT number, {ROW.quoted} FROM conversations WHERE number IN ({marks(part)})"
        for key, *values in connection.execute(question, part):
            found[key] = ROW.read(values)
    return [found[key] for key in numbers if key in found]
