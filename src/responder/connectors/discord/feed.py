"""Listening: what every channel has since the cursor, then what the gateway tells."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

import msgspec

from responder.connectors.discord import cursor as cursors
from responder.connectors.discord import parse
from responder.connectors.discord.api import PAGE, Api
from responder.connectors.discord.cursor import Cursor
from responder.connectors.discord.gateway import Gateway, Happening
from responder.connectors.discord.parse import DM, Channel, Ours, Page, Written
from responder.connectors.discord.places import Places
from responder.core.clock import SECOND, Clock
from responder.core.errors import Gone, Refused
from responder.core.ports import Batch, Deletion, Item, Means, Unreadable
from responder.net.payloads import WRONG, unreadable

OPENING = 10.0
"""How long (s) the first reading waits for the gateway, so that nothing falls between them."""

SLICE = 15.0
"""How often (s) it is looked whether the machine has slept and whether the line still stands."""

ALIVE = 60.0
"""After how long (s) without news it is said that the line stands."""

FIRST_PAGES = 3
"""How much of a channel that is for us altogether the first reading takes; of any other one page."""


class Feed:
    """One turn of listening, made anew for each."""

    def __init__(self, api: Api, ours: Ours, places: Places, means: Means, base: str) -> None:
        self._api, self._ours, self._places, self._means = api, ours, places, means
        self._gateway = None if means.once else Gateway(api, base, means.clock)
        self._cursor = Cursor()
        self._roots: dict[str, str] = {}
        self._drift = _apart(means.clock)

    async def batches(self, stored: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives, for ever; or after one catch-up, when asked once."""
        self._cursor = cursors.read(stored)
        try:
            if self._gateway is not None:
                await self._gateway.start(OPENING)
            while True:
                opened = 0 if self._gateway is None else self._gateway.opened
                news = False
                async for batch in self._catch_up():
                    news = news or bool(batch.items)
                    yield batch
                if self._gateway is None:
                    return
                if not self._gateway.live:
                    await self._pause(self._gateway, news=news)
                    continue
                async for batch in self._live(self._gateway, opened):
                    yield batch
        finally:
            if self._gateway is not None:
                await self._gateway.stop()

    async def _pause(self, gateway: Gateway, *, news: bool) -> None:
        """Without a line, wait for the next turn to ask, or for the line."""
        await gateway.wait(0)
        turn = asyncio.ensure_future(self._means.pace.turn(news=news))
        came = asyncio.ensure_future(gateway.came())
        try:
            await asyncio.wait((turn, came), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (turn, came):
                task.cancel()
            await asyncio.gather(turn, came, return_exceptions=True)

    # --- reading channels

    async def _catch_up(self) -> AsyncIterator[Batch]:
        if self._gateway is not None:
            self._gateway.overrun = False
        await self._places.look_around()
        private = [self._places.private(one) for one in self._cursor.private]
        for channel in [*self._places.readable(), *private]:
            try:
                async for items in self._read(channel):
                    yield self._batch(items)
            except (Gone, Refused):
                self._places.closed(channel.id)
        yield self._batch([])

    async def _read(self, channel: Channel) -> AsyncIterator[list[Item]]:
        """Yield what is new in a channel page by page, then what changed in its newest page."""
        last = self._cursor.last.get(channel.id)
        if last is None:
            yield await self._first(channel)
            return
        quiet = channel.type != DM and int(channel.last_message_id or 0) <= int(last)
        while not quiet:
            page = parse.page((await self._api.messages(channel.id, after=last)).body)
            items = await self._taken(page)
            last = self._passed(channel.id, page, last)
            if items:
                yield items
            quiet = len(page) < PAGE
        if any(key.startswith(f"{channel.id}/") for key in self._cursor.recent):
            yield await self._changes(channel)

    async def _first(self, channel: Channel) -> list[Item]:
        """Read the recent past; nothing older is ever read."""
        pages, found, before = FIRST_PAGES if self._places.all_ours(channel) else 1, Page(), dict[str, str]()
        for _ in range(pages):
            page = parse.page((await self._api.messages(channel.id, **before)).body)
            found.messages = [*page.messages, *found.messages]
            found.broken += page.broken
            if len(page) < PAGE or not page.messages:
                break
            before = {"before": page.messages[0].id}
        self._cursor.last[channel.id] = "0"
        items = await self._taken(found)
        self._passed(channel.id, found, "0")
        return items

    def _passed(self, channel: str, page: Page, last: str) -> str:
        """Note how far a page goes, also by what could not be read, and return it."""
        numbers = [one.id for one in page.messages] + [
            number for one in page.broken if (number := _id_of(one))
        ]
        newest = max([*numbers, last], key=int)
        self._cursor.passed(channel, newest)
        return newest

    async def _changes(self, channel: Channel) -> list[Item]:
        """Return edits and deletions among the newest page."""
        page = parse.page((await self._api.messages(channel.id)).body)
        edited = [one for one in page.messages if one.key in self._cursor.recent]
        items = await self._taken(Page(edited, page.broken))
        if page.broken:
            return items  # one of those that we cannot read may be among the missing
        lowest = int(page.messages[0].id) if len(page) >= PAGE else 0
        there = {one.key for one in page.messages}
        return items + self._gone(self._cursor.missing(channel.id, lowest, there))

    # --- what the gateway tells

    async def _live(self, gateway: Gateway, opened: int) -> AsyncIterator[Batch]:
        """Yield what happens until the channels have to be read again."""
        said = self._means.clock.monotonic()
        while gateway.opened == opened and gateway.live and not gateway.overrun and not self._slept():
            await gateway.wait(SLICE)
            items: list[Item] = []
            for happening in gateway.take():
                items += await self._happened(happening)
            if items or self._means.clock.monotonic() - said > ALIVE:
                said = self._means.clock.monotonic()
                yield self._batch(items)

    def _slept(self) -> bool:
        """Say whether the machine was suspended: then the line may be dead without saying so."""
        apart = _apart(self._means.clock)
        slept, self._drift = apart - self._drift > SLICE, apart
        return slept

    async def _happened(self, happening: Happening) -> list[Item]:
        kind, payload = happening.kind, happening.payload
        try:
            if kind in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
                return await self._told(payload, new=kind == "MESSAGE_CREATE")
            if kind in ("MESSAGE_DELETE", "MESSAGE_DELETE_BULK"):
                return self._gone(msgspec.json.decode(payload, type=parse.Gone).keys)
            if kind in ("CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE"):
                self._places.learn(msgspec.json.decode(payload, type=Channel))
        except WRONG as error:
            return [*self._cursor.first_time([unreadable(payload, "an event", error)])]
        return []

    async def _told(self, payload: bytes, *, new: bool) -> list[Item]:
        one = parse.single(payload)
        if isinstance(one, Unreadable):
            return [*self._cursor.first_time([one])] if new else []
        earlier: list[Item] = []
        if one.guild_id is None and one.channel_id not in self._cursor.last:
            earlier = await self._met(one)
        if not new and one.key not in self._cursor.recent:
            return []
        if one.guild_id is None:
            self._cursor.met(one.channel_id)
        items = await self._taken(Page([one]))
        self._cursor.passed(one.channel_id, one.id)
        return earlier + items

    async def _met(self, one: Written) -> list[Item]:
        """Return what somebody wrote in private before, while we did not know that channel."""
        channel = await self._places.of(one.channel_id)
        if channel.type != DM:
            return []
        self._cursor.met(channel.id)
        return await self._taken(parse.page((await self._api.messages(channel.id, before=one.id)).body))

    # --- messages

    def _gone(self, keys: Sequence[str]) -> list[Item]:
        return [Deletion(key) for key in keys if self._cursor.gone(key)]

    async def _taken(self, page: Page) -> list[Item]:
        """Return what of a page is news and concerns us."""
        items: list[Item] = []
        for one in page.messages:
            if not self._cursor.knows(one) and parse.speaks(one):
                items += await self.items(one)
        return [*items, *self._cursor.first_time(page.broken)]

    async def items(self, one: Written) -> list[Item]:
        """Return a message if it concerns us, after the one that it answers where nobody has that yet."""
        channel = await self._places.of(one.channel_id)
        known = await self._known(one, channel)
        direct, ours = channel.type == DM, self._ours.wrote(one)
        named = self._ours.named(one)
        if not (direct or known is not None or (not ours and (named or self._places.all_ours(channel)))):
            return []
        items: list[Item] = []
        answered, root = one.referenced_message, known or self._places.root(channel)
        if answered is not None and await self._root_of(answered.key) is None and parse.speaks(answered):
            items.append(self._message(answered, channel, root or answered.key, addressed=False))
        root = root or one.above or one.key
        self._cursor.given(one)
        return [*items, self._message(one, channel, root, addressed=True)]

    def _message(self, one: Written, channel: Channel, root: str, *, addressed: bool) -> Item:
        self._roots[one.key] = root
        return parse.message(one, channel, self._ours, root, self._places.names, addressed=addressed)

    async def _known(self, one: Written, channel: Channel) -> str | None:
        """Return the root of the conversation that a message belongs to, if we have that conversation."""
        for key in (one.key, one.above):
            root = await self._root_of(key) if key else None
            if root is not None:
                return root
        whole = self._places.root(channel) if channel.thread else None
        return await self._root_of(whole) if whole is not None else None

    async def _root_of(self, key: str) -> str | None:
        if key in self._roots:
            return self._roots[key]
        return await self._means.known.root_of(key)

    def _batch(self, items: list[Item]) -> Batch:
        live = self._gateway is not None and self._gateway.live
        self._roots.clear()  # once it is stored, `known` tells
        return Batch(tuple(items), self._cursor.write(), live)


class _Numbered(msgspec.Struct):
    id: str


def _apart(clock: Clock) -> float:
    """Return how far the wall clock is from the steady one (s): it grows while the machine is suspended."""
    return clock.now() / SECOND - clock.monotonic()


def _id_of(broken: Unreadable) -> str:
    try:
        number = msgspec.json.decode(broken.payload, type=_Numbered).id
    except WRONG:
        return ""
    return number if number.isascii() and number.isdecimal() and len(number) < 21 else ""
