"""The outbox: a lane for every account, opened and closed as accounts come and go."""

import asyncio
import logging
import random
from collections.abc import Callable
from uuid import UUID

from responder.actions.accounts import last_sign_in
from responder.actions.facts import Pen
from responder.core.accounts import Account
from responder.core.bell import Bell
from responder.core.changes import Changes, Touched
from responder.core.clock import Clock
from responder.core.ports import Connector, Step
from responder.outbox import sending
from responder.outbox.lane import Lane
from responder.outbox.policy import Patience
from responder.outbox.tools import Tools
from responder.store.store import Store

log = logging.getLogger(__name__)

ACTOR = "collector:outbox"


class Outbox:
    """Sends what is due. Only one may run on a workspace: the lock of `app` sees to it."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        connectors: Callable[[Account], Connector],
        step: Step = lambda name: None,
        patience: Patience | None = None,
        dice: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        pen = Pen(ACTOR, store.device, clock)
        self._tools = Tools(store, connectors, pen, step, patience or Patience(), dice)
        self._lanes: dict[UUID, Lane] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._sign_ins: dict[UUID, UUID | None] = {}
        self._accounts_changed = False

    async def run(self) -> None:
        """Send for ever; cancel it to stop. What is on the wire then is looked for at the next start."""
        bell = Bell(self._tools.pen.clock)
        self._accounts_changed = True

        def heard(changes: Changes) -> None:
            if changes.touched & Touched.ACCOUNTS:
                self._accounts_changed = True
            if changes.touched & (Touched.SENDING | Touched.ACCOUNTS):
                bell.ring()

        forget = self._store.subscribe(heard)
        try:
            while True:
                if self._accounts_changed:
                    self._accounts_changed = False
                    await self._open_lanes()
                for lane in self._lanes.values():
                    lane.ring()
                await bell.wait(None)
        finally:
            forget()
            await self._close_lanes(list(self._lanes))

    async def once(self) -> None:
        """Send what is due now, then stop. What fails is put off, or asked about, as always."""
        for account in self._store.accounts():
            lane = Lane(account, self._tools)
            try:
                await lane.drain()
            finally:
                await lane.close()
        await self._refuse_orphans()

    def retry(self, account: UUID | None = None) -> None:
        """Try now what was put off, for one account or for all."""
        for key, lane in self._lanes.items():
            if account in (None, key):
                lane.again()

    async def _open_lanes(self) -> None:
        accounts = {account.id: account for account in self._store.accounts()}
        await self._close_lanes([key for key in self._lanes if key not in accounts])
        await self._refuse_orphans()
        for key, account in accounts.items():
            signed_in, before = last_sign_in(self._store.rows(), key), self._sign_ins.get(key)
            self._sign_ins[key] = signed_in
            if key in self._lanes:
                if signed_in != before:
                    self._lanes[key].renew()
                continue
            lane = self._lanes[key] = Lane(account, self._tools)
            self._tasks[key] = asyncio.create_task(lane.run(), name=f"outbox of {account.handle}")
            self._tasks[key].add_done_callback(_report)

    async def _close_lanes(self, accounts: list[UUID]) -> None:
        tasks = [self._tasks.pop(key) for key in accounts if self._lanes.pop(key, None)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _refuse_orphans(self) -> None:
        accounts = {account.id for account in self._store.accounts()}
        for reply in self._store.rows().in_flight():
            if reply.account not in accounts:
                decide = sending.disconnected(self._tools.pen, reply.id)
                await asyncio.wrap_future(self._store.transact(decide))


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("%s stopped: %s", task.get_name(), error, exc_info=error)
