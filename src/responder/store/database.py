"""Opening SQLite as we use it, and its failures in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from responder.core.errors import DatabaseCorrupt, DatabaseReadOnly, DiskFull, StoreError
from responder.store import schema

WRITER_CACHE_KIB = 16_384
READER_CACHE_KIB = 8_192
BUSY_MS = 15_000
PAGE_BYTES = 8_192
CHECKPOINT_PAGES = 8_000


def translated(error: sqlite3.Error, path: Path) -> StoreError:
    """Return what an SQLite failure means for the person at the desk."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(f"The disk that holds {path} is full. Nothing was lost; make room and try again.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DatabaseCorrupt(f"{path} is damaged or is no database. It was left as it is.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return DatabaseReadOnly(f"{path} or its folder may not be written to.")
    if code == sqlite3.SQLITE_CANTOPEN:
        return DatabaseReadOnly(
            f"{path} cannot be opened: it is no file, or it or its folder may not be written to."
        )
    if code == sqlite3.SQLITE_IOERR and not _room(path):
        return DiskFull(f"The disk that holds {path} is full. Nothing was lost; make room and try again.")
    return StoreError(f"{path}: {error}")


def _room(path: Path) -> bool:
    import shutil

    return shutil.disk_usage(path.parent).free > 1_000_000


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Raise StoreError instead of sqlite3's errors."""
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error, path) from error


def connect_writer(path: Path, factory: type[sqlite3.Connection] = sqlite3.Connection) -> sqlite3.Connection:
    """Open for writing; the caller begins and ends transactions. Raises StoreError, sqlite3.Error."""
    _refuse_lost(path)
    connection = sqlite3.connect(
        path,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MS / 1000,
        cached_statements=512,
        factory=factory,
    )
    try:
        schema.recognise(connection, path)
        _tune(connection)
        schema.prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_lost(path: Path) -> None:
    """Raise DatabaseCorrupt where only the write-ahead log is left: SQLite would delete it with an empty file."""
    beside = path.with_name(path.name + "-wal")
    if _size(beside) > 0 and _size(path) == 0:
        raise DatabaseCorrupt(
            f"{path} is empty or gone, and {beside.name} is not. Both were left as they are."
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # what cannot be looked at is SQLite's to judge
        return 0


def _tune(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
    connection.execute("PRAGMA temp_store = MEMORY")


def connect_reader(path: Path) -> sqlite3.Connection:
    """Open for reading only. Raises sqlite3.Error."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MS / 1000,
        cached_statements=512,
    )
    connection.execute(f"PRAGMA cache_size = -{READER_CACHE_KIB}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection
