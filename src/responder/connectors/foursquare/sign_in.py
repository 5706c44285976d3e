"""Connecting a place: the key is tried, and the place is found by its address or its name."""

from urllib.parse import urlsplit

import httpx

from responder.connectors.foursquare.api import API, Api
from responder.connectors.foursquare.parse import ID
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Gone, Refused
from responder.core.messages import Place
from responder.core.ports import Choose, OpenBrowser, Option, SignIn


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect a place with a service key. Raises Refused with what a person can do about it.

    `form["api"]` leads to a practice network instead of Foursquare.
    """
    key, wanted = form.get("key", "").strip(), form.get("place", "").strip()
    if not key or not wanted:
        raise Refused("Please give the service key, and the name of your place or its address on Foursquare")
    budget = form.get("budget", "").strip()
    if budget and not budget.isdecimal():
        raise Refused("The budget is how many questions a month may cost something: a number")
    base = form.get("api", API)
    api = Api(base, key, clock, transport)
    try:
        place = await _found(api, wanted, form.get("near", "").strip(), choose)
        await api.tips(place.remote_id)
    finally:
        await api.aclose()
    server = "foursquare.com" if base == API else urlsplit(base).netloc
    account_id = ids.derived_id(ids.contact_id("foursquare", server, place.remote_id), "account")
    options = {**_about(place), **({"api": base} if base != API else {})}
    if budget:
        options["budget.requests"] = budget
    return SignIn(
        Account(account_id, "foursquare", server, place.remote_id, place.name, place.name, options=options),
        key,
    )


async def _found(api: Api, wanted: str, near: str, choose: Choose | None) -> Place:
    """Return the place that is meant: by its id or address there, else by its name."""
    number = urlsplit(wanted).path.rstrip("/").rpartition("/")[2]
    if ID.fullmatch(number) and any(char.isdigit() for char in number):
        try:
            return await api.place(number)
        except Gone:
            if "/" in wanted:
                raise
    places = {place.remote_id: place for place in await api.search(wanted, near)}
    if not places:
        raise Refused("Foursquare knows no such place there: try its address on foursquare.com")
    if len(places) == 1 or choose is None:
        return next(iter(places.values()))
    options = tuple(Option(place.remote_id, place.name, place.address) for place in places.values())
    chosen = places.get(await choose(options))
    if chosen is None:
        raise Refused("No place was chosen")
    return chosen


def _about(place: Place) -> dict[str, str]:
    known = {"address": place.address}
    if place.latitude is not None and place.longitude is not None:
        known |= {"latitude": str(place.latitude), "longitude": str(place.longitude)}
    return known
