"""Decisions: pure functions from a conversation to what is done to it, with the way back."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from uuid import UUID

from responder.core.conversations import Conversation, fold
from responder.core.events import Body, Event


@dataclass(frozen=True)
class Step:
    """What happens to one conversation, and what puts it back as it was."""

    do: tuple[Body, ...]
    undo: tuple[Body, ...]


Decision = Callable[[Conversation], Step | None]
"""Says what to do with a conversation; None when there is nothing to do."""


def step(do: Body, undo: Body) -> Step:
    """Return a step of one event."""
    return Step((do,), (undo,))


def both(first: Decision, second: Decision) -> Decision:
    """Return two decisions, about different things, taken as one and undone as one."""

    def decide(row: Conversation) -> Step | None:
        one, two = first(row), second(row)
        if one is None or two is None:
            return one or two
        return Step((*one.do, *two.do), (*two.undo, *one.undo))

    return decide


def still_so(row: Conversation, done: tuple[Body, ...], actor: str) -> bool:
    """Say whether what was done still holds: doing it again would change nothing.

    If not, somebody decided otherwise meanwhile, and an undo must not overrule them.
    """
    again = copy(row)
    for body in done:
        fold(again, Event(UUID(int=0), row.id, actor, "", 0, body))
    again.level_since = row.level_since
    return again == row
