"""One account's listening: looks for the terms of the monitors, one a turn, beside the channel that receives."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from responder.core.accounts import Account
from responder.core.bell import Bell
from responder.core.changes import Changes, Touched
from responder.core.clock import SECOND, Clock
from responder.core.errors import Malformed, Refused, ResponderError, SignInNeeded, StoreError, Throttled
from responder.core.ids import derived_id
from responder.core.monitors import Deaf, Monitor, Term, TermKind
from responder.core.ports import Batch, Listener, Pace, Unreadable
from responder.ingest import policy
from responder.ingest.items import heard
from responder.store.store import Store, Write

log = logging.getLogger(__name__)

LONG = 60.0
"""From how many seconds on a wait that the network asks for is told."""

PAUSED = 30.0
"""How often (s) is looked whether a person lets the account's network be asked again."""


@dataclass(frozen=True)
class Ear:
    """With what an account listens: the kinds of terms its network can look for, when it may ask, and who asks."""

    kinds: frozenset[str]
    pace: Pace
    open: Callable[[], Listener]


@dataclass(frozen=True)
class Task:
    """One term of one monitor, with the key under which its search's cursor is kept."""

    monitor: Monitor
    term: Term
    key: UUID

    @property
    def name(self) -> str:
        """Return the term as people write it."""
        sign = {TermKind.HASHTAG: "#", TermKind.ACCOUNT: "@"}.get(self.term.kind, "")
        return sign + self.term.text.removeprefix(sign)


def tasks(monitors: Iterable[Monitor], account: Account, kinds: frozenset[str]) -> list[Task]:
    """Return what this account is to look for."""
    return [
        Task(monitor, term, derived_id(account.id, "listening", str(monitor.id), term.kind, term.text))
        for monitor in monitors
        if not monitor.paused and account.network in (monitor.networks or (account.network,))
        for term in dict.fromkeys(monitor.terms)
        if term.kind in kinds
    ]


class Listening:
    """Looks for the monitors' terms until cancelled. A term that fails is told, and the others go on."""

    def __init__(
        self, account: Account, store: Store, clock: Clock, ear: Ear, dice: Callable[[], float]
    ) -> None:
        self.account = account
        self._store, self._clock, self._ear, self._dice = store, clock, ear, dice
        self._bell = Bell(clock)
        self._connector: Listener | None = None
        self._turns = 0
        self._asked: dict[UUID, int] = {}
        self._failures: dict[UUID, int] = {}
        self._not_before: dict[UUID, int] = {}
        self._deaf: dict[UUID, Deaf] = {}
        self._lost = 0

    async def run(self) -> None:
        """Listen for ever."""
        forget = self._store.subscribe(self._heard_of)
        try:
            while True:
                await self._turn()
        finally:
            forget()
            await self._close()

    async def once(self) -> None:
        """Look once for every term. Raises what stopped it; a term that failed is only told."""
        try:
            for task in self._tasks():
                await self._look(task)
        finally:
            await self._tell()
            await self._close()

    def again(self) -> None:
        """Ask now, when it waits for a line or for a new sign-in."""
        self._bell.ring()

    async def stop_for(self, error: BaseException) -> None:
        """Say that a bug has stopped it."""
        problem = f"Stopped by a fault in the program: {type(error).__name__}: {error}"
        self._deaf = {task.key: Deaf(task.monitor.id, task.name, problem) for task in self._tasks()}
        await self._tell()

    def _heard_of(self, changes: Changes) -> None:
        if changes.touched & Touched.MONITORS:
            self._bell.ring()

    def _tasks(self) -> list[Task]:
        found = tasks(self._store.rows().monitors(), self.account, self._ear.kinds)
        keys = {task.key for task in found}
        self._deaf = {key: deaf for key, deaf in self._deaf.items() if key in keys}
        return found

    async def _turn(self) -> None:
        """Look for the term that was not asked for longest, then rest; not while the channel is paused."""
        if self._store.health(self.account.id).state == "paused":
            await self._bell.wait(PAUSED)
            return
        now, wanted = self._clock.now(), self._tasks()
        await self._tell()
        ready = [task for task in wanted if self._not_before.get(task.key, 0) <= now]
        if not ready:
            later = [self._not_before[task.key] for task in wanted]
            await self._bell.wait((min(later) - now) / SECOND if later else None)
            return
        task = min(ready, key=lambda one: self._asked.get(one.key, 0))
        self._turns += 1
        self._asked[task.key] = self._turns
        try:
            news = await self._look(task)
        except Throttled as error:
            await self._be_patient(task, error)
        except SignInNeeded:
            await self._close()
            await self._bell.wait(None)  # the channel says so; after a new sign-in all this is made anew
        except ResponderError as error:
            self._lost += 1
            await self._close()
            wait = policy.after(error, self._lost, 0, self._dice()).retry_at or 0
            await self._bell.wait(wait / SECOND)
        else:
            self._lost = 0
            await self._tell()
            await self._rest(news or any(self._store.cursor(one.key) is None for one in ready))

    async def _be_patient(self, task: Task, error: Throttled) -> None:
        """Wait as long as was asked, whatever happens meanwhile; a long wait is told."""
        until = self._clock.now() + round(error.seconds * SECOND)
        if error.seconds >= LONG:
            self._deaf[task.key] = Deaf(task.monitor.id, task.name, str(error))
        while (left := until - self._clock.now()) > 0:
            await self._tell()
            await self._bell.wait(left / SECOND)
            self._tasks()  # one that was put away meanwhile takes its trouble along

    async def _rest(self, news: bool) -> None:
        """Wait for the pace's next turn; a monitor that was just saved waits no longer than after news."""
        turn = asyncio.ensure_future(self._ear.pace.turn(news=news))
        rung = asyncio.ensure_future(self._bell.wait(None))
        try:
            await asyncio.wait([turn, rung], return_when=asyncio.FIRST_COMPLETED)
            early = not turn.done()
        finally:
            turn.cancel()
            rung.cancel()
            await asyncio.gather(turn, rung, return_exceptions=True)
        if early:
            await self._ear.pace.turn(news=True)

    async def _look(self, task: Task) -> bool:
        """Ask the network and store what it has; say whether it brought something."""
        if self._connector is None:
            self._connector = await asyncio.to_thread(self._ear.open)
        try:
            batch = await self._connector.search(task.term, self._store.cursor(task.key))
        except (Refused, Malformed) as error:
            await self._fail(task, error)
            return False
        await self._keep(task, batch)
        self._failures.pop(task.key, None)
        self._not_before.pop(task.key, None)
        self._deaf.pop(task.key, None)
        return bool(batch.items)

    async def _keep(self, task: Task, batch: Batch) -> None:
        store, now = self._store, self._clock.now()
        await asyncio.shield(
            asyncio.wrap_future(
                store.transact(
                    lambda rows: heard(batch, self.account, task.monitor, task.key, rows, store.device, now),
                    durable=False,
                )
            )
        )

    async def _fail(self, task: Task, error: Refused | Malformed) -> None:
        times = self._failures[task.key] = self._failures.get(task.key, 0) + 1
        now, problem = self._clock.now(), str(error) or type(error).__name__
        self._not_before[task.key] = policy.term_again(times, now, self._dice())
        self._deaf[task.key] = Deaf(task.monitor.id, task.name, problem)
        if times > 1:
            return
        log.warning("%s: looking for %s: %s", self.account.handle, task.name, problem)
        if isinstance(error, Malformed) and error.payload:
            kept = ((self.account.id, Unreadable(error.payload, problem)),)
            await asyncio.wrap_future(self._store.transact(lambda rows: Write(unreadable=kept)))

    async def _tell(self) -> None:
        """Say which terms cannot be looked for, where that has changed."""
        deaf = tuple(sorted(self._deaf.values(), key=lambda one: (str(one.monitor), one.term)))
        if self._store.rows().deaf(self.account.id) != deaf:
            with suppress(StoreError):  # a full disk: it is said at the next turn
                await asyncio.wrap_future(self._store.save_deaf(self.account.id, deaf))

    async def _close(self) -> None:
        if self._connector is not None:
            connector, self._connector = self._connector, None
            await connector.aclose()
