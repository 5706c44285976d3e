"""Listening by asking: round after round, the latest posts each time, older ones now and then."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from responder.connectors.instagram.api import Api
from responder.connectors.instagram.cursor import Cursor, read
from responder.connectors.instagram.inbox import Directs
from responder.connectors.instagram.posts import Posts
from responder.core.clock import DAY
from responder.core.ports import Batch, Item, Means
from responder.net.graph.client import RefusedBy
from responder.net.graph.failure import Failure
from responder.net.graph.inbox import Inbox

PAST = 30 * DAY
"""How far back the first reading tells (µs)."""

THOROUGH = 10
"""In one of how many rounds older posts and tags are read too."""

News = AsyncGenerator[tuple[list[Item], Cursor], None]


class Feed:
    """What arrives on one account, for ever, or once."""

    def __init__(self, api: Api, means: Means) -> None:
        self._means = means
        self._posts = Posts(api, means.known)
        self._inbox = Inbox(Directs(api, means.known))
        self._private = True

    async def batches(self, stored: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives since a stored cursor; without one the last thirty days."""
        cursor = read(stored)
        self._posts.first = cursor is None
        if cursor is None:
            cursor = Cursor(self._means.clock.now() - PAST)
        turn = 0
        while True:
            lively = False
            async with aclosing(self._round(cursor, thorough=turn % THOROUGH == 0)) as news:
                async for items, cursor in news:
                    lively = lively or bool(items)
                    if items:
                        yield Batch(tuple(items), cursor.write())
            yield Batch((), cursor.write())
            self._posts.first = False
            if self._means.once:
                return
            turn += 1
            await self._means.pace.turn(news=lively)

    async def _round(self, cursor: Cursor, *, thorough: bool) -> News:
        parts = [self._posts.all if thorough else self._posts.latest, self._directs]
        for part in [*parts, self._posts.tags] if thorough else parts:
            async with aclosing(part(cursor)) as news:
                async for items, cursor in news:
                    yield items, cursor

    async def _directs(self, cursor: Cursor) -> News:
        """Yield what is new in private, unless this sign-in may not read it: its account says so."""
        if not self._private:
            return
        try:
            async with aclosing(self._inbox.latest(cursor)) as news:
                async for step in news:
                    yield step
        except RefusedBy as error:
            if not Failure(code=error.code).needs_permission:
                raise
            self._private = False
