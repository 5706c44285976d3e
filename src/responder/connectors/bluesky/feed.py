"""Listening by asking: what is new, what changed, what is gone, again and again."""

from collections.abc import AsyncGenerator, AsyncIterator

from responder.connectors.bluesky import notices
from responder.connectors.bluesky.api import Api
from responder.connectors.bluesky.branches import Branches
from responder.connectors.bluesky.chats import Chats
from responder.connectors.bluesky.cursor import Cursor, decode, full, mark, short
from responder.connectors.bluesky.entities import Ours, Own, View, merged, own
from responder.connectors.bluesky.requests import PAGE, SOME
from responder.connectors.bluesky.threads import Threads
from responder.core.clock import HOUR
from responder.core.errors import Gone
from responder.core.ports import Batch, Deletion, Item, Means

SLICE = 50
"""How many notifications are given on between two places to resume from."""

OWN_PAGES = 5


class Feed:
    """What arrives for one account, for ever, or once."""

    def __init__(self, api: Api, ours: Ours, means: Means, *, chat: str) -> None:
        self._api = api
        self._ours = ours
        self._means = means
        self._threads = Threads(api, ours, means.known)
        self._branches = Branches(api, ours, self._threads, means.known)
        self._chats = None if chat == "no" else Chats(api, ours, sure=chat == "yes")
        self._cursor = Cursor()

    async def batches(self, stored: str | None) -> AsyncGenerator[Batch, None]:
        """Yield what arrives since a stored cursor; without one the recent past."""
        self._cursor = decode(stored)
        self._cursor.start_watching()
        while True:
            lively = False
            async for items in self._round():
                lively = lively or bool(items)
                yield Batch(tuple(items), self._cursor.write())
            if self._means.once:
                return
            await self._means.pace.turn(news=lively)

    async def _round(self) -> AsyncIterator[list[Item]]:
        """Yield one round: notifications oldest first, then what changed, our own answers, direct messages.

        Direct messages come last: where that service fails, what is public was given on before.
        """
        cursor = self._cursor
        found = await notices.unread(self._api, cursor, self._api.client.now())
        if found.gap is not None:
            cursor.seen = {}
            yield [found.gap]
        fresh = [view for view in found.views.values() if await self._new(view)]
        fresh.sort(key=lambda one: one.at)
        for start in range(0, len(fresh), SLICE):
            yield await self._given(fresh[start : start + SLICE])
        for view in found.views.values():
            cursor.take_over(view)
        cursor.begin = cursor.begin if cursor.begun or found.whole else found.oldest
        cursor.begun = True
        cursor.turn += 1
        items: list[Item] = [*cursor.first_time(found.broken)]
        items += await self._changes(found)
        items += await self._branches.news(cursor)
        items += await self._own()
        yield items
        if self._chats is not None:
            async for said in self._chats.news(cursor):
                yield said

    async def _new(self, view: View) -> bool:
        """Say whether this version of a post was not given on; of those too old to be remembered the engine knows."""
        if self._cursor.fresh(view):
            return not self._cursor.had_below(view)
        cursor = self._cursor
        forgotten = short(view.uri) not in cursor.seen and cursor.begin <= view.at <= cursor.floor
        return forgotten and await self._means.known.root_of(view.uri) is None

    async def _given(self, views: list[View]) -> list[Item]:
        there = await self._api.posts(view.uri for view in views)
        whole = [merged(view, there.get(view.uri)) for view in views]
        items: list[Item] = [*await self._threads.messages(whole)]
        for view in views:
            self._cursor.keep(view)
            if view.reason != "reply":
                self._cursor.watch(view.uri, view.at)
        return items

    # --- what changed

    async def _changes(self, found: notices.Unread) -> list[Item]:
        """Ask for remembered posts by name: those that should be listed and are not, and some of the others in turn."""
        keys = self._suspects(found)
        there = await self._api.posts(full(key) for key in keys) if keys else {}
        items: list[Item] = []
        for key in keys:
            view = there.get(full(key))
            if view is None:
                items += await self._gone(key)
            elif mark(view.cid) != self._cursor.seen[key].mark:
                items += await self._threads.messages([view])
                self._cursor.keep(view)
        return items

    def _suspects(self, found: notices.Unread) -> list[str]:
        listed = {short(uri) for uri in found.views}
        seen, turn = self._cursor.seen, self._cursor.turn
        missing = [key for key in seen if key not in listed and seen[key].at > found.oldest]
        others = [key for key in seen if key not in missing]
        return [*_part(missing, SOME - 10, turn), *_part(others, SOME, turn)][:SOME]

    async def _gone(self, key: str) -> list[Item]:
        """Ask a second time, in another way, before a post is called gone."""
        try:
            await self._api.above(full(key))
        except Gone:
            del self._cursor.seen[key]
            self._cursor.watched.pop(key, None)
            return [Deletion(full(key))]
        return []

    # --- our own answers

    async def _own(self) -> list[Item]:
        """Read our repository: answers may have been given elsewhere, and deleted there."""
        cursor, place, items, records = self._cursor, None, list[Item](), list[Own]()
        for _ in range(OWN_PAGES):
            page, broken, place = await self._api.own(self._ours.did, place)
            items += cursor.first_time(broken)
            records += page
            if place is None or not cursor.own or any(short(one.uri) in cursor.own for one in page):
                break
        for one in reversed(records):
            items += await self._answer(one)
        return [*await self._taken_back(records, whole=place is None), *items]

    async def _answer(self, record: Own) -> list[Item]:
        """Return an answer of ours in a conversation that we have; one that is new may still come to have one."""
        cursor, key = self._cursor, short(record.uri)
        if cursor.own.get(key) == mark(record.cid):
            return []
        view = own(record, self._ours)
        place = await self._threads.known(view.uri, view.parent)
        if place is not None:
            cursor.keep_own(record.uri, record.cid)
            cursor.stir(place.root, view.at)
            there = await self._api.posts([view.uri]) if view.record.embed else {}
            return [self._threads.message(merged(view, there.get(view.uri)), place, addressed=False)]
        if view.parent is None or view.at < self._api.client.now() - HOUR:
            cursor.keep_own(record.uri, "")
        return []

    async def _taken_back(self, records: list[Own], *, whole: bool) -> list[Item]:
        """Return the remembered answers that our repository no longer has."""
        there = {short(record.uri) for record in records}
        whole = whole or len(records) < PAGE
        lowest = "" if whole else min(record.uri for record in records)
        found = list[Item]()
        for key in [key for key in self._cursor.own if key not in there and full(key) > lowest]:
            there_still = await self._api.record(self._ours.did, full(key).rpartition("/")[2])
            if there_still is None and self._cursor.own.pop(key):
                found.append(Deletion(full(key)))
        return found


def _part(keys: list[str], size: int, turn: int) -> list[str]:
    parts = [keys[start : start + size] for start in range(0, len(keys), size)]
    return parts[turn % len(parts)] if parts else []
