"""Where a conversation stands, and its marks."""

from collections.abc import Callable

from responder.actions.decision import Decision, Step, step
from responder.core import events as e
from responder.core.conversations import Conversation, Status
from responder.core.errors import NotPossible


def _back(row: Conversation) -> e.Body:
    match row.status:
        case Status.SNOOZED:
            return e.Snoozed(row.snoozed_until)
        case Status.PENDING:
            return e.Pended()
        case Status.RESOLVED:
            return e.Resolved()
        case _:
            return e.Reopened()


def _to(status: Status, body: e.Body) -> Decision:
    def decide(row: Conversation) -> Step | None:
        return None if row.status is status else step(body, _back(row))

    return decide


def resolve() -> Decision:
    """Done."""
    return _to(Status.RESOLVED, e.Resolved())


def reopen() -> Decision:
    """Not done after all."""
    return _to(Status.OPEN, e.Reopened())


def pend() -> Decision:
    """Wait for the customer or for a colleague."""
    return _to(Status.PENDING, e.Pended())


def snooze(until: int | None) -> Decision:
    """Put it away until a time (µs UTC), or, without one, until the customer writes."""

    def decide(row: Conversation) -> Step | None:
        if row.status is Status.SNOOZED and row.snoozed_until == until:
            return None
        return step(e.Snoozed(until), _back(row))

    return decide


def wake() -> Decision:
    """End a snooze by hand."""

    def decide(row: Conversation) -> Step | None:
        return step(e.Woken(), _back(row)) if row.status is Status.SNOOZED else None

    return decide


def _flag(make: Callable[[bool], e.Body], read: Callable[[Conversation], bool], on: bool) -> Decision:
    def decide(row: Conversation) -> Step | None:
        return None if read(row) == on else step(make(on), make(not on))

    return decide


def mark_read(read: bool) -> Decision:
    """Mark it read, or unread again."""
    return _flag(e.ReadMarked, lambda row: not row.unread, read)


def star(on: bool) -> Decision:
    """Put the star on, or take it off."""
    return _flag(e.StarSet, lambda row: row.starred, on)


def mute(on: bool) -> Decision:
    """Keep new messages from bringing it back, or let them again."""
    return _flag(e.MuteSet, lambda row: row.muted, on)


def spam(on: bool) -> Decision:
    """Call it spam or abuse, or not."""
    return _flag(e.SpamSet, lambda row: row.spam, on)


def set_priority(priority: int) -> Decision:
    """Set 0 low, 1 normal, 2 high or 3 urgent. Raises NotPossible for any other."""
    if priority not in range(4):
        raise NotPossible("A priority is 0, 1, 2 or 3.")

    def decide(row: Conversation) -> Step | None:
        if row.priority == priority:
            return None
        return step(e.PrioritySet(priority), e.PrioritySet(row.priority))

    return decide
