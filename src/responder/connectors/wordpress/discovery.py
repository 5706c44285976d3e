"""Where a site's API is: found from any address of the site, before any credential is sent."""

import html
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from msgspec import Struct, convert

from responder.connectors.wordpress import parse
from responder.core.clock import Clock
from responder.core.errors import Malformed, NetworkError, Refused, Unreachable
from responder.net.answers import Answer, links
from responder.net.client import Client
from responder.net.markup import one_line
from responder.net.payloads import WRONG

_API = "https://api.w.org/"
_HOPS = 6


@dataclass(frozen=True)
class Place:
    """A site's REST root, and what the site says of itself. `authorize` is the page that makes passwords."""

    root: str
    server: str
    name: str
    authorize: str | None
    version: tuple[int, int] | None = None

    @property
    def local(self) -> bool:
        """Say whether it runs on this machine."""
        return _host(self.root) in ("127.0.0.1", "::1", "localhost")

    @property
    def encrypted(self) -> bool:
        """Say whether nobody on the way can read the password."""
        return self.root.startswith("https://")

    @property
    def returns_to_loopback(self) -> bool:
        """Say whether its page may send the password to this program: since 7.0, and on test sites."""
        return self.local or (self.version or (0, 0)) >= (7, 0)


class _Index(Struct):
    name: str = ""
    home: str = ""
    namespaces: list[str] = []
    authentication: dict[str, Any] | list[Any] = {}


class Discovery:
    """Asks without credentials, so that no redirect can lose or leak them."""

    def __init__(self, clock: Clock, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._clock = clock
        self._transport = transport

    async def find(self, address: str) -> Place:
        """Return where the API is. Raises Refused when there is no WordPress, and the other NetworkErrors."""
        landed = await self._follow(complete(address))
        page = landed.body[:200_000].decode("utf-8", "replace")
        problem: NetworkError = Refused(
            "There is no WordPress at this address, or its REST API is switched off."
        )
        for root in _candidates(landed, page):
            try:
                return _place(await self._follow(root), _version(page))
            except Refused:
                continue
            except NetworkError as error:
                problem = error
        raise problem

    async def _follow(self, address: str) -> Answer:
        for _ in range(_HOPS):
            client = Client(address, self._clock, transport=self._transport)
            try:
                answer = await client.peek(address)
            finally:
                await client.aclose()
            if not answer.redirects:
                return answer
            address = answer.location
        raise Refused("The site sends us in circles.")


def complete(typed: str) -> str:
    """Return what a person typed as an address; https unless they say otherwise. Raises Refused."""
    address = typed.strip()
    if "://" not in address:
        scheme = "http" if _host(f"//{address}") in ("127.0.0.1", "::1", "localhost") else "https"
        address = f"{scheme}://{address}"
    if not address.startswith(("http://", "https://")) or not _host(address):
        raise Refused("This is not the address of a site, such as https://blog.example.com")
    bare = address.rstrip("/")
    for page in ("/wp-admin", "/wp-login.php", "/wp-json"):
        bare = bare.removesuffix(page)
    return bare


def _candidates(landed: Answer, page: str) -> list[str]:
    named = links(", ".join(landed.headers.get_list("link"))).get(_API) or _named_in(page)
    base = landed.url.partition("?")[0].partition("#")[0].rstrip("/")
    found = [urljoin(landed.url, named)] if named else []
    return list(dict.fromkeys([*found, f"{base}/wp-json/", f"{base}/index.php?rest_route=/"]))


def _named_in(page: str) -> str | None:
    found = re.search(
        rf"<link[^>]{{0,200}}rel=['\"]{_API}['\"][^>]{{0,200}}href=['\"]([^'\"]{{1,500}})", page
    )
    return html.unescape(found[1]) if found else None


def _version(page: str) -> tuple[int, int] | None:
    found = re.search(r"<meta name=\"generator\" content=\"WordPress (\d{1,3})\.(\d{1,3})", page)
    return (int(found[1]), int(found[2])) if found else None


def _place(answer: Answer, version: tuple[int, int] | None) -> Place:
    if answer.status in (401, 403):
        parse.value(answer.body)  # a firewall's page is named
        raise Refused("A plug-in of the site keeps programs out of its REST API.")
    if answer.status >= 500:
        raise Unreachable(f"The site answers with an error ({answer.status}).")
    if answer.status != 200:
        raise Refused(f"There is no REST API at {answer.url}")
    try:
        index = convert(parse.value(answer.body), _Index)
    except WRONG as error:
        raise Malformed("The site does not describe its REST API", answer.body) from error
    if "wp/v2" not in index.namespaces:
        raise Refused("This REST API is not WordPress's.")
    return Place(
        answer.url, server(index.home or answer.url), one_line(index.name), _authorize(index), version
    )


def server(home: str) -> str:
    """Return a site's name for us: host and folder, the same on every device and with or without https."""
    parts = urlsplit(home)
    return (parts.netloc.rpartition("@")[2].lower() + parts.path.partition("/wp-json")[0]).rstrip("/")


def _authorize(index: _Index) -> str | None:
    found: Any = index.authentication
    for key in ("application-passwords", "endpoints", "authorization"):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) and found.startswith(("http://", "https://")) else None


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
