"""One YouTube channel, read and answered as its owner."""

from collections.abc import AsyncIterator

import httpx

from responder.connectors.youtube import parse
from responder.connectors.youtube import search as searching
from responder.connectors.youtube.api import Api, only
from responder.connectors.youtube.feed import Feed
from responder.connectors.youtube.finds import Channel
from responder.connectors.youtube.parse import Comment, Ours, Where
from responder.connectors.youtube.requests import thread_of
from responder.connectors.youtube.sending import Sender
from responder.core import manifest
from responder.core.accounts import Account, Limits
from responder.core.errors import Malformed
from responder.core.messages import State
from responder.core.monitors import Term
from responder.core.ports import (
    Act,
    Batch,
    Found,
    Identity,
    Item,
    Listener,
    Means,
    Outgoing,
    Receipt,
    Unreadable,
)
from responder.net import tokens
from responder.net.payloads import WRONG

LIMITS = Limits(characters=10_000)
SERVER = "youtube.com"


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Listener:
    """Return the connector for an account; nothing is asked of YouTube yet."""
    return YouTube(account, means, transport)


class YouTube:
    """The comments on one channel and all its videos."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account, self._means = account, means
        self._ours = Ours(account.remote_id, account.id, account.server)
        self._api = Api(means, transport, account.options.get("api", ""))
        self._sender = Sender(self._api, self._ours)

    async def check(self) -> Identity:
        """Prove the token. Raises SignInNeeded, also when it is for another channel now."""
        channel = only(await self._api.channels(), self._account.remote_id)
        granted = tokens.read(self._means.vault.secret).scopes
        return identity(channel, granted)

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives, asking again and again; see `Feed`."""
        return Feed(self._api, self._ours, self._means.pace, once=self._means.once).batches(cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Publish a reply; see `Sender`."""
        return await self._sender.send(reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for a reply of ours; see `Sender`."""
        return await self._sender.find(reply, since)

    async def act(self, act: Act) -> None:
        """Moderate, delete or edit; see `Sender`."""
        await self._sender.act(act)

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Look for videos of others that speak of something."""
        return await searching.search(self._api, self._ours, term, cursor)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a thread or a comment that an earlier version could not."""
        found, where = _reread(payload)
        posts = await self._api.posts([where.video])
        post = posts.get(where.video)
        return tuple(parse.message(one, self._ours, where, post, one.state(State.PUBLISHED)) for one in found)

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.client.aclose()


def _reread(payload: bytes) -> tuple[list[Comment], Where]:
    bad: list[Unreadable] = []
    try:
        thread = parse.thread(payload, bad)
    except (*WRONG, Malformed):
        comment = parse.comment(payload)
        return [comment], Where(thread_of(comment.id), comment.snippet.video_id or "")
    if bad:
        raise Malformed(bad[0].why, payload)
    return [thread.top, *thread.replies], Where(thread.key, thread.video, thread.open)


def identity(channel: Channel, granted: tuple[str, ...]) -> Identity:
    """Return who a channel is, and what the permissions given do not allow."""
    missing = manifest.load("responder.connectors.youtube").lacking(granted)
    return Identity(SERVER, channel.id, channel.handle, channel.name, LIMITS, missing)
