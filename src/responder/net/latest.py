"""Following comments that a site lists by date: what is new, what changed, what is gone, round after round."""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from responder.core.clock import LAST, MINUTE
from responder.core.errors import Gone
from responder.core.messages import State
from responder.core.ports import Batch, Deletion, Item, Pace, Unreadable
from responder.net import cursors
from responder.net.client import Client

PAGE = 100
OVERLAP = 10 * MINUTE
"""How far a question for news reaches back: dates have whole seconds and clocks differ (µs)."""

REMEMBERED = 300
"""Of how many comments, the latest by date, edits, verdicts and deletions are noticed."""

ASKED = 50
"""How many comments that are missing are asked for by name in one round."""


class Remark(Protocol):
    """A comment as far as it is followed."""

    @property
    def key(self) -> str:
        """Return its id."""

    @property
    def at(self) -> int:
        """Return when it was written (µs)."""

    @property
    def state(self) -> State:
        """Return what readers see of it."""

    @property
    def version(self) -> str:
        """Return a short mark of what an edit or a verdict changes."""


R = TypeVar("R", bound=Remark)


class Trace(Struct, frozen=True, array_like=True):
    """How a comment looked when it was given on, its date (µs), and whether it is junk, which lists leave out."""

    version: str
    at: int
    aside: bool = False


class Cursor(cursors.Notebook, Struct):
    """`since` is the date of the latest comment seen (µs, the site's clock), `turn` which older page is read next."""

    since: int = 0
    seen: dict[str, Trace] = {}
    turn: int = 0
    begun: bool = False

    def take(self, comments: Iterable[R], now: int) -> list[R]:
        """Return the comments of which this version is new, and remember all. A date in the future moves nothing."""
        news = {one.key: one for one in comments if self._is_news(one)}
        for one in news.values():
            self.seen[one.key] = Trace(one.version, one.at, one.state.junk)
            self.since = max(self.since, one.at if one.at <= now else 0)
        return list(news.values())

    def _is_news(self, comment: Remark) -> bool:
        known = self.seen.get(comment.key)
        return known is None or known.version != comment.version

    def forget(self, floor: int) -> None:
        """Let the oldest go, but none from a time (µs) on: it is asked for again."""
        order = sorted(self.seen, key=lambda key: self.seen[key].at)
        for key in order[: max(0, len(order) - REMEMBERED)]:
            if self.seen[key].at < floor:
                del self.seen[key]

    def missing(self, oldest: int, newest: int, there: set[str]) -> list[str]:
        """Return remembered comments between two dates that are not there."""
        traces = ((key, trace) for key, trace in self.seen.items() if not trace.aside and key not in there)
        return [key for key, trace in traces if oldest < trace.at < newest]


class Site(Protocol[R]):
    """A site's lists of comments. A page that is not full is the last."""

    client: Client

    async def newest(self, number: int = 1) -> tuple[list[R], list[Unreadable]]:
        """Return a page of the latest, and apart what makes no sense."""

    def since(self, at: int) -> AsyncGenerator[tuple[list[R], list[Unreadable]], None]:
        """Return what was written since shortly before a time (µs), the oldest first, page by page."""

    async def one(self, comment: str) -> R:
        """Return a comment. Raises Gone."""


class Rounds(ABC, Generic[R]):
    """What arrives on one site, for ever, or once."""

    def __init__(self, site: Site[R], pace: Pace, *, once: bool) -> None:
        self._listed, self._pace, self._once = site, pace, once

    @abstractmethod
    async def past(self) -> tuple[list[R], list[Unreadable]]:
        """Return what the first reading takes of the site's history."""

    @abstractmethod
    async def told(self, news: list[R], known: set[str] | None) -> list[Item]:
        """Return what to tell of comments whose version is new; `known` are those told before, None at the first reading."""

    async def ready(self) -> None:
        """Learn what is to be known before each round."""

    async def batches(self, stored: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives since a stored cursor; without one the recent past."""
        await self.ready()
        cursor = cursors.read(stored, Cursor) or Cursor()
        while True:
            lively = False
            if not cursor.begun:
                cursor = Cursor()
                items = await self._past(cursor)
                yield Batch(tuple(items), cursor.write())
            else:
                async with aclosing(self._listed.since(cursor.since)) as pages:
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
            await self.ready()

    async def _past(self, cursor: Cursor) -> list[Item]:
        found, unreadable = await self.past()
        now = self._listed.client.now()
        cursor.begun, cursor.since = True, 0 if found else now
        news = cursor.take(found, now)
        cursor.since = cursor.since or now
        cursor.forget(cursor.since - OVERLAP)
        return [*await self.told(news, None), *cursor.first_time(unreadable)]

    async def _take(self, cursor: Cursor, comments: list[R], bad: list[Unreadable]) -> list[Item]:
        """Return what of a page is news."""
        known = set(cursor.seen)
        news = cursor.take(comments, self._listed.client.now())
        return [*await self.told(news, known), *cursor.first_time(bad)]

    async def _changes(self, cursor: Cursor) -> list[Item]:
        """Return edits, verdicts and deletions among the latest comments: the newest page, and an older one in turn."""
        items: list[Item] = []
        top, bottom = LAST, LAST
        for number in (1, 2 + cursor.turn % 2):
            comments, bad = await self._listed.newest(number)
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
                found = await self._listed.one(key)
            except Gone:
                del cursor.seen[key]
                items.append(Deletion(key))
                continue
            items += await self._take(cursor, [found], [])
        return items
