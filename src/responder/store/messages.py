"""The messages of conversations: where each lies in the log, and what was said of it."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import structs

from responder.core import events as e
from responder.core.messages import Message
from responder.core.questions import MessageView
from responder.core.streams import Known, version
from responder.store.log import Log, chunks, key, marks

TABLES = """
CREATE TABLE messages (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL, conversation INTEGER NOT NULL, event INTEGER NOT NULL,
    created_at INTEGER NOT NULL, versions INTEGER NOT NULL, deleted INTEGER NOT NULL, mood TEXT, tags TEXT,
    addressed INTEGER NOT NULL, monitors TEXT
);
CREATE INDEX messages_conversation ON messages (conversation);
CREATE TABLE versions (message INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (message, event)) WITHOUT ROWID;
"""

Row = tuple[int, bytes, int, int, int, int, int, str | None, str | None, int, str | None]
"""(number, id, conversation, event, created_at, versions, deleted, mood, tags, addressed, monitors).

The last two are what all versions say together; `event` brought the newest.
"""

_COLUMNS = "number, id, conversation, event, created_at, versions, deleted, mood, tags, addressed, monitors"
_MARKS = ",".join("?" * len(_COLUMNS.split(",")))

_BY_KEY = "FROM events e CROSS JOIN messages m ON m.number = e.seq WHERE e.key"
"""A message's number is that of an event that brought it, and the log finds those."""
_JOINED = "m.event, m.addressed, m.monitors"
_BY_ID = f"{_BY_KEY} = ? AND m.id = ? ORDER BY m.number"


_decode = msgspec.json.Decoder(tuple[UUID, ...]).decode


def _named(message: UUID) -> tuple[int, bytes]:
    return key(message.bytes), message.bytes


def new_row(number: int, message_id: bytes, conversation: int, message: Message) -> Row:
    """Return the row of a message that was just received for the first time, by the event of that number."""
    return (
        number, message_id, conversation, number, message.created_at, 1, 0, None, None,
        int(message.addressed), found_by(message),
    )  # fmt: skip


def monitors_of(row: Row) -> tuple[UUID, ...]:
    """Return the monitors that found the message of a row."""
    return () if row[10] is None else _decode(row[10])


def found_by(message: Message) -> str | None:
    """Return the monitors that found a message as the table keeps them."""
    return msgspec.json.encode(message.monitors).decode() if message.monitors else None


def row(known: Known, number: int, conversation: int, event: int) -> Row:
    """Return the row of a message whose stream was folded whole."""
    return (
        number,
        known.id.bytes,
        conversation,
        event,
        known.message.created_at,
        known.versions,
        int(known.deleted),
        known.mood.value if known.mood else None,
        msgspec.json.encode(known.tags).decode() if known.tags else None,
        int(known.message.addressed),
        found_by(known.message),
    )


def insert(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Write messages that were not known."""
    connection.executemany(f"INSERT INTO messages ({_COLUMNS}) VALUES ({_MARKS})", rows)


def replace(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Write messages whether known or not."""
    connection.executemany(f"INSERT OR REPLACE INTO messages ({_COLUMNS}) VALUES ({_MARKS})", rows)


def set_versions(connection: sqlite3.Connection, rows: Sequence[tuple[int, int]]) -> None:
    """Keep which events are versions of a message that has several."""
    connection.executemany("INSERT OR IGNORE INTO versions VALUES (?, ?)", rows)


def known(connection: sqlite3.Connection, ids: Iterable[bytes]) -> set[bytes]:
    """Return those ids that are messages here."""
    found: set[bytes] = set()
    for part in chunks(ids):
        question = f"SELECT m.id {_BY_KEY} IN ({marks(part)})"
        met = {one[0] for one in connection.execute(question, [key(one) for one in part])}
        found.update(met.intersection(part))
    return found


def of(connection: sqlite3.Connection, conversation: int) -> dict[bytes, Row]:
    """Return the rows of one conversation by the message's id."""
    question = f"SELECT {_COLUMNS} FROM messages WHERE conversation = ?"
    return {one[1]: one for one in connection.execute(question, (conversation,))}


def _received(log: Log, event: int, addressed: int, monitors: str | None) -> Message:
    return _joined(log.at([event])[event], addressed, monitors)


def _joined(event: e.Event, addressed: int, monitors: str | None) -> Message:
    """Return the message that an event brought, with what all versions of it say together."""
    assert isinstance(event.body, e.MessageReceived)
    message = event.body.message
    if message.addressed == addressed and monitors is None and not message.monitors:
        return message
    found = _decode(monitors or "[]")
    return structs.replace(message, addressed=bool(addressed), monitors=found)


def message(connection: sqlite3.Connection, log: Log, message_id: UUID) -> Message | None:
    """Return a message as it is now."""
    found = connection.execute(f"SELECT {_JOINED} {_BY_ID}", _named(message_id)).fetchone()
    return None if found is None else _received(log, *found)


def since(connection: sqlite3.Connection, log: Log, conversation: UUID, seen: UUID | None) -> list[Message]:
    """Return the messages that arrived in a conversation after one of them, in the order of arrival.

    One that was written before it, such as a parent fetched later, is no news.
    """
    after: tuple[int, int] = (0, 0)
    if seen is not None:
        question = f"SELECT m.number, m.created_at {_BY_ID}"
        after = connection.execute(question, _named(seen)).fetchone() or after
    question = f"""SELECT {_JOINED} FROM messages m JOIN streams s ON s.number = m.conversation
        WHERE s.id = ? AND m.number > ? AND m.created_at >= ? AND NOT m.deleted ORDER BY m.number"""
    return [_received(log, *one) for one in connection.execute(question, (conversation.bytes, *after))]


def of_account(connection: sqlite3.Connection, account: UUID, since: int, last: int) -> set[bytes]:
    """Return what spoke to an account at or after a time, is not deleted, and arrived with event `last` or before it."""
    question = """SELECT m.id FROM inbox i JOIN messages m ON m.conversation = i.number
        WHERE i.account = ? AND i.newest >= ? AND m.created_at >= ? AND m.number <= ?
        AND NOT m.deleted AND m.addressed"""
    return {row[0] for row in connection.execute(question, (account.bytes, since, since, last))}


def views(
    connection: sqlite3.Connection, log: Log, conversation: int, members: dict[UUID, str], limit: int
) -> tuple[MessageView, ...]:
    """Return the newest messages of a conversation, oldest first; `members` says who wrote which of ours."""
    question = f"""SELECT {_COLUMNS} FROM messages WHERE conversation = ?
        ORDER BY created_at DESC, number DESC LIMIT ?"""
    rows = connection.execute(question, (conversation, limit)).fetchall()
    events = log.at(one[3] for one in rows)
    return tuple(_view(connection, log, one, events[one[3]], members) for one in reversed(rows))


def _view(
    connection: sqlite3.Connection, log: Log, row: Sequence[Any], event: e.Event, members: dict[UUID, str]
) -> MessageView:
    number, message_id, _, current, _, versions, deleted, mood, tags, addressed, monitors = row
    return MessageView(
        _joined(event, addressed, monitors),
        deleted=bool(deleted),
        mood=e.Mood(mood) if mood else None,
        tags=tuple(msgspec.json.decode(tags)) if tags else (),
        earlier=_earlier(connection, log, number, current) if versions > 1 else (),
        member=members.get(UUID(bytes=message_id)),
    )


def _earlier(connection: sqlite3.Connection, log: Log, number: int, current: int) -> tuple[str, ...]:
    found = connection.execute("SELECT event FROM versions WHERE message = ?", (number,))
    events = [event for seq, event in log.at(one[0] for one in found).items() if seq != current]
    texts = [
        (version(event, event.body.message), event.body.message.text)
        for event in events
        if isinstance(event.body, e.MessageReceived)
    ]
    return tuple(text for _, text in sorted(texts))
