"""Ends snoozes when their time has come."""

import asyncio
from uuid import UUID

from responder.core.bell import Bell
from responder.core.changes import Changes, Touched
from responder.core.clock import SECOND, Clock
from responder.core.conversations import Conversation, Status
from responder.core.events import Event, Woken
from responder.core.ids import derived_id
from responder.store.rows import Rows
from responder.store.store import Store, Write

ACTOR = "collector:waker"
LONGEST = 600.0
"""Seconds between two looks at the clock at most, because a machine may sleep."""


def woken(row: Conversation, device: str, now: int) -> Event:
    """Return the end of a snooze: every device that sees it end derives the same event."""
    event_id = derived_id(row.id, "woken", str(row.snoozed_until))
    return Event(event_id, row.id, ACTOR, device, now, Woken())


class Waker:
    """Watches the snoozes of a workspace."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        """Wake conversations for ever."""
        bell = Bell(self._clock)

        def heard(changes: Changes) -> None:
            if changes.touched & Touched.INBOX:
                bell.ring()

        forget = self._store.subscribe(heard)
        try:
            while True:
                await self.once()
                upcoming = self._store.rows().next_snooze()
                wait = LONGEST if upcoming is None else (upcoming - self._clock.now()) / SECOND
                await bell.wait(min(max(wait, 0.0), LONGEST))
        finally:
            forget()

    async def once(self) -> None:
        """Wake what is due."""
        due = self._store.due_snoozes(self._clock.now())
        if due:
            await asyncio.wrap_future(self._store.transact(lambda rows: self._wake(rows, due)))

    def _wake(self, rows: Rows, due: list[UUID]) -> Write:
        now = self._clock.now()
        found = (rows.conversation(conversation) for conversation in due)
        return Write(
            tuple(
                woken(row, self._store.device, max(now, rows.latest_at(row.id) + 1))
                for row in found
                if row is not None and row.status is Status.SNOOZED and (row.snoozed_until or now) <= now
            )
        )
