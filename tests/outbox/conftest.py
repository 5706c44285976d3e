"""A store with one waiting customer, a desk, and a network that does what it is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from responder.actions.desk import Desk
from responder.outbox.worker import Outbox
from responder.store.store import Store
from tests.scripted import MARIE, Clock, Network, arrive, connect, message


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = Store.open(tmp_path / "w.db", clock)
    connect(opened)
    arrive(opened, message("1"))
    yield opened
    opened.close()


@pytest.fixture
def marie(store: Store, clock: Clock) -> Desk:
    return Desk(store, clock, MARIE)


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def outbox(store: Store, clock: Clock, network: Network) -> Outbox:
    return Outbox(store, clock, network.connector, dice=lambda: 1.0)
