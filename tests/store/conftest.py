"""A workspace for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from responder.core.clock import SystemClock
from responder.store.store import Store
from responder.views.views import Views


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workspace.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store.open(path, SystemClock())
    yield opened
    opened.close()


@pytest.fixture
def views(store: Store) -> Views:
    return Views(store, SystemClock())
