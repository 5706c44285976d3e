"""Every folded table as values that do not depend on the order of arrival, and as they lie on the disk."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from responder.store import schema

Rows = dict[str, list[tuple[Any, ...]]]

_NAMED = {
    "number": {
        "conversations": "(SELECT c.id FROM conversations c WHERE c.number = t.number)",
        "inbox": "(SELECT c.id FROM conversations c WHERE c.number = t.number)",
        "tags": "(SELECT c.id FROM conversations c WHERE c.number = t.number)",
        "heard": "(SELECT c.id FROM conversations c WHERE c.number = t.number)",
        "stands": "(SELECT c.id FROM conversations c WHERE c.number = t.number)",
        "messages": "t.id",
        "contacts": "t.id",
    },
    "conversation": {"*": "(SELECT c.id FROM conversations c WHERE c.number = t.conversation)"},
    "event": {"*": "(SELECT e.id FROM events e WHERE e.seq = t.event)", "gaps": "t.event", "team": "t.event"},
    "contact": {"participants": "(SELECT c.id FROM contacts c WHERE c.number = t.contact)"},
    "message": {"*": "(SELECT m.id FROM messages m WHERE m.number = t.message)"},
}
_BY_ID = {"replies"}


def _tables(connection: sqlite3.Connection) -> list[str]:
    kept = schema._names(schema.KEPT)
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [
        one for (one,) in found if one not in kept and not one.startswith(("sqlite_", "_sqlite", "search"))
    ]


def _column(table: str, column: str) -> str:
    if table in _BY_ID:
        return f't."{column}"'
    named = _NAMED.get(column, {})
    return named.get(table) or named.get("*") or f't."{column}"'


def meaning(path: Path) -> Rows:
    """Return all rows with ids in the place of numbers that tell the order of arrival."""
    with closing(sqlite3.connect(path)) as connection:
        found: Rows = {}
        for table in _tables(connection):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            listed = ", ".join(_column(table, column) for column in columns)
            found[table] = sorted(connection.execute(f"SELECT {listed} FROM {table} t"), key=repr)
        return found


def bytes_of(path: Path) -> Rows:
    """Return all rows exactly as they are, the search index included, which is also checked against the text."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, search, instance)")
        found: Rows = {"search": connection.execute("SELECT * FROM temp.words").fetchall()}
        for table in _tables(connection):
            found[table] = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
        return found
