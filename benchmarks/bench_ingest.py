"""Goals 1 and 11: how fast messages come in, and how much room they take.

Ours: log, projections, counters and search, in batches of 5,000 events through `Store.append`. (Parsing and
cleaning belong to the connectors, which run elsewhere.) Bare: the very inserts and updates that this came to,
recorded in a rehearsal and played again by `executemany` into an empty file with the same tables, indexes and
search, a commit every batch. Each batch of ours and its bare twin take turns, so that the machine's moods hit both.
"""

import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.crowd import Crowd
from benchmarks.figures import Figure
from responder.core import ids
from responder.core.clock import SystemClock
from responder.core.events import Event
from responder.store.database import connect_writer
from responder.store.log import Log
from responder.store.projector import project
from responder.store.store import Store

BATCH = 5_000
Statements = list[tuple[str, list[Any]]]


class Recorder(sqlite3.Connection):
    """Keeps what is written through it."""

    written: Statements

    def executemany(self, statement: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
        """Write, and remember."""
        values = list(rows)
        if values:
            self.written.append((statement, values))
        return super().executemany(statement, values)


def run(path: Path, messages: int) -> list[Figure]:
    """Fill the workspace at `path`, measuring, and return the figures."""
    for name in ("rehearsal.db", "bare.db"):
        Store.open(path.with_name(name), SystemClock()).close()
    store = Store.open(path, SystemClock())
    rehearsal = connect_writer(path.with_name("rehearsal.db"), Recorder)
    bare = connect_writer(path.with_name("bare.db"))
    try:
        tenths = [_tenth(store, rehearsal, bare, crowd, max(1, messages // 10)) for crowd in [Crowd()] * 10]
    finally:
        for connection in (rehearsal, bare):
            connection.close()
        store.close()
    for name in ("rehearsal.db", "bare.db"):
        path.with_name(name).unlink()
    return [*_speed(*zip(*tenths, strict=True)), _room(path)]


def _tenth(
    store: Store, rehearsal: sqlite3.Connection, bare: sqlite3.Connection, crowd: Crowd, size: int
) -> tuple[float, float, float]:
    """Return the seconds an event took: ours, those of the processor, and bare."""
    ours = worked = limit = 0.0
    count = 0
    while count < size:
        events = crowd.batch(min(BATCH, size - count))
        statements = _rehearsed(rehearsal, events)
        limit += _replayed(bare, statements)
        ids.contact_id.cache_clear()  # the rehearsal has just derived the very ids that ours must derive
        began, at_work = time.perf_counter(), time.process_time()
        store.append(events).result()
        ours += time.perf_counter() - began
        worked += time.process_time() - at_work
        count += len(events)
    return ours / count, worked / count, limit / count


def _rehearsed(connection: sqlite3.Connection, events: list[Event]) -> Statements:
    assert isinstance(connection, Recorder)
    connection.written = []
    log = Log(connection)
    connection.execute("BEGIN")
    project(connection, log, log.append(events))
    connection.execute("COMMIT")
    return connection.written


def _replayed(connection: sqlite3.Connection, statements: Statements) -> float:
    began = time.perf_counter()
    connection.execute("BEGIN")
    for statement, rows in statements:
        connection.executemany(statement, rows)
    connection.execute("COMMIT")
    return time.perf_counter() - began


def _speed(ours: Sequence[float], worked: Sequence[float], bare: Sequence[float]) -> list[Figure]:
    share = sum(bare) / sum(ours)
    growth = ours[0] / ours[-1]
    return [
        Figure(
            1, "ingest: log, projections, counters, search (events/s)", f"{len(ours) / sum(ours):,.0f}",
            f"{len(bare) / sum(bare):,.0f}", f"{share:.0%}", "≥ 50 %", share >= 0.5,
        ),
        Figure(
            1, "ingest: last tenth against the first (events/s)", f"{1 / ours[-1]:,.0f}", f"{1 / ours[0]:,.0f}",
            f"{growth:.0%} (bare {bare[0] / bare[-1]:.0%}; processor {worked[0] / worked[-1]:.0%})", "≥ 70 %",
            growth >= 0.7,
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
