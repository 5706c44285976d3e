"""People outside, as one network knows them: whatever order their messages come in, the same rows."""

import sqlite3
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from responder.core.messages import Message
from responder.core.questions import Contact
from responder.store.log import chunks, marks

TABLES = """
CREATE TABLE contacts (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, network TEXT NOT NULL, server TEXT NOT NULL,
    handle TEXT NOT NULL, name TEXT NOT NULL, avatar TEXT, url TEXT, followers INTEGER,
    first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, newest_at INTEGER NOT NULL, newest_id BLOB NOT NULL
);
CREATE TABLE participants (
    contact INTEGER NOT NULL, conversation INTEGER NOT NULL, messages INTEGER NOT NULL,
    PRIMARY KEY (contact, conversation)
) WITHOUT ROWID;
"""

_NEWEST = ("handle", "name", "avatar", "url", "followers", "newest_at", "newest_id")
_UPSERT = f"""
INSERT INTO contacts VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)
ON CONFLICT (id) DO UPDATE SET
    first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen),
    {
    ", ".join(
        f"{name} = iif((excluded.newest_at, excluded.newest_id) > (newest_at, newest_id),"
        f" excluded.{name}, {name})"
        for name in _NEWEST
    )
}
"""

_NUMBER = "(SELECT number FROM contacts WHERE id = ?)"
_LONG_AGO = -(1 << 63)
_SHOWN = ("network", "server", "handle", "name", "avatar", "url", "followers", "first_seen", "last_seen")


class People:
    """What one transaction learns of contacts."""

    def __init__(self) -> None:
        self._rows: dict[bytes, list[Any]] = {}
        self._spoke: dict[tuple[bytes, int], int] = {}
        self._forgotten: list[tuple[bytes, int]] = []

    def saw(self, contact: bytes, number: int, event: bytes, message: Message) -> None:
        """Learn from one version of a message; `number` and `event` are its event's."""
        at, author = message.created_at, message.author
        newest = (message.edited_at or at, event)
        row = self._rows.get(contact)
        if row is None:
            row = [number, contact, message.network, message.server, *[None] * 5, at, at, _LONG_AGO, b""]
            self._rows[contact] = row
        row[0], row[9], row[10] = min(row[0], number), min(row[9], at), max(row[10], at)
        if newest > (row[11], row[12]):
            row[4:9] = author.handle, author.name, author.avatar, author.url, author.followers
            row[11:13] = newest

    def spoke(self, contact: bytes, conversation: int) -> None:
        """Count a new message of a contact in a conversation."""
        pair = (contact, conversation)
        self._spoke[pair] = self._spoke.get(pair, 0) + 1

    def recount(self, conversation: int, ever: Iterable[bytes], now: Iterable[bytes]) -> None:
        """Count a conversation again: `ever` wrote in it, `now` names the author of each message."""
        self._forgotten.extend((contact, conversation) for contact in set(ever))
        for contact in now:
            self.spoke(contact, conversation)

    def write(self, connection: sqlite3.Connection) -> None:
        """Write what was learnt."""
        connection.executemany(_UPSERT, list(self._rows.values()))
        numbers = _numbers(connection, [one for one, _ in (*self._forgotten, *self._spoke)])
        connection.executemany(
            "DELETE FROM participants WHERE contact = ? AND conversation = ?",
            [(numbers[one], conversation) for one, conversation in self._forgotten if one in numbers],
        )
        connection.executemany(
            "INSERT INTO participants VALUES (?, ?, ?)"
            " ON CONFLICT (contact, conversation) DO UPDATE SET messages = messages + excluded.messages",
            sorted((numbers[one], conversation, n) for (one, conversation), n in self._spoke.items()),
        )


def _numbers(connection: sqlite3.Connection, ids: Iterable[bytes]) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for part in chunks(sorted(set(ids))):
        question = f"SELECT id, number FROM contacts WHERE id IN ({marks(part)})"
        found.update(connection.execute(question, part).fetchall())
    return found


def contact(connection: sqlite3.Connection, contact_id: UUID) -> Contact | None:
    """Return one person, with how often they wrote."""
    key = (contact_id.bytes,)
    found = connection.execute(f"SELECT {', '.join(_SHOWN)} FROM contacts WHERE id = ?", key).fetchone()
    if found is None:
        return None
    messages, conversations = connection.execute(
        f"SELECT coalesce(sum(messages), 0), count(*) FROM participants WHERE contact = {_NUMBER}", key
    ).fetchone()
    row = dict(zip(_SHOWN, found, strict=True))
    return Contact(contact_id, **row, messages=messages, conversations=conversations)


def conversations(connection: sqlite3.Connection, contact_id: UUID, excluding: UUID, limit: int) -> list[int]:
    """Return the numbers of the other conversations that a person wrote in, newest first."""
    question = f"""SELECT c.number FROM participants p JOIN conversations c ON c.number = p.conversation
        WHERE p.contact = {_NUMBER} AND c.id <> ? ORDER BY c.last_at DESC, c.number DESC LIMIT ?"""
    found = connection.execute(question, (contact_id.bytes, excluding.bytes, limit))
    return [one[0] for one in found]
