"""Making every folded table again from the log."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from responder.store import schema, search
from responder.store.database import connect_writer, translating
from responder.store.log import Log, set_position
from responder.store.projector import project

BATCH = 20_000
CACHE_KIB = 131_072
Progress = Callable[[int, int], None]
"""Told how many events are folded, of how many; the last time when indexes and search are made too."""


def rebuild(path: Path, progress: Progress) -> int:
    """Fold the whole log again in one transaction and return how many events it holds. Raises StoreError."""
    with translating(path), closing(connect_writer(path)) as connection:
        return again(connection, progress)


def again(connection: sqlite3.Connection, progress: Progress) -> int:
    """Do it on an open connection; another one reads the old rows until the end. Raises sqlite3.Error."""
    cache: int = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        schema.clear(connection)
        done = _replay(connection, progress)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute(f"PRAGMA cache_size = {cache}")
    return done


def _replay(connection: sqlite3.Connection, progress: Progress) -> int:
    log = Log(connection)
    total = log.count()
    done = seq = 0
    while batch := log.after(seq, BATCH):
        progress(done, total)
        project(connection, log, batch, searched=False)
        seq, done = batch[-1].seq, done + len(batch)
    schema.run(connection, schema.INDEXES)
    search.fill(connection)
    set_position(connection, seq)
    if total:
        progress(done, total)
    return done
