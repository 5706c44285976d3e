"""Connecting a mailbox: where its servers are, a password or a token, and the proof that both servers take it."""

from uuid import UUID

import httpx

from responder.connectors.mailbox import box, providers, servers, smtp
from responder.connectors.mailbox.connector import identity
from responder.connectors.mailbox.headers import Address, addresses
from responder.connectors.mailbox.imap import Imap
from responder.connectors.mailbox.line import Line
from responder.connectors.mailbox.making import NETWORK
from responder.connectors.mailbox.servers import Server
from responder.connectors.mailbox.session import Login
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import Choose, OpenBrowser, SignIn
from responder.net.oauth import Loopback
from responder.net.tokens import Tokens, authorize

NEEDED = "A password is needed: {host} is none of the servers that let a program in through the browser."
NO_CLIENT = "To sign in through the browser a client id of your own app is needed; an app password works too."


async def sign_in(
    form: dict[str, str],
    *,
    clock: Clock,
    open_browser: OpenBrowser,
    choose: Choose | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> SignIn:
    """Connect a mailbox. `form["plain"]` being "yes" allows a line that is not encrypted to another machine.

    Without a password the provider's page opens in the browser: that of the IMAP server, or of `form["oauth"]`.
    """
    address = _address(form)
    imap, smtp_server = _servers(form, address)
    user = form.get("user", "").strip() or address.address
    password, how = form.get("password", ""), ""
    secret, login = password, Login(user, password)
    if not password:
        how = form.get("oauth", "") or providers.named(imap.host)
        tokens = await _from_the_browser(form, how, imap.host, clock, open_browser, transport)
        secret, login = tokens.write(), Login(user, tokens.access, token=True)
    folder = form.get("folder", "").strip() or box.INBOX
    sent = await _proved(imap, smtp_server, login, folder)
    options = {
        "imap": imap.address, "smtp": smtp_server.address, "user": user, "folder": folder, "sent": sent, "oauth": how,
        "from_name": address.name,
    }  # fmt: skip
    return SignIn(_account(address, folder, {name: said for name, said in options.items() if said}), secret)


def _account(address: Address, folder: str, options: dict[str, str]) -> Account:
    server = address.key.rpartition("@")[2]
    options.setdefault("from_name", "")
    account = Account(
        _account_id(server, address.key, folder), NETWORK, server, address.key, address.address,
        address.name or address.address, options=options,
    )  # fmt: skip
    who = identity(server, box.of(account))
    return Account(
        account.id, NETWORK, server, address.key, who.handle, who.name, who.limits, options, who.missing
    )


def _account_id(server: str, address: str, folder: str) -> UUID:
    """Return the same id whenever this folder is connected again."""
    more = () if folder == box.INBOX else (folder,)
    return ids.derived_id(ids.contact_id(NETWORK, server, address), "account", *more)


def _address(form: dict[str, str]) -> Address:
    found = addresses([form.get("address", "")])
    if len(found) != 1:
        raise Refused("That is not one address, as in support@example.com.")
    return Address(" ".join(form.get("name", "").split()) or found[0].name, found[0].address)


def _servers(form: dict[str, str], address: Address) -> tuple[Server, Server]:
    domain, plain = address.address.rpartition("@")[2], form.get("plain") == "yes"
    imap = servers.read("imap", form.get("imap", "").strip() or f"imap.{domain}", plain=plain)
    return imap, servers.read("smtp", form.get("smtp", "").strip() or f"smtp.{domain}", plain=plain)


async def _proved(imap: Server, smtp_server: Server, login: Login, folder: str) -> str:
    """Prove the login to both servers; return the folder for sent mail."""

    async def same() -> Login:
        return login

    def opened(session: Imap) -> str:
        session.select(folder)
        return box.special(session.folders(), "sent")

    line = Line(imap, same)
    try:
        sent = await line.ask(opened)
    finally:
        await line.aclose()
    await smtp.proved(smtp_server, login)
    return sent


async def _from_the_browser(
    form: dict[str, str], provider: str, host: str, clock: Clock, open_browser: OpenBrowser,
    transport: httpx.AsyncBaseTransport | None,
) -> Tokens:  # fmt: skip
    client_id = form.get("client_id", "").strip()
    if not provider:
        raise SignInNeeded(NEEDED.format(host=host))
    if not client_id:
        raise SignInNeeded(NO_CLIENT)
    how = providers.provider(provider, client_id, form.get("client_secret", "").strip())
    client = providers.client(provider, clock, transport)
    back = Loopback(clock, "/", host="localhost" if provider == "microsoft" else "127.0.0.1")
    try:
        async with back:
            return await authorize(how, client, clock, open_browser, back)
    finally:
        await client.aclose()
