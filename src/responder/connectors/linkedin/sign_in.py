"""Connecting a page: the person's own app asks in the browser, then one of their pages is chosen."""

import re
from urllib.parse import urlsplit

import httpx

from responder.connectors.linkedin import parse, requests
from responder.connectors.linkedin.api import asked, provider
from responder.connectors.linkedin.whose import Ask, identity, name_of
from responder.core import ids, manifest
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused
from responder.core.ports import Choose, OpenBrowser, Option, SignIn
from responder.net.answers import Answer
from responder.net.client import Client
from responder.net.oauth import Loopback
from responder.net.tokens import Tokens, authorize

PORT = 8724
"""The port of the callback address: LinkedIn compares the whole address with what is registered in the app."""


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect a page through the person's own app. Raises Refused with what they can do about it.

    `form["api"]` leads to a practice network instead of LinkedIn.
    """
    client_id = form.get("client_id", "").strip()
    if not client_id:
        raise Refused("Please give the Client ID of your app: it is on its page Auth in the developer portal")
    options = _version(form.get("version", ""))
    if "api" in form:
        options["api"] = form["api"]
    site = form.get("api", requests.SITE)
    app = provider(site, site, client_id, form.get("client_secret", "").strip())
    client = Client(site, clock, transport=transport)
    try:
        async with Loopback(clock, port=_port(form.get("port", ""))) as back:
            tokens = await authorize(app, client, clock, open_browser, back)
    finally:
        await client.aclose()
    return SignIn(await _page(tokens, options, clock, choose, transport), tokens.write())


async def _page(
    tokens: Tokens,
    options: dict[str, str],
    clock: Clock,
    choose: Choose | None,
    transport: httpx.AsyncBaseTransport | None,
) -> Account:
    """Return the account for the page that the person means."""
    server = urlsplit(options["api"]).netloc if "api" in options else "linkedin.com"
    version = options.get("version", requests.VERSION)
    headers = {**requests.headers(version), "Authorization": f"Bearer {tokens.access}"}
    client = Client(options.get("api", requests.API), clock, headers=headers, transport=transport)

    async def ask(path: str) -> Answer:
        return await asked(client, path, version)

    try:
        urn = await _chosen(ask, choose)
        who = await identity(ask, urn, server)
    finally:
        await client.aclose()
    granted = manifest.load("responder.connectors.linkedin").lacking(tokens.scopes) if tokens.scope else ()
    return Account(
        id=ids.derived_id(ids.contact_id("linkedin", server, urn), "account"), network="linkedin", server=server,
        remote_id=urn, handle=who.handle, name=who.name, limits=who.limits, options=options, missing=(*granted, *who.missing),
    )  # fmt: skip


async def _chosen(ask: Ask, choose: Choose | None) -> str:
    roles = {one.organization: one for one in parse.roles((await ask(requests.roles())).body)}
    if not roles:
        raise Refused("You have no role on any page on LinkedIn: ask one of its administrators for one")
    if len(roles) == 1 or choose is None:
        return next(iter(roles))
    options = [Option(urn, (await name_of(ask, urn))[0], one.role) for urn, one in roles.items()]
    key = await choose(tuple(options))
    if key not in roles:
        raise Refused("No page was chosen")
    return key


def _version(text: str) -> dict[str, str]:
    text = text.strip()
    if text and not re.fullmatch(r"20\d\d(0[1-9]|1[0-2])", text):
        raise Refused("A version of LinkedIn's interface is a year and a month, as in 202610")
    return {"version": text} if text else {}


def _port(text: str) -> int:
    text = text.strip() or str(PORT)
    if not text.isdecimal() or not 1024 <= int(text) <= 65_535:
        raise Refused("The port of the callback address is a number from 1024 to 65535")
    return int(text)
