"""Connecting a channel: the person's own Google app, allowed in the browser."""

import httpx

from responder.connectors.youtube import words
from responder.connectors.youtube.api import Api
from responder.connectors.youtube.connector import identity
from responder.connectors.youtube.finds import Channel
from responder.core import ids, manifest
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import Choose, OpenBrowser, Option, SignIn
from responder.net import google
from responder.net.tokens import Tokens


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect a channel. `form["api"]` is a practice network's address. Raises Refused with what to do about it."""
    server = form.get("api", "")
    declared = manifest.load("responder.connectors.youtube")
    scopes = tuple(scope.name for scope in declared.scopes)
    asked = google.provider(
        form.get("client_id", "").strip(), form.get("client_secret", "").strip(), scopes, server
    )
    tokens = await google.signed_in(asked, clock, open_browser, transport)
    if declared.lacking(tokens.scopes):
        raise SignInNeeded(google.SCOPE)
    channel = await _channel(tokens, clock, choose, transport, server)
    who = identity(channel, tokens.scopes)
    account = Account(
        id=ids.derived_id(ids.contact_id("youtube", who.server, who.remote_id), "account"), network="youtube",
        server=who.server, remote_id=who.remote_id, handle=who.handle, name=who.name, limits=who.limits,
        options={"api": server} if server else {}, missing=who.missing,
    )  # fmt: skip
    return SignIn(account, tokens.write())


async def _channel(
    tokens: Tokens, clock: Clock, choose: Choose, transport: httpx.AsyncBaseTransport | None, server: str
) -> Channel:
    api = Api(google.signing_in(tokens, clock), transport, server)
    try:
        channels = {channel.id: channel for channel in await api.channels()}
    finally:
        await api.client.aclose()
    if not channels:
        raise Refused(words.NO_CHANNEL)
    if len(channels) == 1:
        return next(iter(channels.values()))
    options = tuple(Option(one.id, one.name, f"@{one.handle}") for one in channels.values())
    return channels[await choose(options)]
