"""Reads any public address, from server to server where it is sent on, and nothing that is private by mistake.

Every hop has a client of its own, so that a name and password reach the server they were given for and no other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import httpx

from responder.core.clock import Clock
from responder.core.errors import Gone, Refused, SignInNeeded
from responder.net.answers import Answer, failure
from responder.net.client import Client
from responder.net.public import Lookup, outside, private, refuse_private, resolved

HOPS = 6
"""How often a server may send us on."""

_ON = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_GIVEN = (*_ON, 304, 400, 401, 403, 404, 410, 451)
_LINES = 8


async def _unasked(_host: str) -> Sequence[str]:
    """Stand in where a transport of the caller's own answers: there are no names to look up."""
    return ()


@dataclass(frozen=True)
class Address:
    """An address as a person typed it: without name and password, which go in a header."""

    url: str
    login: tuple[str, str] | None = None

    @property
    def origin(self) -> str:
        """Return the server, with scheme and port: a login is good there only."""
        return origin(self.url)

    @property
    def host(self) -> str:
        """Return the host alone."""
        return (urlsplit(self.url).hostname or "").lower()


@dataclass(frozen=True)
class Landed:
    """An answer, from where it came in the end, and where the first address was moved to for good."""

    answer: Answer
    url: str
    moved: str | None = None


def address(typed: str) -> Address:
    """Return what a person typed as an address; https unless they say otherwise. Raises Refused."""
    text = typed.strip()
    if text.lower().startswith("feed:"):
        text = text[5:].removeprefix("//")
    if "://" not in text:
        local = private(urlsplit(f"//{text}").hostname or "") if _whole(f"//{text}") else False
        text = f"{'http' if local else 'https'}://{text}"
    if not text.lower().startswith(("http://", "https://")) or not _whole(text):
        raise Refused("This is not the address of a feed, such as https://news.example/feed.xml")
    parts = urlsplit(text)
    login = None
    if parts.username is not None or parts.password is not None:
        login = unquote(parts.username or ""), unquote(parts.password or "")
    bare = parts._replace(
        scheme=parts.scheme.lower(), netloc=parts.netloc.rpartition("@")[2].lower(), fragment=""
    )
    return Address(bare.geturl(), login)


def origin(url: str) -> str:
    """Return the scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"


def _whole(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and (parts.port or 1) > 0 and text.isprintable() and " " not in text
    except ValueError:
        return False


class Web:
    """Reads addresses. `trusted` is the host that a person typed: it alone may be on a private network."""

    def __init__(
        self,
        clock: Clock,
        trusted: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        lookup: Lookup | None = None,
    ) -> None:
        self._clock, self._trusted, self._transport = clock, trusted.lower(), transport
        self._lookup = lookup or (resolved if transport is None else _unasked)
        self._clients: dict[str, Client] = {}

    async def read(self, start: Address, headers: Callable[[str], Mapping[str, str]]) -> Landed:
        """Return the answer of an address, following where it is sent. `headers` gives those for one address.

        304 and 410 are answers too. Raises the NetworkErrors, without the path: it may be a secret.
        """
        url, moved, still = start.url, None, True
        for _ in range(HOPS):
            await self._allowed(url)
            client = self._client(url, start.login if origin(url) == start.origin else None)
            answer = await client.get(url, headers=headers(url), accept=_GIVEN)
            if answer.status not in _ON or not answer.redirects:
                return Landed(self._judged(answer, client), url, moved)
            onward = address(answer.location)
            still = still and answer.status in _FOR_GOOD
            url = onward.url
            moved = url if still else moved
        raise Refused(f"{start.host} sends us in circles")

    def now(self, url: str) -> int:
        """Return the time by the clock of the server that an address is on (µs)."""
        client = self._clients.get(origin(url))
        return self._clock.now() if client is None else client.now()

    async def aclose(self) -> None:
        """Close every line."""
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()

    async def _allowed(self, url: str) -> None:
        """Refuse what is on this machine or a private network, unless a person typed that host. Raises Refused."""
        host = (urlsplit(url).hostname or "").lower()
        if host != self._trusted:
            await refuse_private(host, self._lookup)

    def _client(self, url: str, login: tuple[str, str] | None) -> Client:
        place = origin(url)
        if place not in self._clients:
            if len(self._clients) >= _LINES:
                raise Refused("This address leads over too many servers.")
            transport = self._transport
            if transport is None and (urlsplit(url).hostname or "").lower() != self._trusted:
                transport = outside(self._lookup)
            self._clients[place] = Client(place, self._clock, auth=login, transport=transport)
        return self._clients[place]

    def _judged(self, answer: Answer, client: Client) -> Answer:
        host, status = client.host, answer.status
        if status in (304, 410) or status < 300:
            return answer
        if status in (401, 403):
            raise SignInNeeded(
                f"{host} does not let us read this feed ({status}): it may want a name and password, or a new address."
            )
        if status in (404, 451):
            raise Gone(
                f"{host} has nothing at this address ({status}): look for the feed's new address and connect it again."
            )
        raise failure(answer, host, client.now(), once=False) or Refused(
            f"{host} does not give us this feed ({status})."
        )
