from collections.abc import Iterator

import pytest

from tests.connectors.linkedin.practice import Practice


@pytest.fixture
def net() -> Iterator[Practice]:
    practice = Practice()
    practice.linkedin.start()
    yield practice
    practice.linkedin.stop()
