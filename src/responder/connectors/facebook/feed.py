"""Listening by asking: round after round, the latest each time, what is older now and then."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from responder.connectors.facebook.api import Api
from responder.connectors.facebook.cursor import Cursor, read
from responder.connectors.facebook.inbox import Messenger
from responder.connectors.facebook.posts import Posts
from responder.core.clock import DAY
from responder.core.ports import Batch, Means
from responder.net.graph.inbox import Inbox
from responder.net.rounds import News, rounds

PAST = 30 * DAY
"""How far back the first reading tells (µs)."""

THOROUGH = 10
"""In one of how many rounds older posts, recommendations and posts elsewhere are read too."""

Part = Callable[[Cursor], News[Cursor]]


class Feed:
    """What arrives on one Page, for ever, or once."""

    def __init__(self, api: Api, means: Means) -> None:
        self._api = api
        self._means = means
        self._posts = Posts(api, means.known)
        self._inbox = Inbox(Messenger(api, means.known))
        self._turn = 0

    def batches(self, stored: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives since a stored cursor; without one the last thirty days."""
        cursor = read(stored)
        self._posts.first = cursor is None
        return rounds(self._means, cursor or Cursor(self._means.clock.now() - PAST), self._round)

    async def _round(self, cursor: Cursor) -> News[Cursor]:
        thorough = self._turn % THOROUGH == 0
        self._turn += 1
        before = set(cursor.posts)
        self._posts.shown.clear()
        parts: list[Part] = [self._posts.latest, self._inbox.allowed]  # first what hurts when it is late
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
        self._posts.first = False
