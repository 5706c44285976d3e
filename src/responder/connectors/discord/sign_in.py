"""Connecting a bot: prove its token, and that it is on a server."""

from urllib.parse import urlencode, urlsplit

import httpx

from responder.connectors.discord import words
from responder.connectors.discord.api import BASE, Api
from responder.connectors.discord.connector import identity
from responder.connectors.discord.places import Places
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import Choose, Identity, OpenBrowser, SignIn

PERMISSIONS = 1 << 6 | 1 << 10 | 1 << 11 | 1 << 15 | 1 << 16 | 1 << 38
"""Reactions, seeing channels, writing, files, reading what was before, writing in threads."""


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect with a bot's token; where it is on no server yet its invitation is opened.

    `form["api"]` is another address of the API, for practice.
    """
    token = form.get("token", "").strip().removeprefix("Bot ").strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise SignInNeeded(
            "This is not a bot's token: it is one long word, from the page Bot of your application."
        )
    base = form.get("api", "") or BASE
    api = Api(base, token, clock, transport)
    try:
        me = await identity(api, urlsplit(base).netloc)
        places = Places(api, ())
        await places.look_around()
    finally:
        await api.client.aclose()
    if not places.guilds:
        open_browser(_invitation(me))
        raise Refused(words.INVITE)
    options = {"base": base, "channels": form.get("channels", "").strip()}
    return SignIn(
        Account(
            id=ids.derived_id(ids.contact_id("discord", me.server, me.remote_id), "account"),
            network="discord", server=me.server, remote_id=me.remote_id, handle=me.handle, name=me.name,
            limits=me.limits, options=options, missing=me.missing,
        ),
        token,
    )  # fmt: skip


def _invitation(me: Identity) -> str:
    asked = {"client_id": me.remote_id, "scope": "bot", "permissions": PERMISSIONS}
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"
