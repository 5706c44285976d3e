"""Keeps what strangers name apart from private networks: their addresses may lead anywhere, also back into the house."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from urllib.request import getproxies

import httpx

from responder.core.errors import Refused
from responder.net.client import certificates

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""Returns the IP addresses of a host, the one to try first on top."""

TRIES = 3
"""How many of a host's addresses are tried."""

_NAMES = ("localhost", "localhost.localdomain")
_ENDINGS = (".localhost", ".local", ".internal")
_OLD_ADDRESSES = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
"""IPv6 addresses whose last four bytes are an IPv4 one (RFC 6052, RFC 4291 2.5.5.1)."""


async def resolved(host: str) -> Sequence[str]:
    """Ask the system for the addresses of a host; none when it has none, which connecting then says better."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def private(host: str) -> bool:
    """Say whether a host, by its name or as an IP address, is this machine or on a private network."""
    name = host.lower().rstrip(".")
    if name in _NAMES or name.endswith(_ENDINGS):
        return True
    try:
        address = _inner(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        return False
    return not address.is_global or address.is_multicast


def _inner(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the IPv4 address that an IPv6 one stands for, where it does (also RFC 4291 2.5.5.2, RFC 3056)."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if any(address in network for network in _OLD_ADDRESSES) and int(address) > 1:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


async def refuse_private(host: str, lookup: Lookup = resolved) -> Sequence[str]:
    """Return the addresses of a host. Raises Refused for one that is, or leads to, a private network."""
    found = () if private(host) else await lookup(host)
    if private(host) or any(map(private, found)):
        raise Refused(f"{host} is inside a private network: nothing is fetched from there.")
    return found


class Outside(httpx.AsyncBaseTransport):
    """Opens lines to public hosts only, and to the very addresses that were looked at: a name may change what it means."""

    def __init__(self, lookup: Lookup = resolved, inner: httpx.AsyncBaseTransport | None = None) -> None:
        self._lookup = lookup
        self._inner = inner or httpx.AsyncHTTPTransport(verify=certificates())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request. Raises Refused."""
        host = request.url.host
        lost: httpx.ConnectError | httpx.ConnectTimeout = httpx.ConnectError(f"{host} has no address")
        for address in (await refuse_private(host, self._lookup))[:TRIES]:
            extensions = {**request.extensions, "sni_hostname": host}
            there = httpx.Request(
                request.method, request.url.copy_with(host=address), headers=request.headers,
                stream=request.stream, extensions=extensions,
            )  # fmt: skip
            try:
                return await self._inner.handle_async_request(there)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                lost = error
        raise lost

    async def aclose(self) -> None:
        """Close every line."""
        await self._inner.aclose()


def outside(lookup: Lookup = resolved) -> httpx.AsyncBaseTransport | None:
    """Return what carries requests to what strangers name; None, which is as usual, where a proxy does that for us."""
    return None if getproxies().keys() & {"http", "https", "all"} else Outside(lookup)
