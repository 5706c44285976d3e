"""Listening to one account: everything since the cursor, then what the stream tells, page by page in between."""

from collections.abc import AsyncGenerator, AsyncIterator

from msgspec import structs

from responder.connectors.mastodon import pages, parse
from responder.connectors.mastodon.api import Api, Page, Server
from responder.connectors.mastodon.cursor import Cursor, decode
from responder.connectors.mastodon.news import News, Sighting, Sightings, statuses
from responder.connectors.mastodon.parse import Conversation, Notification, Ours, Status
from responder.connectors.mastodon.stream import Happening, Stream
from responder.connectors.mastodon.threads import Threads
from responder.core.clock import SECOND
from responder.core.errors import Gone, NetworkError
from responder.core.ports import Batch, Item, Means, Unreadable

LIVE_POLL = 300.0
"""How often (s) the pages are read although a stream is open."""

OPENING = 10.0
"""How long (s) the first reading waits for the stream, so that nothing falls between them."""

SLICE = 15.0
"""How often (s) the clocks are compared, to notice that the machine has slept."""

CHECKS = 10
"""How many missing posts are asked for in one round."""

OWN_PAGES = 5
DIRECT_PAGES = 10


class Feed:
    """One turn of listening. Made anew for each, so that what a failure cut off is read again."""

    def __init__(self, api: Api, server: Server, ours: Ours, means: Means) -> None:
        self._api = api
        self._ours = ours
        self._clock = means.clock
        self._pace = means.pace
        self._lively = False
        self._threads = Threads(api, ours, means.known)
        self._news = News(ours, self._threads)
        self._stream = None if means.once else Stream(api.client, server.streaming, api.token, means.clock)
        self._cursor = Cursor()
        self._drift = self._apart()
        if server.api >= 7:
            api.also_quotes()

    async def batches(self, cursor: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives, for ever; or after one catch-up end, when asked once."""
        self._cursor = decode(cursor)
        try:
            if self._stream is not None:
                await self._stream.start(OPENING)
            while True:
                # Counted before the pages are read: what a line opened meanwhile did not tell, they may lack too.
                opened = 0 if self._stream is None else self._stream.opened
                async for batch in self._catch_up():
                    yield batch
                if self._stream is None:
                    return
                async for batch in self._live(self._stream, opened):
                    yield batch
        finally:
            if self._stream is not None:
                await self._stream.stop()

    # --- reading pages

    async def _catch_up(self) -> AsyncIterator[Batch]:
        now = self._api.client.now()
        newest = await self._api.notifications()
        async for stretch in pages.unread(self._api, self._cursor, newest, now):
            items = await self._read(stretch.items, stretch.broken)
            if stretch.gap is not None:
                deleted = await self._deleted_last()
                items.insert(0, stretch.gap if deleted is None else self._news.gone(deleted, self._cursor))
                self._begin_again(stretch.gap.until)
            pages.advance(self._cursor, stretch.items)
            yield self._batch(items)
        items = await self._missing(newest, now)
        for seen in (await self._requested(), await self._directs(), await self._own()):
            items += await self._news.items(seen, self._cursor)
        self._cursor.at = self._cursor.at or now
        self._cursor.begun = True
        yield self._batch(items)

    async def _read(self, notifications: list[Notification], broken: list[Unreadable]) -> list[Item]:
        seen = Sightings(broken=list(broken))
        for one in reversed(notifications):
            self._look(one, seen)
        return await self._news.items(seen, self._cursor)

    def _look(self, one: Notification, seen: Sightings) -> None:
        """Take the post out of a notification of a kind that speaks to us; other and unknown kinds are passed over."""
        if one.type not in ("mention", "quote") or not parse.there(one.status):
            return
        status = parse.one(one.status, Status)
        if isinstance(status, Unreadable):
            seen.broken.append(status)
        else:
            seen.posts.append(Sighting(status, str(one.id), addressed=not self._ours.wrote(status.account)))

    def _begin_again(self, at: int) -> None:
        self._cursor.notification, self._cursor.at = "", at
        for key in list(self._cursor.recent):
            self._cursor.unlisted(key)

    async def _deleted_last(self) -> str | None:
        """Return the post of the last notification we had if it was deleted: then that is all that is missing."""
        for key, trace in self._cursor.recent.items():
            if trace.notification == self._cursor.notification:
                return key if await self._is_gone(key) else None
        return None

    async def _missing(self, newest: Page, now: int) -> list[Item]:
        """Find out about posts that the newest page should list and does not: deleted, or only dismissed."""
        since = pages.oldest_time(newest, now)
        listed = set(newest.ids)
        suspects = [
            key
            for key, trace in self._cursor.recent.items()
            if trace.notification and trace.notification not in listed and trace.at >= since
        ]
        found: list[Item] = []
        for key in suspects[:CHECKS]:
            if await self._is_gone(key):
                found.append(self._news.gone(key, self._cursor))
            else:
                self._cursor.unlisted(key)
        return found

    async def _is_gone(self, key: str) -> bool:
        try:
            await self._api.status(key)
        except Gone:
            return True
        return False

    async def _requested(self) -> Sightings:
        found, broken = await self._api.requested()
        return Sightings(statuses(found), broken)

    async def _directs(self) -> Sightings:
        """Read private conversations back to one whose last post we know."""
        seen, at, last = Sightings(), None, ""
        for _ in range(DIRECT_PAGES if self._cursor.begun else 2):
            found, broken, at = await self._api.conversations(at)
            seen.posts += statuses(found)
            seen.broken += broken
            last = last or (found[0].key if found else "")
            known = any(
                one.key == self._cursor.direct or self._news.knows(one.key, self._cursor) for one in found
            )
            if known or at is None or not found:
                break
        self._cursor.direct = last or self._cursor.direct
        return seen

    async def _own(self) -> Sightings:
        """Read our own posts back to the last one we know: answers may have been given elsewhere."""
        found, broken = await self._api.own_statuses(self._ours.id)
        page, keys = found, {one.key for one in found}
        for _ in range(OWN_PAGES if self._cursor.own else 0):
            if self._cursor.own in keys or not page:
                break
            page, _ = await self._api.own_statuses(self._ours.id, max_id=page[-1].key)
            page = [one for one in page if one.key not in keys]
            keys.update(one.key for one in page)
            found = [*found, *page]
        before = (
            [one.key for one in found].index(self._cursor.own) if self._cursor.own in keys else len(found)
        )
        if found:
            self._cursor.own = found[0].key
        answers = []
        for number, one in reversed(list(enumerate(found))):
            # Older ones are read again for edits, but whose thread is not ours was found out once.
            answer = one.parent is not None and one.reblog is None
            if answer and (number < before or await self._threads.known(one) is not None):
                answers.append(one)
        return Sightings(statuses(answers), broken)

    # --- the stream

    async def _live(self, stream: Stream, opened: int) -> AsyncIterator[Batch]:
        """Yield what the stream tells until the pages have to be read again: at once if it was opened since `opened`."""
        pause = LIVE_POLL if stream.live else self._pace.pause(news=self._lively)
        self._lively = False
        ends = self._clock.monotonic() + pause
        was_live = stream.live
        while stream.opened == opened and not stream.overrun and stream.live == was_live:
            left = ends - self._clock.monotonic()
            if left <= 0:
                break
            if await self._slept(stream, min(SLICE, left)):
                await stream.restart(OPENING)
                break
            items: list[Item] = []
            refill = False
            failure: NetworkError | None = None
            for happening in stream.take():
                try:
                    more, merged = await self._happened(happening)
                except NetworkError as error:
                    # The pages tell this one again, once they can be read; not all that came before it.
                    failure = error
                    break
                items += more
                refill = refill or merged
            if items:
                yield self._batch(items)
            if failure is not None:
                raise failure
            if refill:
                break
        stream.overrun = False

    async def _slept(self, stream: Stream, seconds: float) -> bool:
        """Wait, and say whether far more time went by than we waited: then the line is dead, open or not."""
        began = self._clock.now()
        await stream.wait(seconds)
        before, self._drift = self._drift, self._apart()
        # A suspended machine's steady clock stands still, or (on Windows) the wait takes far too long.
        return self._drift - before > SLICE or (self._clock.now() - began) / SECOND > seconds + 2 * SLICE

    def _apart(self) -> float:
        """Return how far the wall clock is from the steady one (s): it grows while the machine is suspended."""
        return self._clock.now() / SECOND - self._clock.monotonic()

    async def _happened(self, happening: Happening) -> tuple[list[Item], bool]:
        """Return what an event of the stream amounts to, and whether it means that the pages have news."""
        payload = happening.payload.encode()
        match happening.event:
            case "notification":
                one = parse.one(payload, Notification)
                if isinstance(one, Unreadable):
                    return await self._news.items(Sightings(broken=[one]), self._cursor), False
                # Without its id: that later pages join what we had is only proved by what pages told.
                return await self._read([structs.replace(one, id="")], []), False
            case "update" | "status.update":
                return await self._posted(parse.one(payload, Status)), False
            case "conversation":
                talk = parse.one(payload, Conversation)
                if isinstance(talk, Conversation) and parse.there(talk.last_status):
                    return await self._posted(parse.one(talk.last_status, Status)), False
            case "delete":
                return await self._deleted(happening.payload), False
            case "notifications_merged":
                return [], True
        return [], False

    async def _posted(self, status: Status | Unreadable) -> list[Item]:
        if isinstance(status, Unreadable):
            return await self._news.items(Sightings(broken=[status]), self._cursor)
        if not await self._news.concerns(status):
            return []
        return await self._news.items(Sightings([Sighting(status)]), self._cursor)

    async def _deleted(self, payload: str) -> list[Item]:
        return [self._news.gone(payload.strip().strip('"'), self._cursor)]

    def _batch(self, items: list[Item]) -> Batch:
        live = self._stream is not None and self._stream.live
        self._lively = self._lively or bool(items)
        return Batch(tuple(items), self._cursor.encode(), live)
