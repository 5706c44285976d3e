"""Escalation: a flag with a level, a reason and the person who must acknowledge it."""

from responder.actions.decision import Decision, Step, step
from responder.core.conversations import Conversation
from responder.core.errors import NotPossible
from responder.core.events import Body, Escalated, EscalationAcknowledged, EscalationCleared

TOP = 3


def _back(row: Conversation) -> Body:
    if row.level == 0:
        return EscalationCleared()
    return Escalated(row.level, row.level_reason, row.level_person, row.level_since, row.level_acknowledged)


def escalate(level: int, reason: str, person: str | None = None) -> Decision:
    """Flag it: 1 watch, 2 needs a lead, 3 needs the owner now. Raises NotPossible for any other level."""
    if level not in range(1, TOP + 1):
        raise NotPossible("A level is 1, 2 or 3.")

    def decide(row: Conversation) -> Step | None:
        flag = (level, reason.strip(), person)
        if (row.level, row.level_reason, row.level_person) == flag:
            return None
        return step(Escalated(*flag), _back(row))

    return decide


def escalate_further(reason: str = "", person: str | None = None) -> Decision:
    """Flag it one level higher; what is not given stays as it was."""

    def decide(row: Conversation) -> Step | None:
        level = min(row.level + 1, TOP)
        return escalate(level, reason or row.level_reason, person or row.level_person)(row)

    return decide


def acknowledge() -> Decision:
    """Say that the one who acts has it."""

    def decide(row: Conversation) -> Step | None:
        if row.level == 0 or row.level_acknowledged is not None:
            return None
        return step(EscalationAcknowledged(), _back(row))

    return decide


def clear_escalation(reason: str = "") -> Decision:
    """Take the flag off."""

    def decide(row: Conversation) -> Step | None:
        return None if row.level == 0 else step(EscalationCleared(reason.strip()), _back(row))

    return decide
