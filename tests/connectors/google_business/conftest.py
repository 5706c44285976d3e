"""A practice Business Profile for each test."""

from collections.abc import Iterator

import pytest

from tests.connectors.google_business.people import Practice


@pytest.fixture
def net() -> Iterator[Practice]:
    """Give a place that nobody has reviewed."""
    practice = Practice()
    practice.server.start()
    yield practice
    practice.server.stop()
