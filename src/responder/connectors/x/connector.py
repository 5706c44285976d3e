"""One account on X."""

from collections.abc import AsyncIterator

import httpx

from responder.connectors.x import parse
from responder.connectors.x.api import Api
from responder.connectors.x.feed import Feed
from responder.connectors.x.sending import Sending
from responder.connectors.x.shapes import User
from responder.connectors.x.threads import Threads
from responder.connectors.x.watch import Watch
from responder.core import manifest
from responder.core.accounts import Account, Limits
from responder.core.errors import Malformed, SignInNeeded
from responder.core.monitors import Term
from responder.core.ports import Act, Batch, Connector, Found, Identity, Item, Means, Outgoing, Receipt


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked of X yet."""
    return X(account, means, transport)


class X:
    """Mentions, private messages and answers of one account."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account, self._means = account, means
        self._api = Api(account, means, transport)
        self._threads = Threads(account)
        self._feed = Feed(self._api, self._threads, account, means)
        self._watch = Watch(self._api, self._threads, account, means.clock)
        self._sending = Sending(self._api, self._threads, account, means)

    async def check(self) -> Identity:
        """Prove the sign-in. Raises SignInNeeded, also when it now belongs to somebody else."""
        user = await self._api.me()
        if user.id != self._account.remote_id:
            raise SignInNeeded(f"This sign-in belongs to @{user.username}, not to @{self._account.handle}")
        return identity(self._account.server, user, self._api.scopes)

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, asking again and again; see `Feed`."""
        return self._feed.batches(cursor)

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Return posts of the last seven days that hold a monitor's term; see `Watch`."""
        return await self._watch.search(term, cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer; see `Sending.send`."""
        return await self._sending.send(reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for an answer of ours. `since` is not needed: it can only be newer than what it answers."""
        return await self._sending.find(reply)

    async def act(self, act: Act) -> None:
        """Delete or hide; see `Sending.act`."""
        await self._sending.act(act)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a post or private message that an earlier version could not; its author is asked for again."""
        body = b'{"data":[' + payload + b"]}"
        private = parse.dm_page(body)
        if private.dms:
            return tuple(self._threads.dm(dm, private) for dm in private.dms)
        page = parse.page(body)
        if not page.posts:
            raise Malformed("This post still cannot be read", payload)
        page = await self._api.lookup([post.id for post in page.posts])
        return tuple(self._threads.post(post, page) for post in page.posts)

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.aclose()


def identity(server: str, user: User, scopes: tuple[str, ...]) -> Identity:
    """Return who the sign-in speaks for, how long its posts may be, and what it cannot do."""
    long = user.subscription_type in ("Premium", "PremiumPlus")
    missing = manifest.load("responder.connectors.x").lacking(scopes) if scopes else ()
    limits = Limits(25_000 if long else 280, 23, 4)
    return Identity(server, user.id, user.username, parse.name_of(user), limits, missing)
