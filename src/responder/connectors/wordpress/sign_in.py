"""Connecting a site: find its API, get an application password, prove it."""

from urllib.parse import urlencode
from uuid import UUID

import httpx

from responder.connectors.wordpress.connector import identity
from responder.connectors.wordpress.discovery import Discovery, Place
from responder.connectors.wordpress.site import Site
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import OpenBrowser, SignIn

APP_ID = "5b9a4a52-6d2c-4b0e-9c59-8f6f6a1d7c30"
"""Tells a site which program an application password is for; the same for every installation."""

OFF = "Application passwords are switched off on this site: by a plug-in, or because it is reached without https."


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect with a user's application password; without one the site's page that makes one is opened.

    A line without encryption is refused unless the site is on this machine or `form["plain"]` is "yes".
    """
    place = await Discovery(clock, transport).find(form.get("site", ""))
    if not (place.encrypted or place.local or form.get("plain") == "yes"):
        raise Refused("This site is reached without https: anybody on the way could read the password.")
    user, password = form.get("user", "").strip(), "".join(form.get("password", "").split())
    if not user or not password:
        raise SignInNeeded(_ask_the_site(place, open_browser))
    return SignIn(await _proved(place, user, password, clock, transport), password)


async def _proved(
    place: Place, user: str, password: str, clock: Clock, transport: httpx.AsyncBaseTransport | None
) -> Account:
    site = Site(place.root, user, password, clock, transport)
    try:
        who = identity(place.server, await site.login())
    except SignInNeeded as error:
        raise SignInNeeded(OFF if place.authorize is None else WRONG) from error
    finally:
        await site.client.aclose()
    return Account(
        id=_account_id(place.server, who.remote_id), network="wordpress", server=place.server, remote_id=who.remote_id,
        handle=who.handle, name=who.name, limits=who.limits,
        options={"root": place.root, "user": user, "site": place.name},
    )  # fmt: skip


def _account_id(server: str, remote_id: str) -> UUID:
    """Return the same id whenever this person signs in again."""
    return ids.derived_id(ids.contact_id("wordpress", server, remote_id), "account")


WRONG = (
    "The site does not accept this user and application password. It takes one made there under "
    "Users › Profile › Application Passwords, not the password that you log in with."
)


def _ask_the_site(place: Place, open_browser: OpenBrowser) -> str:
    """Open the site's page that makes an application password; return what to do there."""
    if place.authorize is None:
        return OFF
    separator = "&" if "?" in place.authorize else "?"
    open_browser(place.authorize + separator + urlencode({"app_name": "Responder", "app_id": APP_ID}))
    return "The site's page is open in your browser: allow Responder there, then paste the password that it shows."
