"""A practice Discourse forum, written from its published API and sources, not from our connector."""

from responder.practice.discourse.server import PracticeForum

__all__ = ["PracticeForum"]
