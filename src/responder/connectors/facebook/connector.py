"""One Facebook Page, read and answered as the Page."""

from collections.abc import AsyncIterator, Iterable

import httpx
import msgspec

from responder.connectors.facebook import parse, requests
from responder.connectors.facebook.acting import Deeds
from responder.connectors.facebook.api import Api, graph
from responder.connectors.facebook.feed import Feed
from responder.connectors.facebook.parse import Ours, Rating
from responder.connectors.facebook.sending import MESSENGER, Sender
from responder.core.accounts import Account, Limits
from responder.core.clock import DAY
from responder.core.errors import Malformed, SignInNeeded
from responder.core.manifest import load
from responder.core.ports import Act, Batch, Connector, Found, Identity, Item, Means, Outgoing, Receipt
from responder.net import tokens
from responder.net.client import Client
from responder.net.graph.sign_in import scopes_of
from responder.net.graph.things import dated
from responder.net.payloads import WRONG
from responder.net.tokens import Sealed

LIMITS = Limits(characters=8_000, attachments=1)
"""What a comment may hold; a message in Messenger takes 2,000 characters."""


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked yet."""
    return Facebook(account, means, transport)


class _Keyed(Sealed, frozen=True):
    id: str = ""
    reviewer: object = None


class Facebook:
    """Reads and answers as one Page."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        window = 7 * DAY if account.options.get("human_agent") == "yes" else DAY
        ours = Ours(account.remote_id, account.id, account.server, window)
        self._account = account
        self._means = means
        self._transport = transport
        self._api = Api(graph(account, means, transport), ours)
        self._sender = Sender(self._api, means.known, means.clock)
        self._deeds = Deeds(self._api)

    async def check(self) -> Identity:
        """Prove the token. Raises SignInNeeded, also when it speaks for another Page now."""
        me = await self._api.me()
        if me.id != self._account.remote_id:
            raise SignInNeeded(f"This sign-in belongs to {me.name}, not to {self._account.name}")
        name = me.name or self._account.name
        kept = tokens.read(self._means.vault.secret)
        base = self._account.options.get("url", requests.API)
        client = Client(base, self._means.clock, transport=self._transport)
        self._means.pace.spend(answering=True)
        try:
            app = f"{kept.client_id}|{kept.client_secret}"
            told = (
                await scopes_of(client, "debug_token", kept.access, {"access_token": app})
                if kept.client_secret
                else None
            )
        finally:
            await client.aclose()
        missing = self._account.missing if told is None else lacking(told)
        return Identity(self._account.server, me.id, self._account.handle or name, name, LIMITS, missing)

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, asking again and again; see `Feed`."""
        return Feed(self._api, self._means).batches(cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Publish a reply; see `Sender`."""
        return await self._sender.send(reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for a reply of ours; see `Sender`."""
        return await self._sender.find(reply, since)

    async def act(self, act: Act) -> None:
        """Hide, show, like, edit or delete a comment."""
        await self._deeds.do(act)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read something that an earlier version could not: a recommendation, a message or a comment."""
        try:
            said = msgspec.json.decode(payload, type=_Keyed)
            if said.reviewer is not None or not said.id:
                rating = msgspec.json.decode(payload, type=Rating)
                dated(rating)
                return (parse.review(rating, self._api.ours),)
            if said.id.startswith(MESSENGER):
                return (await self._direct(payload),)
            comment = msgspec.json.decode(payload, type=parse.Comment)
            dated(comment)
        except WRONG as error:
            raise Malformed(f"Facebook gave something that we cannot read: {error}", payload) from error
        return (await self._sender.placed(comment),)

    async def _direct(self, payload: bytes) -> Item:
        said = msgspec.json.decode(payload, type=parse.Direct)
        dated(said)
        thread = None if said.who is None else await self._api.thread_with(said.who.id)
        return parse.direct(said, self._api.ours, thread.id if thread else said.id)

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.line.aclose()


def lacking(granted: Iterable[str]) -> tuple[str, ...]:
    """Return what a sign-in with these permissions cannot do."""
    return load(__package__).lacking(granted)
