"""Counters, moved by the writer in the transaction that moves what they count."""

import sqlite3
from collections import Counter

from responder.core.questions import Counters, Folder
from responder.store.facets import BITS, Facets, id_of

TABLES = """
CREATE TABLE counts (
    folder TEXT NOT NULL, facet TEXT NOT NULL, value TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (folder, facet, value)
) WITHOUT ROWID;
"""

Key = tuple[str, str, str]
EVERYWHERE = "*"
"""The folder under which the totals of a facet are kept, spam included."""

_FOLDER_KEYS: tuple[tuple[int, Key], ...] = tuple(
    (bit, (folder.value, "", "")) for folder, bit in BITS.items() if folder is not Folder.MINE
)
_MINE = BITS[Folder.MINE]
_NEEDS = BITS[Folder.NEEDS_REPLY]
_HEARD = BITS[Folder.LISTENING]


class Tally:
    """What one transaction adds to and takes from the counters."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[object, ...], tuple[Facets, int]] = {}

    def move(self, before: Facets | None, after: Facets | None) -> None:
        """Count one conversation that changed."""
        old = None if before is None else before.counted()
        new = None if after is None else after.counted()
        if old == new:
            return
        if before is not None and old is not None:
            self._kinds[old] = (before, self._kinds.get(old, (before, 0))[1] - 1)
        if after is not None and new is not None:
            self._kinds[new] = (after, self._kinds.get(new, (after, 0))[1] + 1)

    def _add(self, moved: Counter[Key], one: Facets, by: int) -> None:
        for bit, key in _FOLDER_KEYS:
            if one.folders & bit:
                moved[key] += by
        if one.folders & _MINE:
            moved[Folder.MINE.value, "assignee", one.assignee or ""] += by
        needs, heard = one.folders & _NEEDS, one.folders & _HEARD
        for facet, value in one.values():
            moved[EVERYWHERE, facet, value] += by
            if needs and facet in ("account", "network", "tag", "place"):
                moved[Folder.NEEDS_REPLY.value, facet, value] += by
            elif heard and facet == "monitor":
                moved[Folder.LISTENING.value, facet, value] += by
        moved[EVERYWHERE, "outbox", ""] += by * one.outbox
        moved[EVERYWHERE, "stuck", ""] += by * one.stuck

    def write(self, connection: sqlite3.Connection) -> None:
        """Move the counters."""
        moved: Counter[Key] = Counter()
        for one, by in self._kinds.values():
            if by:
                self._add(moved, one, by)
        rows = [(*key, by) for key, by in moved.items() if by]
        connection.executemany(
            "INSERT INTO counts VALUES (?, ?, ?, ?)"
            " ON CONFLICT (folder, facet, value) DO UPDATE SET n = n + excluded.n",
            rows,
        )
        connection.executemany(
            "DELETE FROM counts WHERE folder = ? AND facet = ? AND value = ? AND n = 0",
            [key for key, by in moved.items() if by < 0],
        )


def count(connection: sqlite3.Connection, folder: str, facet: str, value: str) -> int:
    """Return one counter."""
    found = connection.execute(
        "SELECT n FROM counts WHERE folder = ? AND facet = ? AND value = ?", (folder, facet, value)
    ).fetchone()
    return 0 if found is None else int(found[0])


def counters(connection: sqlite3.Connection, member: str) -> Counters:
    """Return every counter that one member's sidebar shows."""
    folders = dict.fromkeys(Folder, 0)
    accounts, networks, tags, monitors, places = {}, {}, {}, {}, {}
    question = "SELECT folder, facet, value, n FROM counts WHERE folder <> ? AND folder <> ?"
    for folder, facet, value, n in connection.execute(question, (EVERYWHERE, Folder.MINE.value)):
        match facet:
            case "":
                folders[Folder(folder)] = n
            case "account":
                accounts[id_of(value)] = n
            case "network":
                networks[value] = n
            case "tag":
                tags[value] = n
            case "monitor":
                monitors[id_of(value)] = n
            case "place":
                places[value] = n
    folders[Folder.MINE] = count(connection, Folder.MINE.value, "assignee", member)
    return Counters(
        folders=folders,
        accounts=accounts,
        networks=networks,
        tags=tags,
        monitors=monitors,
        places=places,
        outbox=count(connection, EVERYWHERE, "outbox", ""),
        stuck=count(connection, EVERYWHERE, "stuck", ""),
        drafts=connection.execute("SELECT count(*) FROM drafts").fetchone()[0],
    )


def known_tags(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return the tags in use, most used first."""
    question = "SELECT value, n FROM counts WHERE folder = ? AND facet = 'tag' ORDER BY n DESC, value"
    return [(value, n) for value, n in connection.execute(question, (EVERYWHERE,))]
