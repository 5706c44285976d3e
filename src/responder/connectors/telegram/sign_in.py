"""Connecting a bot: prove its token, and that nobody else receives its messages."""

import re
from urllib.parse import urlsplit

import httpx
from msgspec import Struct

from responder.connectors.telegram import parse, words
from responder.connectors.telegram.api import Api, base_of
from responder.connectors.telegram.connector import identity, who
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import Choose, OpenBrowser, SignIn

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{10,100}")


class _Webhook(Struct):
    url: str = ""


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect with a bot's token. Raises Refused when another program has a webhook for it."""
    token = "".join(form.get("token", "").split())
    if not _TOKEN.fullmatch(token):
        raise SignInNeeded(
            "This is not a bot's token: it has numbers, a colon and letters, as @BotFather shows it."
        )
    base = base_of(form.get("server", ""))
    api = Api(base, token, clock, transport)
    try:
        me = identity(urlsplit(base).netloc, await who(api))
        hook = parse.result((await api.read("getWebhookInfo")).body, _Webhook)
    finally:
        await api.aclose()
    if hook.url:
        raise Refused(words.WEBHOOK)
    return SignIn(
        Account(
            id=ids.derived_id(ids.contact_id("telegram", me.server, me.remote_id), "account"),
            network="telegram", server=me.server, remote_id=me.remote_id, handle=me.handle, name=me.name,
            limits=me.limits, options={"base": base}, missing=me.missing,
        ),
        token,
    )  # fmt: skip
