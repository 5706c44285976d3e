"""Connecting a Page: with the person's own app, through the browser or with a token that they paste."""

from dataclasses import dataclass

import httpx
from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.facebook import requests, words
from responder.connectors.facebook.connector import LIMITS, lacking
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused, SignInNeeded
from responder.core.manifest import load
from responder.core.ports import Choose, OpenBrowser, Option, SignIn
from responder.net.client import Client, Params
from responder.net.graph.sign_in import asked, given, scopes_of, told
from responder.net.oauth import Loopback
from responder.net.tokens import Sealed, Tokens

SERVER = "facebook.com"
NO_PAGE = "Facebook shows no Page that you manage: in its dialog, choose the Page and allow everything that Responder asks for."
EXCHANGE = "oauth/access_token"


class _Page(Sealed, frozen=True):
    id: str
    access_token: str = ""
    name: str = ""
    tasks: list[str] | None = None


class _Pages(Struct):
    data: list[_Page] = []


@dataclass(frozen=True)
class App:
    """The person's own app."""

    id: str
    secret: str

    def form(self, **more: str) -> dict[str, str]:
        """Return what proves it, and more."""
        return {"client_id": self.id, "client_secret": self.secret, **more}


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect a Page. Raises Refused with what a person can do about it.

    `form["url"]` and `form["dialog"]` lead elsewhere than to Facebook, for a practice network;
    `form["port"]` is another than the registered one.
    """
    app = App(form.get("app", "").strip(), form.get("secret", "").strip())
    if not app.id.isdecimal() or not app.secret:
        raise Refused(
            "Facebook needs the number of your own app and its secret: developers.facebook.com shows both."
        )
    base = form.get("url", requests.API)
    client = Client(base, clock, transport=transport)
    try:
        user = form.get("token", "").strip()
        if not user:
            user = await _from_the_browser(app, client, form, clock, open_browser)
        lasting = await given(
            client, EXCHANGE, app.form(grant_type="fb_exchange_token", fb_exchange_token=user), clock
        )
        page = await _chosen(await _pages(client, lasting.access), choose)
        granted = await scopes_of(
            client, "debug_token", page.access_token, {"access_token": f"{app.id}|{app.secret}"}
        )
    finally:
        await client.aclose()
    kept = Tokens(
        page.access_token, scope=" ".join(granted or ()), client_id=app.id, client_secret=app.secret
    )
    account = _account(page, granted)
    options = {name: form[name] for name in ("url",) if name in form}
    if form.get("human_agent", "").strip().lower() in ("yes", "oui", "true", "1"):
        options["human_agent"] = "yes"
    return SignIn(replace(account, options=options), kept.write())


async def _from_the_browser(
    app: App, client: Client, form: dict[str, str], clock: Clock, open_browser: OpenBrowser
) -> str:
    scopes = tuple(scope.name for scope in load(__package__).scopes)
    port = int(form.get("port", requests.PORT))
    async with Loopback(clock, requests.PATH, port=port, host="localhost") as back:
        code = await asked(form.get("dialog", requests.DIALOG), app.id, scopes, open_browser, back)
        values = app.form(redirect_uri=back.redirect_uri, code=code)
    return (await given(client, EXCHANGE, values, clock)).access


async def _pages(client: Client, token: str) -> list[_Page]:
    asked_for: Params = {"fields": "id,name,access_token,tasks", "limit": 100}
    answer = await told(client, "me/accounts", asked_for, token)
    return [page for page in answer.decode(_Pages).data if page.access_token]


async def _chosen(pages: list[_Page], choose: Choose | None) -> _Page:
    if not pages:
        raise SignInNeeded(NO_PAGE)
    if len(pages) == 1 or choose is None:
        return pages[0]
    options = tuple(Option(page.id, page.name or page.id) for page in pages)
    key = await choose(options)
    found = next((page for page in pages if page.id == key), None)
    if found is None:
        raise Refused("No Page was chosen.")
    return found


def _account(page: _Page, granted: tuple[str, ...] | None) -> Account:
    tasks = (
        ()
        if page.tasks is None
        else tuple(why for task, why in words.TASKS.items() if task not in page.tasks)
    )
    missing = (*(lacking(granted) if granted is not None else ()), *tasks)
    return Account(
        id=ids.derived_id(ids.contact_id("facebook", SERVER, page.id), "account"), network="facebook", server=SERVER,
        remote_id=page.id, handle=page.name or page.id, name=page.name or page.id, limits=LIMITS, missing=missing,
    )  # fmt: skip
