"""The reviews of all places of one Google sign-in."""

from collections.abc import AsyncIterator, Iterable

import httpx

from responder.connectors.google_business import parse, words
from responder.connectors.google_business.api import EVERYTHING, Api
from responder.connectors.google_business.feed import Feed
from responder.connectors.google_business.parse import Ours, Shop
from responder.connectors.google_business.places import Owner
from responder.connectors.google_business.sending import Sender
from responder.core import manifest
from responder.core.accounts import Account, Limits
from responder.core.errors import SignInNeeded
from responder.core.ports import Act, Batch, Connector, Found, Identity, Item, Means, Outgoing, Receipt
from responder.net import tokens

LIMITS = Limits(characters=4096)
SERVER = "business.google.com"


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked of Google yet."""
    return GoogleBusiness(account, means, transport)


class GoogleBusiness:
    """Reads and answers reviews. `options["places"]` is one account of Google's, or `*` for all of the sign-in's."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account, self._means = account, means
        self._ours = Ours(account.remote_id, account.id, account.server)
        wanted = account.options.get("places", EVERYTHING)
        self._api = Api(means, wanted, transport, account.options.get("api", ""))
        self._sender = Sender(self._api, self._ours, means.known)

    async def check(self) -> Identity:
        """Prove the token. Raises SignInNeeded, also when it is for somebody else's places now."""
        owners = {owner.number: owner for owner in await self._api.owners()}
        owner = owners.get(self._account.remote_id)
        if owner is None:
            raise SignInNeeded(f"This sign-in is not for {self._account.name} any more: sign in again")
        granted = tokens.read(self._means.vault.secret).scopes
        return identity(owner, (await self._api.shops()).values(), granted)

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, asking again and again; see `Feed`."""
        return Feed(self._api, self._ours, self._means).batches(cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer a review; see `Sender`."""
        return await self._sender.send(reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for an answer of ours; see `Sender`."""
        return await self._sender.find(reply, since)

    async def act(self, act: Act) -> None:
        """Change our answer or take it back; see `Sender`."""
        await self._sender.act(act)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a review that an earlier version could not."""
        review = parse.review(payload)
        return parse.messages(review, self._ours, await self._api.shop(review.key))

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.aclose()


def identity(owner: Owner, shops: Iterable[Shop], granted: tuple[str, ...]) -> Identity:
    """Return who owns the places, and what of them this sign-in cannot do."""
    lacking = manifest.load("responder.connectors.google_business").lacking(granted)
    closed = tuple(words.not_verified(shop.place.name) for shop in shops if not shop.verified)
    return Identity(SERVER, owner.number, owner.title, owner.title, LIMITS, (*lacking, *closed))
