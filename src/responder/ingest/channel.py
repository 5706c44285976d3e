"""One account's receiving: listens, stores, and says how it is doing."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import suppress
from statistics import median

from msgspec.structs import replace

from responder.core.accounts import Account
from responder.core.bell import Bell
from responder.core.clock import DAY, SECOND
from responder.core.errors import Malformed, ResponderError, StoreError, Unreachable
from responder.core.messages import Message
from responder.core.ports import Batch, Unreadable
from responder.core.questions import ChannelHealth, Recount
from responder.ingest import policy
from responder.ingest.items import written
from responder.ingest.recount import recount
from responder.ingest.rereading import reread
from responder.ingest.tools import Tools
from responder.store.store import Write

log = logging.getLogger(__name__)

HEALTH_EVERY = 5 * SECOND
"""How often (µs) a channel that is well says so."""

RECOUNT_EVERY = DAY
"""How often (µs) the network's recent messages are counted against ours."""

LAGS = 20
"""Of how many arrivals the lag is the median."""


class Channel:
    """Receives for one account until cancelled; a failure that we know is waited out, a bug ends it."""

    def __init__(self, account: Account, tools: Tools) -> None:
        self.account = account
        self._tools = tools
        self._bell = Bell(tools.clock)
        self._failures = 0
        health = tools.store.health(account.id)
        self._paused = health.state == "paused"
        self._health = health
        self._listening: asyncio.Task[None] | None = None
        self._said_at = 0
        self._lags: deque[int] = deque(maxlen=LAGS)
        self._counting: asyncio.Task[Recount] | None = None
        self._counted_at = health.recount.at if health.recount else tools.clock.now()
        self._read_again = False

    def pause(self) -> None:
        """Stop asking the network until `resume`."""
        self._paused = True
        self.again()

    def resume(self) -> None:
        """Ask the network again."""
        self._paused = False
        self.again()

    def again(self) -> None:
        """Open the line anew and ask now."""
        if self._listening is not None:
            self._listening.cancel()
        self._bell.ring()

    async def run(self) -> None:
        """Receive for ever."""
        self._health = replace(self._health, state="polling", problem="", retry_at=None)
        while True:
            await self._turn()
            await self._rest()

    async def once(self) -> None:
        """Catch up once, with a connector made for that, and count if that is due. Raises what went wrong."""
        try:
            await self._listen()
        except ResponderError as error:
            await self._failed(error)
            raise
        finally:
            if self._counting is not None:
                await asyncio.gather(self._counting, return_exceptions=True)
        await self._say(self._health)  # with what it has cost by now

    async def recount(self) -> Recount:
        """Count the network's recent messages against ours: see `recount`. Raises what goes wrong with the network."""
        if self._counting is None or self._counting.done():
            self._counting = asyncio.ensure_future(self._count())
        return await asyncio.shield(self._counting)

    async def stop(self) -> None:
        """End the count that may still run."""
        if self._counting is not None:
            self._counting.cancel()
            await asyncio.gather(self._counting, return_exceptions=True)

    async def stop_for(self, error: BaseException) -> None:
        """Say that a bug has stopped this channel."""
        problem = f"Stopped by a fault in the program: {type(error).__name__}: {error}"
        await self._say(replace(self._health, state="off", problem=problem, retry_at=None))

    async def _turn(self) -> None:
        if self._paused:
            await self._say(replace(self._health, state="paused", retry_at=None))
            return
        self._listening = asyncio.ensure_future(self._listen())
        try:
            await asyncio.wait([self._listening])
        finally:
            await _stopped(self._listening)
        if self._listening.cancelled():
            return
        error = self._listening.exception()
        if error is not None and not isinstance(error, ResponderError):
            raise error
        await self._failed(error or Unreachable("The network closed the line."))

    async def _listen(self) -> None:
        tools = self._tools
        connector = await asyncio.to_thread(tools.connectors, self.account)
        batches = connector.listen(tools.store.cursor(self.account.id))
        try:
            if not self._read_again:
                self._read_again = True
                await reread(self.account, tools.store, connector, tools.clock)
            async for batch in batches:
                if batch.items:
                    tools.step("receive:arrived")
                await self._store(batch)
                if batch.items:
                    tools.step("receive:stored")
                await self._well(batch)
        finally:
            if isinstance(batches, AsyncGenerator):
                await batches.aclose()
            await connector.aclose()

    async def _store(self, batch: Batch) -> None:
        store, now = self._tools.store, self._tools.clock.now()
        await asyncio.shield(
            asyncio.wrap_future(
                store.transact(
                    lambda rows: written(batch, self.account, rows, store.device, now), durable=False
                )
            )
        )

    async def _count(self) -> Recount:
        self._counted_at = self._tools.clock.now()
        found = await recount(self.account, self._tools)
        await self._say(replace(self._health, recount=found))
        return found

    def _count_now_and_then(self, now: int) -> None:
        """Count once a day beside the listening, where that is not too dear; a count that fails is made the day after."""
        if self._tools.paces(self.account).scarce:
            return
        if now - self._counted_at >= RECOUNT_EVERY and (self._counting is None or self._counting.done()):
            self._counting = asyncio.ensure_future(self._count())
            self._counting.add_done_callback(_report)

    def _note_lag(self, batch: Batch, now: int) -> None:
        """Learn how late news is: of what was written since the network was last asked, not of its past."""
        since = self._health.last_success
        if since is None:
            return
        for item in batch.items:
            if isinstance(item, Message) and item.created_at >= since and not item.author.ours:
                self._lags.append(max(0, now - item.created_at))

    async def _well(self, batch: Batch) -> None:
        now = self._tools.clock.now()
        if self._failures:
            log.info("%s: receiving again", self.account.handle)
        self._failures = 0
        self._note_lag(batch, now)
        self._count_now_and_then(now)
        state = "live" if batch.live else "polling"
        changed = (self._health.state, self._health.problem) != (state, "")
        if changed or now - self._said_at >= HEALTH_EVERY:
            await self._say(replace(self._health, state=state, problem="", retry_at=None, last_success=now))

    async def _failed(self, error: ResponderError) -> None:
        self._failures += 1
        now = self._tools.clock.now()
        if isinstance(error, Malformed) and error.payload and self._failures == 1:
            kept = ((self.account.id, Unreadable(error.payload, str(error))),)
            await asyncio.wrap_future(self._tools.store.transact(lambda rows: Write(unreadable=kept)))
        verdict = policy.after(error, self._failures, now, self._tools.dice())
        if self._failures == 1:
            log.warning("%s: %s", self.account.handle, error)
        problem = str(error) or type(error).__name__
        await self._say(
            replace(self._health, state=verdict.state, problem=problem, retry_at=verdict.retry_at)
        )

    async def _rest(self) -> None:
        if self._health.state in ("paused", "sign-in"):
            await self._bell.wait(None)
        elif self._health.retry_at is not None:
            wait = (self._health.retry_at - self._tools.clock.now()) / SECOND
            await self._bell.wait(max(0.0, wait))

    async def _say(self, health: ChannelHealth) -> None:
        pace = self._tools.paces(self.account)
        lag = round(median(self._lags)) if self._lags else health.lag
        health = replace(health, lag=lag, next_at=pace.next_at, budgets=pace.budgets())
        self._health, self._said_at = health, self._tools.clock.now()
        with suppress(
            StoreError
        ):  # a disk that takes no message takes no word about it either: the log has it
            await asyncio.wrap_future(self._tools.store.save_health(health))


def _report(task: asyncio.Task[Recount]) -> None:
    """Write down why a count came to nothing: the listening meets the same trouble and says so itself."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        level = logging.INFO if isinstance(error, ResponderError) else logging.ERROR
        log.log(level, "the recent messages could not be counted: %s", error, exc_info=level > logging.INFO)


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
