"""Which terms of monitors an account cannot look for now: kept as they were last told, not in the log."""

import sqlite3
from collections.abc import Sequence
from uuid import UUID

import msgspec

from responder.core.monitors import Deaf


def _name(account: UUID) -> str:
    return f"deaf {account}"


def save(connection: sqlite3.Connection, account: UUID, deaf: Sequence[Deaf]) -> None:
    """Keep what an account cannot look for; these are all."""
    text = msgspec.json.encode(deaf).decode()
    connection.execute("INSERT OR REPLACE INTO workspace VALUES (?, ?)", (_name(account), text))


def read(connection: sqlite3.Connection, account: UUID) -> tuple[Deaf, ...]:
    """Return what an account could not look for when it last tried."""
    found = connection.execute("SELECT value FROM workspace WHERE name = ?", (_name(account),)).fetchone()
    return () if found is None else msgspec.json.decode(found[0], type=tuple[Deaf, ...])
