"""Connecting an account: a person's own app asks in the browser, and X says whom it let in."""

import re
from urllib.parse import urlsplit

import httpx

from responder.connectors.x import parse, requests
from responder.connectors.x.api import provider
from responder.connectors.x.connector import identity
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused
from responder.core.ports import Choose, Identity, OpenBrowser, SignIn
from responder.net.client import Client
from responder.net.oauth import Loopback
from responder.net.tokens import Tokens, authorize

PORT = 8723
"""The port of the callback address: X compares the whole address with what is registered in the app."""

CENTS_A_READ = 0.5
_DOLLARS = re.compile(r"(?:\$|usd)\s*(\d+(?:[.,]\d{1,2})?)|(\d+(?:[.,]\d{1,2})?)\s*(?:\$|usd|dollars?)", re.I)
_POSTS = re.compile(r"(\d+)\s*posts?", re.I)


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect an account through the person's own app. Raises Refused with what they can do about it.

    `form["api"]` leads to a practice network instead of X.
    """
    client_id = form.get("client_id", "").strip()
    if not client_id:
        raise Refused("Please give the Client ID of your app: it is under Keys and tokens at console.x.com")
    options = {**budget(form.get("budget", "")), **_plan(form.get("plan", ""))}
    base = form.get("api", requests.API)
    site = form.get("api", requests.SITE)
    asked = provider(base, site, client_id, form.get("client_secret", "").strip())
    client = Client(base, clock, transport=transport)
    try:
        async with Loopback(clock, port=port(form.get("port", ""))) as back:
            tokens = await authorize(asked, client, clock, open_browser, back)
    finally:
        await client.aclose()
    if base != requests.API:
        options["api"] = base
    who = await _whose(base, tokens, clock, transport)
    return SignIn(_account(who, options), tokens.write())


async def _whose(
    base: str, tokens: Tokens, clock: Clock, transport: httpx.AsyncBaseTransport | None
) -> Identity:
    """Return whom X let in."""
    headers = {"Authorization": f"Bearer {tokens.access}"}
    client = Client(base, clock, headers=headers, transport=transport)
    try:
        fields = {"user.fields": "username,name,subscription_type"}
        user = parse.me((await client.get("/2/users/me", fields)).body)
    finally:
        await client.aclose()
    server = "x.com" if base == requests.API else urlsplit(base).netloc
    return identity(server, user, tokens.scopes)


def _account(who: Identity, options: dict[str, str]) -> Account:
    return Account(
        id=ids.derived_id(ids.contact_id("x", who.server, who.remote_id), "account"), network="x", server=who.server,
        remote_id=who.remote_id, handle=who.handle, name=who.name, limits=who.limits, options=options, missing=who.missing,
    )  # fmt: skip


def budget(text: str) -> dict[str, str]:
    """Return what a person allows for reading in a month as the option of the budget, in posts. Raises Refused."""
    text = text.strip()
    if not text:
        return {}
    dollars, posts = _DOLLARS.fullmatch(text), _POSTS.fullmatch(text)
    if dollars:
        amount = float((dollars[1] or dollars[2]).replace(",", "."))
        return {"budget.reads": str(round(amount * 100 / CENTS_A_READ))}
    if posts:
        return {"budget.reads": posts[1]}
    raise Refused("Please say what the budget is in: $20 for dollars a month, or 4000 posts")


def port(text: str) -> int:
    """Return the port of the callback address. Raises Refused."""
    text = text.strip() or str(PORT)
    if not text.isdecimal() or not 1024 <= int(text) <= 65_535:
        raise Refused("The port of the callback address is a number from 1024 to 65535")
    return int(text)


def _plan(text: str) -> dict[str, str]:
    plan = text.strip().lower()
    if plan not in ("", "enterprise"):
        raise Refused("The contract is enterprise, or the field is left empty")
    return {"plan": plan} if plan else {}
