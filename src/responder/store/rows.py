"""What a decision may look at inside the transaction that it decides in."""

import sqlite3
from collections.abc import Iterable, Iterator
from uuid import UUID

from responder.core.accounts import Account
from responder.core.conversations import Conversation
from responder.core.events import Event
from responder.core.messages import Message
from responder.core.monitors import Deaf, Monitor
from responder.core.questions import InboxQuery
from responder.core.replies import Reply
from responder.core.templates import Template
from responder.store import conversations, deaf, hits, inbox, messages, plan, sending, team
from responder.store.log import Log


class Rows:
    """The tables as they stand, on one connection."""

    def __init__(self, connection: sqlite3.Connection, log: Log) -> None:
        self._connection, self._log = connection, log

    def conversation(self, conversation: UUID) -> Conversation | None:
        """Return a conversation's row."""
        return conversations.one(self._connection, conversation)

    def conversations(self, query: InboxQuery) -> Iterator[UUID]:
        """Return every conversation that matches, in no order."""
        return iter([UUID(bytes=key) for key in plan.matching(self._connection, query)])

    def message(self, message: UUID) -> Message | None:
        """Return a message as it is now."""
        return messages.message(self._connection, self._log, message)

    def known(self, ids: Iterable[UUID]) -> set[UUID]:
        """Return those ids that are messages here."""
        return {UUID(bytes=key) for key in messages.known(self._connection, (one.bytes for one in ids))}

    def copy_of(self, hit: Message) -> Message | None:
        """Return what monitors found before with the same address, read through whichever account."""
        mark = hits.mark(hit)
        found = hits.copies(self._connection, [mark]).get(mark)
        return None if found is None else self.message(UUID(bytes=found))

    def messages_since(self, conversation: UUID, seen: UUID | None) -> list[Message]:
        """Return what was written and arrived in a conversation after `seen` (all of it for None), as it arrived."""
        return messages.since(self._connection, self._log, conversation, seen)

    def reply(self, reply: UUID) -> Reply | None:
        """Return a reply."""
        return sending.one(self._connection, reply)

    def replies(self, conversation: UUID) -> list[Reply]:
        """Return every reply of a conversation, oldest first."""
        return sending.of(self._connection, conversation)

    def in_flight(self) -> list[Reply]:
        """Return the replies that the machine is still working on, oldest first."""
        return [reply for reply in sending.outbox(self._connection) if reply.state.in_flight]

    def next_snooze(self) -> int | None:
        """Return when the next snooze ends (µs UTC)."""
        return inbox.next_snooze(self._connection)

    def account(self, account: UUID) -> Account | None:
        """Return a connected account."""
        return team.account(self._connection, account)

    def accounts(self) -> list[Account]:
        """Return the connected accounts."""
        return team.accounts(self._connection)

    def templates(self) -> list[Template]:
        """Return the templates, by name."""
        return [one.template for one in team.templates(self._connection)]

    def monitors(self) -> list[Monitor]:
        """Return the monitors."""
        return team.monitors(self._connection)

    def deaf(self, account: UUID) -> tuple[Deaf, ...]:
        """Return which terms of monitors an account cannot look for now."""
        return deaf.read(self._connection, account)

    def latest_at(self, stream: UUID) -> int:
        """Return the time of a stream's last event (µs UTC); 0 when it has none."""
        return conversations.latest_at(self._connection, stream) or self._log.latest_at(stream)

    def knows(self, event: Event) -> bool:
        """Say whether an event is in the log."""
        return self._log.knows(event)

    def events(self, stream: UUID) -> list[Event]:
        """Return the events of a stream as they arrived."""
        return [one.event for one in self._log.stream(stream)]
