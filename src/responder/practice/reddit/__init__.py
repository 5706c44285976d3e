"""A practice Reddit, written from its archived documentation and its client library, not from our connector."""

from responder.practice.reddit.server import PracticeReddit

__all__ = ["PracticeReddit"]
