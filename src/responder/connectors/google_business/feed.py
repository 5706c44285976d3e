"""Listening by asking: what is new, changed or gone, place after place."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field

from msgspec.structs import replace

from responder.connectors.google_business import cursor as cursors
from responder.connectors.google_business import parse
from responder.connectors.google_business.api import Api
from responder.connectors.google_business.cursor import NEW, Cursor, Memory
from responder.connectors.google_business.parse import Ours, Page, Review, Shop
from responder.connectors.google_business.requests import reply_id
from responder.core.clock import SECOND
from responder.core.errors import Gone, Refused, Throttled
from responder.core.ports import Batch, Deletion, Gap, Item, Known, Means, Unreadable

FIRST_PAGES = 4
"""How many pages of a place's past the first reading takes: 200 reviews."""

CATCH_UP = 20
"""How many pages of a place's news at most are read at once: 1,000 reviews."""

BY_NAME = 2
"""How many remembered reviews that a page lacks are asked for by name each time."""

WHEN_FEWER = 20
"""How many when the place has fewer reviews than it had."""

REFUSED_AGAIN = 900.0
"""After how long (s) all places are asked again when one of them was refused."""

PLACES_EVERY = 12
"""After how many rounds it is asked again which places there are."""


@dataclass
class Visit:
    """What reading one place has found out so far."""

    before: Memory
    after: Memory
    listed: set[str] = field(default_factory=set)
    bad: list[Unreadable] = field(default_factory=list)
    oldest: int = 0
    """Since when (s) everything was listed; 0 when the end was reached."""
    total: int | None = None
    gap: Gap | None = None


class Feed:
    """What arrives at all places of one account, for ever, or once."""

    def __init__(self, api: Api, ours: Ours, means: Means) -> None:
        self._api, self._ours = api, ours
        self._known, self._pace, self._once = means.known, means.pace, means.once

    async def batches(self, stored: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives since a stored cursor; without one the recent past of every place."""
        cursor, number = cursors.read(stored), 0
        shops: dict[str, Shop] = {}
        while True:
            if number % PLACES_EVERY == 0:
                shops = await self._api.shops()
                cursor = cursor.only(shops)
            lively, number = False, number + 1
            async with aclosing(self._round(cursor, shops)) as news:
                async for batch, after in news:
                    lively, cursor = lively or bool(batch.items), after
                    yield batch
            if self._once:
                return
            await self._pace.turn(news=lively)

    async def _round(
        self, cursor: Cursor, shops: dict[str, Shop]
    ) -> AsyncGenerator[tuple[Batch, Cursor], None]:
        """Visit every place that can be read, beginning after the one that was read last.

        One that Google refuses stops no other; it is told when all of them were asked.
        """
        names = _from(sorted(name for name, shop in shops.items() if shop.verified), cursor.at)
        refused: dict[str, Refused] = {}
        for name in names:
            try:
                async with aclosing(self._visit(cursor, shops[name], len(shops))) as news:
                    async for batch, after in news:
                        cursor = after
                        yield batch, after
            except Refused as error:
                refused[shops[name].place.name] = error
        yield Batch((), cursor.write()), cursor
        for place, no in refused.items():
            if len(refused) == len(names):
                raise no
            raise Throttled(
                f"Google refuses the reviews of {place}, other places were read: {no}", REFUSED_AGAIN
            )

    async def _visit(
        self, cursor: Cursor, shop: Shop, shops: int
    ) -> AsyncGenerator[tuple[Batch, Cursor], None]:
        """Yield one place's news; only the last batch moves the cursor, so that what a crash interrupts is read again."""
        known = cursor.places.get(shop.name)
        visit = Visit(known or Memory(), known or Memory())
        try:
            async with aclosing(
                self._pages(visit, shop, FIRST_PAGES if known is None else CATCH_UP)
            ) as pages:
                async for page in pages:
                    items = await self._take(visit, page, shop)
                    if items:
                        yield Batch(tuple(items), cursor.write()), cursor
        except Gone:
            return  # the place was closed or moved: the list of places will say so
        items = await self._missing(visit, shop)
        bad = cursor.new_unreadable(visit.bad)
        if visit.gap is not None and known is not None:
            items.append(visit.gap)
        after = cursor.after(shop.name, replace(visit.after, total=visit.total), bad, shops)
        yield Batch((*items, *bad), after.write()), after

    async def _pages(self, visit: Visit, shop: Shop, most: int) -> AsyncGenerator[Page, None]:
        """Yield pages down to one with a review that is as it was: below it nothing has changed."""
        token = ""
        for _ in range(most):
            page = await self._api.page(shop, token)
            visit.total = page.total if page.total is not None else visit.total
            changed = [review.updated_at // SECOND for review in page.reviews]
            visit.oldest = min(changed, default=0) if page.next else 0
            yield page
            if not page.next or page.next == token or any(visit.before.same(one) for one in page.reviews):
                return
            token = page.next
        since = max((mark.at for mark in visit.before.seen.values()), default=0)
        why = "More reviews came than Google is asked for at once"
        visit.gap = Gap(since * SECOND, max(since, visit.oldest) * SECOND + SECOND, why)

    async def _take(self, visit: Visit, page: Page, shop: Shop) -> list[Item]:
        """Return what of a page is news, oldest first."""
        items: list[Item] = []
        for review in reversed(page.reviews):
            items += await self._news(visit, review, shop)
        visit.bad += page.unreadable
        return items

    async def _news(self, visit: Visit, review: Review, shop: Shop) -> list[Item]:
        """Return what changed in a review: the review, our answer, or that this is gone."""
        before, items = visit.after.seen.get(review.key, NEW), list[Item]()
        visit.listed.add(review.key)
        number = await newest(self._known, review.key, before.number)
        mark = before.now(review, number)
        if before.review != mark.review:
            items.append(parse.message(review, self._ours, shop))
        if before.reply and (not mark.reply or mark.number != before.number):
            items.append(Deletion(reply_id(review.key, before.number)))
        if review.review_reply and (before.reply, before.number) != (mark.reply, mark.number):
            said = review.review_reply
            items.append(parse.answer(review, said, self._ours, shop, mark.number, mark.since, mark.edited))
        visit.after = visit.after.after(review.key, mark)
        return items

    async def _missing(self, visit: Visit, shop: Shop) -> list[Item]:
        """Return what became of remembered reviews that the listing lacks: some are asked for by name."""
        if visit.bad:
            return []  # one of those that we cannot read may be among them
        unlisted = [key for key in visit.before.seen if key not in visit.listed]
        due = [key for key in unlisted if visit.oldest == 0 or visit.before.seen[key].at > visit.oldest]
        fewer = None not in (visit.total, visit.before.total) and (visit.total or 0) < (
            visit.before.total or 0
        )
        most = WHEN_FEWER if fewer or due else BY_NAME
        rest = [key for key in unlisted if key not in due]
        asked = due[:most] + _turn(rest, visit.before.turn, most - len(due[:most]))
        items: list[Item] = []
        for key in asked:
            try:
                items += await self._news(visit, await self._api.review(shop, key), shop)
            except Gone:
                items.append(Deletion(key))
                mark = visit.before.seen[key]
                items += [Deletion(reply_id(key, mark.number))] if mark.reply else []
                visit.after = visit.after.without([key])
        return items


def _from(names: list[str], last: str) -> list[str]:
    """Return the names, beginning after one of them."""
    return [name for name in names if name > last] + [name for name in names if name <= last]


def _turn(keys: list[str], turn: int, size: int) -> list[str]:
    """Return another part of the keys each time."""
    if size <= 0 or len(keys) <= size:
        return keys[: max(size, 0)]
    start = turn * size % len(keys)
    return (keys + keys)[start : start + size]


async def newest(known: Known, review: str, number: int) -> int:
    """Return which of our answers to a review the engine heard of last: one may have been given since we looked."""
    while await known.root_of(reply_id(review, number + 1)) is not None:
        number += 1
    return number
