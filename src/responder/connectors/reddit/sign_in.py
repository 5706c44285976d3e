"""Connecting an account: Reddit asks in the browser, through an app of the person's own."""

import re
from urllib.parse import urlsplit

import httpx

from responder.connectors.reddit.api import OAUTH, WWW, Api, agent, provider
from responder.connectors.reddit.connector import identity, who
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused
from responder.core.ports import Choose, OpenBrowser, SignIn
from responder.net import tokens
from responder.net.client import Client
from responder.net.oauth import Loopback

PORT = 8437
"""Reddit compares the whole redirect address with the one that the app has, so that it cannot be any port."""

_APP = re.compile(r"[A-Za-z0-9_-]{5,60}")
_USER = re.compile(r"[A-Za-z0-9_-]{2,30}")


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Ask in the browser for everything that the manifest names, for good.

    `form["api"]` and `form["www"]` are other addresses, for practice, and `form["port"]` another port.
    """
    app, user = form.get("client_id", "").strip(), form.get("user", "").strip().removeprefix("u/").lstrip("@")
    if not _APP.fullmatch(app):
        raise Refused("This is not an app's id: it stands under the app's name on reddit.com/prefs/apps.")
    if not _USER.fullmatch(user):
        raise Refused("Reddit wants to know the user name of who runs a program: please give yours.")
    options = {"client_id": app, "user": user, "communities": form.get("communities", "").strip()}
    options |= {name: form[name] for name in ("api", "www") if form.get(name)}
    www = options.get("www", WWW)
    client = Client(www, clock, headers={"User-Agent": agent(app, user)}, transport=transport)
    try:
        async with Loopback(clock, "/reddit", port=int(form.get("port", PORT))) as back:
            granted = await tokens.authorize(provider(app, www), client, clock, open_browser, back)
    finally:
        await client.aclose()
    secret = granted.write()
    return SignIn(await _proved(options, secret, clock, transport), secret)


async def _proved(
    options: dict[str, str], secret: str, clock: Clock, transport: httpx.AsyncBaseTransport | None
) -> Account:
    api = Api(options, _Fresh(secret), clock, transport=transport)
    server = urlsplit(options.get("api", OAUTH)).netloc.removeprefix("oauth.")
    try:
        me = identity(server, await who(api), tokens.read(secret).scopes)
    finally:
        await api.aclose()
    return Account(
        id=ids.derived_id(ids.contact_id("reddit", me.server, me.remote_id), "account"), network="reddit",
        server=me.server, remote_id=me.remote_id, handle=me.handle, name=me.name, limits=me.limits,
        options=options, missing=me.missing,
    )  # fmt: skip


class _Fresh:
    """A vault with tokens that were just given: there is nothing to renew."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    async def renew(self, stale: str, renewal: object) -> str:
        """Return what there is."""
        return self.secret
