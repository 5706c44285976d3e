"""Keeps what strangers name apart from private networks: their addresses may lead anywhere, also back into the house."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection

from responder.core.errors import Refused

Lookup = Callable[[str], Awaitable[Collection[str]]]
"""Returns the IP addresses of a host."""

_NAMES = ("localhost", "localhost.localdomain")
_ENDINGS = (".localhost", ".local", ".internal")


async def resolved(host: str) -> Collection[str]:
    """Ask the system for the addresses of a host; none when it has none, which connecting then says better."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return {str(one[4][0]) for one in found}


def private(host: str) -> bool:
    """Say whether a host, by its name or as an IP address, is this machine or on a private network."""
    name = host.lower().rstrip(".")
    if name in _NAMES or name.endswith(_ENDINGS):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global


async def refuse_private(host: str, lookup: Lookup = resolved) -> None:
    """Raise Refused for a host that is, or leads to, a private network."""
    if private(host) or any(map(private, await lookup(host))):
        raise Refused(f"{host} is inside a private network: nothing is fetched from there.")
