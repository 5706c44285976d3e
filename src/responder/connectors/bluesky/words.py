"""Why Bluesky refuses, in words for people."""

from responder.net.markup import one_line

LOGIN = "Bluesky does not accept this sign-in any more: it has ended, or its app password was revoked. Sign in again."
NOT_ALLOWED = "This sign-in may not do that: sign in again and allow it."

_WORDS = {
    "AccountTakedown": "Bluesky has taken this account down.",
    "AccountSuspended": "Bluesky has suspended this account.",
    "AccountDeactivated": "This account is deactivated: activate it on Bluesky first.",
    "BlockedActor": "One of you blocks the other: nothing was sent.",
    "BlockedSubject": "One of you blocks the other: nothing was sent.",
    "BlockedByActor": "This account blocks you.",
    "BadQueryString": "Bluesky cannot look for this.",
    "ConvoLocked": "This conversation is locked: nothing was sent.",
    "InvalidConvo": "This conversation does not exist any more.",
    "MessagesDisabled": "This person takes no direct messages: nothing was sent.",
    "NotFollowedBySender": "This person takes direct messages only from accounts that they follow: nothing was sent.",
    "RecipientNotFound": "This person is not on Bluesky any more.",
    "ScopeMissingError": NOT_ALLOWED,
    "InsufficientScope": NOT_ALLOWED,
    "MethodNotImplemented": "This server does not offer that.",
}

NO_CODE = (
    "Bluesky asks for the code that it sent by e-mail. Use an app password instead of the account's own: "
    "it needs no code."
)
WRONG = (
    "Bluesky does not accept this handle and app password. An app password is made on Bluesky under "
    "Settings › Privacy and security › App passwords."
)
NO_CHAT = "read or answer direct messages"
"""What an app password without that right cannot do; it ends a sentence such as “This sign-in cannot …”."""


def explain(error: str, message: str, status: int) -> str:
    """Return why Bluesky refused; what we have no words for is said in its own."""
    known = _WORDS.get(error)
    if known:
        return known
    if "graphemes" in message or "longer" in message:
        return "This is longer than Bluesky takes: 300 characters in a post, 1,000 in a direct message."
    said = one_line(message or error)
    return f"Bluesky refuses: {said}" if said else f"Bluesky refuses without saying why (status {status})."
