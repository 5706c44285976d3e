from collections.abc import Iterator

import pytest

from responder.practice.feeds.server import PracticeFeeds


@pytest.fixture
def site() -> Iterator[PracticeFeeds]:
    with PracticeFeeds() as site:
        yield site
