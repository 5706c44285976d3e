"""A practice LinkedIn, written from the documentation of its Community Management API and not from our connector."""

from responder.practice.linkedin.server import PracticeLinkedIn

__all__ = ["PracticeLinkedIn"]
