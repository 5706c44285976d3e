"""What a lane works with, and what it remembers while it runs."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from responder.actions.facts import Pen
from responder.core.accounts import Account
from responder.core.ports import Connector, Step
from responder.outbox.policy import Patience
from responder.outbox.sending import Decide
from responder.store.store import Appended, Store


@dataclass(frozen=True)
class Tools:
    """What every lane works with."""

    store: Store
    connectors: Callable[[Account], Connector]
    pen: Pen
    step: Step
    patience: Patience
    dice: Callable[[], float]

    def now(self) -> int:
        """Return the time (µs UTC)."""
        return self.pen.clock.now()

    async def write(self, decide: Decide) -> Appended:
        """Decide and commit; a task that is cancelled meanwhile leaves the commit alone."""
        return await asyncio.shield(asyncio.wrap_future(self.store.transact(decide)))


@dataclass
class Memory:
    """What a lane keeps only while it runs: whom it asked how often, and until when it waits."""

    not_before: dict[UUID, int] = field(default_factory=dict)
    failures: dict[UUID, int] = field(default_factory=dict)
    paused_until: int = 0
    blocked: bool = False

    def failed(self, what: UUID) -> int:
        """Count one more failure in a row, and return how many."""
        self.failures[what] = self.failures.get(what, 0) + 1
        return self.failures[what]

    def forget(self, what: UUID) -> None:
        """Forget everything about one reply or act."""
        for memory in (self.not_before, self.failures):
            memory.pop(what, None)


def in_words(error: Exception) -> str:
    """Return a failure in words."""
    return str(error) or type(error).__name__
