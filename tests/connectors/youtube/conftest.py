"""A practice YouTube for each test."""

from collections.abc import Iterator

import pytest

from tests.connectors.youtube.people import Practice


@pytest.fixture
def net() -> Iterator[Practice]:
    """Give a channel that nobody has commented on."""
    practice = Practice()
    practice.server.start()
    yield practice
    practice.server.stop()
