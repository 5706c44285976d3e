"""A practice X, written from its OpenAPI description (v2, 2.167) and documentation, and not from our connector."""

from responder.practice.x.server import PracticeX

__all__ = ["PracticeX"]
