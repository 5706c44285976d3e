"""Fetches pictures and files that strangers attached: without credentials, bounded, never from a private network."""

from collections.abc import Collection
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from responder.core.clock import Clock
from responder.core.errors import Refused
from responder.core.ports import MOST_ATTACHED
from responder.net.answers import Answer
from responder.net.client import Client
from responder.net.public import Lookup, outside, refuse_private, resolved

MOST_BYTES = 10 * 1024 * 1024
HOPS = 4
DEADLINE = 30.0
PATIENCE = 300.0
"""How long (s) a file may take, which may be larger than a picture."""
_ON = (301, 302, 303, 307, 308)


class Pictures:
    """Fetches pictures and files. `trusted` are the servers (host and port) of accounts that a person connected: they may be at home."""

    def __init__(
        self,
        clock: Clock,
        trusted: Collection[str] = (),
        transport: httpx.AsyncBaseTransport | None = None,
        lookup: Lookup = resolved,
    ) -> None:
        self._clock, self._trusted, self._transport, self._lookup = clock, trusted, transport, lookup

    async def fetch(self, url: str) -> bytes:
        """Return a picture as it came. Raises NetworkError; Refused for what is no picture, too large or at home."""
        answer = await self._got(url, "image/*", MOST_BYTES, DEADLINE)
        kind = str(answer.headers.get("content-type", "")).partition(";")[0].strip().lower()
        if not kind.startswith("image/"):
            raise Refused(f"{urlsplit(answer.url).hostname} sends something else in place of the picture.")
        return answer.body

    async def file(self, url: str) -> bytes:
        """Return a file, whatever it is. Raises NetworkError; Malformed for one that is too large, Refused for one at home."""
        return (await self._got(url, "*/*", MOST_ATTACHED, PATIENCE)).body

    async def _got(self, url: str, kinds: str, most: int, deadline: float) -> Answer:
        for _ in range(HOPS):
            parts = _split(url)
            await self._allow(parts.scheme, parts.netloc, parts.hostname or "")
            client = self._client(f"{parts.scheme}://{parts.netloc}", parts.netloc, most, deadline)
            try:
                answer = await client.get(url, headers={"Accept": kinds}, accept=_ON)
            finally:
                await client.aclose()
            if not answer.redirects:
                return answer
            url = urljoin(url, answer.location)
        raise Refused(f"{urlsplit(url).hostname} sends us in circles")

    def _client(self, place: str, server: str, most: int, deadline: float) -> Client:
        transport = self._transport
        if transport is None and server not in self._trusted:
            transport = outside(self._lookup)
        return Client(place, self._clock, transport=transport, most_bytes=most, deadline=deadline)

    async def _allow(self, scheme: str, server: str, host: str) -> None:
        if server in self._trusted:
            return
        if scheme != "https":
            raise Refused(f"{host or server} offers the picture on a line without encryption only.")
        await refuse_private(host, self._lookup)


def _split(url: str) -> SplitResult:
    """Return the parts of an address. Raises Refused for what is none."""
    try:
        parts = urlsplit(url)
        if (parts.port or 1) > 0 and url.isprintable():
            return parts
    except ValueError:
        pass
    raise Refused("The picture's address cannot be read.")
