"""Copies that are proved before they are called copies."""

from pathlib import Path

import pytest

from responder.core.clock import SystemClock
from responder.core.errors import DatabaseCorrupt, StoreError
from responder.core.questions import InboxQuery
from responder.store.backup import backup, restore, verify
from responder.store.store import Store
from responder.views.views import Views
from tests.store.test_store import talk


def shown(path: Path) -> int:
    store = Store.open(path, SystemClock())
    try:
        return len(Views(store, SystemClock()).ids(InboxQuery())[0])
    finally:
        store.close()


def test_a_backup_of_an_open_database_holds_all_that_was_committed(
    store: Store, path: Path, tmp_path: Path
) -> None:
    store.append([talk("1", 10)]).result()
    backup(path, tmp_path / "copy.db")
    assert verify(tmp_path / "copy.db") == "sound: 1 events, 1 conversations"
    assert shown(tmp_path / "copy.db") == 1


def test_what_was_written_after_the_backup_is_gone_after_restoring_it(path: Path, tmp_path: Path) -> None:
    store = Store.open(path, SystemClock())
    backup(path, tmp_path / "copy.db")
    store.append([talk("1", 10)]).result()
    store.close()
    restore(tmp_path / "copy.db", path)
    assert shown(path) == 0
    assert shown(tmp_path / "workspace.db.replaced") == 1


def damaged(path: Path) -> Path:
    store = Store.open(path, SystemClock())
    store.append([talk(str(n), n) for n in range(1, 400)]).result()
    store.close()
    raw = bytearray(path.read_bytes())
    raw[40_000:60_000] = b"\xff" * 20_000
    path.write_bytes(raw)
    return path


def test_a_damaged_backup_is_refused_and_nothing_is_replaced(
    store: Store, path: Path, tmp_path: Path
) -> None:
    store.append([talk("1", 10)]).result()
    store.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseCorrupt):
        restore(damaged(tmp_path / "bad.db"), path)
    assert path.read_bytes() == before
    assert not [one.name for one in tmp_path.iterdir() if one.suffix in (".part", ".replaced")]


def test_a_damaged_database_can_be_replaced(path: Path, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "good.db", SystemClock())
    store.append([talk("1", 10)]).result()
    backup(tmp_path / "good.db", tmp_path / "copy.db")
    store.close()
    restore(tmp_path / "copy.db", damaged(path))
    assert shown(path) == 1


def test_a_backup_never_lands_on_the_database_itself(store: Store, path: Path) -> None:
    with pytest.raises(StoreError, match="database itself"):
        backup(path, path)


def test_no_write_ahead_log_of_another_file_stays_beside_the_restored(path: Path, tmp_path: Path) -> None:
    store = Store.open(path, SystemClock())
    backup(path, tmp_path / "copy.db")
    store.append([talk("1", 10)]).result()
    alone = tmp_path / "alone"
    alone.mkdir()
    for part in (path, path.with_name(path.name + "-wal")):
        (alone / part.name).write_bytes(part.read_bytes())
    store.close()
    left = alone / path.name
    left.unlink()  # only its log is left
    restore(tmp_path / "copy.db", left)
    assert not left.with_name(left.name + "-wal").exists()
    assert shown(left) == 0
    restore(tmp_path / "copy.db", left)
    assert not (alone / f"{path.name}.replaced-wal").exists()
