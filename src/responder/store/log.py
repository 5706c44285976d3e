"""The table of events: append only, each id once."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar
from uuid import UUID

import msgspec

from responder.core.events import Event, MessageReceived
from responder.core.streams import Key
from responder.store.codec import Codec, usual

TABLES = """
CREATE TABLE words (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE streams (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE);
CREATE TABLE events (
    seq INTEGER PRIMARY KEY, id BLOB NOT NULL, key INTEGER NOT NULL, kind INTEGER NOT NULL REFERENCES words,
    version INTEGER NOT NULL, stream INTEGER NOT NULL REFERENCES streams, actor INTEGER NOT NULL REFERENCES words,
    device INTEGER NOT NULL REFERENCES words, at INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE INDEX events_key ON events (key);
CREATE INDEX events_stream ON events (stream);
CREATE TABLE cursors (account BLOB PRIMARY KEY, cursor TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE positions (projection TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
"""

_READ = """SELECT e.seq, e.stream, e.id, k.word, e.version, s.id, a.word, d.word, e.at, e.body
    FROM events e CROSS JOIN streams s ON s.number = e.stream CROSS JOIN words k ON k.number = e.kind
    CROSS JOIN words a ON a.number = e.actor CROSS JOIN words d ON d.number = e.device"""
_OF_STREAM = "e.stream = (SELECT number FROM streams WHERE id = ?)"
T = TypeVar("T")
CHUNK = 500
"""How many ids go into one question."""


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Cut a long list of keys into parts that fit one statement."""
    iterator = iter(values)
    while part := list(islice(iterator, size)):
        yield part


def marks(part: Sequence[object]) -> str:
    """Return as many question marks as there are values."""
    return ",".join("?" * len(part))


def key(id: bytes) -> int:
    """Return the part of an id that the log is searched by: ids without order fill an index evenly, so it is small.

    Versions of a message share their message's, so that one index finds both. Of an id that rises with time
    it takes the time and what is random.
    """
    return int.from_bytes(id[:4] + id[-2:], "big", signed=True)


def _key(event: Event) -> int:
    body = event.body
    return key((body.message.id if isinstance(body, MessageReceived) else event.id).bytes)


class Numbered(NamedTuple):
    """An event with its number in the log, its place in its stream, and its stream's number.

    A stream's number is that of its first event.
    """

    seq: int
    event: Event
    key: Key
    stream: int


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
        try:
            encoded = [self._codec.row(event) for event in events]
        except UnicodeEncodeError:  # a stranger's text with half a character must not hold up the others
            events = [self._codec.mended(event) for event in events]
            encoded = [self._codec.row(event) for event in events]
        keys = [_key(event) for event in events]
        known = self._known(keys)
        words = self._words({word for row in encoded for word in (row[1], row[4], row[5])})
        streams = self._streams({row[3] for row in encoded})
        begun: list[tuple[int, bytes]] = []
        fresh: list[Numbered] = []
        rows: list[tuple[object, ...]] = []
        seq = self.last()
        for event, found, row in zip(events, keys, encoded, strict=True):
            event_id, kind, version, stream_id, actor, device, at, body = row
            if event_id in known:
                continue
            known.add(event_id)
            seq += 1
            stream = streams.get(stream_id)
            if stream is None:
                stream = streams[stream_id] = seq
                begun.append((seq, stream_id))
            fresh.append(Numbered(seq, event, (at, event_id), stream))
            rows.append(
                (seq, event_id, found, words[kind], version, stream, words[actor], words[device], at, body)
            )
        self._connection.executemany("INSERT INTO streams VALUES (?, ?)", begun)
        self._connection.executemany("INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
        return fresh

    def _words(self, words: Collection[str]) -> dict[str, int]:
        """Return the numbers of words that recur, drawn for those that are new."""
        question = "SELECT word, number FROM words WHERE word IN (SELECT value FROM json_each(?))"
        values = (msgspec.json.encode(sorted(words)).decode(),)
        found: dict[str, int] = dict(self._connection.execute(question, values).fetchall())
        for word in sorted(set(words) - found.keys()):
            made = self._connection.execute("INSERT INTO words (word) VALUES (?)", (word,)).lastrowid
            assert made is not None
            found[word] = made
        return found

    def _streams(self, ids: Iterable[bytes]) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        for part in chunks(ids):
            question = f"SELECT id, number FROM streams WHERE id IN ({marks(part)})"
            found.update(self._connection.execute(question, part).fetchall())
        return found

    def _known(self, keys: Iterable[int]) -> set[bytes]:
        """Return the ids of all events with these keys."""
        found: set[bytes] = set()
        for part in chunks(keys):
            question = f"SELECT id FROM events WHERE key IN ({marks(part)})"
            found.update(row[0] for row in self._connection.execute(question, part))
        return found

    def latest_at(self, stream: UUID) -> int:
        """Return the time of a stream's last event (µs UTC); 0 when it has none."""
        question = f"SELECT max(e.at) FROM events e WHERE {_OF_STREAM}"
        found: int | None = self._connection.execute(question, (stream.bytes,)).fetchone()[0]
        return found or 0

    def knows(self, event: Event) -> bool:
        """Say whether an event is in the log."""
        return event.id.bytes in self._known([_key(event)])

    def _select(self, rest: str, *values: object) -> list[Numbered]:
        found = []
        for seq, stream, *row in self._connection.execute(f"{_READ} {rest}", values):
            event_id, kind, version, stream_id, actor, device, at, body = row
            event = self._codec.event((event_id, kind, version, stream_id, actor, device, at, body))
            found.append(Numbered(seq, event, (at, event_id), stream))
        return found

    def stream(self, stream: UUID) -> list[Numbered]:
        """Return the events of one stream with their numbers, as they arrived."""
        return self._select(f"WHERE {_OF_STREAM} ORDER BY e.seq", stream.bytes)

    def decisions(self, stream: UUID) -> list[Numbered]:
        """Return what people and the machine decided in a stream: everything but messages, in fold order."""
        rest = f"WHERE {_OF_STREAM} AND k.word <> 'MessageReceived' ORDER BY e.at, e.id"
        return self._select(rest, stream.bytes)

    def after(self, seq: int, limit: int) -> list[Numbered]:
        """Return the next events of the log."""
        return self._select("WHERE e.seq > ? ORDER BY e.seq LIMIT ?", seq, limit)

    def at(self, seqs: Iterable[int]) -> dict[int, Event]:
        """Return the events with these numbers, in the order of the log."""
        found: list[Numbered] = []
        for part in chunks(sorted(seqs)):
            found.extend(self._select(f"WHERE e.seq IN ({marks(part)}) ORDER BY e.seq", *part))
        return {one.seq: one.event for one in found}


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
