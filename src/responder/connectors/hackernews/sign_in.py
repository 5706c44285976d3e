"""Connecting: there is nothing to sign in to; what is to be watched is looked up once."""

import httpx

from responder.connectors.hackernews.parse import SERVER
from responder.connectors.hackernews.site import ITEMS, SEARCH
from responder.connectors.hackernews.watching import Watch, watch
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused
from responder.core.ports import Choose, OpenBrowser, SignIn
from responder.net.answers import Answer
from responder.net.client import Client
from responder.net.markup import one_line


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Look up what is to be watched. Raises Refused where there is no such user or discussion."""
    wanted = watch(form.get("watch", ""))
    items = Client(form.get("items", "") or ITEMS, clock, transport=transport)
    try:
        name = await _name(wanted, items)
    finally:
        await items.aclose()
    user = wanted.name if wanted.kind == "user" else one_line(form.get("user", "")).removeprefix("@")
    elsewhere = {
        key: form[key]
        for key, usual in (("search", SEARCH), ("items", ITEMS))
        if form.get(key, usual) != usual
    }
    account = Account(
        id=ids.derived_id(ids.contact_id("hacker-news", SERVER, wanted.key), "account"), network="hacker-news",
        server=SERVER, remote_id=wanted.key, handle=wanted.name, name=name,
        options={"watch": wanted.key, **({"user": user} if user else {}), **elsewhere},
    )  # fmt: skip
    return SignIn(account, wanted.key)


async def _name(wanted: Watch, items: Client) -> str:
    """Return what it is called, by Hacker News itself."""
    if wanted.kind == "site":
        return wanted.name
    kind = "item" if wanted.kind == "story" else "user"
    answer: Answer = await items.get(f"v0/{kind}/{wanted.name}.json")
    found = answer.json()
    if not isinstance(found, dict):
        raise Refused("There is no such discussion or user on Hacker News: capital letters count.")
    return one_line(str(found.get("title") or wanted.name))
