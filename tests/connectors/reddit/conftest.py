"""A practice server for each test."""

from collections.abc import Iterator

import pytest

from tests.connectors.reddit.people import Practice


@pytest.fixture
def net() -> Iterator[Practice]:
    practice = Practice()
    practice.server.start()
    yield practice
    practice.server.stop()
