"""Where an account lives: from its handle to its DID, from there to its data server, and to who lets people in.

atproto.com/specs/handle, /specs/did, /specs/oauth.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from msgspec import Struct

from responder.core.clock import Clock
from responder.core.errors import Gone, Malformed, Refused, Unreachable
from responder.net.answers import Answer
from responder.net.client import Client

ENTRYWAY = "https://bsky.social"
DIRECTORY = "https://plc.directory"
RESOLVE = "/xrpc/com.atproto.identity.resolveHandle"

_HANDLE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_AT_HOME = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Home:
    """An account's DID and its data server."""

    did: str
    pds: str


class Doors(Struct, frozen=True):
    """What an authorization server says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    pushed_authorization_request_endpoint: str


class _Protected(Struct):
    authorization_servers: list[str] = []


class _Resolved(Struct):
    did: str


def named(given: str) -> str:
    """Return the handle or DID for what a person typed: also a link to their profile. Raises Refused."""
    text = given.strip().rstrip("/").rpartition("/profile/")[2].removeprefix("@").strip()
    if text.startswith("did:"):
        return text
    handle = text.lower()
    handle = handle if "." in handle or not handle else f"{handle}.bsky.social"
    if not _HANDLE.fullmatch(handle):
        raise Refused("Please give your handle on Bluesky, as in shop.bsky.social")
    return handle


def place(given: str) -> str:
    """Return the base address for a server that a person, or a document, named. Raises Refused."""
    text = given.strip().rstrip("/")
    if "://" not in text:
        host = text.partition("/")[0].partition(":")[0]
        text = f"{'http' if host in _AT_HOME else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused(f"{given.strip()[:200]} is no address of a server") from error
    known = host in _AT_HOME or "." in host or ":" in host
    if parts.scheme not in ("http", "https") or not known or parts.username is not None:
        raise Refused(f"{given.strip()[:200]} is no address of a server")
    if parts.scheme == "http" and host not in _AT_HOME:
        raise Refused(f"{host} is reached without https: anybody on the way could read the password.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def endpoint(document: object) -> str:
    """Return the data server in a DID document; nothing when it names none that we may speak to."""
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else ():
        if isinstance(service, dict) and str(service.get("id", "")).endswith("#atproto_pds"):
            try:
                return place(str(service.get("serviceEndpoint", "")))
            except Refused:
                return ""
    return ""


def origin(address: str) -> str:
    """Return the server that an address is on. Raises Refused where it is none that we may speak to."""
    parts = urlsplit(address)
    return place(f"{parts.scheme}://{parts.netloc}")


class Finder:
    """Asks who somebody is. `server` resolves handles, `directory` has the documents of `did:plc`."""

    def __init__(
        self,
        clock: Clock,
        transport: httpx.AsyncBaseTransport | None = None,
        *,
        server: str = ENTRYWAY,
        directory: str = DIRECTORY,
    ) -> None:
        self._clock, self._transport = clock, transport
        self._server, self._directory = server, directory

    async def home(self, name: str) -> Home:
        """Return where somebody lives. Raises Refused when nobody of that name is known."""
        did = name if name.startswith("did:") else await self._resolved(name)
        found = endpoint((await self._get(*self._document(did))).json())
        if not found:
            raise Refused(f"{name} names no server that keeps its posts")
        return Home(did, found)

    async def doors(self, pds: str) -> Doors:
        """Return who lets people in to a data server. Raises Refused where it does not say."""
        try:
            said = (await self._get(pds, "/.well-known/oauth-protected-resource")).decode(_Protected)
            issuer = place(said.authorization_servers[0] if said.authorization_servers else "")
            doors = (await self._get(issuer, "/.well-known/oauth-authorization-server")).decode(Doors)
        except (Gone, Malformed) as error:
            raise Refused(f"{urlsplit(pds).netloc} does not let people in with the browser") from error
        if doors.issuer.rstrip("/") != issuer or origin(doors.authorization_endpoint) != issuer:
            raise Refused(f"{urlsplit(issuer).netloc} says that it is somebody else")
        return doors

    async def entrance(self, pds: str) -> str:
        """Return where sessions are opened: at the data server's entryway, or at itself when it names none."""
        try:
            return (await self.doors(pds)).issuer.rstrip("/")
        except (Refused, Unreachable):
            return pds

    async def _resolved(self, handle: str) -> str:
        try:
            answer = await self._get(self._server, RESOLVE, {"handle": handle})
        except Refused as error:
            raise Refused(f"Nobody on Bluesky is called {handle}") from error
        return answer.decode(_Resolved).did

    def _document(self, did: str) -> tuple[str, str]:
        if did.startswith("did:plc:") and did[8:].isalnum():
            return self._directory, f"/{did}"
        host = did.removeprefix("did:web:")
        if did.startswith("did:web:") and re.fullmatch(r"[a-z0-9.-]+", host):
            return f"https://{host}", "/.well-known/did.json"
        raise Refused(f"{did[:100]} is no identity that we know how to look up")

    async def _get(self, base: str, path: str, params: dict[str, str] | None = None) -> Answer:
        client = Client(base, self._clock, transport=self._transport, most_bytes=256 * 1024)
        try:
            return await client.get(path, params)
        finally:
            await client.aclose()
