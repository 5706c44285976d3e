"""Counting again: what the network lists against what we have, so that nothing is skipped in silence."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from uuid import UUID

from responder.core.accounts import Account
from responder.core.events import Event, GapFilled
from responder.core.ids import new_id
from responder.core.messages import Kind, Message, State
from responder.core.ports import Batch, Gap
from responder.core.questions import Recount
from responder.ingest.rereading import store_beside
from responder.ingest.tools import Tools


@dataclass
class Listing:
    """What one whole reading of a network's recent past gave."""

    messages: dict[UUID, Message] = field(default_factory=dict)
    broken: bool = False

    def note(self, batch: Batch) -> None:
        """Take down what a batch lists."""
        for item in batch.items:
            if isinstance(item, Message):
                self.messages[item.id] = item
            elif isinstance(item, Gap):
                self.broken = True

    def since(self, now: int) -> int:
        """Return from when on (µs) it is whole: the oldest message that is listed in order of time.

        Each kind has a list of its own, and the one that reaches back least says what is proved. What waits for
        approval is listed whatever its age, so that it says nothing of the time between.
        """
        oldest: dict[Kind, int] = {}
        for one in self.messages.values():
            if one.state is State.PUBLISHED and one.addressed:
                oldest[one.kind] = min(one.created_at, oldest.get(one.kind, now))
        return max(oldest.values(), default=now)

    def covers(self, gap: tuple[int, int], now: int) -> bool:
        """Say whether nothing of a gap can be missing any more."""
        return not self.broken and self.since(now) <= gap[0]


def compared(listing: Listing, before: set[UUID], now: int) -> Recount:
    """Return how a listing compares with what was here `before`, both since the time from which it is whole."""
    since = listing.since(now)
    there = {key for key, one in listing.messages.items() if one.created_at >= since and one.addressed}
    return Recount(now, since, len(there), len(there - before), len(before - there))


async def recount(account: Account, tools: Tools) -> Recount:
    """Read the recent past anew, take in what was missing, fill the gaps that this covers, and compare.

    Raises what goes wrong with the network.
    """
    listing = Listing()
    arrived = await asyncio.to_thread(tools.store.last_event)
    connector = await asyncio.to_thread(lambda: tools.connectors(account, once=True))
    batches = connector.listen(None)
    try:
        async for batch in batches:
            listing.note(batch)
            await store_beside(account, tools.store, batch, tools.clock.now())
    finally:
        if isinstance(batches, AsyncGenerator):
            await batches.aclose()
        await connector.aclose()
    now = tools.clock.now()
    before = await asyncio.to_thread(tools.store.messages_of, account.id, listing.since(now), arrived)
    await _fill(account, tools, listing, now)
    return compared(listing, before, now)


async def _fill(account: Account, tools: Tools, listing: Listing, now: int) -> None:
    store, actor = tools.store, f"collector:{account.network}"
    filled = [
        Event(new_id(), account.id, actor, store.device, now, GapFilled(*gap))
        for gap in store.health(account.id).gaps
        if listing.covers(gap, now)
    ]
    if filled:
        await asyncio.wrap_future(store.append(filled))
