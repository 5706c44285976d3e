"""What monitors found, by when it was written: what volume, share of voice and top authors are counted from."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from responder.core.messages import Message
from responder.store import messages

TABLES = """
CREATE TABLE hits (
    monitor BLOB NOT NULL, at INTEGER NOT NULL, message INTEGER NOT NULL, contact BLOB NOT NULL,
    PRIMARY KEY (monitor, at, message)
) WITHOUT ROWID;
"""

Row = tuple[bytes, int, int, bytes]
"""(monitor, when it was written, number of the message, its author)."""


def rows(number: int, message: Message) -> list[Row]:
    """Return a message's rows, one for each monitor that found it; `number` is the message's."""
    contact = message.contact.bytes
    return [(monitor.bytes, message.created_at, number, contact) for monitor in message.monitors]


def add(connection: sqlite3.Connection, found: Iterable[Row]) -> None:
    """Write rows of messages that were not known."""
    connection.executemany("INSERT INTO hits VALUES (?, ?, ?, ?)", sorted(found))


def rewrite(
    connection: sqlite3.Connection,
    before: Mapping[bytes, messages.Row],
    after: Sequence[messages.Row],
    live: Mapping[bytes, Message],
) -> None:
    """Write the rows of messages that changed; `before` and `live` are by the message's id."""
    gone = [
        (monitor.bytes, old[4], old[0])
        for row in after
        if (old := before.get(row[1])) is not None
        for monitor in messages.monitors_of(old)
    ]
    connection.executemany("DELETE FROM hits WHERE monitor = ? AND at = ? AND message = ?", gone)
    add(connection, (hit for row in after if row[1] in live for hit in rows(row[0], live[row[1]])))
