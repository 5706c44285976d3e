"""The practice site's checks against a real WordPress: what we believe of it is what it does."""

from tests.practice.wordpress_checks import WordPressChecks


class TestRealWordPress(WordPressChecks):
    """The fixture `wp` is in conftest.py."""
