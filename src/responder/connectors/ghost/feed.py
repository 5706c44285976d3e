"""Listening by asking: what is new, what changed, what is gone, again and again."""

from collections.abc import AsyncIterator
from contextlib import aclosing

from responder.connectors.ghost.cursor import Cursor, read
from responder.connectors.ghost.parse import Comment
from responder.connectors.ghost.site import OVERLAP, PAGE, Site
from responder.connectors.ghost.threads import Threads
from responder.core.clock import LAST
from responder.core.errors import Gone
from responder.core.ports import Batch, Deletion, Item, Pace, Unreadable

RECENT_PAGES = 2
"""How much of a site's history the first reading takes."""

ASKED = 50
"""How many comments that are missing are asked for by name in one round."""


class Feed:
    """What arrives on one site, for ever, or once."""

    def __init__(self, site: Site, threads: Threads, pace: Pace, *, once: bool) -> None:
        self._site, self._threads, self._pace, self._once = site, threads, pace, once

    async def batches(self, stored: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives since a stored cursor; without one the recent past."""
        cursor = read(stored)
        while True:
            lively = False
            if not cursor.begun:
                cursor = Cursor()
                items = await self._past(cursor)
                yield Batch(tuple(items), cursor.write())
            else:
                async with aclosing(self._site.since(cursor.since)) as pages:
                    async for comments, bad in pages:
                        items = await self._take(cursor, comments, bad)
                        if items:
                            lively = True
                            yield Batch(tuple(items), cursor.write())
                items = await self._changes(cursor)
                yield Batch(tuple(items), cursor.write())
            if self._once:
                return
            await self._pace.turn(news=lively or bool(items))

    async def _past(self, cursor: Cursor) -> list[Item]:
        found: dict[str, Comment] = {}
        unreadable: list[Unreadable] = []
        for number in range(1, RECENT_PAGES + 1):
            comments, bad = await self._site.newest(number)
            found |= {one.key: one for one in reversed(comments)}
            unreadable += [one for one in bad if one not in unreadable]
            if len(comments) + len(bad) < PAGE:
                break
        now = self._site.client.now()
        cursor.begun, cursor.since = True, 0 if found else now
        news = [one for one in cursor.take(found.values(), now) if not one.gone]
        cursor.since = cursor.since or now
        cursor.forget(cursor.since - OVERLAP)
        return [*await self._threads.messages(news), *cursor.first_time(unreadable)]

    async def _take(self, cursor: Cursor, comments: list[Comment], bad: list[Unreadable]) -> list[Item]:
        """Return what of a page is news; what was deleted before we saw it is left there."""
        known = set(cursor.seen)
        news = cursor.take(comments, self._site.client.now())
        shown = [one for one in news if not one.gone]
        gone = [Deletion(one.key) for one in news if one.gone and one.key in known]
        return [*await self._threads.messages(shown), *cursor.first_time(bad), *gone]

    async def _changes(self, cursor: Cursor) -> list[Item]:
        """Return edits, verdicts and deletions among the latest comments: the newest page, and an older one in turn."""
        items: list[Item] = []
        top, bottom = LAST, LAST
        for number in (1, 2 + cursor.turn % 2):
            comments, bad = await self._site.newest(number)
            dates = [one.at for one in comments]
            full = len(comments) + len(bad) >= PAGE
            top = bottom if number < 3 else max(dates, default=-1)
            bottom = min(dates, default=-1) if full else -1
            items += await self._take(cursor, comments, bad)
            if not bad:
                missing = cursor.missing(bottom, top, {one.key for one in comments})
                items += await self._gone(cursor, missing[:ASKED])
            if not full:
                break
        cursor.turn += 1
        cursor.forget(cursor.since - OVERLAP)
        return items

    async def _gone(self, cursor: Cursor, missing: list[str]) -> list[Item]:
        """Return what became of those that are not listed: asked for by name, they are junk now, or gone."""
        items: list[Item] = []
        for key in missing:
            try:
                found = await self._site.one(key)
            except Gone:
                del cursor.seen[key]
                items.append(Deletion(key))
                continue
            items += await self._take(cursor, [found], [])
        return items
