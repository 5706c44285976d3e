"""Reading private messages: which conversations changed, and what is new in them."""

from collections.abc import AsyncGenerator

from msgspec.structs import replace

from responder.connectors.instagram import parse, requests
from responder.connectors.instagram.api import TALK, Api
from responder.connectors.instagram.cursor import Cursor
from responder.connectors.instagram.parse import Direct, Thread
from responder.core.clock import MINUTE
from responder.core.ports import Gap, Item, Known, Unreadable
from responder.net.graph.client import Page
from responder.net.graph.walk import Back, Entry, Stretch, short, walk

Step = tuple[list[Item], Cursor]
OVERLAP = 10 * MINUTE
FIRST_PAGES, MOST_PAGES = 5, 100
TOO_MUCH = "More was written in private messages than could be read back"


class Inbox:
    """The private side of one account."""

    def __init__(self, api: Api, known: Known) -> None:
        self._api = api
        self._known = known

    async def latest(self, cursor: Cursor) -> AsyncGenerator[Step, None]:
        """Yield what is new in the conversations that changed, those that changed first before the others."""
        threads, broken, whole = await self._changed(cursor)
        floor = max(cursor.begun, cursor.inbox - OVERLAP)
        newest = cursor.inbox
        for thread in reversed(threads):
            items, cursor = await self._one(thread, cursor, floor)
            yield items, cursor
            newest = max(newest, _updated(thread) or 0)
        until = (_updated(threads[-1]) if threads else None) or floor
        gaps = [] if whole or not cursor.inbox else [Gap(floor, until, TOO_MUCH)]
        broken = cursor.unkept(broken)
        yield [*gaps, *broken], replace(cursor, inbox=newest).having_kept(broken)

    async def _changed(self, cursor: Cursor) -> tuple[list[Thread], list[Unreadable], bool]:
        """Return the conversations that changed since, the last first, and whether none is missing."""
        found: dict[str, Thread] = {}
        broken: list[Unreadable] = []
        until = max(cursor.begun, cursor.inbox - OVERLAP)
        most = MOST_PAGES if cursor.inbox else FIRST_PAGES
        async for page in self._api.line.pages(
            "me/conversations", requests.threads(), most=most, budget=TALK
        ):
            threads, bad = parse.every(page.data, Thread, parse.dated)
            broken += bad
            changed = [one for one in threads if (_updated(one) or until) >= until]
            found |= {one.id: one for one in changed if one.id not in found}
            if len(changed) < len(threads) or page.after is None:
                return list(found.values()), broken, True
        return list(found.values()), broken, False

    async def _one(self, thread: Thread, cursor: Cursor, floor: int) -> Step:
        key = short(thread.id)
        mark = cursor.threads.get(key)
        pages = _Shortened(self._api.messages(thread.id, thread.messages or Page()))
        walked = await walk(pages, mark, cursor.begun if mark else floor, requests.MESSAGES)
        items: list[Item] = []
        for entry in walked.news:
            ours = self._api.ours.wrote(entry.item.who)
            known = await self._known.root_of(entry.item.id) if ours else None
            items.append(parse.direct(entry.item, self._api.ours, known or thread.id))
        broken = cursor.unkept(walked.broken)
        gaps = [Gap(*walked.gap, TOO_MUCH)] if walked.gap else []
        return [*items, *gaps, *broken], cursor.with_thread(key, walked.mark).having_kept(broken)


class _Shortened:
    """The pages with short ids: those of messages are long, and one that is gone is not noticed anyway."""

    def __init__(self, pages: Back[Direct]) -> None:
        self._pages = pages

    def __aiter__(self) -> "_Shortened":
        return self

    async def __anext__(self) -> Stretch[Direct]:
        entries, broken, last = await anext(self._pages)
        return [Entry(short(one.key), one.at, one.version, one.item) for one in entries], broken, last


def _updated(thread: Thread) -> int | None:
    return parse.moment(thread.updated_time) if thread.updated_time else None
