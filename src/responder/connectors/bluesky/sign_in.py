"""Connecting an account: with an app password, or in the browser when none is given."""

from collections.abc import Awaitable, Callable

import httpx

from responder.connectors.bluesky import oauth, words
from responder.connectors.bluesky.api import Api
from responder.connectors.bluesky.connector import identity
from responder.connectors.bluesky.dpop import Prover, new_key
from responder.connectors.bluesky.homes import DIRECTORY, ENTRYWAY, Finder, named, place
from responder.connectors.bluesky.session import CREATE, Opened, kept
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Malformed, Refused, SignInNeeded
from responder.core.ports import Choose, OpenBrowser, SignIn
from responder.net.client import Client
from responder.net.oauth import Loopback
from responder.net.tokens import Tokens


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect an account. Raises Refused or SignInNeeded with what a person can do about it.

    `form["directory"]` may name another directory of identities than the public one.
    """
    handle = named(form.get("handle", ""))
    own = form.get("server", "").strip()
    server = place(own) if own else ENTRYWAY
    finder = Finder(clock, transport, server=server, directory=form.get("directory") or DIRECTORY)
    password = form.get("password", "").strip()
    if password:
        tokens = await _by_password(finder, handle, password, server if own else "", clock, transport)
    else:
        tokens = await _by_browser(
            finder, handle, form.get("client", "").strip(), clock, open_browser, transport
        )
    vault = Unsaved(tokens.write())
    return SignIn(await _account(tokens.more["pds"], vault, clock, transport), vault.secret)


class Unsaved:
    """Holds the secret until the engine keeps it."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    async def renew(self, stale: str, renewal: Callable[[str], Awaitable[str]]) -> str:
        """Put what `renewal` makes of it in its place."""
        self.secret = await renewal(stale)
        return self.secret


async def _by_password(
    finder: Finder,
    handle: str,
    password: str,
    server: str,
    clock: Clock,
    transport: httpx.AsyncBaseTransport | None,
) -> Tokens:
    """Open a session where the account's data server says that sessions are opened, and keep it: not the password."""
    entrance = server or await finder.entrance((await finder.home(handle)).pds)
    client = Client(entrance, clock, transport=transport)
    body = {"identifier": handle, "password": password}
    try:
        answer = await client.write("POST", CREATE, json=body, once=False, accept=(400, 401))
        if answer.status >= 400:
            code = b"AuthFactorTokenRequired" in answer.body
            raise SignInNeeded(words.NO_CODE if code else words.WRONG)
        opened = answer.decode(Opened)
    except Malformed as error:
        raise Refused(f"{client.host} does not speak Bluesky's protocol") from error
    finally:
        await client.aclose()
    return kept(opened, clock, entrance)


async def _by_browser(
    finder: Finder,
    handle: str,
    app: str,
    clock: Clock,
    open_browser: OpenBrowser,
    transport: httpx.AsyncBaseTransport | None,
) -> Tokens:
    if app and not app.startswith("https://"):
        raise Refused("The address of an app's metadata begins with https://")
    home = await finder.home(handle)
    doors = await finder.doors(home.pds)
    key = new_key()
    client = Client(doors.issuer, clock, transport=transport)
    try:
        async with Loopback(clock) as back:
            asking = oauth.Asking(home, doors, key, Prover(key), client, clock, app)
            return await oauth.authorize(asking, handle, open_browser, back)
    except Malformed as error:
        raise Refused(f"{client.host} gave us a session that we cannot read") from error
    finally:
        await client.aclose()


async def _account(
    pds: str, vault: Unsaved, clock: Clock, transport: httpx.AsyncBaseTransport | None
) -> Account:
    api = Api(pds, vault, clock, transport=transport)
    try:
        who = await identity(api)
        chat = await api.messages_open() if words.NO_CHAT in who.missing else "yes"
    finally:
        await api.aclose()
    return Account(
        id=ids.derived_id(ids.contact_id("bluesky", who.server, who.remote_id), "account"),
        network="bluesky",
        server=who.server,
        remote_id=who.remote_id,
        handle=who.handle,
        name=who.name,
        limits=who.limits,
        options={"pds": pds, "chat": chat},
        missing=who.missing,
    )
