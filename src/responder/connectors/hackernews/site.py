"""The search and the items, asked within the budget."""

import httpx
from msgspec import Struct

from responder.connectors.hackernews import parse
from responder.connectors.hackernews.parse import Hit, Item
from responder.core.accounts import Account
from responder.core.clock import SECOND
from responder.core.errors import Gone
from responder.core.ports import Means, Unreadable
from responder.net.client import Client

SEARCH = "https://hn.algolia.com"
ITEMS = "https://hacker-news.firebaseio.com"
PAGE = 100
RECENT_PAGES = 2
"""How much of the past the first reading takes."""

REACH = 10
"""How many such pages of one question can be reached: Algolia shows a thousand hits."""

WINDOWS = 20
"""How many times a thousand hits are read back at once."""


class Hits(Struct):
    """What a question found: `until` is from when on (s) that is all there is."""

    hits: list[Hit]
    unreadable: list[Unreadable]
    until: int = 0


class Site:
    """Two servers of two companies, and no credentials for either."""

    def __init__(self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None) -> None:
        options = account.options
        self._pace = means.pace
        self._search = Client(options.get("search", SEARCH), means.clock, transport=transport)
        self._items = Client(options.get("items", ITEMS), means.clock, transport=transport)

    def now(self) -> int:
        """Return the time by the search's clock (s)."""
        return self._search.now() // SECOND

    async def newest(self, tags: str, query: str = "", pages: int = RECENT_PAGES) -> Hits:
        """Return the latest hits, some pages of them."""
        found = Hits([], [])
        for number in range(pages):
            page = await self._page(tags, query, number, "")
            found.hits += page.hits
            found.unreadable += page.unreadable
            if number + 1 >= page.pages:
                break
        return found

    async def since(self, tags: str, floor: int, query: str = "") -> Hits:
        """Return all hits from a time (s) on: page by page, and beyond a thousand from the oldest of them back."""
        found = Hits([], [])
        bounds = f"created_at_i>={floor}"
        for _ in range(WINDOWS):
            oldest, full = 0, False
            for number in range(REACH):
                page = await self._page(tags, query, number, bounds)
                found.hits += page.hits
                found.unreadable += page.unreadable
                oldest = min((hit.at for hit in page.hits), default=oldest)
                full = number + 1 == REACH and len(page.hits) + len(page.unreadable) >= PAGE
                if number + 1 >= page.pages:
                    break
            found.until = oldest if full else 0
            following = f"created_at_i>={floor},created_at_i<={oldest}"
            if not full or following == bounds:
                break
            bounds = following
        return found

    async def item(self, number: str) -> Item | None:
        """Return an item; None where there is none."""
        self._pace.spend()
        try:
            return parse.item((await self._items.get(f"v0/item/{number}.json")).body)
        except Gone:
            return None

    async def aclose(self) -> None:
        """Close every line."""
        await self._search.aclose()
        await self._items.aclose()

    async def _page(self, tags: str, query: str, number: int, bounds: str) -> parse.Found:
        self._pace.spend()
        asked: dict[str, str | int] = {
            "tags": tags,
            "hitsPerPage": PAGE,
            "page": number,
            "typoTolerance": "false",
        }
        asked |= {"query": query} if query else {}
        asked |= {"numericFilters": bounds} if bounds else {}
        return parse.page((await self._search.get("api/v1/search_by_date", asked)).body)
