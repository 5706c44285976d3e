"""Connecting the places of a Google account: the person's own Google app, allowed in the browser."""

import httpx

from responder.connectors.google_business import words
from responder.connectors.google_business.api import EVERYTHING, Api
from responder.connectors.google_business.connector import identity
from responder.connectors.google_business.parse import Shop
from responder.connectors.google_business.places import Owner
from responder.core import ids, manifest
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import Choose, OpenBrowser, Option, SignIn
from responder.net import google

NAMED = 3
"""How many places of an account are named when a person chooses."""


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect all places of a sign-in, or those of one of its accounts.

    `form["api"]` is a practice network's address. Raises Refused with what to do about it.
    """
    server = form.get("api", "")
    declared = manifest.load("responder.connectors.google_business")
    scopes = tuple(scope.name for scope in declared.scopes)
    asked = google.provider(
        form.get("client_id", "").strip(), form.get("client_secret", "").strip(), scopes, server
    )
    tokens = await google.signed_in(asked, clock, open_browser, transport)
    if declared.lacking(tokens.scopes):
        raise SignInNeeded(google.SCOPE)
    api = Api(google.signing_in(tokens, clock), EVERYTHING, transport, server)
    try:
        found = {owner: await api.shops_of(owner.name) for owner in await api.owners()}
    finally:
        await api.aclose()
    owner, wanted, shops = await _chosen(found, choose)
    who = identity(owner, shops, tokens.scopes)
    options = {"places": wanted, **({"api": server} if server else {})}
    account = Account(
        id=ids.derived_id(ids.contact_id("google-business", who.server, who.remote_id), "account"),
        network="google-business", server=who.server, remote_id=who.remote_id, handle=who.handle, name=who.name,
        limits=who.limits, options=options, missing=who.missing,
    )  # fmt: skip
    return SignIn(account, tokens.write())


async def _chosen(found: dict[Owner, list[Shop]], choose: Choose) -> tuple[Owner, str, list[Shop]]:
    """Return whose places are meant, what to ask for, and the places. With one account there is no question."""
    with_places = {owner: shops for owner, shops in found.items() if shops}
    if not with_places:
        raise Refused(words.NO_PLACE)
    everything = list({shop.name: shop for shops in found.values() for shop in shops}.values())
    first = next(iter(found))
    key = EVERYTHING
    if len(with_places) > 1:
        options = [Option(owner.name, owner.title, _named(shops)) for owner, shops in with_places.items()]
        key = await choose((Option(EVERYTHING, words.EVERYTHING, _named(everything)), *options))
    if key == EVERYTHING:
        return first, EVERYTHING, everything
    return next((owner, owner.name, shops) for owner, shops in with_places.items() if owner.name == key)


def _named(shops: list[Shop]) -> str:
    names = ", ".join(shop.place.name for shop in shops[:NAMED])
    return f"{names} … ({len(shops)})" if len(shops) > NAMED else names
