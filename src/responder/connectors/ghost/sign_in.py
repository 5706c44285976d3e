"""Connecting a Ghost site: its address, a key of it, and the member who answers."""

from urllib.parse import urlsplit

import httpx

from responder.connectors.ghost import words
from responder.connectors.ghost.key import token
from responder.connectors.ghost.parse import Member
from responder.connectors.ghost.site import Site
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Gone, Refused, SignInNeeded
from responder.core.ports import Choose, OpenBrowser, SignIn
from responder.net.client import Client
from responder.net.markup import one_line

PLAIN = "This site is reached without https: anybody on the way could use the key's tokens."
_LOCAL = ("127.0.0.1", "::1", "localhost")


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Prove the key, and find the member. Raises SignInNeeded for a wrong key, Refused for the rest."""
    key = "".join(form.get("key", "").split())
    token(key, clock.now())
    url = await _landed(complete(form.get("site", "")), clock, transport)
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOCAL and form.get("plain") != "yes":
        raise Refused(PLAIN)
    site = Site(url, key, clock, transport)
    try:
        about = (await site.about()).site
        await site.prove()
        member = await _member(site, form.get("member", "").strip())
    except Gone as error:
        raise Refused(words.OLD) from error
    finally:
        await site.client.aclose()
    server = (parts.netloc + parts.path).rstrip("/").lower()
    remote_id = member.id if member else f"key:{key.partition(':')[0]}"
    title = one_line(about.title or "") or server
    name = one_line(member.name or "") if member else title
    account = Account(
        id=ids.derived_id(ids.contact_id("ghost", server, remote_id), "account"), network="ghost", server=server,
        remote_id=remote_id, handle=one_line(member.email or "") if member else server, name=name or title,
        options={"url": url, "title": title, **({"member": member.id} if member else {})},
        missing=() if member else (words.NOBODY,),
    )  # fmt: skip
    return SignIn(account, key)


def complete(typed: str) -> str:
    """Return what a person typed as an address of a site; https unless they say otherwise. Raises Refused."""
    text = typed.strip()
    try:
        if "://" not in text:
            local = urlsplit(f"//{text}").hostname in _LOCAL
            text = f"{'http' if local else 'https'}://{text}"
        parts = urlsplit(text)
        good = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and (parts.port or 1) > 0
            and text.isprintable()
            and " " not in text
        )
    except ValueError:
        good = False
    if not good:
        raise Refused("This is not the address of a site, such as https://blog.example.com")
    return f"{parts.scheme}://{parts.netloc}{parts.path.partition('/ghost')[0].rstrip('/')}"


async def _landed(url: str, clock: Clock, transport: httpx.AsyncBaseTransport | None) -> str:
    """Return where the site is, after redirects; the key has not been sent anywhere yet. Raises Refused."""
    for _ in range(5):
        client = Client(url, clock, transport=transport)
        try:
            answer = await client.peek("ghost/api/admin/site/")
        finally:
            await client.aclose()
        if not answer.redirects:
            return url
        url = complete(answer.location)
    raise Refused("The site sends us in circles.")


async def _member(site: Site, email: str) -> Member | None:
    if not email:
        return None
    member = await site.member(email)
    if member is None:
        raise SignInNeeded(f"Nobody on this site has the e-mail address {email[:100]}: sign up there first.")
    return member
