"""Who is responsible."""

from responder.actions.decision import Decision, Step, both, step
from responder.actions.escalate import acknowledge
from responder.core.conversations import Conversation
from responder.core.events import Assigned


def assign(member: str | None) -> Decision:
    """Give the conversation to a member, or to nobody."""

    def decide(row: Conversation) -> Step | None:
        return None if row.assignee == member else step(Assigned(member), Assigned(row.assignee))

    return decide


def take(member: str) -> Decision:
    """Assign it to oneself, and acknowledge it if it was escalated."""
    return both(assign(member), acknowledge())
