"""A practice Telegram, written from the Bot API's specification (10.1) and not from our connector."""

from responder.practice.telegram.server import PracticeTelegram

__all__ = ["PracticeTelegram"]
