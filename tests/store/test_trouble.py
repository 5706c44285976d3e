"""Files that cannot be used as asked: a clear word, and the file untouched."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from responder.core.changes import Changes
from responder.core.clock import SystemClock
from responder.core.errors import DatabaseCorrupt, DatabaseReadOnly, DatabaseTooNew, DiskFull, StoreError
from responder.core.questions import InboxQuery
from responder.store.database import connect_writer
from responder.store.store import Store
from responder.store.writer import Writer
from responder.views.views import Views
from tests.store.test_store import talk


def refused(path: Path, error: type[StoreError]) -> None:
    before = path.read_bytes()
    with pytest.raises(error, match=path.name):
        Store.open(path, SystemClock())
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 1000)
    refused(path, DatabaseCorrupt)


def test_somebody_else_s_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    refused(path, DatabaseCorrupt)


def test_a_later_version_s_file(path: Path) -> None:
    Store.open(path, SystemClock()).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("PRAGMA journal_mode = DELETE")
    refused(path, DatabaseTooNew)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DatabaseReadOnly):
        Store.open(tmp_path / "none" / "workspace.db", SystemClock())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to everything")
def test_a_file_that_may_not_be_written(path: Path) -> None:
    Store.open(path, SystemClock()).close()
    path.chmod(0o400)
    path.parent.chmod(0o500)
    with pytest.raises(DatabaseReadOnly):
        Store.open(path, SystemClock())
    path.parent.chmod(0o700)


def test_a_full_disk_fails_what_does_not_fit_and_keeps_what_was_there(path: Path) -> None:
    connection = connect_writer(path)
    connection.execute("CREATE TABLE notes (body)")
    heard: list[Changes] = []
    writer = Writer(connection, path, heard.append, lambda name: None)

    def note(size: int) -> "StoreError | None":
        def work() -> tuple[None, Changes]:
            connection.execute("INSERT INTO notes VALUES (zeroblob(?))", (size,))
            return None, Changes()

        error = writer.submit(work, durable=True).exception()
        assert error is None or isinstance(error, StoreError)
        return error

    assert note(10) is None
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    assert isinstance(note(1_000_000), DiskFull)
    assert note(10) is None
    writer.close()
    with closing(sqlite3.connect(path)) as reading:
        assert reading.execute("SELECT count(*) FROM notes").fetchone() == (2,)


def test_nothing_can_be_asked_of_a_closed_store(store: Store) -> None:
    store.close()
    with pytest.raises(StoreError):
        store.append([talk("1", 10)])
    with pytest.raises(StoreError):
        store.accounts()


@pytest.mark.parametrize("left", [b"", None])
def test_a_log_without_its_file_is_never_thrown_away(path: Path, left: bytes | None) -> None:
    beside = path.with_name(path.name + "-wal")
    beside.write_bytes(b"what was written last")
    if left is not None:
        path.write_bytes(left)
    with pytest.raises(DatabaseCorrupt, match="left as they are"):
        Store.open(path, SystemClock())
    assert beside.read_bytes() == b"what was written last"


@pytest.mark.parametrize("at", [-(2**63), -1, 2**63 - 1])
def test_a_date_from_another_age_holds_up_nothing(store: Store, at: int) -> None:
    store.append([talk("1", at), talk("2", 10)]).result()
    assert len(Views(store, SystemClock()).ids(InboxQuery())[0]) == 1
