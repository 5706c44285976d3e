"""A practice Bluesky for each test."""

from collections.abc import Iterator

import pytest

from tests.connectors.bluesky.people import Practice


@pytest.fixture
def net() -> Iterator[Practice]:
    """Give a network with us and a customer on it."""
    practice = Practice().start()
    yield practice
    practice.net.stop()
