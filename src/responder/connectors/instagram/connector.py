"""One professional Instagram account, read and answered as itself."""

from collections.abc import AsyncIterator

import httpx
import msgspec

from responder.connectors.instagram import parse
from responder.connectors.instagram.acting import Deeds
from responder.connectors.instagram.api import Api, graph
from responder.connectors.instagram.feed import Feed
from responder.connectors.instagram.parse import Comment, Direct, Ours
from responder.connectors.instagram.sending import Sender, private
from responder.core.accounts import Account, Limits
from responder.core.clock import DAY
from responder.core.errors import Malformed, SignInNeeded
from responder.core.ports import Act, Batch, Connector, Found, Identity, Item, Means, Outgoing, Receipt
from responder.net.graph.things import dated
from responder.net.payloads import WRONG
from responder.net.tokens import Sealed

LIMITS = Limits(characters=300)
"""What a comment may hold; a private message takes 1,000 bytes."""


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked yet."""
    return Instagram(account, means, transport)


class _Keyed(Sealed, frozen=True):
    id: str = ""


class Instagram:
    """Reads and answers as one account."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        window = 7 * DAY if account.options.get("human_agent") == "yes" else DAY
        ours = Ours(account.remote_id, account.handle, account.id, account.server, window)
        self._account = account
        self._means = means
        self._api = Api(graph(account, means, transport), ours)
        self._sender = Sender(self._api, means.known)
        self._deeds = Deeds(self._api)

    async def check(self) -> Identity:
        """Prove the token. Raises SignInNeeded, also when it speaks for another account now."""
        me = await self._api.me()
        if me.id != self._account.remote_id:
            raise SignInNeeded(f"This sign-in belongs to {me.username}, not to {self._account.handle}")
        handle = me.username or self._account.handle
        return Identity(self._account.server, me.id, handle, me.name or handle, LIMITS, self._account.missing)

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
        """Hide, show or delete a comment."""
        await self._deeds.do(act)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a comment or a message that an earlier version could not."""
        try:
            key = msgspec.json.decode(payload, type=_Keyed).id
            if private(key):
                said = msgspec.json.decode(payload, type=Direct)
                dated(said)
                person = said.who.id if said.who and not self._api.ours.wrote(said.who) else None
                threads = await self._api.threads(person) if person else []
                return (parse.direct(said, self._api.ours, threads[0].id if threads else key),)
            comment = msgspec.json.decode(payload, type=Comment)
            dated(comment)
        except WRONG as error:
            raise Malformed(f"Instagram gave something that we cannot read: {error}", payload) from error
        return (await self._sender.placed(comment),)

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.line.aclose()
