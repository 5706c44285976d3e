"""A practice server for each test."""

from collections.abc import Iterator

import pytest

from tests.connectors.mastodon.people import Practice


@pytest.fixture
def net() -> Iterator[Practice]:
    """Give a practice Mastodon with nobody but us on it."""
    practice = Practice()
    practice.server.start()
    yield practice
    practice.server.stop()
