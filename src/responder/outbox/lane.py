"""The outbox of one account: one job at a time, in order, so that nothing is ever sent twice at once."""

import asyncio
import logging

from responder.core.accounts import Account
from responder.core.bell import Bell
from responder.core.clock import SECOND
from responder.core.errors import ResponderError, SignInNeeded, StoreError
from responder.core.ports import Connector
from responder.outbox.acting import Acting
from responder.outbox.attempts import Attempts
from responder.outbox.queue import Look, Perform, Rest, Send, next_job
from responder.outbox.tools import Memory, Tools

log = logging.getLogger(__name__)

PAUSE = 60.0
"""Seconds before the keyring or the disk is tried again."""


class Lane:
    """Sends what is due for one account. `run` goes on for ever; `drain` returns when nothing is due."""

    def __init__(self, account: Account, tools: Tools) -> None:
        self._account = account
        self._tools = tools
        self._bell = Bell(tools.pen.clock)
        self._connector: Connector | None = None
        self._stale = False
        self._disk_failed = False
        self._memory = Memory()
        self._attempts = Attempts(tools, self._memory)
        self._acting = Acting(tools, self._memory)

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
                until = await self._drained()
                now = self._tools.now()
                await self._bell.wait(None if until is None else max(0.0, (until - now) / SECOND))
        finally:
            await self.close()

    async def _drained(self) -> int | None:
        """Drain; a disk that takes nothing is tried again, and what was started meanwhile is looked for."""
        try:
            until = await self.drain()
        except StoreError as error:
            if not self._disk_failed:
                log.warning("%s: nothing is sent: %s", self._account.handle, error)
            self._disk_failed = True
            return self._tools.now() + round(PAUSE * SECOND)
        self._disk_failed = False
        return until

    async def drain(self) -> int | None:
        """Do everything that is due, and return when there will be more (µs), if that is known."""
        while True:
            now = self._tools.now()
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
            self._memory.paused_until = self._tools.now() + round(PAUSE * SECOND)
            log.warning("%s: nothing is sent: %s", self._account.handle, error)
            return
        match job:
            case Send(reply=reply):
                await self._attempts.send(connector, reply)
            case Look(reply=reply):
                await self._attempts.look(connector, reply)
            case Perform():
                await self._acting.perform(connector, job)

    async def _open(self) -> Connector:
        if self._stale:
            self._stale = False
            await self.close()
        if self._connector is None:
            self._connector = await asyncio.to_thread(self._tools.connectors, self._account)
        return self._connector
