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
from responder.core.ports import Choose, OpenBrowser, SignIn
from responder.net.oauth import Loopback

APP_ID = "5b9a4a52-6d2c-4b0e-9c59-8f6f6a1d7c30"
"""Tells a site which program an application password is for; the same for every installation."""

OFF = "Application passwords are switched off on this site: by a plug-in, or because it is reached without https."


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect with a user's application password; without one the site's page that makes one is opened.

    That page sends the password back where the site may do so (see `Place.returns_to_loopback`). A line without encryption is refused unless the site is on this machine or `form["plain"]` is "yes".
    """
    place = await Discovery(clock, transport).find(form.get("site", ""))
    if not (place.encrypted or place.local or form.get("plain") == "yes"):
        raise Refused("This site is reached without https: anybody on the way could read the password.")
    user, password = form.get("user", "").strip(), form.get("password", "")
    if not user or not password.strip():
        user, password = await _from_the_site(place, clock, open_browser)
    password = "".join(password.split())
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
        options={"root": place.root, "user": user, "site": place.name}, missing=who.missing,
    )  # fmt: skip


def _account_id(server: str, remote_id: str) -> UUID:
    """Return the same id whenever this person signs in again."""
    return ids.derived_id(ids.contact_id("wordpress", server, remote_id), "account")


COPY = (
    "The site's page is open in your browser: allow Responder there, then paste the password that it shows."
)

WRONG = (
    "The site does not accept this user and application password. It takes one made there under "
    "Users › Profile › Application Passwords, not the password that you log in with."
)


async def _from_the_site(place: Place, clock: Clock, open_browser: OpenBrowser) -> tuple[str, str]:
    """Open the site's page that makes an application password; return what it sends back.

    Raises SignInNeeded where the site cannot send it: then the page shows it for copying.
    """
    if place.authorize is None:
        raise SignInNeeded(OFF)
    if not place.returns_to_loopback:
        open_browser(_page(place.authorize))
        raise SignInNeeded(COPY)
    async with Loopback(clock, "/wordpress", wanted="password") as back:
        here = {"state": back.state}
        open_browser(_page(place.authorize, success_url=f"{back.redirect_uri}?{urlencode(here)}"))
        values = await back.values()
    return values.get("user_login", ""), values["password"]


def _page(address: str, **more: str) -> str:
    separator = "&" if "?" in address else "?"
    return address + separator + urlencode({"app_name": "Responder", "app_id": APP_ID, **more})
