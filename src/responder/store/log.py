"""The table of events: append only, each id once."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from responder.core.events import Event
from responder.core.streams import Key
from responder.store.codec import Codec, Row, usual

TABLES = """
CREATE TABLE events (
    seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, version INTEGER NOT NULL,
    stream BLOB NOT NULL, actor TEXT NOT NULL, device TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE INDEX events_stream ON events (stream, at);
CREATE TABLE cursors (account BLOB PRIMARY KEY, cursor TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE positions (projection TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
"""

COLUMNS = "id, kind, version, stream, actor, device, at, body"
CHUNK = 500
"""How many ids go into one question."""


def chunks(values: Iterable[bytes], size: int = CHUNK) -> Iterator[list[bytes]]:
    """Cut a long list of ids into parts that fit one statement."""
    iterator = iter(values)
    while part := list(islice(iterator, size)):
        yield part


def marks(part: Sequence[object]) -> str:
    """Return as many question marks as there are values."""
    return ",".join("?" * len(part))


class Numbered(NamedTuple):
    """An event with its number in the log, its place in its stream, and its stream's id as stored."""

    seq: int
    event: Event
    key: Key
    stream: bytes


class Log:
    """The events, on one connection."""

    def __init__(self, connection: sqlite3.Connection, codec: Codec | None = None) -> None:
        self._connection = connection
        self._codec = codec or usual()

    def last(self) -> int:
        """Return the number of the newest event; 0 when there is none."""
        found: int | None = self._connection.execute("SELECT max(seq) FROM events").fetchone()[0]
        return found or 0

    def count(self) -> int:
        """Return how many events there are."""
        found: int = self._connection.execute("SELECT count(*) FROM events").fetchone()[0]
        return found

    def append(self, events: Sequence[Event]) -> list[Numbered]:
        """Write those that are new, in the order given, and return them with their numbers."""
        encoded = [self._codec.row(event) for event in events]
        known = self._known(row[0] for row in encoded)
        fresh: list[Numbered] = []
        rows: list[tuple[int, *Row]] = []
        seq = self.last()
        for event, row in zip(events, encoded, strict=True):
            if row[0] in known:
                continue
            known.add(row[0])
            seq += 1
            fresh.append(Numbered(seq, event, (event.at, row[0]), row[3]))
            rows.append((seq, *row))
        self._connection.executemany(f"INSERT INTO events (seq, {COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)", rows)
        return fresh

    def _known(self, ids: Iterable[bytes]) -> set[bytes]:
        found: set[bytes] = set()
        for part in chunks(ids):
            question = f"SELECT id FROM events WHERE id IN ({marks(part)})"
            found.update(row[0] for row in self._connection.execute(question, part))
        return found

    def latest_at(self, stream: UUID) -> int:
        """Return the time of a stream's last event (µs UTC); 0 when it has none."""
        question = "SELECT max(at) FROM events WHERE stream = ?"
        found: int | None = self._connection.execute(question, (stream.bytes,)).fetchone()[0]
        return found or 0

    def knows(self, event: UUID) -> bool:
        """Say whether an event is in the log."""
        return bool(self._known([event.bytes]))

    def _numbered(self, row: tuple[int, *Row]) -> Numbered:
        event = self._codec.event(row[1:])
        return Numbered(row[0], event, (event.at, row[1]), row[4])

    def stream(self, stream: UUID) -> list[Numbered]:
        """Return the events of one stream with their numbers, as they arrived."""
        question = f"SELECT seq, {COLUMNS} FROM events WHERE stream = ? ORDER BY seq"
        rows = self._connection.execute(question, (stream.bytes,))
        return [self._numbered(row) for row in rows]

    def decisions(self, stream: UUID) -> list[Numbered]:
        """Return what people and the machine decided in a stream: everything but messages, in fold order."""
        question = f"""SELECT seq, {COLUMNS} FROM events
            WHERE stream = ? AND kind <> 'MessageReceived' ORDER BY at, id"""
        rows = self._connection.execute(question, (stream.bytes,))
        return [self._numbered(row) for row in rows]

    def after(self, seq: int, limit: int) -> list[Numbered]:
        """Return the next events of the log."""
        question = f"SELECT seq, {COLUMNS} FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
        rows = self._connection.execute(question, (seq, limit))
        return [self._numbered(row) for row in rows]

    def at(self, seqs: Iterable[int]) -> dict[int, Event]:
        """Return the events with these numbers."""
        question = f"SELECT seq, {COLUMNS} FROM events WHERE seq = ?"
        found: dict[int, Event] = {}
        for seq in seqs:
            for row in self._connection.execute(question, (seq,)):
                found[row[0]] = self._codec.event(row[1:])
        return found


def cursor(connection: sqlite3.Connection, account: UUID) -> str | None:
    """Return where reading an account resumes."""
    row = connection.execute("SELECT cursor FROM cursors WHERE account = ?", (account.bytes,)).fetchone()
    return None if row is None else row[0]


def set_cursor(connection: sqlite3.Connection, account: UUID, value: str) -> None:
    """Keep where reading an account resumes, in the transaction of what was read."""
    connection.execute("INSERT OR REPLACE INTO cursors VALUES (?, ?)", (account.bytes, value))


def set_position(connection: sqlite3.Connection, seq: int) -> None:
    """Say up to which event the tables are folded, in the transaction that folded it."""
    connection.execute("INSERT OR REPLACE INTO positions VALUES ('folded', ?)", (seq,))


def position(connection: sqlite3.Connection) -> int:
    """Return up to which event the tables are folded."""
    row = connection.execute("SELECT seq FROM positions WHERE projection = 'folded'").fetchone()
    return 0 if row is None else int(row[0])
