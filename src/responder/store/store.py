"""The workspace on disk: append, decide, ask, and hear of changes."""

import logging
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from uuid import UUID

from msgspec import Struct

from responder.core.changes import Changes, Touched
from responder.core.clock import Clock
from responder.core.events import Event
from responder.core.messages import Enclosure
from responder.core.monitors import Deaf
from responder.core.ports import Step, Unreadable
from responder.core.questions import ChannelHealth, Draft
from responder.store import deaf as unheard
from responder.store import drafts, health, rebuild, schema
from responder.store.database import connect_writer, translating
from responder.store.enclosures import Enclosures
from responder.store.log import Log, set_cursor, set_position
from responder.store.projector import project
from responder.store.readings import Readings
from responder.store.rows import Rows
from responder.store.writer import Writer

log = logging.getLogger(__name__)


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


def _told(done: int, total: int) -> None:
    """Write down how far folding again is: it keeps whoever opens a large workspace waiting."""
    log.info("The tables are made again from the log: %d of %d events.", done, total)


class Store(Readings):
    """One workspace. Every method may be called from any thread; futures end after the commit."""

    def __init__(self, path: Path, clock: Clock, step: Step, progress: rebuild.Progress) -> None:
        """Use `open`."""
        super().__init__(path)
        self._clock = clock
        self.enclosures = Enclosures(path.with_name("files"))
        self._listeners: dict[object, Callable[[Changes], None]] = {}
        connection = connect_writer(path)
        try:
            if schema.stale(connection):
                rebuild.again(connection, progress)
            self.device = _device(connection)
        except BaseException:
            connection.close()
            raise
        self._connection, self._log = connection, Log(connection)
        self._writer = Writer(connection, path, self._announce, step)

    @classmethod
    def open(
        cls, path: Path, clock: Clock, step: Step = _silent, progress: rebuild.Progress = _told
    ) -> "Store":
        """Open a workspace's database, made if missing. Raises StoreError; a damaged file is left untouched.

        Where another version folded the tables they are made again first, and `progress` hears how far that is.
        """
        with translating(path):
            return cls(path, clock, step, progress)

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
        self.close_readers()

    def save_draft(self, draft: Draft) -> "Future[None]":
        """Keep a draft; the future ends when it is safely on the disk."""
        return self._do(lambda: drafts.save(self._connection, draft), Touched.NONE)

    def enclose(self, conversation: UUID, file: Enclosure) -> "Future[None]":
        """Put a file into a conversation's draft, whatever else is in it."""
        now = self._clock.now()
        return self._do(lambda: drafts.enclose(self._connection, conversation, file, now), Touched.NONE)

    def discard_draft(self, conversation: UUID) -> "Future[None]":
        """Throw a draft away."""
        return self._do(lambda: drafts.discard(self._connection, conversation), Touched.NONE)

    def save_health(self, state: ChannelHealth) -> "Future[None]":
        """Keep how an account is doing."""
        return self._do(lambda: health.save(self._connection, state), Touched.HEALTH)

    def tried_again(self, number: int, version: str, *, read: bool) -> "Future[None]":
        """Note that a payload was read again by a version of the program, and whether it could be."""
        return self._do(lambda: health.tried(self._connection, number, version, read=read), Touched.HEALTH)

    def save_deaf(self, account: UUID, deaf: Sequence[Deaf]) -> "Future[None]":
        """Keep which terms of monitors an account cannot look for now."""
        return self._do(lambda: unheard.save(self._connection, account, deaf), Touched.HEALTH)

    def save_budget(self, key: str, spent: str) -> "Future[None]":
        """Keep what was used of some budgets."""

        def job() -> tuple[None, Changes]:
            health.save_budget(self._connection, key, spent)
            return None, Changes()  # counted at every request: channels tell people of it now and then

        return self._writer.submit(job, durable=False)

    def _do(self, work: Callable[[], None], touched: Touched) -> "Future[None]":
        def job() -> tuple[None, Changes]:
            work()
            return None, Changes(touched)

        return self._writer.submit(job, durable=touched is Touched.NONE)


def _device(connection: sqlite3.Connection) -> str:
    connection.execute("INSERT OR IGNORE INTO workspace VALUES ('device', ?)", (secrets.token_hex(6),))
    device: str = connection.execute("SELECT value FROM workspace WHERE name = 'device'").fetchone()[0]
    return device
