"""One account on one server that speaks the Mastodon client API."""

from collections.abc import AsyncGenerator
from urllib.parse import urlsplit

import httpx
import msgspec

from responder.connectors.mastodon import parse
from responder.connectors.mastodon.api import Api, Server
from responder.connectors.mastodon.cursor import Cursor
from responder.connectors.mastodon.feed import Feed
from responder.connectors.mastodon.news import News, Sighting, Sightings
from responder.connectors.mastodon.parse import Notification, Ours, Person, Status
from responder.connectors.mastodon.search import Searcher
from responder.connectors.mastodon.sending import Sender
from responder.connectors.mastodon.threads import Threads
from responder.core.accounts import Account
from responder.core.errors import Malformed, SignInNeeded
from responder.core.monitors import Term
from responder.core.ports import (
    Act,
    Batch,
    Connector,
    Found,
    Identity,
    Item,
    Means,
    Outgoing,
    Receipt,
    Unreadable,
)
from responder.net.tokens import Sealed


class Secret(Sealed, frozen=True, omit_defaults=True):
    """What lies in the keyring: the token, and the application that it was given to."""

    token: str
    client_id: str = ""
    client_secret: str = ""


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked of the server yet.

    The secret is what sign-in made, or a bare access token.
    """
    return Mastodon(account, means, transport)


class Mastodon:
    """Reads and answers as one account."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account = account
        self._means = means
        base = account.options.get("url") or f"https://{account.server}"
        profile = account.options.get("profile", "")
        self._ours = Ours(account.remote_id, account.id, account.server, profile)
        self._api = Api(base, unsealed(means.vault.secret).token, means.clock, transport)
        threads = Threads(self._api, self._ours, means.known)
        self._sender = Sender(self._api, self._ours, threads, means.clock)
        self._searcher = Searcher(self._api, self._ours, threads)

    async def check(self) -> Identity:
        """Prove the token. Raises SignInNeeded, also when it speaks for somebody else now."""
        me = await self._api.me()
        if str(me.id) != self._account.remote_id:
            raise SignInNeeded(f"These credentials belong to @{me.acct}, not to {self._account.handle}")
        return identity(self._account.server, me, await self._api.server())

    async def listen(self, cursor: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives; see `Feed`."""
        server = await self._api.server()
        feed = Feed(self._api, server, self._ours, self._means)
        batches = feed.batches(cursor)
        try:
            async for batch in batches:
                yield batch
        finally:
            await batches.aclose()

    async def send(self, reply: Outgoing) -> Receipt:
        """Publish a reply; see `Sender`."""
        return await self._sender.send(reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for a reply of ours; see `Sender`."""
        return await self._sender.find(reply, since)

    async def act(self, act: Act) -> None:
        """Favourite, unfavourite, edit or delete."""
        await self._sender.act(act)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a post, or a notification of one, that an earlier version could not."""
        said = parse.one(payload, Notification)
        holds = isinstance(said, Notification) and parse.there(said.status)
        status = parse.one(said.status if isinstance(said, Notification) and holds else payload, Status)
        if isinstance(status, Unreadable):
            raise Malformed(status.why, payload)
        news = News(self._ours, Threads(self._api, self._ours, self._means.known))
        return tuple(await news.items(Sightings([Sighting(status, addressed=holds)]), Cursor()))

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Look for what is not addressed to us; see `Searcher`."""
        return await self._searcher.search(term, cursor)

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.aclose()


def unsealed(secret: str) -> Secret:
    """Read what lies in the keyring."""
    if not secret.lstrip().startswith("{"):
        return Secret(secret.strip())
    try:
        return msgspec.json.decode(secret, type=Secret)
    except msgspec.DecodeError as error:
        raise SignInNeeded("The credentials kept for this account cannot be read") from error


def identity(server: str, me: Person, said: Server) -> Identity:
    """Return who an account is, its address written with the server's name."""
    acct = me.acct or me.username or str(me.id)
    home = urlsplit(me.url or "").netloc or server
    handle = acct if "@" in acct else f"{acct}@{home}"
    return Identity(server, str(me.id), handle, me.display_name or acct, said.limits)
