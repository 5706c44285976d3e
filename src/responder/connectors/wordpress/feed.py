"""Listening by asking: what is new, what changed, what is gone, again and again."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing

from responder.connectors.wordpress import requests
from responder.connectors.wordpress.cursor import Cursor, read
from responder.connectors.wordpress.parse import Comment, moment
from responder.connectors.wordpress.requests import PAGE
from responder.connectors.wordpress.site import Site
from responder.connectors.wordpress.threads import Threads
from responder.core.messages import State
from responder.core.ports import Batch, Deletion, Gap, Item, Pace, Unreadable

RECENT_PAGES = 2
"""How much of a site's history the first reading takes."""

HELD_PAGES = 50
"""How many pages of what waits for a moderator the first reading takes: 5,000 comments."""


class Feed:
    """What arrives on one site, for ever, or once."""

    def __init__(self, site: Site, threads: Threads, pace: Pace, *, once: bool) -> None:
        self._site = site
        self._threads = threads
        self._pace = pace
        self._once = once

    async def batches(self, stored: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives since a stored cursor; without one the recent past and all that is unapproved."""
        await self._site.login()
        cursor = read(stored)
        if cursor is None:
            async with aclosing(self._first()) as first:
                async for batch, after in first:
                    yield batch
                    cursor = after
        while cursor is not None:
            lively = False
            async with aclosing(self._round(cursor)) as news:
                async for batch, after in news:
                    lively = lively or bool(batch.items)
                    yield batch
                    cursor = after
            if self._once:
                return
            await self._pace.turn(news=lively)
            if not (await self._site.view()).moderates:
                await self._site.login()  # a revoked password reads the public list as well as a good one

    async def _first(self) -> AsyncGenerator[tuple[Batch, Cursor], None]:
        """Yield the past in pages; until the last the cursor stays empty, so that a crash begins anew."""
        comments, unreadable, gap = await self._past()
        now = self._site.client.now()
        cursor = Cursor(now if not comments else 0).after(comments, now).having_kept(unreadable)
        wanted = [comment for comment in comments if comment.state in (State.PUBLISHED, State.HELD)]
        for last, part in _parts(wanted):
            items: list[Item] = [*await self._threads.messages(part)]
            if last:
                items += [*unreadable, *gap]
            yield Batch(tuple(items), cursor.write() if last else ""), cursor

    async def _past(self) -> tuple[list[Comment], list[Unreadable], list[Gap]]:
        view = await self._site.view()
        found: dict[str, Comment] = {}
        unreadable: list[Unreadable] = []
        async for comments, bad in self._site.pages(requests.newest(self._site.rest, view), RECENT_PAGES):
            found |= {comment.key: comment for comment in comments}
            unreadable += bad
        gap: list[Gap] = []
        if view.moderates:
            read_pages = 0
            async for comments, bad in self._site.pages(requests.held(self._site.rest, view), HELD_PAGES):
                found |= {comment.key: comment for comment in comments}
                unreadable += [item for item in bad if item not in unreadable]
                read_pages += 1
                oldest = comments[-1:] if read_pages == HELD_PAGES and len(comments) == PAGE else []
                gap = [
                    Gap(0, moment(comment.date_gmt), "More than 5,000 comments wait for approval")
                    for comment in oldest
                ]
        return sorted(found.values(), key=lambda comment: comment.id), unreadable, gap

    async def _round(self, cursor: Cursor) -> AsyncGenerator[tuple[Batch, Cursor], None]:
        view = await self._site.view()
        news = requests.since(self._site.rest, view, cursor.since)
        async with aclosing(self._site.pages(news)) as pages:
            async for comments, bad in pages:
                items, cursor = await self._take(cursor, comments, bad)
                if items:
                    yield Batch(tuple(items), cursor.write()), cursor
        items, cursor = await self._changes(cursor)
        cursor = cursor.turned()
        yield Batch(tuple(items), cursor.write()), cursor

    async def _take(
        self, cursor: Cursor, comments: list[Comment], bad: list[Unreadable]
    ) -> tuple[list[Item], Cursor]:
        """Return what of a page is news; what was in the trash before we saw it is left there."""
        news, bad = cursor.news(comments), cursor.new_unreadable(bad)
        wanted = [
            comment for comment in news if comment.state is not State.TRASH or comment.key in cursor.seen
        ]
        messages = await self._threads.messages(wanted)
        return [*messages, *bad], cursor.after(comments, self._site.client.now()).having_kept(bad)

    async def _changes(self, cursor: Cursor) -> tuple[list[Item], Cursor]:
        """Return edits, verdicts and deletions among the latest comments, and what a wrong date had hidden."""
        comments, bad = await self._site.page(requests.newest(self._site.rest, await self._site.view()))
        full = len(comments) + len(bad) >= PAGE
        lowest = min((comment.id for comment in comments), default=0) if full else 0
        older = cursor.older(lowest, PAGE)
        comments += await self._site.some(older) if older else []
        there = {comment.key for comment in comments}
        missing = [key for key in older if key not in there] + cursor.missing(lowest, there)
        if bad or (full and not lowest):
            missing = []  # one of those that we cannot read may be among them
        items, cursor = await self._take(cursor, comments, bad)
        gone = await self._confirmed(missing)
        return [*items, *(Deletion(key) for key in gone)], cursor.without(gone)

    async def _confirmed(self, missing: list[str]) -> list[str]:
        """Return those that are not there when asked for by name: a list may come out of a cache."""
        if not missing:
            return []
        there = {comment.key for comment in await self._site.some(missing)}
        return [key for key in missing if key not in there]


def _parts(comments: list[Comment]) -> Iterator[tuple[bool, list[Comment]]]:
    """Yield the comments page by page, and whether it is the last; at least one, if only an empty one."""
    for start in range(0, max(len(comments), 1), PAGE):
        yield start + PAGE >= len(comments), comments[start : start + PAGE]
