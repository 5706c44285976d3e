"""What can be answered, who must agree, and whether the network takes it: told before anybody types. Pure."""

from collections.abc import Iterable

from responder.core.clock import DAY
from responder.core.manifest import Manifest
from responder.core.messages import Message
from responder.core.monitors import Monitor

READ_ONLY = "This network lets us read only: answer on the network itself."
TOO_LATE = "The network no longer takes an answer to this message: it was written too long ago."
TOO_LATE_IN_PRIVATE = (
    "The network no longer takes a private answer to this message: it was written too long ago."
)


def answerable(messages: Iterable[Message]) -> list[Message]:
    """Return what an answer may answer: what was addressed to us; where nothing was, what our monitors found."""
    theirs = [message for message in messages if not message.author.ours]
    return [one for one in theirs if one.addressed] or [one for one in theirs if one.monitors]


def unanswerable(messages: Iterable[Message]) -> str:
    """Return why there is nothing to answer among messages: what the network says of them, if it says anything."""
    return next(
        (one.no_reply for one in messages if one.no_reply and not one.author.ours),
        "There is no message to answer here.",
    )


def approving(answered: Message, monitors: Iterable[Monitor]) -> Monitor | None:
    """Return the monitor that wants an answer to this message approved first; None for what was addressed to us."""
    if answered.addressed:
        return None
    return next((one for one in monitors if one.approval and one.id in answered.monitors), None)


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
