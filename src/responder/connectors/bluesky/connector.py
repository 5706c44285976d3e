"""One account on Bluesky, or on a server of one's own in the same network."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import httpx
import msgspec

from responder.connectors.bluesky import entities, words
from responder.connectors.bluesky.api import Api
from responder.connectors.bluesky.chats import Chats, Kept
from responder.connectors.bluesky.entities import Ours, Person
from responder.connectors.bluesky.feed import Feed
from responder.connectors.bluesky.search import Search
from responder.connectors.bluesky.sending import MOST_GRAPHEMES, MOST_PICTURES, Sender
from responder.connectors.bluesky.talking import Talk
from responder.connectors.bluesky.threads import Threads
from responder.core.accounts import Account, Limits
from responder.core.errors import Malformed, SignInNeeded
from responder.core.manifest import load
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
)
from responder.net.markup import one_line
from responder.net.payloads import every

LIMITS = Limits(characters=MOST_GRAPHEMES, attachments=MOST_PICTURES)


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked of the network yet."""
    return Bluesky(account, means, transport)


class Bluesky:
    """Reads and answers as one account."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account = account
        self._means = means
        self._ours = Ours(account.remote_id, account.id, account.handle, account.name)
        pds = account.options.get("pds", "")
        self._api = Api(pds, means.vault, means.clock, means.pace, transport)
        self._threads = Threads(self._api, self._ours, means.known)
        self._chats = Chats(self._api, self._ours)
        talk = Talk(self._api, self._ours, self._chats)
        self._sender = Sender(self._api, self._ours, self._threads, talk)

    async def check(self) -> Identity:
        """Prove the session. Raises SignInNeeded, also when it is somebody else's now."""
        status = await self._api.status()
        if status.did != self._account.remote_id:
            raise SignInNeeded(f"These credentials belong to {status.handle}, not to {self._account.handle}")
        return await identity(self._api, known=self._account.options.get("chat", "yes"))

    async def listen(self, cursor: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives; see `Feed`."""
        feed = Feed(self._api, self._ours, self._means, chat=self._account.options.get("chat", "yes"))
        async with aclosing(feed.batches(cursor)) as batches:
            async for batch in batches:
                yield batch

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer; see `Sender`."""
        return await self._sender.send(reply)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Look for an answer of ours; see `Sender`."""
        return await self._sender.find(reply, since)

    async def act(self, act: Act) -> None:
        """Favourite, unfavourite, hide, unhide or delete."""
        await self._sender.act(act)

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Look for a monitor's term; see `Search`."""
        return await Search(self._api, self._ours, self._threads).batch(term, cursor)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a post, or a direct message, that an earlier version could not."""
        view = entities.kept(payload, self._ours)
        if view is not None:
            return tuple(await self._threads.messages([view], addressed=None))
        kept, broken = every([msgspec.Raw(payload)], Kept)
        if not kept:
            raise Malformed(broken[0].why, payload)
        try:
            return (await self._chats.read(kept[0]),)
        except ValueError as error:
            raise Malformed(str(error), payload) from error

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.aclose()


async def identity(api: Api, *, known: str = "unknown") -> Identity:
    """Return who a session is for, and what it cannot do. Raises SignInNeeded for an account that is not in use.

    `known` is what was found out before about direct messages: it stands where nobody answers for them now.
    """
    status = await api.status()
    if status.active is False:
        raise SignInNeeded(f"This account is not in use at the moment ({status.status or 'deactivated'}).")
    person: Person = await api.profile(status.did)
    granted = api.session.scopes
    missing = () if granted is None else load("responder.connectors.bluesky").lacking(granted)
    if words.NO_CHAT not in missing:
        chat = await api.messages_open()
        missing = (
            missing if "yes" in (chat, known if chat == "unknown" else "") else (*missing, words.NO_CHAT)
        )
    name = one_line(person.displayName or "") or status.handle
    return Identity("bsky.app", status.did, status.handle or status.did, name, LIMITS, missing)
