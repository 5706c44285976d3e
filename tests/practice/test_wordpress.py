from collections.abc import Iterator

import pytest

from responder.practice.wordpress.server import PASSWORD, ROLES, PracticeSite
from tests.practice.wordpress_checks import WordPressChecks, Wp


class TestPracticeWordPress(WordPressChecks):
    """A real one passes the same checks in tests/real/test_wordpress.py."""

    @pytest.fixture
    def wp(self) -> Iterator[Wp]:
        with PracticeSite() as site:

            def close(post: int) -> None:
                site.world.posts[post].open = False

            wp = Wp(site.url, dict.fromkeys(ROLES, PASSWORD), lambda title: site.add_post(title).id, close)
            yield wp
            wp.client.close()
