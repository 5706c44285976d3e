"""A store with one account, and a network that does what it is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from responder.ingest.receiver import Receiver
from responder.store.store import Store
from tests.scripted import Clock, Network, connect


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = Store.open(tmp_path / "w.db", clock)
    connect(opened)
    yield opened
    opened.close()


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def receiver(store: Store, clock: Clock, network: Network) -> Receiver:
    return Receiver(store, clock, network.connector, dice=lambda: 1.0)
