"""What is said on Hacker News about a site, to a user or in a discussion, and words for a monitor."""

from collections.abc import AsyncIterator

import httpx

from responder.connectors.hackernews import cursor as cursors
from responder.connectors.hackernews import parse, watching
from responder.connectors.hackernews.parse import READ_ONLY, SERVER, Hit
from responder.connectors.hackernews.reading import Reading
from responder.connectors.hackernews.site import Site
from responder.core.accounts import Account
from responder.core.errors import Gone, Refused
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
from responder.net.markup import to_text


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Connector:
    """Return the connector for an account; nothing is asked yet."""
    return HackerNews(account, means, transport)


class HackerNews:
    """Reads, and never writes."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account, self._means = account, means
        self._site = Site(account, means, transport)
        self._reading = Reading(self._site, account, means.known)

    async def check(self) -> Identity:
        """Ask the search once, and for a discussion whether it is there. Raises Gone."""
        watch, account = watching.read(self._account.options["watch"]), self._account
        name = account.name
        if watch.kind == "story":
            item = await self._site.item(watch.name)
            if item is None or item.gone:
                raise Gone("There is no such discussion on Hacker News.")
            name = item.title or name
        else:
            await self._site.newest("story", pages=1)
        return Identity(SERVER, account.remote_id, account.handle, name)

    async def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what is new, changed and gone, asking again and again."""
        now = cursors.read(cursor)
        while True:
            items = await self._reading.round(now)
            yield Batch(tuple(items), now.write())
            if self._means.once:
                return
            await self._means.pace.turn(news=bool(items))

    async def search(self, term: Term, cursor: str | None) -> Batch:
        """Look for words in stories and comments. Raises Refused for terms of other kinds."""
        if term.kind is not TermKind.KEYWORD or not term.text.strip():
            raise Refused("Hacker News is searched for words, and for nothing else.")
        now, tags = cursors.read(cursor), "(story,comment)"
        found = await (
            self._site.since(tags, now.floor, term.text) if now.begun else self._site.newest(tags, term.text)
        )
        news = now.take(
            {hit.id: hit for hit in found.hits if _says(hit, term.text)}.values(), self._site.now()
        )
        now.since, now.begun = now.since or self._site.now(), True
        bad = now.first_time(found.unreadable)
        now.forget()
        messages = [
            parse.message(hit, account=self._account.id, root=await self._root(hit), me="", addressed=False)
            for hit in sorted(news, key=lambda hit: (hit.at, int(hit.id)))
        ]
        return Batch((*messages, *bad), now.write())

    async def send(self, reply: Outgoing) -> Receipt:
        """Refuse: there is no way to write."""
        raise Refused(READ_ONLY)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Prove that nothing of ours is there: nothing is ever sent."""
        return Absent()

    async def act(self, act: Act) -> None:
        """Refuse: there is no way to change anything."""
        raise Refused(READ_ONLY)

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read a hit that an earlier version could not."""
        return tuple(await self._reading.messages([parse.hit(payload)]))

    async def aclose(self) -> None:
        """Close every line."""
        await self._site.aclose()

    async def _root(self, hit: Hit) -> str:
        """Return the conversation of a hit as far as it is known: nothing is asked for somebody else's thread."""
        above = hit.parent if hit.parent not in ("", hit.story) else ""
        known = await self._means.known.root_of(hit.id) or (above and await self._means.known.root_of(above))
        return known or hit.id


def _says(hit: Hit, words: str) -> bool:
    """Say whether the words are really there: the search also finds what is only alike."""
    text = f"{hit.title or ''}\n{to_text(hit.html)}\n{hit.url or ''}"
    return (
        all(holds(text, word) for word in words.replace('"', " ").split())
        if '"' not in words
        else holds(text, words.strip('"'))
    )
