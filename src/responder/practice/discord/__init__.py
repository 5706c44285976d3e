"""A practice Discord, written from the published OpenAPI (v10) and the gateway's documentation, not from our connector."""

from responder.practice.discord.server import PracticeDiscord

__all__ = ["PracticeDiscord"]
