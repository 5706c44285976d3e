"""Listening by asking: each list back to where it was read, then what changed among the latest."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from responder.connectors.reddit import cursor as cursors
from responder.connectors.reddit import parse, words
from responder.connectors.reddit.api import PAGE, Api
from responder.connectors.reddit.cursor import Cursor
from responder.connectors.reddit.parse import COMMENT, MESSAGE, Ours, Thing
from responder.core.errors import Gone, Refused
from responder.core.ports import Batch, Deletion, Gap, Item, Means, Unreadable

PAGES = 11
"""How far a list is read back: Reddit lists about a thousand."""

FIRST_PAGES = 2
DEEPEST = 12
"""How many levels above a comment are fetched."""

INBOX, SENT = "message/inbox", "message/sent"


class Feed:
    """What arrives for one account, for ever, or once. `communities` are those where all is for us."""

    def __init__(self, api: Api, ours: Ours, means: Means, communities: list[str]) -> None:
        self._api, self._ours, self._means = api, ours, means
        self._whole = [f"r/{name}/{part}" for name in communities for part in ("new", "comments")]
        self._own = [SENT, f"user/{ours.name}/comments"]
        self._cursor = Cursor()
        self._roots: dict[str, str] = {}

    async def batches(self, stored: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives since a stored cursor; without one the recent past."""
        self._cursor = cursors.read(stored)
        while True:
            news = False
            async with aclosing(self._round()) as stages:
                async for items in stages:
                    news = news or bool(items)
                    yield Batch(tuple(items), self._cursor.write())
                    self._roots.clear()  # it is stored now: `known` tells
            if self._means.once:
                return
            await self._means.pace.turn(news=news)

    async def _round(self) -> AsyncGenerator[list[Item], None]:
        """Yield list by list, each with the cursor moved on."""
        now = self._api.client.now()
        for where in [INBOX, *self._whole]:
            yield await self._list(where, now)
        for where in self._own:
            yield await self._list(where, now, own=True)
        yield await self._changes()
        self._cursor.at = now
        yield []

    # --- lists

    async def _list(self, where: str, now: int, *, own: bool = False) -> list[Item]:
        """Return what is new in a list, oldest first, after a gap if it ends before anything that was read."""
        anchors = self._cursor.anchors.get(where)
        try:
            things, broken, whole = await self._back(where, set(anchors or ()), first=anchors is None)
        except (Gone, Refused):
            if where == INBOX:
                raise
            return []  # a community that is closed to us, or a permission that was not given
        items: list[Item] = []
        if anchors and not whole and not own and await self._stands(anchors):
            items.append(Gap(self._cursor.at, max(now, self._cursor.at + 1), words.MISSED))
        for one in reversed(things):
            items += await self.items(one, own=own)
        self._cursor.reached(where, [one.name for one in things])
        return [*items, *self._cursor.first_time(broken)]

    async def _back(
        self, where: str, anchors: set[str], *, first: bool
    ) -> tuple[list[Thing], list[Unreadable], bool]:
        """Return what stands before the first anchor in a list, newest first, and whether one was met."""
        found: dict[str, Thing] = {}
        broken: list[Unreadable] = []
        after: str | None = None
        for _ in range(FIRST_PAGES if first else PAGES):
            page = await self._api.listing(where, after)
            broken += page.broken
            found |= {
                one.name: one for one in page.things if one.name not in anchors and one.name not in found
            }
            if any(one.name in anchors for one in page.things):
                return list(found.values()), broken, True
            after = page.after
            if after is None:
                break
        return list(found.values()), broken, False

    async def _stands(self, anchors: list[str]) -> bool:
        """Say whether any anchor is still there: then the list lost it, and with it what came after."""
        public = [one for one in anchors if not one.startswith(MESSAGE)]
        if len(public) < len(anchors):
            return True  # private messages cannot be asked for; they are not deleted by who sent them
        return any(not one.gone for one in (await self._api.info(public[:PAGE])).things)

    # --- messages

    async def items(self, one: Thing, *, own: bool = False) -> list[Item]:
        """Return something that is news, after what stands above it where nobody has that yet.

        Our own is news only in conversations that we have: what we began ourselves asks for nothing.
        """
        ours = own or self._ours.wrote(one)
        if self._cursor.knows(one) or one.gone:
            return []
        if ours and await self._known(one) is None:
            return []
        items = await self._above(one)
        self._cursor.given(one)
        return [*items, parse.message(one, self._ours, self._roots[one.name], addressed=not ours)]

    async def _known(self, one: Thing) -> str | None:
        """Return the root of the conversation that we have and that this belongs to."""
        first = _first(one) if one.private else None
        for name in (one.name, one.above, first):
            root = await self._root_of(name) if name is not None else None
            if root is not None:
                return root
        return None

    async def _above(self, one: Thing) -> list[Item]:
        """Find the root, and return as context what stands between it and what nobody has yet."""
        root = await self._known(one)
        chain: list[Thing] = []
        below = one
        while root is None and not one.private and below.above is not None and len(chain) < DEEPEST:
            above = await self._fetched(below.above)
            if above is None:
                root = below.above
                break
            chain.append(above)
            root, below = await self._known(above), above
        root = root or (_first(one) if one.private else below.name)
        for thing in (*chain, one):
            self._roots[thing.name] = root
        shown = [thing for thing in reversed(chain) if not thing.gone]
        for thing in shown:
            self._cursor.given(thing)
        return [parse.message(thing, self._ours, root, addressed=False) for thing in shown]

    async def _fetched(self, name: str) -> Thing | None:
        found = (await self._api.info([name])).things
        return found[0] if found and found[0].name.startswith(COMMENT) else None

    async def _root_of(self, name: str) -> str | None:
        return self._roots.get(name) or await self._means.known.root_of(name)

    # --- what changed

    async def _changes(self) -> list[Item]:
        """Return edits, verdicts and deletions among the latest posts and comments."""
        if not self._cursor.recent:
            return []
        page = await self._api.info(list(self._cursor.recent))
        items: list[Item] = []
        for one in page.things:
            if one.gone and self._cursor.recent.pop(one.name, None) is not None:
                items.append(Deletion(one.name))
            elif one.name in self._cursor.recent and not self._cursor.knows(one):
                items += await self._edited(one)
        return items

    async def _edited(self, one: Thing) -> list[Item]:
        addressed = not self._ours.wrote(one)
        await self._above(one)
        self._cursor.given(one)
        return [parse.message(one, self._ours, self._roots[one.name], addressed=addressed)]


def _first(one: Thing) -> str:
    """Return the message that a private conversation began with."""
    first = one.first_message_name
    name = first if isinstance(first, str) and parse.named(first) else None
    return name or one.name
