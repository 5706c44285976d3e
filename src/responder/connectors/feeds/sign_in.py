"""Connecting a feed: there is nothing to sign in to; its address is what is kept, as it may be a secret."""

from urllib.parse import quote, urlsplit

import httpx

from responder.connectors.feeds.discovery import find
from responder.connectors.feeds.messages import digest
from responder.connectors.feeds.web import Address, Web, address
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused
from responder.core.ports import Choose, OpenBrowser, SignIn
from responder.net.markup import one_line
from responder.net.public import Lookup

PLAIN = "This address has a password in it and is reached without https: anybody on the way could read it."


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    lookup: Lookup | None = None,
) -> SignIn:
    """Read the feed once, and keep its address. Raises Refused where there is none, and the other NetworkErrors."""
    typed = address(form.get("address", ""))
    local = typed.host in ("127.0.0.1", "::1", "localhost")
    if typed.login and typed.url.startswith("http:") and not local and form.get("plain") != "yes":
        raise Refused(PLAIN)
    web = Web(clock, typed.host, transport, lookup)
    try:
        found = await find(form.get("address", ""), web, choose)
    finally:
        await web.aclose()
    name = one_line(form.get("name", "")) or one_line(found.feed.title) or found.address.host
    return SignIn(account(found.address, name), secret(found.address))


def account(place: Address, name: str) -> Account:
    """Return the account of a feed. Queries often hold a key, so that only a mark of them is in it."""
    parts = urlsplit(place.url)
    shown = f"{parts.netloc}{parts.path}"
    who = place.login[0] if place.login else ""
    remote_id = shown + (f"#{digest(f'{who}?{parts.query}', 6)}" if parts.query or who else "")
    return Account(
        id=ids.derived_id(ids.contact_id("feeds", place.host, remote_id), "account"), network="feeds",
        server=place.host, remote_id=remote_id, handle=shown[:200], name=name, options={"feed": shown},
    )  # fmt: skip


def secret(place: Address) -> str:
    """Return the whole address, which `address` reads again."""
    if place.login is None:
        return place.url
    user, password = (quote(part, safe="") for part in place.login)
    scheme, rest = place.url.split("://", 1)
    return f"{scheme}://{user}:{password}@{rest}"
