"""The workspace on disk: append, decide, ask, and hear of changes."""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from responder.core import ids
from responder.core.accounts import Account, Member
from responder.core.changes import Changes, Touched
from responder.core.clock import Clock
from responder.core.errors import StoreError
from responder.core.events import Event
from responder.core.ports import Step, Unreadable
from responder.core.questions import ChannelHealth, Draft, TemplateUse
from responder.core.replies import Reply
from responder.store import acts, drafts, health, inbox, messages, rebuild, schema, sending, team
from responder.store.database import connect_reader, connect_writer, translating
from responder.store.log import Log, cursor, set_cursor, set_position
from responder.store.projector import project
from responder.store.rows import Rows
from responder.store.writer import Writer

T = TypeVar("T")


class Write(Struct, frozen=True):
    """What a decision wants written: events, where reading an account resumes, payloads to keep, drafts to forget."""

    events: tuple[Event, ...] = ()
    cursor: tuple[UUID, str] | None = None
    unreadable: tuple[tuple[UUID, Unreadable], ...] = ()
    discard: tuple[UUID, ...] = ()


class Appended(Struct, frozen=True):
    """What was new, and what it touched."""

    events: tuple[Event, ...]
    changes: Changes


def _silent(name: str) -> None:
    """Hear of a step and do nothing."""


def _unheard(done: int, total: int) -> None:
    """Hear of progress and do nothing."""


class Store:
    """One workspace. Every method may be called from any thread; futures end after the commit."""

    def __init__(self, path: Path, clock: Clock, step: Step) -> None:
        """Use `open`."""
        self._path, self._clock = path, clock
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._listeners: dict[object, Callable[[Changes], None]] = {}
        self._lock = threading.Lock()
        self._closed = False
        connection = connect_writer(path)
        try:
            if schema.stale(connection):
                rebuild.again(connection, _unheard)
            self.device = _device(connection)
        except BaseException:
            connection.close()
            raise
        self._connection, self._log = connection, Log(connection)
        self._writer = Writer(connection, path, self._announce, step)

    @classmethod
    def open(cls, path: Path, clock: Clock, step: Step = _silent) -> "Store":
        """Open a workspace's database, made if missing. Raises StoreError; a damaged file is left untouched."""
        with translating(path):
            return cls(path, clock, step)

    def append(
        self,
        events: Sequence[Event],
        *,
        cursor: tuple[UUID, str] | None = None,
        unreadable: Sequence[tuple[UUID, Unreadable]] = (),
        durable: bool = False,
    ) -> "Future[Appended]":
        """Write events in one transaction with the cursor of the account they came from; known ones are skipped."""
        write = Write(tuple(events), cursor, tuple(unreadable))
        weight = len(write.events) or 1
        return self._writer.submit_with_others(self._write_all, write, durable=durable, weight=weight)

    def transact(self, decide: Callable[[Rows], Write], *, durable: bool = True) -> "Future[Appended]":
        """Decide what to write while nobody else can write.

        `decide` runs on the writer thread; it may run again when the commit has to be tried again,
        so that it must do nothing but look and decide. What it raises comes out of the future.
        """
        rows = Rows(self._connection, self._log)
        return self._writer.submit(lambda: self._write_all([decide(rows)])[0], durable=durable)

    def _write_all(self, writes: list[Write]) -> list[tuple[Appended, Changes]]:
        connection = self._connection
        fresh = self._log.append([event for write in writes for event in write.events])
        changes = Changes()
        if fresh:
            changes = project(connection, self._log, fresh)
            set_position(connection, fresh[-1].seq)
        new = {one.event.id: one.event for one in fresh}
        return [self._finish(write, new, changes) for write in writes]

    def _finish(self, write: Write, new: dict[UUID, Event], changes: Changes) -> tuple[Appended, Changes]:
        """Write what goes with the events, and say which of them were new: each to the first that brought it."""
        if write.cursor is not None:
            set_cursor(self._connection, *write.cursor)
        for account, item in write.unreadable:
            health.keep_unreadable(self._connection, account, item)
            changes |= Changes(Touched.HEALTH)
        for conversation in write.discard:
            drafts.discard(self._connection, conversation)
        events = tuple(event for event in write.events if new.pop(event.id, None) is not None)
        return Appended(events, changes), changes

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Call `listener` on the writer thread after every commit that changed something; returns how to stop."""
        mark = object()
        with self._lock:
            self._listeners[mark] = listener

        def unsubscribe() -> None:
            with self._lock:
                self._listeners.pop(mark, None)

        return unsubscribe

    def _announce(self, changes: Changes) -> None:
        with self._lock:
            listeners = list(self._listeners.values())
        for listener in listeners:
            listener(changes)

    def close(self) -> None:
        """Write what is queued, then let go of the file."""
        self._writer.close()
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

    def save_draft(self, draft: Draft) -> "Future[None]":
        """Keep a draft; the future ends when it is safely on the disk."""
        return self._do(lambda: drafts.save(self._connection, draft), Touched.NONE)

    def discard_draft(self, conversation: UUID) -> "Future[None]":
        """Throw a draft away."""
        return self._do(lambda: drafts.discard(self._connection, conversation), Touched.NONE)

    def draft(self, conversation: UUID) -> Draft | None:
        """Return the draft of a conversation."""
        return drafts.one(self.reading(), conversation)

    def save_health(self, state: ChannelHealth) -> "Future[None]":
        """Keep how an account is doing."""
        return self._do(lambda: health.save(self._connection, state), Touched.HEALTH)

    def health(self, account: UUID) -> ChannelHealth:
        """Return how an account is doing."""
        return health.one(self.reading(), account)

    def accounts(self) -> list[Account]:
        """Return the connected accounts."""
        return team.accounts(self.reading())

    def members(self) -> list[Member]:
        """Return the members of the team."""
        return team.members(self.reading())

    def templates(self) -> list[TemplateUse]:
        """Return the templates with how often each was used."""
        return team.templates(self.reading())

    def _do(self, work: Callable[[], None], touched: Touched) -> "Future[None]":
        def job() -> tuple[None, Changes]:
            work()
            return None, Changes(touched)

        return self._writer.submit(job, durable=touched is Touched.NONE)


def _device(connection: sqlite3.Connection) -> str:
    connection.execute("INSERT OR IGNORE INTO workspace VALUES ('device', ?)", (secrets.token_hex(6),))
    device: str = connection.execute("SELECT value FROM workspace WHERE name = 'device'").fetchone()[0]
    return device
