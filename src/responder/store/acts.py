"""Acts asked of the networks, other than replies: pending until done or failed."""

import sqlite3
from collections.abc import Iterable

from responder.core import events as e
from responder.store.log import Log

TABLES = """
CREATE TABLE acts (
    id BLOB PRIMARY KEY, event INTEGER, request BLOB, settled INTEGER NOT NULL DEFAULT 0, error TEXT
) WITHOUT ROWID;
CREATE INDEX acts_pending ON acts (event) WHERE NOT settled AND event IS NOT NULL;
"""


_ASK = """
INSERT INTO acts (id, event, request) VALUES (?, ?, ?)
ON CONFLICT (id) DO UPDATE SET event = excluded.event, request = excluded.request
WHERE request IS NULL OR excluded.request < request
"""


def fold(connection: sqlite3.Connection, events: Iterable[tuple[int, e.Event]]) -> None:
    """Write what these events say of acts; the order in which they come does not matter."""
    for seq, event in events:
        match event.body:
            case e.ActRequested(act=act):
                connection.execute(_ASK, (act.bytes, seq, event.id.bytes))
            case e.ActDone(act=act):
                _settle(connection, act.bytes, None)
            case e.ActFailed(act=act, error=error):
                _settle(connection, act.bytes, error)


def _settle(connection: sqlite3.Connection, act: bytes, error: str | None) -> None:
    connection.execute(
        "INSERT INTO acts (id, settled, error) VALUES (?, 1, ?) ON CONFLICT (id) DO UPDATE SET settled = 1,"
        " error = CASE WHEN settled AND (error IS NULL OR excluded.error IS NULL) THEN NULL"
        " WHEN settled THEN max(error, excluded.error) ELSE excluded.error END",
        (act, error),
    )


def pending(connection: sqlite3.Connection, log: Log) -> list[e.Event]:
    """Return the `ActRequested` events not yet done or failed, in the order in which they were asked."""
    question = "SELECT event FROM acts WHERE NOT settled AND event IS NOT NULL ORDER BY event"
    seqs = [row[0] for row in connection.execute(question)]
    return list(log.at(seqs).values())
