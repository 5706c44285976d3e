"""Listening by asking: round after round, the latest posts each time, older ones now and then."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from responder.connectors.instagram.api import Api
from responder.connectors.instagram.cursor import Cursor, read
from responder.connectors.instagram.inbox import Directs
from responder.connectors.instagram.posts import Posts
from responder.core.clock import DAY
from responder.core.ports import Batch, Means
from responder.net.graph.inbox import Inbox
from responder.net.rounds import News, rounds

PAST = 30 * DAY
"""How far back the first reading tells (µs)."""

THOROUGH = 10
"""In one of how many rounds older posts and tags are read too."""

Part = Callable[[Cursor], News[Cursor]]


class Feed:
    """What arrives on one account, for ever, or once."""

    def __init__(self, api: Api, means: Means) -> None:
        self._means = means
        self._posts = Posts(api, means.known)
        self._inbox = Inbox(Directs(api, means.known))
        self._turn = 0

    def batches(self, stored: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives since a stored cursor; without one the last thirty days."""
        cursor = read(stored)
        self._posts.first = cursor is None
        return rounds(self._means, cursor or Cursor(self._means.clock.now() - PAST), self._round)

    async def _round(self, cursor: Cursor) -> News[Cursor]:
        thorough = self._turn % THOROUGH == 0
        self._turn += 1
        parts: list[Part] = [self._posts.all if thorough else self._posts.latest, self._inbox.allowed]
        for part in [*parts, self._posts.tags] if thorough else parts:
            async with aclosing(part(cursor)) as news:
                async for items, cursor in news:
                    yield items, cursor
        self._posts.first = False
