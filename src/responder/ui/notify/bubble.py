"""What a notification holds."""

from dataclasses import dataclass

from responder.core.errors import ResponderError


class NoNotificationService(ResponderError):
    """No notification service answers in this session."""


@dataclass(frozen=True)
class Bubble:
    """What a notification shows. `key` comes back when it is clicked; `urgent` asks the desktop to keep it up."""

    key: str
    title: str
    body: str = ""
    urgent: bool = False
