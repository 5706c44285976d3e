"""A store, a clock that stands still, and two desks on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from responder.actions.desk import Desk
from responder.store.store import Store
from tests.scripted import MARIE, PAUL, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = Store.open(tmp_path / "w.db", clock)
    yield opened
    opened.close()


@pytest.fixture
def marie(store: Store, clock: Clock) -> Desk:
    return Desk(store, clock, MARIE)


@pytest.fixture
def paul(store: Store, clock: Clock) -> Desk:
    return Desk(store, clock, PAUL)
