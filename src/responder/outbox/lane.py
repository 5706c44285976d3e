"""The outbox of one account: one job at a time, in order, so that nothing is ever sent twice at once."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from responder.actions.facts import Pen
from responder.core.accounts import Account
from responder.core.bell import Bell
from responder.core.clock import SECOND
from responder.core.errors import NetworkError, Refused, ResponderError, SignInNeeded
from responder.core.events import ActDone, ActFailed
from responder.core.ports import Absent, Act, Connector, Receipt, Step, Unproven
from responder.core.replies import Reply, ReplyState
from responder.outbox import policy, sending
from responder.outbox.queue import Look, Perform, Rest, Send, next_job
from responder.store.store import Appended, Store, Write

log = logging.getLogger(__name__)

KEYRING_PAUSE = 60.0
"""Seconds before the keyring is asked again when it would not answer."""


@dataclass(frozen=True)
class Tools:
    """What every lane works with."""

    store: Store
    connectors: Callable[[Account], Connector]
    pen: Pen
    step: Step
    patience: policy.Patience
    dice: Callable[[], float]


@dataclass
class _Memory:
    """What a lane keeps only while it runs: whom it asked how often, and until when it waits."""

    not_before: dict[UUID, int] = field(default_factory=dict)
    looks: dict[UUID, int] = field(default_factory=dict)
    failures: dict[UUID, int] = field(default_factory=dict)
    paused_until: int = 0
    blocked: bool = False

    def failed(self, what: UUID) -> int:
        """Count one more failure in a row, and return how many."""
        self.failures[what] = self.failures.get(what, 0) + 1
        return self.failures[what]

    def forget(self, what: UUID) -> None:
        """Forget everything about one reply or act."""
        for memory in (self.not_before, self.looks, self.failures):
            memory.pop(what, None)


class Lane:
    """Sends what is due for one account. `run` goes on for ever; `drain` returns when nothing is due."""

    def __init__(self, account: Account, tools: Tools) -> None:
        self._account = account
        self._tools = tools
        self._bell = Bell(tools.pen.clock)
        self._connector: Connector | None = None
        self._stale = False
        self._memory = _Memory()

    def ring(self) -> None:
        """Look again at what is due."""
        self._bell.ring()

    def again(self) -> None:
        """Forget every pause: a person asks for it now, or has signed in."""
        self._memory.paused_until, self._memory.blocked = 0, False
        self._memory.not_before.clear()
        self._bell.ring()

    def renew(self) -> None:
        """Use the credentials as they are now, from the next job on."""
        self._stale = True
        self.again()

    async def run(self) -> None:
        """Send for ever. An error that we do not know ends this lane only, and is in the log."""
        try:
            while True:
                until = await self.drain()
                now = self._tools.pen.clock.now()
                await self._bell.wait(None if until is None else max(0.0, (until - now) / SECOND))
        finally:
            await self.close()

    async def drain(self) -> int | None:
        """Do everything that is due, and return when there will be more (µs), if that is known."""
        while True:
            now = self._tools.pen.clock.now()
            if self._memory.blocked:
                return None
            if now < self._memory.paused_until:
                return self._memory.paused_until
            job = self._next(now)
            if isinstance(job, Rest):
                return job.until
            await self._do(job)

    async def close(self) -> None:
        """Close the line."""
        connector, self._connector = self._connector, None
        if connector is not None:
            await connector.aclose()

    def _next(self, now: int) -> Send | Look | Perform | Rest:
        store, account = self._tools.store, self._account.id
        replies = (reply for reply in store.rows().in_flight() if reply.account == account)
        acts = (event for event in store.pending_acts() if getattr(event.body, "account", None) == account)
        return next_job(replies, acts, self._memory.not_before, now)

    async def _do(self, job: Send | Look | Perform) -> None:
        try:
            connector = await self._open()
        except ResponderError as error:
            self._memory.blocked = isinstance(error, SignInNeeded)
            self._memory.paused_until = self._later(KEYRING_PAUSE)
            log.warning("%s: nothing is sent: %s", self._account.handle, error)
            return
        match job:
            case Send(reply=reply):
                await self._send(connector, reply)
            case Look(reply=reply):
                await self._look(connector, reply)
            case Perform():
                await self._perform(connector, job)

    async def _open(self) -> Connector:
        if self._stale:
            self._stale = False
            await self.close()
        if self._connector is None:
            self._connector = await asyncio.to_thread(self._tools.connectors, self._account)
        return self._connector

    async def _send(self, connector: Connector, reply: Reply) -> None:
        self._tools.step("send:due")
        done = await self._write(sending.start(self._tools.pen, reply.id))
        row = self._tools.store.rows().reply(reply.id)
        if not done.events or row is None or row.state is not ReplyState.STARTED:
            return
        self._tools.step("send:started")
        try:
            receipt = await connector.send(sending.outgoing(row))
        except Exception as error:
            await self._failed(row, error)
            if not isinstance(error, NetworkError):
                raise
            return
        self._tools.step("send:confirmed")
        await self._settled(row, receipt)

    async def _settled(self, reply: Reply, receipt: Receipt) -> None:
        self._memory.forget(reply.id)
        await self._write(sending.sent(self._tools.pen, reply.id, receipt))
        self._tools.step("send:recorded")

    async def _failed(self, reply: Reply, error: Exception) -> None:
        tools, words = self._tools, _words(error)
        now = tools.pen.clock.now()
        match policy.next_step(error, reply.attempts, now, tools.dice(), tools.patience):
            case policy.Retry(at=at, whole=whole):
                self._memory.paused_until = at if whole else self._memory.paused_until
                await self._write(sending.postponed(tools.pen, reply.id, words, at))
            case policy.Fail():
                await self._write(sending.failed(tools.pen, reply.id, words))
            case policy.Blocked():
                self._memory.blocked = True
                await self._write(sending.postponed(tools.pen, reply.id, words, now))
            case policy.Doubt():
                await self._write(sending.uncertain(tools.pen, reply.id, words, ask=False))
        tools.step("send:failed")

    async def _look(self, connector: Connector, reply: Reply) -> None:
        tools = self._tools
        if reply.state is ReplyState.STARTED:
            await self._write(sending.uncertain(tools.pen, reply.id, "Interrupted while sending.", ask=False))
        tools.step("send:look")
        try:
            found = await connector.find(sending.outgoing(reply), reply.started_at or reply.due_at)
        except NetworkError as error:
            await self._could_not_look(reply, error)
            return
        tools.step("send:looked")
        match found:
            case Receipt() if self._taken(reply, found):
                await self._unproven(reply, "The same words were sent before: nobody can tell the two apart.")
            case Receipt():
                await self._settled(reply, found)
            case Absent():
                await self._absent(reply)
            case Unproven(why=why):
                await self._unproven(reply, why)

    def _taken(self, reply: Reply, found: Receipt) -> bool:
        others = self._tools.store.rows().replies(reply.conversation)
        return any(other.message == found.message.id for other in others if other.id != reply.id)

    async def _absent(self, reply: Reply) -> None:
        tools = self._tools
        now = tools.pen.clock.now()
        if policy.absence_counts(reply.due_at, now, tools.patience):
            self._memory.forget(reply.id)
            await self._write(sending.postponed(tools.pen, reply.id, "It was not there: sent again.", now))
        else:
            self._memory.not_before[reply.id] = reply.due_at + round(tools.patience.settle * SECOND)

    async def _unproven(self, reply: Reply, why: str) -> None:
        tools = self._tools
        looks = self._memory.looks[reply.id] = self._memory.looks.get(reply.id, 0) + 1
        at = policy.next_look(looks, tools.pen.clock.now(), tools.patience)
        if at is not None:
            self._memory.not_before[reply.id] = at
            return
        self._memory.forget(reply.id)
        await self._write(sending.uncertain(tools.pen, reply.id, why, ask=True))

    async def _could_not_look(self, reply: Reply, error: NetworkError) -> None:
        tools = self._tools
        failures = self._memory.failed(reply.id)
        now = tools.pen.clock.now()
        match policy.after_failed_look(error, failures, now, tools.dice(), tools.patience):
            case policy.Retry(at=at):
                self._memory.not_before[reply.id] = at
            case policy.Blocked():
                self._memory.blocked = True
            case _:
                await self._unproven(reply, _words(error))

    async def _perform(self, connector: Connector, job: Perform) -> None:
        tools, act = self._tools, job.act
        tools.step("act:due")
        try:
            await connector.act(Act(act.verb, act.remote_id, act.text))
        except Refused as error:
            await self._act_over(job, ActFailed(act.act, _words(error)))
        except SignInNeeded:
            self._memory.blocked = True
        except NetworkError as error:
            failures = self._memory.failed(act.act)
            step = policy.next_step(error, failures, tools.pen.clock.now(), tools.dice(), tools.patience)
            wait = policy.pause(failures, tools.dice(), tools.patience)
            at = step.at if isinstance(step, policy.Retry) else tools.pen.clock.now() + wait
            self._memory.not_before[act.act] = at
        except ResponderError as error:
            await self._act_over(job, ActFailed(act.act, _words(error)))
        else:
            tools.step("act:done")
            await self._act_over(job, ActDone(act.act))

    async def _act_over(self, job: Perform, body: ActDone | ActFailed) -> None:
        self._memory.forget(job.act.act)
        pen = self._tools.pen
        await self._write(lambda rows: Write(pen.write(rows, job.stream, [body])))
        self._tools.step("act:recorded")

    async def _write(self, decide: sending.Decide) -> Appended:
        return await asyncio.shield(asyncio.wrap_future(self._tools.store.transact(decide)))

    def _later(self, seconds: float) -> int:
        return self._tools.pen.clock.now() + round(seconds * SECOND)


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
