"""Pictures and files for the window: from the workspace's cache, or from the network when a person asked for one."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from uuid import UUID

from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.manifest import Manifest
from responder.core.ports import Attached
from responder.store.picture_cache import PictureCache

Attaching = Callable[[UUID, str], Awaitable[Attached]]
"""Fetches a file as an account, at an address that its connector understands."""


def our_servers(accounts: Iterable[Account], networks: Mapping[str, Manifest]) -> set[str]:
    """Return the servers that we speak on: they may be at home. Where we only read, a server may be anybody's."""
    return {one.server for one in accounts if one.network in networks and networks[one.network].answers}


class Shelf:
    """One for each window. `servers` are ours, see `our_servers`. The same picture is fetched once at a time."""

    def __init__(
        self, cache: PictureCache, clock: Clock, servers: Callable[[], Collection[str]], attaching: Attaching
    ) -> None:
        self._cache, self._clock, self._servers, self._attaching = cache, clock, servers, attaching
        self._fetching: dict[str, asyncio.Future[bytes]] = {}
        self._lines = asyncio.Semaphore(4)

    async def picture(self, url: str, account: UUID | None = None) -> bytes:
        """Return a picture as it came from the network, not decoded. Raises ResponderError.

        With an account it is fetched as that; the cache knows it by both, hashed.
        """
        name = url if account is None else f"{account} {url}"
        kept = await asyncio.to_thread(self._cache.get, name)
        if kept is not None:
            return kept
        if name not in self._fetching:
            self._fetching[name] = asyncio.ensure_future(self._fetch(name, url, account))
            self._fetching[name].add_done_callback(lambda _done: self._fetching.pop(name, None))
        return await asyncio.shield(self._fetching[name])

    async def attachment(self, account: UUID, address: str) -> Attached:
        """Return a file that came with a message; it is kept nowhere. Raises ResponderError."""
        async with self._lines:
            return await self._attaching(account, address)

    async def aclose(self) -> None:
        """Give up what is under way."""
        under_way = list(self._fetching.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def _fetch(self, name: str, url: str, account: UUID | None) -> bytes:
        if account is None:
            data = await self._public(url)
        else:
            data = (await self.attachment(account, url)).data
        await asyncio.to_thread(self._cache.put, name, data)
        return data

    async def _public(self, url: str) -> bytes:
        from responder.net.pictures import Pictures  # the window starts without what speaks HTTP

        async with self._lines:
            return await Pictures(self._clock, self._servers()).fetch(url)
