"""Events made of what is decided: stamped after everything that their stream already holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from responder.core.clock import Clock
from responder.core.events import Body, Event
from responder.core.ids import new_id
from responder.store.rows import Rows


@dataclass(frozen=True)
class Pen:
    """Writes events for one actor on one device."""

    actor: str
    device: str
    clock: Clock

    def write(self, rows: Rows, stream: UUID, bodies: Sequence[Body]) -> tuple[Event, ...]:
        """Return one event a body, later than all of the stream, so that a clock set back reorders nothing."""
        at = max(self.clock.now(), rows.latest_at(stream) + 1)
        return tuple(
            Event(new_id(), stream, self.actor, self.device, at + i, body) for i, body in enumerate(bodies)
        )
