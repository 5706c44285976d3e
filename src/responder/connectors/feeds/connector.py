"""One feed that is always watched, and any other for a monitor."""

import asyncio
from collections.abc import AsyncIterator

import httpx

from responder.connectors.feeds import cursor as cursors
from responder.connectors.feeds import jsonfeed, messages, parse
from responder.connectors.feeds.cursor import Cursor
from responder.connectors.feeds.entries import Entry, Feed
from responder.connectors.feeds.messages import READ_ONLY, Source
from responder.connectors.feeds.reading import GONE, Reading
from responder.connectors.feeds.requests import ACCEPT
from responder.connectors.feeds.sign_in import secret
from responder.connectors.feeds.web import Address, Web, address
from responder.core.accounts import Account
from responder.core.clock import SECOND
from responder.core.errors import Gone, Malformed, Refused
from responder.core.messages import Message
from responder.core.monitors import Term, TermKind, holds
from responder.core.ports import (
    Absent,
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
from responder.net.public import Lookup


def open(
    account: Account,
    means: Means,
    transport: httpx.AsyncBaseTransport | None = None,
    lookup: Lookup | None = None,
) -> Connector:
    """Return the connector for an account; nothing is asked of the feed yet."""
    return Feeds(account, means, transport, lookup)


class Feeds:
    """Reads, and never writes."""

    def __init__(
        self,
        account: Account,
        means: Means,
        transport: httpx.AsyncBaseTransport | None = None,
        lookup: Lookup | None = None,
    ) -> None:
        self._account, self._means = account, means
        self._transport, self._lookup = transport, lookup
        self._source = Source(account.server, account.id, account.remote_id)
        self._web = self._new_web(self._address().host)

    async def check(self) -> Identity:
        """Read the feed once. Raises SignInNeeded where it wants a password that the address does not have."""
        landed = await self._web.read(self._address(), lambda _url: {"Accept": ACCEPT})
        if landed.answer.status == 410:
            raise Gone(GONE)
        found = await asyncio.to_thread(
            parse.feed, landed.answer.body, str(landed.answer.headers.get("content-type", "")), landed.url
        )
        account = self._account
        return Identity(
            account.server, account.remote_id, account.handle, one_line(found.title) or account.name
        )

    async def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what is new in the feed, asking again and again, but no more often than it wants."""
        now, means = cursors.read(cursor), self._means
        while True:
            news = False
            if means.clock.now() >= now.due:
                means.pace.spend(budget="rounds")
                items = await self._round(now)
                news = bool(items)
                yield Batch(items, now.write())
                if now.due > means.clock.now() + SECOND:
                    means.pace.told(0, now.due, budget="rounds")
            if means.once:
                return
            await means.pace.turn(news=news)

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Read any feed for a monitor, or look for words in this account's own. Raises Refused for other terms."""
        now = cursors.read(cursor)
        if self._means.clock.now() < now.due:
            return Batch((), now.write())
        if term.kind is TermKind.FEED:
            place = address(now.moved or term.text)
            typed = address(term.text)
            web = self._new_web(typed.host)
            try:
                reading = Reading(web, Source(typed.host, self._account.id, typed.url), self._means)
                items, moved = await reading.round(
                    Address(place.url, typed.login if place.origin == typed.origin else None), now
                )
            finally:
                await web.aclose()
            if moved and not typed.login and "?" not in moved:
                now.moved = moved
            return Batch(items, now.write())
        if term.kind is TermKind.KEYWORD:
            items = await self._round(now)
            return Batch(
                tuple(one for one in items if not isinstance(one, Message) or holds(one.text, term.text)),
                now.write(),
            )
        raise Refused("A feed is looked through for words, and nothing else can be looked for in it.")

    async def send(self, reply: Outgoing) -> Receipt:
        """Refuse: there is no way to write through a feed."""
        raise Refused(READ_ONLY)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Prove that nothing of ours is there: nothing is ever sent."""
        return Absent()

    async def act(self, act: Act) -> None:
        """Refuse: there is no way to change anything through a feed."""
        raise Refused(READ_ONLY)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read an entry that an earlier version could not."""
        try:
            entry: Entry = jsonfeed.item(payload, self._address().url)
        except jsonfeed.WRONG as error:
            raise Malformed(f"an entry that we cannot read: {error}"[:300], payload) from error
        return (messages.message(entry, Feed(), self._source, self._means.clock.now(), {}),)

    async def aclose(self) -> None:
        """Close every line."""
        await self._web.aclose()

    # --- inside

    async def _round(self, now: Cursor) -> tuple[Item, ...]:
        place = self._address()
        items, moved = await Reading(self._web, self._source, self._means).round(place, now)
        if moved:
            await self._move(place, moved)
        return items

    async def _move(self, place: Address, moved: str) -> None:
        """Keep where the feed went for good, in the keyring: the new address may be a secret as well."""
        onward = address(moved)
        login = place.login if onward.origin == place.origin else onward.login

        async def new(_old: str) -> str:
            return secret(Address(onward.url, login))

        await self._means.vault.renew(self._means.vault.secret, new)

    def _address(self) -> Address:
        return address(self._means.vault.secret or self._account.options.get("feed", ""))

    def _new_web(self, trusted: str) -> Web:
        return Web(self._means.clock, trusted, self._transport, self._lookup)
