from collections.abc import Iterator

import pytest

from tests.connectors.threads.practice import Practice


@pytest.fixture
def net() -> Iterator[Practice]:
    practice = Practice()
    with practice.server:
        yield practice
