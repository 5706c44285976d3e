"""A practice server for each test."""

from collections.abc import Iterator

import pytest

from tests.connectors.discourse.people import Practice


@pytest.fixture
def net() -> Iterator[Practice]:
    practice = Practice()
    practice.forum.start()
    yield practice
    practice.forum.stop()
