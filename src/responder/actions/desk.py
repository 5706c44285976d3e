"""The desk of one member: decisions become events, for one conversation or for all that match, and back."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from uuid import UUID

from responder.actions.bulk import in_chunks
from responder.actions.decision import Decision, Step, still_so
from responder.actions.facts import Pen
from responder.core.accounts import Member
from responder.core.changes import Changes
from responder.core.clock import Clock
from responder.core.events import Event
from responder.core.questions import InboxQuery
from responder.store.rows import Rows
from responder.store.store import Store

Targets = Sequence[UUID] | InboxQuery
"""Conversations by name, or all that a list holds, not only its page."""


@dataclass(frozen=True)
class Done:
    """What was done: to how many, what it touched, and each conversation's way back."""

    label: str
    count: int
    changes: Changes
    undo: tuple[tuple[UUID, Step], ...] = ()


class Desk:
    """Acts for one member. `label` is an English key that the screen translates."""

    def __init__(self, store: Store, clock: Clock, member: Member) -> None:
        self.store = store
        self.clock = clock
        self.member = member

    def pen(self) -> Pen:
        """Return what writes events in this member's name."""
        return Pen(self.member.id, self.store.device, self.clock)

    def do(self, label: str, decision: Decision, targets: Targets) -> Future[Done]:
        """Decide about every target, in transactions of a thousand; those with nothing to do are not counted."""
        steps: dict[UUID, Step] = {}
        pen = self.pen()

        def find(rows: Rows) -> Sequence[UUID]:
            return list(rows.conversations(targets)) if isinstance(targets, InboxQuery) else targets

        def decide(rows: Rows, chunk: Sequence[UUID]) -> list[Event]:
            events: list[Event] = []
            for conversation in chunk:
                row = rows.conversation(conversation)
                step = decision(row) if row is not None else None
                if step is not None:
                    steps[conversation] = step
                    events.extend(pen.write(rows, conversation, step.do))
            return events

        return in_chunks(
            self.store, find, decide, lambda changes: Done(label, len(steps), changes, tuple(steps.items()))
        )

    def undo(self, done: Done) -> Future[Done]:
        """Put back all of it, except where somebody decided otherwise meanwhile."""
        back: dict[UUID, Step] = {}
        pen = self.pen()

        def decide(rows: Rows, chunk: Sequence[tuple[UUID, Step]]) -> list[Event]:
            events: list[Event] = []
            for conversation, step in chunk:
                row = rows.conversation(conversation)
                if row is not None and still_so(row, step.do, pen.actor):
                    back[conversation] = Step(step.undo, step.do)
                    events.extend(pen.write(rows, conversation, step.undo))
            return events

        return in_chunks(
            self.store,
            lambda rows: done.undo,
            decide,
            lambda changes: Done(done.label, len(back), changes, tuple(back.items())),
        )
