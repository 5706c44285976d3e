"""The one thread that writes: groups that grow under load, commits, announcements after them."""

import logging
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from responder.core.changes import Changes, Touched
from responder.core.errors import StoreError
from responder.core.ports import Step
from responder.store.database import translated

T = TypeVar("T")
GROUP = 5_000
"""How many events one transaction takes at most."""
IDLE_SECONDS = 0.5
"""How often an idle writer looks for what other processes wrote."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job(Generic[T]):
    """Something to do in a write transaction. `work` returns its result and what it touched."""

    work: Callable[[], tuple[T, Changes]]
    future: "Future[T]"
    durable: bool
    weight: int = 1


class Writer:
    """Runs jobs one after the other; those waiting together share a commit, and none fails another."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, announce: Callable[[Changes], None], step: Step
    ) -> None:
        self._connection, self._path = connection, path
        self._announce, self._step = announce, step
        self._jobs: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._seen = self._data_version()
        self._unsettled = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._closing = threading.Lock()
        self._closed = False
        self._thread.start()

    def submit(self, work: Callable[[], tuple[T, Changes]], *, durable: bool, weight: int = 1) -> "Future[T]":
        """Queue a job. Raises StoreError when the store is closed."""
        future: Future[T] = Future()
        with self._closing:
            if self._closed:
                raise StoreError("The workspace is closed.")
            self._jobs.put(Job(work, future, durable, weight))
        return future

    def close(self) -> None:
        """Do what is queued, then end the thread and the connection."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        open_ = True
        while open_:
            group, open_ = self._gather()
            if group:
                self._commit(group)
        self._connection.close()

    def _gather(self) -> tuple[list[Job[Any]], bool]:
        try:
            job = self._jobs.get(timeout=IDLE_SECONDS)
        except Empty:
            self._rest()
            return [], True
        group: list[Job[Any]] = []
        weight = 0
        while job is not None:
            if job.future.set_running_or_notify_cancel():
                group.append(job)
                weight += job.weight
            if weight >= GROUP or self._jobs.empty():
                return group, True
            job = self._jobs.get()
        return group, False

    def _commit(self, group: list[Job[Any]]) -> None:
        try:
            outcomes = self._transact(group)
        except sqlite3.Error as error:
            if len(group) == 1:
                group[0].future.set_exception(translated(error, self._path))
                return
            for job in group:
                self._commit([job])
            return
        self._step("store.committed")
        self._tell(outcomes)

    def _transact(self, group: list[Job[Any]]) -> list[tuple[Job[Any], Any, Changes]]:
        connection = self._connection
        durable = any(job.durable for job in group)
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        connection.execute("BEGIN IMMEDIATE")
        try:
            outcomes = [outcome for job in group if (outcome := self._attempt(job)) is not None]
            self._step("store.commit")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self._unsettled = True
        return outcomes

    def _attempt(self, job: Job[Any]) -> tuple[Job[Any], Any, Changes] | None:
        connection = self._connection
        connection.execute("SAVEPOINT job")
        try:
            result, changes = job.work()
        except sqlite3.OperationalError:
            raise  # the file's trouble (full, busy), not this job's: the whole group is tried again singly
        except BaseException as error:
            connection.execute("ROLLBACK TO job")
            connection.execute("RELEASE job")
            failure = translated(error, self._path) if isinstance(error, sqlite3.Error) else error
            job.future.set_exception(failure)
            return None
        connection.execute("RELEASE job")
        return job, result, changes

    def _tell(self, outcomes: list[tuple[Job[Any], Any, Changes]]) -> None:
        changes = Changes()
        for _, _, one in outcomes:
            changes |= one
        if changes.touched:
            self._announce(changes)
        for job, result, _ in outcomes:
            job.future.set_result(result)

    def _rest(self) -> None:
        """Nobody asks for anything: notice other processes, give the log back to the file."""
        seen = self._data_version()
        if seen != self._seen:
            self._seen = seen
            self._announce(Changes(Touched.ALL))
        if self._unsettled:
            self._unsettled = False
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _data_version(self) -> int:
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version
