"""Connecting an account: find the server, register with it, let a person allow it in the browser."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import httpx
import msgspec

from responder.connectors.mastodon import requests
from responder.connectors.mastodon.api import Api
from responder.connectors.mastodon.connector import Secret, identity
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Malformed, NetworkError, Refused
from responder.core.ports import Choose, OpenBrowser, SignIn
from responder.net.client import Client
from responder.net.oauth import Loopback, Pkce, pkce
from responder.net.tokens import Sealed

NAME = "Responder"
HOPS = 4
_HOST = re.compile(r"(\w[\w.-]*|\[[0-9a-f:.]+\])(:\d+)?")
_AT_HOME = ("localhost", "127.0.0.1", "[::1]")


class App(Sealed, frozen=True):
    """What registering gives back."""

    client_id: str
    client_secret: str = ""


class Token(Sealed, frozen=True):
    """What a code is exchanged for."""

    access_token: str


@dataclass(frozen=True)
class Doors:
    """Where a server wants to be asked, and for what."""

    authorize: str
    token: str
    register: str
    scopes: str


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect an account. Raises Refused with what a person can do about it."""
    base = await _home(address(form.get("server", "")), clock, transport)
    client = Client(base, clock, transport=transport)
    try:
        async with Loopback(clock) as loopback:
            doors = await _doors(client)
            doors, app = await _register(client, doors, loopback.redirect_uri)
            proof = pkce()
            open_browser(_ask(doors, app, loopback, proof))
            code = await loopback.code()
            try:
                token = await _redeem(client, doors, app, loopback, proof, code)
            except Refused as error:
                token = await _token(base, code, clock, transport, error)
    finally:
        await client.aclose()
    account = await _account(base, token, clock, transport)
    secret = Secret(token, app.client_id, app.client_secret)
    return SignIn(account, msgspec.json.encode(secret).decode())


def address(given: str) -> str:
    """Return the base address for what a person typed: a name, a link, or their own `@you@server`."""
    text = given.strip()
    if "://" not in text:
        text = "//" + text.partition("/")[0].rpartition("@")[2]
    parts = urlsplit(text)
    host = parts.netloc.rpartition("@")[2].lower()
    if parts.scheme not in ("", "http", "https") or not _HOST.fullmatch(host):
        raise Refused("Please give the name of the server, as in mastodon.example")
    scheme = parts.scheme or ("http" if host.partition(":")[0] in _AT_HOME else "https")
    return f"{scheme}://{host}"


async def _home(base: str, clock: Clock, transport: httpx.AsyncBaseTransport | None) -> str:
    """Return where a server really is: names in addresses often redirect to another host."""
    for _ in range(HOPS):
        client = Client(base, clock, transport=transport)
        try:
            answer = await client.peek(requests.INSTANCES[1])
        finally:
            await client.aclose()
        if not answer.redirects:
            return base
        parts = urlsplit(answer.location)
        if parts.scheme == "http" and base.startswith("https:"):
            raise Refused(f"{urlsplit(base).netloc} sends us to a line without encryption")
        base = f"{parts.scheme}://{parts.netloc}"
    raise Refused(f"{urlsplit(base).netloc} sends us in circles")


async def _doors(client: Client) -> Doors:
    """Ask the server where its doors are (since 4.3); where it does not say, they are where they always were."""
    try:
        said = (await client.get("/.well-known/oauth-authorization-server")).json()
    except (Refused, Malformed):
        said = {}
    said = said if isinstance(said, dict) else {}
    offered = said.get("scopes_supported")
    fine = isinstance(offered, list) and set(requests.SCOPES.split()) <= {str(one) for one in offered}
    return Doors(
        _door(client, said.get("authorization_endpoint"), "/oauth/authorize"),
        _door(client, said.get("token_endpoint"), "/oauth/token"),
        _door(client, said.get("app_registration_endpoint"), "/api/v1/apps"),
        requests.SCOPES if fine else requests.WIDE_SCOPES,
    )


def _door(client: Client, said: object, usual: str) -> str:
    """Return an endpoint as the server says, but only on the server itself."""
    if isinstance(said, str):
        try:
            return client.url(said)
        except Refused:
            return client.url(usual)
    return client.url(usual)


async def _register(client: Client, doors: Doors, redirect_uri: str) -> tuple[Doors, App]:
    """Register this installation. A server that refuses the fine scopes is asked for the wide ones."""
    form = {"client_name": NAME, "redirect_uris": redirect_uri, "scopes": doors.scopes}
    try:
        answer = await client.write("POST", doors.register, form=form, once=False)
    except Refused:
        if doors.scopes == requests.WIDE_SCOPES:
            raise
        wide = Doors(doors.authorize, doors.token, doors.register, requests.WIDE_SCOPES)
        return await _register(client, wide, redirect_uri)
    try:
        return doors, answer.decode(App)
    except Malformed as error:
        raise Refused(f"{client.host} does not speak Mastodon's client API") from error


def _ask(doors: Doors, app: App, loopback: Loopback, proof: Pkce) -> str:
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": loopback.redirect_uri,
        "scope": doors.scopes,
        "state": loopback.state,
        "code_challenge": proof.challenge,
        "code_challenge_method": "S256",
    }
    return f"{doors.authorize}?{urlencode(query)}"


async def _redeem(client: Client, doors: Doors, app: App, loopback: Loopback, proof: Pkce, code: str) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": loopback.redirect_uri,
        "code_verifier": proof.verifier,
        "scope": doors.scopes,
    }
    try:
        return (await client.write("POST", doors.token, form=form, once=False)).decode(Token).access_token
    except Malformed as error:
        raise Refused(f"{client.host} did not give us a token that we can read") from error
    except NetworkError as error:
        raise Refused(f"The server did not let us in: {error}") from error


async def _token(
    base: str, given: str, clock: Clock, transport: httpx.AsyncBaseTransport | None, why: Refused
) -> str:
    """Return what came in place of a code when it is a token that works: a person may have made one and pasted it."""
    api = Api(base, given, clock, transport)
    try:
        await api.me()
    except NetworkError:
        raise why from None
    finally:
        await api.aclose()
    return given


async def _account(
    base: str, token: str, clock: Clock, transport: httpx.AsyncBaseTransport | None
) -> Account:
    api = Api(base, token, clock, transport)
    try:
        me = await api.me()
        who = identity(urlsplit(base).netloc, me, await api.server())
    finally:
        await api.aclose()
    return Account(
        id=ids.derived_id(ids.contact_id("mastodon", who.server, who.remote_id), "account"),
        network="mastodon",
        server=who.server,
        remote_id=who.remote_id,
        handle=who.handle,
        name=who.name,
        limits=who.limits,
        options={"url": base, "profile": me.url or ""},
    )
