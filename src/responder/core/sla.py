"""When an answer is due: a target a priority, until policies with business hours replace it."""

from responder.core.clock import HOUR, MINUTE

TARGETS: tuple[int, ...] = (8 * HOUR, 1 * HOUR, 30 * MINUTE, 15 * MINUTE)
"""How long a customer may wait for an answer, by priority (low, normal, high, urgent), in µs."""


def due_at(waiting_since: int | None, priority: int) -> int | None:
    """Return when the answer is due (µs UTC); None when nobody waits."""
    return None if waiting_since is None else waiting_since + TARGETS[priority]
