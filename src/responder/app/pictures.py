"""Pictures for the window: from the workspace's cache, or from the network when a person asked to see one."""

import asyncio
from collections.abc import Callable, Collection

from responder.core.clock import Clock
from responder.store.picture_cache import PictureCache


class Shelf:
    """One for each window. `servers` are those of the connected accounts. The same picture is fetched once at a time."""

    def __init__(self, cache: PictureCache, clock: Clock, servers: Callable[[], Collection[str]]) -> None:
        self._cache, self._clock, self._servers = cache, clock, servers
        self._fetching: dict[str, asyncio.Future[bytes]] = {}
        self._lines = asyncio.Semaphore(4)

    async def picture(self, url: str) -> bytes:
        """Return a picture as it came from the network, not decoded. Raises NetworkError."""
        kept = await asyncio.to_thread(self._cache.get, url)
        if kept is not None:
            return kept
        if url not in self._fetching:
            self._fetching[url] = asyncio.ensure_future(self._fetch(url))
            self._fetching[url].add_done_callback(lambda _done: self._fetching.pop(url, None))
        return await asyncio.shield(self._fetching[url])

    async def aclose(self) -> None:
        """Give up what is under way."""
        under_way = list(self._fetching.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def _fetch(self, url: str) -> bytes:
        from responder.net.pictures import Pictures  # the window starts without what speaks HTTP

        async with self._lines:
            data = await Pictures(self._clock, self._servers()).fetch(url)
        await asyncio.to_thread(self._cache.put, url, data)
        return data
