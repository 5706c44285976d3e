"""What may be asked of a workspace at any time, from any thread."""

import sqlite3
import threading
from pathlib import Path
from uuid import UUID

from responder.core import ids
from responder.core.accounts import Account, Member
from responder.core.errors import StoreError
from responder.core.events import Event
from responder.core.ports import Unreadable
from responder.core.questions import ChannelHealth, Draft, TemplateUse
from responder.core.replies import Reply
from responder.store import acts, drafts, health, inbox, messages, sending, team
from responder.store.database import connect_reader, translating
from responder.store.log import Log, cursor
from responder.store.rows import Rows


class Readings:
    """A connection for each thread that asks, and the short questions of what runs by itself."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    def close_readers(self) -> None:
        """Let go of every connection; whoever asks from now on is refused."""
        with self._lock:
            self._closed = True
            readers, self._readers = self._readers, []
        for connection in readers:
            connection.close()

    def reading(self) -> sqlite3.Connection:
        """Return the calling thread's connection for reading. Raises StoreError."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None or self._closed:
            with self._lock, translating(self._path):
                if self._closed:
                    raise StoreError("The workspace is closed.")
                connection = connect_reader(self._path)
                self._readers.append(connection)
            self._local.connection = connection
        return connection

    def rows(self) -> Rows:
        """Return the tables as they stand, for reading."""
        connection = self.reading()
        return Rows(connection, Log(connection))

    def cursor(self, account: UUID) -> str | None:
        """Return where reading an account resumes."""
        return cursor(self.reading(), account)

    def root_of(self, network: str, server: str, remote_id: str) -> str | None:
        """Return the root of the conversation that a message is in, if we have that message."""
        connection = self.reading()
        found = messages.message(connection, Log(connection), ids.message_id(network, server, remote_id))
        return None if found is None else found.root

    def due_replies(self, now: int) -> list[Reply]:
        """Return the replies that may be sent now, the one submitted first on top."""
        return sending.due(self.reading(), now)

    def unsettled_replies(self) -> list[Reply]:
        """Return the replies that were started and whose outcome is not known."""
        return sending.unsettled(self.reading())

    def next_due(self) -> int | None:
        """Return when the next reply is due or the next snooze ends (µs UTC)."""
        connection = self.reading()
        times = (sending.next_due(connection), inbox.next_snooze(connection))
        return min((at for at in times if at is not None), default=None)

    def due_snoozes(self, now: int) -> list[UUID]:
        """Return the conversations whose snooze has ended."""
        return [UUID(bytes=key) for key in inbox.due_snoozes(self.reading(), now)]

    def pending_acts(self) -> list[Event]:
        """Return the `ActRequested` events not yet done or failed, in the order in which they were asked."""
        connection = self.reading()
        return acts.pending(connection, Log(connection))

    def draft(self, conversation: UUID) -> Draft | None:
        """Return the draft of a conversation."""
        return drafts.one(self.reading(), conversation)

    def health(self, account: UUID) -> ChannelHealth:
        """Return how an account is doing."""
        return health.one(self.reading(), account)

    def last_event(self) -> int:
        """Return the number of the newest event; 0 when there is none."""
        return Log(self.reading()).last()

    def messages_of(self, account: UUID, since: int, last: int) -> set[UUID]:
        """Return what spoke to an account since a time (µs UTC) and is not deleted, as of event `last`."""
        return {UUID(bytes=key) for key in messages.of_account(self.reading(), account, since, last)}

    def untried(self, account: UUID, version: str) -> list[tuple[int, Unreadable]]:
        """Return the unreadable payloads of an account that a version has not tried again, with their numbers."""
        return health.untried(self.reading(), account, version)

    def budget(self, key: str) -> str | None:
        """Return what was used of some budgets, as `Store.save_budget` kept it."""
        return health.budget(self.reading(), key)

    def accounts(self) -> list[Account]:
        """Return the connected accounts."""
        return team.accounts(self.reading())

    def members(self) -> list[Member]:
        """Return the members of the team."""
        return team.members(self.reading())

    def templates(self) -> list[TemplateUse]:
        """Return the templates with how often each was used."""
        return team.templates(self.reading())
