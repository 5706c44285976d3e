"""Connecting an account: with the person's own app, through the browser or with a token that they paste."""

from collections.abc import Mapping

import httpx
from msgspec.structs import replace

from responder.connectors.instagram import requests
from responder.connectors.instagram.connector import LIMITS
from responder.connectors.instagram.parse import Who
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Malformed, Refused
from responder.core.manifest import load
from responder.core.ports import Choose, OpenBrowser, SignIn
from responder.net.client import Client
from responder.net.graph.sign_in import asked, given, lasting, told
from responder.net.oauth import Loopback
from responder.net.tokens import Tokens

SERVER = "instagram.com"
EXCHANGE = "ig_exchange_token"


async def sign_in(
    form: Mapping[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect an account. Raises Refused with what a person can do about it.

    `form["url"]`, `form["codes"]` and `form["dialog"]` lead elsewhere than to Instagram, for a practice network;
    `form["port"]` is another than the registered one.
    """
    app, secret = form.get("app", "").strip(), form.get("secret", "").strip()
    pasted = form.get("token", "").strip()
    if not pasted and not (app.isdecimal() and secret):
        raise Refused(
            "Instagram needs the number of your own app and its secret, or a token: developers.facebook.com shows them."
        )
    root = form.get("url", requests.ROOT)
    client = Client(root, clock, transport=transport)
    try:
        if pasted:
            tokens = await lasting(client, EXCHANGE, Tokens(pasted), secret, clock, pasted=True)
        else:
            short = await _from_the_browser(form, app, secret, clock, open_browser, transport)
            tokens = await lasting(client, EXCHANGE, short, secret, clock, pasted=False)
        me = await _me(client, tokens.access)
    finally:
        await client.aclose()
    kept = replace(tokens, client_id=app, client_secret=secret)
    return SignIn(_account(me, tokens.scopes, form), kept.write())


async def _from_the_browser(
    form: Mapping[str, str],
    app: str,
    secret: str,
    clock: Clock,
    open_browser: OpenBrowser,
    transport: httpx.AsyncBaseTransport | None,
) -> Tokens:
    scopes = tuple(scope.name for scope in load(__package__).scopes)
    port = int(form.get("port", requests.PORT))
    async with Loopback(clock, requests.PATH, port=port, host="localhost") as back:
        code = await asked(form.get("dialog", requests.DIALOG), app, scopes, open_browser, back)
        values = {
            "client_id": app, "client_secret": secret, "grant_type": "authorization_code",
            "redirect_uri": back.redirect_uri, "code": code,
        }  # fmt: skip
    codes = Client(form.get("codes", requests.CODES), clock, transport=transport)
    try:
        return await given(codes, "oauth/access_token", values, clock, method="POST")
    finally:
        await codes.aclose()


async def _me(client: Client, token: str) -> Who:
    answer = await told(client, f"{requests.VERSION}/me", {"fields": requests.USER}, token)
    me = answer.decode(Who)
    if not me.id or not me.username:
        raise Malformed("Instagram does not say whose account this is", answer.body)
    return me


def _account(me: Who, granted: tuple[str, ...], form: Mapping[str, str]) -> Account:
    number, handle = me.id or "", me.username or ""
    options = {name: form[name] for name in ("url",) if name in form}
    if form.get("human_agent", "").strip().lower() in ("yes", "oui", "true", "1"):
        options["human_agent"] = "yes"
    return Account(
        id=ids.derived_id(ids.contact_id("instagram", SERVER, number), "account"), network="instagram", server=SERVER,
        remote_id=number, handle=handle, name=me.name or handle, limits=LIMITS, options=options,
        missing=load(__package__).lacking(granted) if granted else (),
    )  # fmt: skip
