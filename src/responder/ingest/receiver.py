"""Receiving for every account: a channel each, opened and closed as accounts come and go; and the waker."""

import asyncio
import logging
import random
from collections.abc import Callable
from uuid import UUID

from responder.actions.accounts import last_sign_in
from responder.core.accounts import Account
from responder.core.bell import Bell
from responder.core.changes import Changes, Touched
from responder.core.clock import Clock
from responder.core.errors import NotFound, ResponderError
from responder.core.ports import Step
from responder.core.questions import Recount
from responder.ingest.channel import Channel
from responder.ingest.tools import Connectors, Freely, Paced, Tools
from responder.ingest.waker import Waker
from responder.store.store import Store

log = logging.getLogger(__name__)


class Receiver:
    """Receives from every connected account. Only one may run on a workspace: the lock of `app` sees to it."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        connectors: Connectors,
        step: Step = lambda name: None,
        dice: Callable[[], float] = random.random,
        paces: Callable[[Account], Paced] = lambda _account: Freely(),
    ) -> None:
        self._tools = Tools(store, clock, connectors, step, dice, paces)
        self._store = store
        self._channels: dict[UUID, Channel] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._sign_ins: dict[UUID, UUID | None] = {}
        self._accounts_changed = False

    async def run(self) -> None:
        """Receive for ever; cancel it to stop."""
        bell = Bell(self._tools.clock)
        self._accounts_changed = True

        def heard(changes: Changes) -> None:
            if changes.touched & Touched.ACCOUNTS:
                self._accounts_changed = True
                bell.ring()

        forget = self._store.subscribe(heard)
        waker = asyncio.create_task(Waker(self._store, self._tools.clock).run(), name="waker")
        waker.add_done_callback(_report)
        try:
            while True:
                if self._accounts_changed:
                    self._accounts_changed = False
                    await self._open_channels()
                await bell.wait(None)
        finally:
            forget()
            waker.cancel()
            await self._close_channels(list(self._channels))
            await asyncio.gather(waker, return_exceptions=True)

    async def once(self) -> dict[UUID, ResponderError]:
        """Catch up once on every account that is not paused; return what went wrong, by account."""
        await Waker(self._store, self._tools.clock).once()
        problems: dict[UUID, ResponderError] = {}
        for account in self._store.accounts():
            if self._store.health(account.id).state == "paused":
                continue
            try:
                await Channel(account, self._tools).once()
            except ResponderError as error:
                problems[account.id] = error
        return problems

    def pause(self, account: UUID) -> None:
        """Stop asking a network."""
        self._channels[account].pause()

    def resume(self, account: UUID) -> None:
        """Ask it again."""
        self._channels[account].resume()

    async def recount(self, account: UUID) -> Recount:
        """Count an account's recent messages on its network against ours. Raises NotFound, or what goes wrong there."""
        channel = self._channels.get(account)
        if channel is not None:
            return await channel.recount()
        found = self._store.rows().account(account)
        if found is None:
            raise NotFound("The account is no longer connected.")
        return await Channel(found, self._tools).recount()

    def retry(self, account: UUID | None = None) -> None:
        """Ask now instead of at the next turn; None for every account."""
        for key, channel in self._channels.items():
            if account in (None, key):
                channel.again()

    async def _open_channels(self) -> None:
        accounts = {account.id: account for account in self._store.accounts()}
        await self._close_channels([key for key in self._channels if key not in accounts])
        for key, account in accounts.items():
            signed_in = last_sign_in(self._store.rows(), key)
            if key in self._channels and self._sign_ins.get(key) == signed_in:
                continue
            self._sign_ins[key] = signed_in
            await self._close_channels([key])
            channel = self._channels[key] = Channel(account, self._tools)
            self._tasks[key] = asyncio.create_task(self._supervised(channel), name=account.handle)

    async def _supervised(self, channel: Channel) -> None:
        try:
            await channel.run()
        except Exception as error:
            log.exception("%s: receiving stopped by a fault in the program", channel.account.handle)
            await channel.stop_for(error)
        finally:
            await channel.stop()

    async def _close_channels(self, accounts: list[UUID]) -> None:
        tasks = [self._tasks.pop(key) for key in accounts if self._channels.pop(key, None)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("%s stopped: %s", task.get_name(), error, exc_info=error)
