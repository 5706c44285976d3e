"""Whether the network takes an answer at all: told before anybody types, and refused before anything is sent. Pure."""

from responder.core.clock import DAY
from responder.core.manifest import Manifest
from responder.core.messages import Message

READ_ONLY = "This network lets us read only: answer on the network itself."
TOO_LATE = "The network no longer takes an answer to this message: it was written too long ago."
TOO_LATE_IN_PRIVATE = (
    "The network no longer takes a private answer to this message: it was written too long ago."
)


def refusal(answered: Message, network: Manifest | None, now: int, *, private: bool) -> str:
    """Return why no answer to a message can be sent at a time (µs UTC), or "" when it can.

    `private` is an answer to the customer alone, also to what was said in public. Without a manifest only the
    message itself is asked.
    """
    if network is not None and not network.answers:
        return READ_ONLY
    if private and not answered.visibility.private:
        days = network.private_reply_days if network is not None else 0
        return TOO_LATE_IN_PRIVATE if days and now > answered.created_at + days * DAY else ""
    if answered.no_reply:
        return answered.no_reply
    late = answered.reply_until is not None and now > answered.reply_until
    return TOO_LATE if late else ""
