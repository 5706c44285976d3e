"""Two answers to one customer: whether a reply must wait because somebody else wrote. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from responder.core.messages import Message
from responder.core.replies import Reply, ReplyState


class Why(StrEnum):
    """What the other one did, as `ReplyHeld.why` keeps it; screens say it in their words after `by`."""

    WROTE = "wrote"
    ANSWERED = "answered"
    ANSWERING = "answering"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Objection:
    """`by` is the customer's name, a colleague's id, or our account's name for an answer given elsewhere."""

    why: Why
    by: str


_UNDER_WAY = (ReplyState.STARTED, ReplyState.UNCERTAIN, ReplyState.ASK)
_PROMISED = (*_UNDER_WAY, ReplyState.QUEUED, ReplyState.AWAITING)


def objection(
    author: str, unseen: Iterable[Message], replies: Sequence[Reply], starting: bool
) -> Objection | None:
    """Return why a reply by `author` may not go out, or None.

    `unseen` are the messages that came after the last one they had seen, `replies` those of the same
    conversation without the one in question. At the start of sending only what is already under way
    objects, so that two queued replies cannot hold each other.
    """
    for message in unseen:
        found = _by_message(author, message, replies)
        if found is not None:
            return found
    states = _UNDER_WAY if starting else _PROMISED
    others = (reply for reply in replies if reply.author != author and reply.state in states)
    return next((Objection(Why.ANSWERING, reply.author) for reply in others), None)


def _by_message(author: str, message: Message, replies: Sequence[Reply]) -> Objection | None:
    if not message.author.ours:
        return (
            Objection(Why.WROTE, message.author.name or message.author.handle) if message.addressed else None
        )
    writer = next((reply.author for reply in replies if _is_of(message, reply)), None)
    if writer is None:
        return Objection(Why.ELSEWHERE, message.author.name or message.author.handle)
    return None if writer == author else Objection(Why.ANSWERED, writer)


def already_there(reply: Reply, unseen: Iterable[Message], others: Sequence[Reply]) -> Message | None:
    """Return the message that this reply, tried before, turns out to be; None when it came with none of them."""
    taken = {other.message for other in others}
    mine = (one for one in unseen if one.author.ours and one.id not in taken)
    return next((one for one in mine if reply.attempts and _letters(reply.text) in _letters(one.text)), None)


def _is_of(message: Message, reply: Reply) -> bool:
    if reply.message is not None:
        return reply.message == message.id
    return reply.state in _UNDER_WAY and _letters(reply.text) in _letters(message.text)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
