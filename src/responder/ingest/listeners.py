"""Listening for every account that can: opened and closed as accounts come, go and sign in again."""

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
from responder.core.errors import ResponderError
from responder.ingest.listening import Ear, Listening
from responder.store.store import Store

log = logging.getLogger(__name__)


class Listeners:
    """Looks for what the monitors want on every account; `ears` gives None where a network cannot be listened to."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        ears: Callable[[Account], Ear | None],
        dice: Callable[[], float] = random.random,
    ) -> None:
        self._store, self._clock, self._ears, self._dice = store, clock, ears, dice
        self._open: dict[UUID, Listening] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._sign_ins: dict[UUID, UUID | None] = {}

    async def run(self) -> None:
        """Listen for ever; cancel it to stop."""
        bell = Bell(self._clock)

        def heard_of(changes: Changes) -> None:
            if changes.touched & Touched.ACCOUNTS:
                bell.ring()

        forget = self._store.subscribe(heard_of)
        try:
            while True:
                await self._follow_accounts()
                await bell.wait(None)
        finally:
            forget()
            await self._close(list(self._tasks))

    async def once(self) -> dict[UUID, ResponderError]:
        """Look once for every term on every account that is not paused; return what stopped an account, by account."""
        problems: dict[UUID, ResponderError] = {}
        for account in self._store.accounts():
            if self._store.health(account.id).state == "paused":
                continue
            try:
                listening = self._listening(account)
                if listening is not None:
                    await listening.once()
            except ResponderError as error:
                problems[account.id] = error
        return problems

    def retry(self, account: UUID | None = None) -> None:
        """Ask now where a line or a sign-in was waited for; None for every account."""
        for key, listening in self._open.items():
            if account in (None, key):
                listening.again()

    def _listening(self, account: Account) -> Listening | None:
        ear = self._ears(account)
        return None if ear is None else Listening(account, self._store, self._clock, ear, self._dice)

    async def _follow_accounts(self) -> None:
        accounts = {account.id: account for account in self._store.accounts()}
        await self._close([key for key in self._tasks if key not in accounts])
        for key, account in accounts.items():
            signed_in = last_sign_in(self._store.rows(), key)
            if key in self._sign_ins and self._sign_ins[key] == signed_in:
                continue
            await self._close([key])
            self._sign_ins[key] = signed_in
            listening = self._listening(account)
            if listening is not None:
                self._open[key] = listening
                self._tasks[key] = asyncio.create_task(
                    self._supervised(listening), name=f"listening {account.handle}"
                )

    async def _supervised(self, listening: Listening) -> None:
        try:
            await listening.run()
        except Exception as error:
            log.exception("%s: listening stopped by a fault in the program", listening.account.handle)
            await listening.stop_for(error)

    async def _close(self, accounts: list[UUID]) -> None:
        for key in accounts:
            self._open.pop(key, None)
            self._sign_ins.pop(key, None)
        tasks = [self._tasks.pop(key) for key in accounts if key in self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
