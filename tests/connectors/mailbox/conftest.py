from collections.abc import Iterator

import pytest

from tests.connectors.mailbox.practice import Practice


@pytest.fixture
def net() -> Iterator[Practice]:
    practice = Practice()
    practice.box.start()
    yield practice
    practice.box.stop()
