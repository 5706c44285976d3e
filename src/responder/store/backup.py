"""Copies of the database while it is in use, proved before they are called copies."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from responder.core.errors import DatabaseCorrupt, DatabaseReadOnly, DiskFull, StoreError
from responder.store import schema
from responder.store.database import connect_reader, translated, translating


def backup(path: Path, target: Path) -> None:
    """Write a copy of the database as it is now to `target`, in one file. Raises StoreError.

    `target` is replaced only once the copy was read back whole and holds as many events.
    """
    if not path.exists():
        raise StoreError(f"{path}: there is nothing to back up yet.")
    if target.exists() and target.samefile(path):
        raise StoreError(f"{target} is the database itself.")
    part = target.with_name(target.name + ".part")
    try:
        _copy(path, part, target)
        _proved(part, path)
        with _files(target):
            os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def restore(source: Path, path: Path) -> None:
    """Put a backup in the database's place, once it is proved; nobody else may have it open.

    What was there is kept beside it as `….replaced`. Raises StoreError.
    """
    if not source.is_file():
        raise StoreError(f"{source}: there is no such file. The workspace is as it was.")
    part = path.with_name(path.name + ".part")
    try:
        verify(source)
        _copy(source, part, path)
        _proved(part, source)
        with translating(path), _files(path):
            _set_aside(path)
            os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def verify(path: Path) -> str:
    """Read a database whole and say what it holds. Raises DatabaseCorrupt, DatabaseTooNew."""
    if not path.is_file():
        raise DatabaseCorrupt(f"{path}: there is no such file.")
    with translating(path), closing(connect_reader(path)) as connection:
        schema.recognise(connection, path)
        found: str = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            why = " ".join(found.replace("*** in database main ***", "").split())
            raise DatabaseCorrupt(f"{path} is damaged ({why}). It was left as it is.")
        if not _events_table(connection):
            raise DatabaseCorrupt(f"{path} is no workspace of Responder.")
        events, conversations = _counts(connection)
    return f"sound: {events:,} events, {conversations:,} conversations"


def _events_table(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone() is not None


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    question = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM inbox)"
    events, conversations = connection.execute(question).fetchone()
    return events, conversations


def _copy(source: Path, part: Path, target: Path) -> None:
    """Copy one snapshot page by page; raises when the copy does not hold the same number of rows.

    Failures name what the person named: `source` where it is damaged, `target` where it has no room.
    """
    with translating(source), closing(connect_reader(source)) as reading:
        reading.execute("BEGIN")
        before = _counts(reading)
        with translating(target), _files(target):
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            _write(reading, part, source)
            _sync(part)
        with closing(connect_reader(part)) as written:
            if _counts(written) != before:
                raise DatabaseCorrupt(f"{source}: a copy of it does not hold as much as it does.")


def _write(reading: sqlite3.Connection, part: Path, source: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as writing:
        try:
            reading.backup(writing)
        except sqlite3.DatabaseError as error:
            if isinstance(found := translated(error, source), DatabaseCorrupt):
                raise found from error
            raise
        writing.execute("PRAGMA journal_mode = DELETE")


def _proved(copy: Path, source: Path) -> None:
    """Read a copy whole; what is wrong with it is wrong with its source. Raises DatabaseCorrupt."""
    try:
        verify(copy)
    except DatabaseCorrupt as error:
        raise DatabaseCorrupt(str(error).replace(str(copy), str(source))) from error


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def _files(path: Path) -> Iterator[None]:
    """Raise StoreError instead of OSError."""
    try:
        yield
    except OSError as error:
        kind = DiskFull if error.errno == errno.ENOSPC else DatabaseReadOnly
        raise kind(f"{path}: {error.strerror}") from error


def _set_aside(path: Path) -> None:
    """Keep the old database under another name, with what its write-ahead log still holds.

    The log must be gone before another file takes the name: SQLite would replay it there. So must what
    an earlier one that was set aside has left.
    """
    kept = path.with_name(path.name + ".replaced")
    if path.exists() and path.stat().st_size:  # SQLite would delete the log of an empty file
        with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # a damaged one keeps its log, moved below
    for suffix in ("", "-wal", "-shm"):
        beside, aside = path.with_name(path.name + suffix), kept.with_name(kept.name + suffix)
        aside.unlink(missing_ok=True)
        if beside.exists() and suffix:
            os.replace(beside, aside)
        elif beside.exists():
            os.link(beside, aside)
