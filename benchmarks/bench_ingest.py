"""Goals 1 and 11: how fast messages come in, and how much room they take.

Ours: log, projections, counters and search, in batches of 5,000 events. (Parsing and cleaning belong to
the connectors, which run elsewhere.) Bare: the very rows that this wrote, read back and inserted by
`executemany` into an empty file with the same tables, indexes and search, a commit every batch; a tenth
of ours and the same tenth bare take turns, so that the machine's moods hit both.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.crowd import Crowd
from benchmarks.figures import Figure
from responder.core.clock import SystemClock
from responder.store.database import connect_writer
from responder.store.store import Store

BATCH = 5_000
_BY_NUMBER = ("streams", "conversations", "messages", "inbox", "contacts")


def run(path: Path, messages: int) -> list[Figure]:
    """Fill the workspace at `path`, measuring, and return the figures."""
    bare = path.with_name("bare.db")
    Store.open(bare, SystemClock()).close()
    ours_seconds: list[float] = []
    bare_seconds: list[float] = []
    crowd, written = Crowd(), 0
    store = Store.open(path, SystemClock())
    try:
        for _ in range(10):
            took, count = _ours(store, crowd, max(1, messages // 10))
            ours_seconds.append(took / count)
            bare_seconds.append(_bare(path, bare, written, written + count) / count)
            written += count
    finally:
        store.close()
    bare.unlink()
    return [*_speed(ours_seconds, bare_seconds), _room(path)]


def _ours(store: Store, crowd: Crowd, size: int) -> tuple[float, int]:
    took, count = 0.0, 0
    while count < size:
        events = crowd.batch(min(BATCH, size - count))
        began = time.perf_counter()
        store.append(events).result()
        took += time.perf_counter() - began
        count += len(events)
    return took, count


def _bare(path: Path, target: Path, first: int, last: int) -> float:
    took = 0.0
    with closing(sqlite3.connect(path)) as reading, closing(connect_writer(target)) as writing:
        for start in range(first, last, BATCH):
            inserts = list(_rows(reading, start, min(start + BATCH, last)))
            began = time.perf_counter()
            writing.execute("BEGIN")
            for statement, rows in inserts:
                writing.executemany(statement, rows)
            writing.execute("COMMIT")
            took += time.perf_counter() - began
    return took


def _rows(
    connection: sqlite3.Connection, first: int, last: int
) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """Yield the rows that events number first+1 to last began."""
    between = (first, last)
    yield _all(connection, "events", "SELECT * FROM events WHERE seq > ? AND seq <= ?", between)
    for table in _BY_NUMBER:
        yield _all(connection, table, f"SELECT * FROM {table} WHERE number > ? AND number <= ?", between)
    tags = "SELECT t.* FROM inbox i CROSS JOIN tags t ON t.number = i.number AND t.priority = i.priority"
    yield _all(
        connection,
        "tags",
        tags + " AND t.tag IN (SELECT value FROM counts WHERE facet = 'tag')"
        " AND t.newest = i.newest WHERE i.number > ? AND i.number <= ?",
        between,
    )
    rows = connection.execute(
        "SELECT rowid, text, who FROM search_source WHERE rowid > ? AND rowid <= ?", between
    )
    yield "INSERT INTO search (rowid, text, who) VALUES (?, ?, ?)", rows.fetchall()
    people = """SELECT c.contact, c.number, 1 FROM conversations c WHERE number > ? AND number <= ?
        AND c.contact IS NOT NULL"""
    yield _all(connection, "participants", people, between)


def _all(
    connection: sqlite3.Connection, table: str, question: str, between: tuple[int, int]
) -> tuple[str, list[tuple[object, ...]]]:
    rows = connection.execute(question, between).fetchall()
    width = len(connection.execute(f"PRAGMA table_info({table})").fetchall())
    return f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows


def _speed(ours: list[float], bare: list[float]) -> list[Figure]:
    share = sum(bare) / sum(ours)
    growth = ours[0] / ours[-1]
    return [
        Figure(
            1, "ingest: log, projections, counters, search (events/s)", f"{len(ours) / sum(ours):,.0f}",
            f"{len(bare) / sum(bare):,.0f}", f"{share:.0%}", "≥ 50 %", share >= 0.5,
        ),
        Figure(
            1, "ingest: last tenth against the first (events/s)", f"{1 / ours[-1]:,.0f}", f"{1 / ours[0]:,.0f}",
            f"{growth:.0%} (bare {bare[0] / bare[-1]:.0%})", "≥ 70 %", growth >= 0.7,
        ),
    ]  # fmt: skip


def _room(path: Path) -> Figure:
    with closing(sqlite3.connect(path)) as connection:
        messages, text = connection.execute(
            "SELECT count(*), sum(length(text)) FROM search_source"
        ).fetchone()
    each = path.stat().st_size / messages
    return Figure(
        11, "room a message, with search (bytes)", f"{each:,.0f}", f"{text / messages:,.0f} characters of text", "—",
        "≤ 1,100", each <= 1100,
    )  # fmt: skip
