"""Our log in SQLite keeps the promises of every event log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.event_log_contract import EventLogContract
from tests.store.opened import InSqlite, Opened


class TestInSqlite(EventLogContract):
    @pytest.fixture
    def log(self, path: Path) -> Iterator[Opened]:
        opened = InSqlite(path)
        yield opened
        opened.store.close()
