"""The inbox: what lists filter and sort by, and the questions asked of it."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from responder.core.questions import Folder, InboxQuery, Sort
from responder.core.sla import TARGETS
from responder.store import search
from responder.store.facets import BITS, Facets

TABLES = """
CREATE TABLE inbox (
    number INTEGER PRIMARY KEY, folders INTEGER NOT NULL, priority INTEGER NOT NULL, waiting INTEGER,
    newest INTEGER NOT NULL, account BLOB NOT NULL, network TEXT NOT NULL, kind TEXT NOT NULL, mood TEXT,
    language TEXT, assignee TEXT, snoozed_until INTEGER
);
CREATE TABLE tags (
    tag TEXT NOT NULL, priority INTEGER NOT NULL, newest INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (tag, priority, newest, number)
) WITHOUT ROWID;
CREATE INDEX inbox_snoozed ON inbox (snoozed_until) WHERE snoozed_until IS NOT NULL;
"""

NEVER = 1 << 53
"""Later than any time in µs: those who do not wait come after those who do, newest first."""

_DUE = "CASE priority {} END".format(
    " ".join(f"WHEN {priority} THEN {target}" for priority, target in enumerate(TARGETS))
)
KEYS: dict[Sort, str] = {
    Sort.NEWEST: "-newest",
    Sort.WAITING: f"coalesce(waiting, {NEVER} - newest)",
    Sort.DUE: f"coalesce(waiting + {_DUE}, {NEVER} - newest)",
    Sort.PRIORITY: f"((3 - priority) << 55) + coalesce(waiting, {NEVER} - newest)",
}
"""What each order sorts by, the smallest first; ties by number."""


class Shelf:
    """What one transaction changes in the inbox."""

    def __init__(self) -> None:
        self._put: list[tuple[int, Facets]] = []
        self._moved: list[tuple[int, Facets, Facets]] = []

    def move(self, number: int, before: Facets | None, after: Facets | None) -> None:
        """Put a conversation where it now belongs."""
        if after is None or after == before:
            return
        if before is None:
            self._put.append((number, after))
        else:
            self._moved.append((number, before, after))

    def write(self, connection: sqlite3.Connection) -> None:
        """Write what changed."""
        connection.executemany(
            "INSERT INTO inbox (folders, priority, waiting, newest, account, network, kind, mood, language,"
            " assignee, snoozed_until, number) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            [_values(number, one) for number, one in self._put],
        )
        connection.executemany(
            "UPDATE inbox SET folders = ?, priority = ?, waiting = ?, newest = ?, account = ?, network = ?,"
            " kind = ?, mood = ?, language = ?, assignee = ?, snoozed_until = ? WHERE number = ?",
            [_values(number, after) for number, _, after in self._moved],
        )
        gone = [row for number, before, _ in self._moved for row in _tags(number, before)]
        connection.executemany("DELETE FROM tags WHERE tag=? AND priority=? AND newest=? AND number=?", gone)
        put = [*self._put, *((number, after) for number, _, after in self._moved)]
        connection.executemany(
            "INSERT INTO tags VALUES (?, ?, ?, ?)", [row for number, one in put for row in _tags(number, one)]
        )


def _values(number: int, one: Facets) -> tuple[object, ...]:
    return (
        one.folders, one.priority, one.waiting, one.newest, one.account, one.network, one.kind,
        one.mood, one.language, one.assignee, one.snoozed_until, number,
    )  # fmt: skip


def _tags(number: int, one: Facets) -> list[tuple[str, int, int, int]]:
    return [(tag, one.priority, one.newest, number) for tag in one.tags]


@dataclass(slots=True)
class Where:
    """Conditions and their values."""

    terms: list[str]
    values: list[object]

    def add(self, term: str, *values: object) -> None:
        """Add one condition."""
        self.terms.append(term)
        self.values.extend(values)


def where(query: InboxQuery) -> Where:
    """Return the conditions of a query, but for its text."""
    found = Where([f"folders & {BITS[query.folder]}"], [])
    if query.folder is Folder.MINE:
        found.add("assignee = ?", query.member)
    if query.account is not None:
        found.add("account = ?", query.account.bytes)
    for column, value in (
        ("network", query.network),
        ("assignee", query.assignee),
        ("priority", query.priority),
        ("kind", query.kind and query.kind.value),
        ("mood", query.mood and query.mood.value),
        ("language", query.language),
    ):
        if value is not None:
            found.add(f"{column} = ?", value)
    if query.tag is not None:
        found.add("number IN (SELECT number FROM tags WHERE tag = ?)", query.tag)
    if query.text.strip():
        found.add(
            "number IN (SELECT conversation FROM messages WHERE number IN"
            " (SELECT rowid FROM search WHERE search MATCH ?))",
            search.expression(query.text),
        )
    return found


def numbers(
    connection: sqlite3.Connection, query: InboxQuery, after: str | None, limit: int
) -> tuple[list[int], str | None]:
    """Return the next conversations of a list by number, and the key to go on from."""
    found = where(query)
    key = KEYS[query.sort]
    if after is not None:
        found.add(f"({key}, number) > (?, ?)", *(int(part) for part in after.split(":")))
    question = (
        f"SELECT {key} AS key, number FROM inbox WHERE {' AND '.join(found.terms)}"
        " ORDER BY key, number LIMIT ?"
    )
    rows: Sequence[tuple[int, int]] = connection.execute(question, (*found.values, limit)).fetchall()
    following = f"{rows[-1][0]}:{rows[-1][1]}" if len(rows) == limit else None
    return [number for _, number in rows], following


def matching(connection: sqlite3.Connection, query: InboxQuery) -> Iterable[bytes]:
    """Yield the ids of all conversations that match, in no order."""
    found = where(query)
    question = (
        "SELECT id FROM conversations WHERE number IN"
        f" (SELECT number FROM inbox WHERE {' AND '.join(found.terms)})"
    )
    for row in connection.execute(question, found.values):
        yield row[0]


def due_snoozes(connection: sqlite3.Connection, now: int) -> list[bytes]:
    """Return the ids of the conversations whose snooze has ended."""
    question = """SELECT c.id FROM inbox i JOIN conversations c USING (number)
        WHERE i.snoozed_until <= ? ORDER BY i.snoozed_until"""
    return [row[0] for row in connection.execute(question, (now,))]


def next_snooze(connection: sqlite3.Connection) -> int | None:
    """Return when the next snooze ends (µs UTC)."""
    question = "SELECT min(snoozed_until) FROM inbox WHERE snoozed_until IS NOT NULL"
    found: int | None = connection.execute(question).fetchone()[0]
    return found
