"""One account on X."""

from collections.abc import AsyncIterator

import httpx

from responder.connectors.x import parse, requests
from responder.connectors.x.api import Api
from responder.connectors.x.cursor import Track, read_track
from responder.connectors.x.feed import Feed, asked, ordered
from responder.connectors.x.sending import Sending
from responder.connectors.x.shapes import User
from responder.connectors.x.threads import Threads
from responder.core import manifest
from responder.core.accounts import Account, Limits
from responder.core.clock import DAY
from responder.core.errors import Malformed, SignInNeeded
from responder.core.monitors import Term
from responder.core.ports import Act, Batch, Connector, Found, Gap, Identity, Item, Means, Outgoing, Receipt

SEARCHED = 7 * DAY
"""How far back a search reaches (µs)."""

SEARCH_PAGES = 3
"""How many pages of hits one question for a monitor takes; the rest waits for the next one."""


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
        """Return posts of the last seven days that hold a monitor's term."""
        wanted = {"query": requests.query(term, self._account.handle)}
        track, items = read_track(cursor), list[Item]()
        now = self._means.clock.now()
        if track.since and parse.drawn_at(track.since) < now - SEARCHED:
            items.append(
                Gap(parse.drawn_at(track.since), now - SEARCHED, "X searches only the last seven days")
            )
            track = Track(begun=True)
        for _ in range(SEARCH_PAGES):
            filling = bool(track.below)
            page = await self._api.posts("/2/tweets/search/recent", {**wanted, **asked(track)}, least=10)
            items += [self._threads.post(post, page, addressed=False) for post in ordered(page.posts)]
            last = page.next_token is None or not (track.begun or track.since)
            track = track.after(page.ids, last=last)
            if last and not filling:
                break
        return Batch(tuple(items), track.write())

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer; see `Sending.send`."""
        return await self._sending.send(reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for an answer of ours. `since` is not needed: it can only be newer than what it answers."""
        return await self._sending.find(reply)

    async def act(self, act: Act) -> None:
        """Delete, hide or like; see `Sending.act`."""
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
