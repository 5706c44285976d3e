"""The inbox: what lists filter and sort by, with an index for every folder and filter."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from operator import attrgetter

from responder.core.questions import Folder
from responder.store.facets import BITS, Facets

_COLUMNS = (
    "number INTEGER PRIMARY KEY, folders INTEGER NOT NULL, priority INTEGER NOT NULL, waiting INTEGER,"
    " newest INTEGER NOT NULL, account BLOB NOT NULL, network TEXT NOT NULL, kind TEXT NOT NULL, mood TEXT,"
    " language TEXT, assignee TEXT, snoozed_until INTEGER, cell INTEGER NOT NULL"
)
_CLASSES = (
    ("waiting", "waiting", ""),
    ("waiting_newest", "newest DESC", ""),
    ("resting", "newest DESC", " NOT"),
)


def _folder_indexes() -> str:
    """Return, for each folder, those who wait by how long and by newest, and those who do not by newest."""
    made = []
    for folder, bit in BITS.items():
        first = "assignee, " if folder is Folder.MINE else ""
        for name, order, negated in _CLASSES:
            made.append(
                f"CREATE INDEX {index(folder, name)} ON inbox ({first}priority, {order})"
                f" WHERE folders & {bit} AND waiting IS{'' if negated else ' NOT'} NULL;"
            )
    return "\n".join(made)


def index(folder: Folder, name: str) -> str:
    """Return the name of a folder's index."""
    return f"inbox_{folder.name.lower()}_{name}"


INDEXES = f"""
{_folder_indexes()}
CREATE INDEX inbox_account ON inbox (account, priority, newest DESC);
CREATE INDEX inbox_assignee ON inbox (assignee, priority, newest DESC) WHERE assignee IS NOT NULL;
CREATE INDEX inbox_account_waiting ON inbox (account, priority, waiting) WHERE waiting IS NOT NULL;
CREATE INDEX inbox_assignee_waiting ON inbox (assignee, priority, waiting)
    WHERE assignee IS NOT NULL AND waiting IS NOT NULL;
CREATE INDEX inbox_mood_waiting ON inbox (mood, priority, waiting) WHERE mood IS NOT NULL AND waiting IS NOT NULL;
CREATE INDEX inbox_cell ON inbox (cell);
CREATE INDEX inbox_mood ON inbox (mood, priority, newest DESC) WHERE mood IS NOT NULL;
CREATE INDEX inbox_snoozed ON inbox (snoozed_until) WHERE snoozed_until IS NOT NULL;
"""
"""What only questions need: a whole workspace is folded without them."""

TABLES = f"""
CREATE TABLE inbox ({_COLUMNS});
CREATE TABLE cells (
    number INTEGER PRIMARY KEY, folders INTEGER NOT NULL, priority INTEGER NOT NULL, account BLOB NOT NULL,
    network TEXT NOT NULL, kind TEXT NOT NULL, mood TEXT, language TEXT, assignee TEXT, n INTEGER NOT NULL
);
CREATE TABLE tags (
    tag TEXT NOT NULL, priority INTEGER NOT NULL, newest INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (tag, priority, newest DESC, number)
) WITHOUT ROWID;
CREATE TABLE heard (
    monitor BLOB NOT NULL, priority INTEGER NOT NULL, newest INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (monitor, priority, newest DESC, number)
) WITHOUT ROWID;
CREATE TABLE stands (
    place TEXT NOT NULL, priority INTEGER NOT NULL, newest INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (place, priority, newest DESC, number)
) WITHOUT ROWID;
"""

LABELS = {"tag": "tags", "monitor": "heard", "place": "stands"}
"""What a conversation may have several of, or often none, and the table that lists it by them."""


class Shelf:
    """What one transaction changes in the inbox."""

    def __init__(self) -> None:
        self._put: list[tuple[int, Facets]] = []
        self._moved: list[tuple[int, Facets, Facets]] = []
        self._cells: Counter[int] = Counter()
        self._samples: dict[int, Facets] = {}

    def move(self, number: int, before: Facets | None, after: Facets | None) -> None:
        """Put a conversation where it now belongs."""
        if after is None or after == before:
            return
        self._count(after, 1)
        if before is None:
            self._put.append((number, after))
        else:
            self._count(before, -1)
            self._moved.append((number, before, after))

    def _count(self, one: Facets, by: int) -> None:
        self._cells[one.cell] += by
        self._samples[one.cell] = one

    def write(self, connection: sqlite3.Connection) -> None:
        """Write what changed."""
        self._put.sort(key=lambda put: put[0])
        connection.executemany(
            "INSERT INTO inbox (folders, priority, waiting, newest, account, network, kind, mood, language,"
            " assignee, snoozed_until, cell, number) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [_values(number, one) for number, one in self._put],
        )
        connection.executemany(
            "UPDATE inbox SET folders = ?, priority = ?, waiting = ?, newest = ?, snoozed_until = ?, assignee = ?,"
            " cell = ? WHERE number = ?",
            [
                (
                    after.folders,
                    after.priority,
                    after.waiting,
                    after.newest,
                    after.snoozed_until,
                    after.assignee,
                    after.cell,
                    n,
                )
                for n, _, after in self._moved
            ],
        )
        connection.executemany(
            "UPDATE inbox SET account = ?, network = ?, kind = ?, mood = ?, language = ? WHERE number = ?",
            [(*_fixed(after), n) for n, before, after in self._moved if _fixed(before) != _fixed(after)],
        )
        self._write_cells(connection)
        for label, table in LABELS.items():
            self._write_labels(connection, label, table)

    def _write_labels(self, connection: sqlite3.Connection, label: str, table: str) -> None:
        values = attrgetter(f"{label}s")
        listed = [moved for moved in self._moved if values(moved[1]) or values(moved[2])]
        gone = [row for number, before, _ in listed for row in _labels(values(before), number, before)]
        connection.executemany(
            f"DELETE FROM {table} WHERE {label}=? AND priority=? AND newest=? AND number=?", gone
        )
        put = [*self._put, *((number, after) for number, _, after in listed)]
        connection.executemany(
            f"INSERT INTO {table} VALUES (?, ?, ?, ?)",
            [row for number, one in put for row in _labels(values(one), number, one)],
        )

    def _write_cells(self, connection: sqlite3.Connection) -> None:
        moved = sorted((cell, by) for cell, by in self._cells.items() if by)
        connection.executemany(
            "INSERT INTO cells VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (number) DO UPDATE SET n = n + excluded.n",
            [(cell, *_shared(self._samples[cell]), by) for cell, by in moved],
        )
        connection.executemany(
            "DELETE FROM cells WHERE number = ? AND n = 0", [(cell,) for cell, by in moved if by < 0]
        )


def _shared(one: Facets) -> tuple[object, ...]:
    """Return what all in a cell share."""
    return (
        one.folders, one.priority, one.account, one.network, one.kind, one.mood, one.language, one.assignee
    )  # fmt: skip


def _values(number: int, one: Facets) -> tuple[object, ...]:
    return (
        one.folders, one.priority, one.waiting, one.newest, one.account, one.network, one.kind,
        one.mood, one.language, one.assignee, one.snoozed_until, one.cell, number,
    )  # fmt: skip


def _fixed(one: Facets) -> tuple[object, ...]:
    """Return what seldom changes, written apart so that its indexes are left alone."""
    return one.account, one.network, one.kind, one.mood, one.language


def _labels(values: Iterable[object], number: int, one: Facets) -> list[tuple[object, int, int, int]]:
    return [(value, one.priority, one.newest, number) for value in values]


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
