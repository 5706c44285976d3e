"""The clock beside a conversation: how long the customer may still wait."""

from dataclasses import dataclass
from enum import StrEnum

from responder.core.clock import MINUTE
from responder.core.conversations import Conversation, Status
from responder.core.sla import due_at

HURRY = 30 * MINUTE


class State(StrEnum):
    """CALM while more than half of the target or than half an hour is left; LATE past the target."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Clock:
    """`left` and `target` in µs (`left` is negative when late); `part_left` from 1.0 down to 0.0."""

    state: State
    left: int
    target: int

    @property
    def part_left(self) -> float:
        """Return which part of the target is left."""
        return max(0.0, min(1.0, self.left / self.target))

    @property
    def minutes(self) -> int:
        """Return the whole minutes left, or late."""
        return abs(self.left) // MINUTE


def clock_of(row: Conversation, now: int) -> Clock | None:
    """Return a conversation's clock; None when nobody waits for an answer."""
    due = due_at(row.waiting_since, row.priority)
    if due is None or row.waiting_since is None or row.spam or row.status is Status.RESOLVED:
        return None
    left, target = due - now, due - row.waiting_since
    if row.status is not Status.OPEN or row.in_flight:
        return Clock(State.STOPPED, left, target)
    if left < 0:
        return Clock(State.LATE, left, target)
    hurry = left <= HURRY and left * 2 <= target
    return Clock(State.SOON if hurry else State.CALM, left, target)
