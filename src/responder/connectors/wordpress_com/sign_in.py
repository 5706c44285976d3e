"""Connecting a site at WordPress.com: with an app of one's own in the browser, or with a pasted token."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

import httpx
from msgspec.structs import replace

from responder.connectors.wordpress_com import parse
from responder.connectors.wordpress_com.connector import identity
from responder.connectors.wordpress_com.parse import SiteFound
from responder.connectors.wordpress_com.site import API, Site
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused
from responder.core.ports import Choose, OpenBrowser, Option, SignIn
from responder.net.client import Client
from responder.net.markup import one_line
from responder.net.oauth import Loopback
from responder.net.tokens import Provider, Tokens, authorize

PORT, PATH = 48_237, "/wordpress-com"
"""Where the browser comes back to: an app has it written down, and the whole address is compared."""

NOTHING = (
    "Give the client ID and the secret of an app of yours, made at developer.wordpress.com/apps, "
    "or an access token."
)


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Get a token, find the site, and prove both. Raises Refused and SignInNeeded.

    Tokens of the code flow do not end, as far as is known; one that ends asks for a new sign-in.
    """
    api = form.get("api", "") or API
    tokens = await _tokens(form, api, clock, open_browser, transport)
    vault = _Held(tokens.write())
    client = Site(api, "0", vault, clock, transport)
    try:
        found = await _site(form.get("site", ""), client, choose)
    finally:
        await client.client.aclose()
    site = Site(api, str(found.id), vault, clock, transport)
    try:
        me = await site.login()
    finally:
        await site.client.aclose()
    server = (urlsplit(found.url or "").netloc or str(found.id)).lower()
    who = identity(server, me, site)
    account = Account(
        id=ids.derived_id(ids.contact_id("wordpress-com", str(found.id), who.remote_id), "account"),
        network="wordpress-com", server=server, remote_id=who.remote_id, handle=who.handle, name=who.name,
        limits=who.limits, missing=who.missing,
        options={"site": str(found.id), "title": one_line(found.name or ""), **({} if api == API else {"api": api})},
    )  # fmt: skip
    return SignIn(account, tokens.write())


async def _tokens(
    form: dict[str, str],
    api: str,
    clock: Clock,
    open_browser: OpenBrowser,
    transport: httpx.AsyncBaseTransport | None,
) -> Tokens:
    pasted = form.get("token", "").strip()
    if pasted:
        return Tokens(pasted)
    client_id, secret = form.get("client_id", "").strip(), form.get("client_secret", "").strip()
    if not (client_id and secret):
        raise Refused(NOTHING)
    site = _name(form.get("site", ""))
    provider = Provider(
        f"{api}/oauth2/authorize", "oauth2/token", client_id, secret, more={"blog": site} if site else {"scope": "global"},
        proof=False,
    )  # fmt: skip
    client = Client(api, clock, transport=transport)
    try:
        port = int(form.get("port", "") or PORT)
        async with Loopback(clock, PATH, port=port, host="localhost") as back:
            tokens = await authorize(provider, client, clock, open_browser, back)
    finally:
        await client.aclose()
    return replace(tokens, client_secret="")  # it is needed for nothing any more


async def _site(typed: str, client: Site, choose: Choose | None) -> SiteFound:
    """Return the site that was typed, or one of those that the person is on."""
    name = _name(typed)
    if name:
        return (await client.ask(f"rest/v1.1/sites/{quote(name, safe='')}")).decode(SiteFound)
    found = (await client.ask("rest/v1.1/me/sites")).decode(parse.Sites).sites
    if not found:
        raise Refused("This WordPress.com account is on no site: give the address of one.")
    if len(found) == 1 or choose is None:
        return found[0]
    options = tuple(
        Option(str(one.id), one_line(one.name or "") or str(one.id), one.url or "") for one in found
    )
    key = await choose(options)
    return next(one for one in found if str(one.id) == key)


def _name(typed: str) -> str:
    """Return how WordPress.com calls a site: its host and, for a site in a folder, the path with colons."""
    text = typed.strip()
    parts = urlsplit(text if "://" in text else f"//{text}")
    path = parts.path.strip("/").removesuffix("wp-admin").strip("/")
    return "::".join([parts.netloc.lower(), *path.split("/")] if path else [parts.netloc.lower()])


class _Held:
    """A secret that is not kept yet."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    async def renew(self, stale: str, renewal: Callable[[str], Awaitable[str]]) -> str:
        """Renew it once."""
        self.secret = await renewal(stale)
        return self.secret
