"""One Threads account, read and answered as itself."""

from collections.abc import AsyncIterator

import httpx

from responder.connectors.threads import parse
from responder.connectors.threads.api import Api, graph
from responder.connectors.threads.feed import Feed
from responder.connectors.threads.parse import Ours
from responder.connectors.threads.places import Places
from responder.connectors.threads.search import Search
from responder.connectors.threads.sending import Sender
from responder.core.accounts import Account, Limits
from responder.core.clock import DAY
from responder.core.errors import Malformed, Refused, SignInNeeded
from responder.core.messages import Kind
from responder.core.monitors import Term
from responder.core.ports import Act, Batch, Connector, Found, Identity, Item, Means, Outgoing, Receipt

LIMITS = Limits(characters=500)


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked yet."""
    return Threads(account, means, transport)


class Threads:
    """Reads and answers as one account."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account = account
        self._means = means
        self._api = Api(graph(account, means, transport), Ours(account.handle, account.id, account.server))
        self._places = Places(self._api, means.known)
        self._sender = Sender(self._api, means.known, means.clock, means.pace)
        self._search = Search(self._api, means.pace)

    async def check(self) -> Identity:
        """Prove the token. Raises SignInNeeded, also when it speaks for another account now."""
        me = await self._api.me()
        if me.id != self._account.remote_id:
            raise SignInNeeded(f"This sign-in belongs to {me.username}, not to {self._account.handle}")
        await self._learn_limits()
        handle = me.username or self._account.handle
        return Identity(self._account.server, me.id, handle, me.name or handle, LIMITS, self._account.missing)

    async def _learn_limits(self) -> None:
        """Tell the pace how many replies are left of today's, where Threads says so."""
        try:
            said = await self._api.limits()
        except (Refused, Malformed):
            return
        total = said.reply_config.quota_total if said.reply_config else None
        if said.reply_quota_usage is not None and total:
            left = max(0, total - said.reply_quota_usage)
            self._means.pace.told(left, self._means.clock.now() + DAY // 24, budget="replies")

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, asking again and again; see `Feed`."""
        return Feed(self._api, self._means).batches(cursor)

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Look for words in what others write; see `Search`."""
        return await self._search.batch(term, cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Publish a reply; see `Sender`."""
        return await self._sender.send(reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for a reply of ours; see `Sender`."""
        return await self._sender.find(reply, since)

    async def act(self, act: Act) -> None:
        """Hide, show or delete a reply."""
        await self._sender.act(act)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a post or a reply that an earlier version could not."""
        media = parse.media(payload)
        kind = Kind.COMMENT if media.is_reply else Kind.MENTION
        root = await self._places.root(media, {}, {})
        return (parse.message(media, self._api.ours, root, kind),)

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.line.aclose()
