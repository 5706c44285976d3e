"""Replies on their way, and acts asked of the networks."""

import sqlite3
from collections.abc import Iterable
from uuid import UUID

from responder.core.replies import Reply, ReplyState
from responder.store.columns import Columns

ROW = Columns(Reply)
_OPEN = "state NOT IN ('sent', 'withdrawn')"

TABLES = f"""
CREATE TABLE replies ({ROW.declared}, PRIMARY KEY (id)) WITHOUT ROWID;
CREATE INDEX replies_conversation ON replies (conversation);
CREATE INDEX replies_open ON replies (state, due_at) WHERE {_OPEN};
CREATE INDEX replies_message ON replies (message) WHERE message IS NOT NULL;
"""


def write(connection: sqlite3.Connection, rows: Iterable[Reply]) -> None:
    """Write replies as they now stand."""
    connection.executemany(
        f"INSERT OR REPLACE INTO replies ({ROW.quoted}) VALUES ({ROW.marks})", [ROW.of(row) for row in rows]
    )


def _select(connection: sqlite3.Connection, condition: str, *values: object) -> list[Reply]:
    question = f"SELECT {ROW.quoted} FROM replies WHERE {condition}"
    return [ROW.read(row) for row in connection.execute(question, values)]


def one(connection: sqlite3.Connection, reply: UUID) -> Reply | None:
    """Return a reply."""
    found = _select(connection, "id = ?", reply.bytes)
    return found[0] if found else None


def of(connection: sqlite3.Connection, conversation: UUID) -> list[Reply]:
    """Return every reply of a conversation, oldest first."""
    return _select(connection, "conversation = ? ORDER BY submitted_at, id", conversation.bytes)


def due(connection: sqlite3.Connection, now: int) -> list[Reply]:
    """Return the replies that may be sent now, the one submitted first on top."""
    condition = f"{_OPEN} AND state = ? AND due_at <= ? ORDER BY submitted_at, id"
    return _select(connection, condition, ReplyState.QUEUED.value, now)


def unsettled(connection: sqlite3.Connection) -> list[Reply]:
    """Return the replies that were started and whose outcome is not known."""
    condition = f"{_OPEN} AND state IN (?, ?) ORDER BY submitted_at, id"
    return _select(connection, condition, ReplyState.STARTED.value, ReplyState.UNCERTAIN.value)


def outbox(connection: sqlite3.Connection) -> list[Reply]:
    """Return what was handed in and neither sent nor taken back, oldest first."""
    return _select(connection, f"{_OPEN} ORDER BY submitted_at, id")


def next_due(connection: sqlite3.Connection) -> int | None:
    """Return when the next queued reply may be sent (µs UTC)."""
    question = f"SELECT min(due_at) FROM replies WHERE {_OPEN} AND state = ?"
    found: int | None = connection.execute(question, (ReplyState.QUEUED.value,)).fetchone()[0]
    return found
