"""A simulated Mastodon server, written from the API's documentation and not from our connector."""

from responder.practice.mastodon.dialects import DIALECTS, Dialect
from responder.practice.mastodon.server import PracticeServer

__all__ = ["DIALECTS", "Dialect", "PracticeServer"]
