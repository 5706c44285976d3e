"""What monitors found, by when it was written: what volume, share of voice and top authors are counted from."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from uuid import UUID

import msgspec

from responder.core.heard import TopAuthor
from responder.core.messages import Message
from responder.core.questions import Folder
from responder.store import messages
from responder.store.counters import count
from responder.store.facets import BITS
from responder.store.log import marks as places

TABLES = """
CREATE TABLE hits (
    monitor BLOB NOT NULL, at INTEGER NOT NULL, message INTEGER NOT NULL, contact BLOB NOT NULL, link INTEGER NOT NULL,
    PRIMARY KEY (monitor, at, message)
) WITHOUT ROWID;
CREATE INDEX hits_link ON hits (link);
"""

Row = tuple[bytes, int, int, bytes, int]
"""(monitor, when it was written, number of the message, its author, mark of its address in the world)."""


def rows(number: int, message: Message) -> list[Row]:
    """Return a message's rows, one for each monitor that found it; `number` is the message's."""
    contact, link = message.contact.bytes, mark(message)
    return [(monitor.bytes, message.created_at, number, contact, link) for monitor in message.monitors]


def mark(message: Message) -> int:
    """Return a short mark of a message's address in the world, the same wherever it is read."""
    address = f"{message.network}\n{message.url or message.id}"
    return int.from_bytes(blake2b(address.encode("utf-8", "replace"), digest_size=6).digest(), "big")


def copies(connection: sqlite3.Connection, marks: Iterable[int]) -> dict[int, bytes]:
    """Return the messages that monitors found with these marks: one is enough of each."""
    question = "SELECT m.id FROM hits h JOIN messages m ON m.number = h.message WHERE h.link = ? LIMIT 1"
    found = ((one, connection.execute(question, (one,)).fetchone()) for one in marks)
    return {one: row[0] for one, row in found if row is not None}


def add(connection: sqlite3.Connection, found: Iterable[Row]) -> None:
    """Write rows of messages that were not known."""
    connection.executemany("INSERT INTO hits VALUES (?, ?, ?, ?, ?)", sorted(found))


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


Aside = tuple[str, tuple[str, ...]]
"""A condition that leaves messages out, with its values."""


def without_spam(connection: sqlite3.Connection) -> Aside:
    """Return what leaves out the messages that a person put aside as spam; asked once for several questions."""
    if not count(connection, Folder.SPAM.value, "", ""):
        return "", ()
    bit = BITS[Folder.SPAM]
    question = f"""SELECT m.number FROM (
            SELECT number FROM inbox WHERE folders & {bit} AND waiting IS NULL UNION ALL
            SELECT number FROM inbox WHERE folders & {bit} AND waiting IS NOT NULL
        ) i JOIN messages m ON m.conversation = i.number"""
    numbers = [row[0] for row in connection.execute(question)]
    return " AND h.message NOT IN (SELECT value FROM json_each(?))", (msgspec.json.encode(numbers).decode(),)


def volume(
    connection: sqlite3.Connection, monitors: Sequence[UUID], bounds: Sequence[int], aside: Aside = ("", ())
) -> tuple[int, ...]:
    """Return how many messages these monitors found between each two of the bounds (µs UTC, rising)."""
    spam, put_aside = aside
    counted = "h.message" if len(monitors) == 1 else "DISTINCT h.message"
    question = f"""SELECT count({counted}) FROM json_each(?) stretch LEFT JOIN hits h
        ON h.monitor IN ({places(monitors)}) AND h.at >= json_extract(stretch.value, '$[0]')
        AND h.at < json_extract(stretch.value, '$[1]'){spam}
        GROUP BY stretch.key ORDER BY stretch.key"""
    stretches = msgspec.json.encode(list(pairwise(bounds))).decode()
    keys = [monitor.bytes for monitor in monitors]
    return tuple(row[0] for row in connection.execute(question, (stretches, *keys, *put_aside)))


def authors(
    connection: sqlite3.Connection, monitor: UUID, since: int, until: int, limit: int, aside: Aside = ("", ())
) -> tuple[TopAuthor, ...]:
    """Return who was heard most by a monitor in a stretch of time; among equals the one heard last."""
    spam, put_aside = aside
    question = f"""SELECT h.contact, c.network, c.handle, c.name, h.n, h.last, c.followers FROM (
            SELECT contact, count(*) AS n, max(at) AS last FROM hits h
            WHERE monitor = ? AND at >= ? AND at < ?{spam}
            GROUP BY contact ORDER BY n DESC, last DESC, contact LIMIT ?
        ) h JOIN contacts c ON c.id = h.contact ORDER BY h.n DESC, h.last DESC, h.contact"""
    rows = connection.execute(question, (monitor.bytes, since, until, *put_aside, limit))
    return tuple(TopAuthor(UUID(bytes=contact), *rest) for contact, *rest in rows)
