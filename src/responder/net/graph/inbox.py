"""Reading private messages: which conversations changed, and what is new in them."""

from contextlib import aclosing
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from responder.core.clock import MINUTE, from_iso
from responder.core.messages import Message
from responder.core.ports import Gap, Item, Unreadable
from responder.net.graph.client import Page, Pages, RefusedBy
from responder.net.graph.failure import Failure
from responder.net.graph.standing import Standing
from responder.net.graph.things import dated
from responder.net.graph.walk import Back, Entry, Stretch, short, walk
from responder.net.payloads import every
from responder.net.rounds import News

T = TypeVar("T")
C = TypeVar("C", bound=Standing)

OVERLAP = 10 * MINUTE
FIRST_PAGES, MOST_PAGES = 5, 100


class Party(Struct, Generic[T]):
    """Those who take part in something."""

    data: list[T] | None = None


class Thread(Struct, kw_only=True):
    """A conversation."""

    id: str
    updated_time: str | None = None
    can_reply: bool | None = None
    participants: Party[dict[str, Any]] | None = None
    messages: Page | None = None

    @property
    def at(self) -> int:
        """Return when it changed last (µs); 0 where that is not told. Raises ValueError or OverflowError."""
        return from_iso(self.updated_time) if self.updated_time else 0


class Talks(Protocol[T]):
    """One account's private side. `keep` is how many messages of a conversation are remembered."""

    keep: int
    too_much: str

    def threads(self, most: int) -> Pages:
        """Return the conversations that changed last, page after page."""

    def messages(self, thread: Thread) -> Back[T]:
        """Return the messages of a conversation, newest first."""

    async def message(self, one: T, thread: Thread) -> Message:
        """Return one of them as a message."""


class Inbox(Generic[T]):
    """Reads the private side of one account."""

    def __init__(self, talks: Talks[T]) -> None:
        self._talks = talks
        self._allowed = True

    async def allowed(self, cursor: C) -> News[C]:
        """Yield what is new, unless this sign-in may not read it: its account says so."""
        if not self._allowed:
            return
        try:
            async with aclosing(self.latest(cursor)) as news:
                async for step in news:
                    yield step
        except RefusedBy as error:
            if not Failure(code=error.code).needs_permission:
                raise
            self._allowed = False

    async def latest(self, cursor: C) -> News[C]:
        """Yield what is new in the conversations that changed, those that changed first before the others."""
        threads, broken, whole = await self._changed(cursor)
        floor = max(cursor.begun, cursor.inbox - OVERLAP)
        newest = cursor.inbox
        for thread in reversed(threads):
            items, cursor = await self._one(thread, cursor, floor)
            yield items, cursor
            newest = max(newest, thread.at)
        missed = not whole and cursor.inbox and threads
        gaps = [Gap(floor, threads[-1].at or floor, self._talks.too_much)] if missed else []
        broken = cursor.new_unreadable(broken)
        yield [*gaps, *broken], replace(cursor, inbox=newest).having_kept(broken)

    async def _changed(self, cursor: Standing) -> tuple[list[Thread], list[Unreadable], bool]:
        """Return the conversations that changed since, the last first, and whether none is missing."""
        found: dict[str, Thread] = {}
        broken: list[Unreadable] = []
        until = max(cursor.begun, cursor.inbox - OVERLAP)
        async for page in self._talks.threads(MOST_PAGES if cursor.inbox else FIRST_PAGES):
            threads, bad = every(page.data, Thread, dated)
            broken += bad
            changed = [one for one in threads if (one.at or until) >= until]
            found |= {one.id: one for one in changed if one.id not in found}
            if len(changed) < len(threads) or page.after is None:
                return list(found.values()), broken, True
        return list(found.values()), broken, False

    async def _one(self, thread: Thread, cursor: C, floor: int) -> tuple[list[Item], C]:
        key = short(thread.id)
        mark = cursor.threads.get(key)
        pages = _Shortened(self._talks.messages(thread))
        walked = await walk(pages, mark, cursor.begun if mark else floor, self._talks.keep)
        items: list[Item] = [await self._talks.message(entry.item, thread) for entry in walked.news]
        broken = cursor.new_unreadable(walked.broken)
        gaps = [Gap(*walked.gap, self._talks.too_much)] if walked.gap else []
        return [*items, *gaps, *broken], cursor.with_thread(key, walked.mark).having_kept(broken)


class _Shortened(Generic[T]):
    """The pages with short ids: those of messages are long, and one that is gone is not noticed anyway."""

    def __init__(self, pages: Back[T]) -> None:
        self._pages = pages

    def __aiter__(self) -> "_Shortened[T]":
        return self

    async def __anext__(self) -> Stretch[T]:
        entries, broken, last = await anext(self._pages)
        return [Entry(short(one.key), one.at, one.version, one.item) for one in entries], broken, last
