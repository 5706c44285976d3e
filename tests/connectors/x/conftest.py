from collections.abc import Iterator

import pytest

from tests.connectors.x.practice import Practice


@pytest.fixture
def net() -> Iterator[Practice]:
    practice = Practice()
    practice.x.start()
    yield practice
    practice.x.stop()
