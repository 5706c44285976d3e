"""The one thread that writes: groups that grow under load, commits, announcements after them."""

import logging
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from responder.core.changes import Changes, Touched
from responder.core.errors import StoreError
from responder.core.ports import Step
from responder.store.database import translated

T = TypeVar("T")
Item = TypeVar("Item")
GROUP = 5_000
"""How many events one transaction takes at most."""
IDLE_SECONDS = 0.5
"""How often an idle writer looks for what other processes wrote."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job(Generic[T]):
    """Something to do in a write transaction. `work` returns its result and what it touched.

    Neighbours in the queue with the same `together` are done by one call of it with all their items,
    which returns as much for each; where that fails, each is done by itself.
    """

    work: Callable[[], tuple[T, Changes]]
    future: "Future[T]"
    durable: bool
    weight: int = 1
    together: Callable[[list[Any]], list[tuple[T, Changes]]] | None = None
    item: Any = None


Outcome = tuple[Job[Any], Any, Changes]


def _together(job: Job[Any]) -> object:
    """Return what neighbours must share to be done in one go; nothing else is equal to a job of its own."""
    return job.together or id(job)


def _fail(jobs: list[Job[Any]], error: BaseException) -> None:
    for job in jobs:
        if not job.future.done():
            job.future.set_exception(error)


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
        return self._put(Job(work, Future(), durable, weight))

    def submit_with_others(
        self,
        together: Callable[[list[Item]], list[tuple[T, Changes]]],
        item: Item,
        *,
        durable: bool,
        weight: int,
    ) -> "Future[T]":
        """Queue an item that may be written in one go with its neighbours. Raises StoreError."""
        return self._put(Job(lambda: together([item])[0], Future(), durable, weight, together, item))

    def _put(self, job: Job[T]) -> "Future[T]":
        with self._closing:
            if self._closed:
                raise StoreError("The workspace is closed.")
            self._jobs.put(job)
        return job.future

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
            left = [job for job in group if not job.future.done()]
            if len(group) > 1:
                for job in left:
                    self._commit([job])
            else:
                _fail(left, translated(error, self._path))
        except BaseException as error:  # a bug, in a step: whoever waits must hear of it
            _fail(group, error)
        else:
            self._step("store.committed")
            self._tell(outcomes)

    def _transact(self, group: list[Job[Any]]) -> list[Outcome]:
        connection = self._connection
        durable = any(job.durable for job in group)
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        connection.execute("BEGIN IMMEDIATE")
        try:
            outcomes = [
                outcome for _, run in groupby(group, _together) for outcome in self._attempt_all([*run])
            ]
            self._step("store.commit")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self._unsettled = True
        return outcomes

    def _attempt_all(self, run: list[Job[Any]]) -> list[Outcome]:
        if len(run) > 1 and run[0].together is not None:
            together, items = run[0].together, [job.item for job in run]
            done = self._guarded(lambda: together(items))
            if not isinstance(done, BaseException):
                return [(job, *outcome) for job, outcome in zip(run, done, strict=True)]
        return [outcome for job in run if (outcome := self._attempt(job)) is not None]

    def _attempt(self, job: Job[Any]) -> Outcome | None:
        done = self._guarded(job.work)
        if isinstance(done, BaseException):
            job.future.set_exception(done)
            return None
        return job, *done

    def _guarded(self, work: Callable[[], T]) -> T | BaseException:
        """Do something or none of it: return what it returns, or why it failed."""
        connection = self._connection
        connection.execute("SAVEPOINT job")
        try:
            result = work()
        except sqlite3.OperationalError:
            raise  # the file's trouble (full, busy), not this job's: the whole group is tried again singly
        except BaseException as error:
            connection.execute("ROLLBACK TO job")
            connection.execute("RELEASE job")
            return translated(error, self._path) if isinstance(error, sqlite3.Error) else error
        connection.execute("RELEASE job")
        return result

    def _tell(self, outcomes: list[Outcome]) -> None:
        changes = Changes()
        for _, _, one in outcomes:
            changes |= one
        if changes.touched:
            self._spread(changes)
        for job, result, _ in outcomes:
            job.future.set_result(result)

    def _spread(self, changes: Changes) -> None:
        try:
            self._announce(changes)
        except Exception:  # the commit stands and its futures must end, whatever a screen does with it
            log.exception("A listener failed on %s", changes.touched)

    def _rest(self) -> None:
        """Nobody asks for anything: notice other processes, give the log back to the file."""
        seen = self._data_version()
        if seen != self._seen:
            self._seen = seen
            self._spread(Changes(Touched.ALL))
        if self._unsettled:
            self._unsettled = False
            with suppress(
                sqlite3.OperationalError
            ):  # full or busy: the next commit says so, or the next rest does it
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _data_version(self) -> int:
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version
