from collections.abc import Iterator

import pytest

from tests.connectors.foursquare.practice import Practice


@pytest.fixture
def net() -> Iterator[Practice]:
    practice = Practice()
    practice.foursquare.start()
    yield practice
    practice.foursquare.stop()
