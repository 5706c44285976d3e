"""Listening by asking: round after round, the latest each time, what is older now and then."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from responder.connectors.facebook.api import Api
from responder.connectors.facebook.cursor import Cursor, read
from responder.connectors.facebook.inbox import Messenger
from responder.connectors.facebook.posts import Posts
from responder.core.clock import DAY
from responder.core.ports import Batch, Item, Means
from responder.net.graph.client import RefusedBy
from responder.net.graph.failure import Failure
from responder.net.graph.inbox import Inbox

PAST = 30 * DAY
"""How far back the first reading tells (µs)."""

THOROUGH = 10
"""In one of how many rounds older posts, recommendations and posts elsewhere are read too."""

News = AsyncGenerator[tuple[list[Item], Cursor], None]


class Feed:
    """What arrives on one Page, for ever, or once."""

    def __init__(self, api: Api, means: Means) -> None:
        self._api = api
        self._means = means
        self._posts = Posts(api, means.known)
        self._inbox = Inbox(Messenger(api, means.known))
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
        before = set(cursor.posts)
        self._posts.shown.clear()
        parts = [self._posts.latest, self._directs]  # first what hurts when it is late
        if thorough:
            parts += [self._posts.older, self._posts.tagged, self._posts.ratings]
        for part in parts:
            async with aclosing(part(cursor)) as news:
                async for items, cursor in news:
                    yield items, cursor
        if thorough:
            async with aclosing(self._posts.gone(cursor, before)) as news:
                async for found in news:
                    yield found

    async def _directs(self, cursor: Cursor) -> News:
        """Yield what is new in Messenger, unless this sign-in may not read it: its account says so."""
        if not self._private:
            return
        try:
            async for found in self._inbox.latest(cursor):
                yield found
        except RefusedBy as error:
            if not Failure(code=error.code).needs_permission:
                raise
            self._private = False
