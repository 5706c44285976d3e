"""A practice Hacker News over real HTTP on loopback, in its own thread."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.served import Served

REACH = 1000
"""How many hits of one query can be reached, however many there are."""


@dataclass
class Item:
    """A story or a comment; `at` in whole seconds since 1970, `text` as its author typed it."""

    id: int
    by: str
    at: int
    text: str = ""
    title: str = ""
    url: str = ""
    parent: int = 0
    story: int = 0
    deleted: bool = False
    dead: bool = False
    kids: list[int] = field(default_factory=list)

    @property
    def html(self) -> str:
        """Return the text as the site shows it: escaped, with a tag before each further paragraph."""
        return "<p>".join(escape(part) for part in self.text.split("\n\n"))


class PracticeHackerNews(Served):
    """Search at `/api/v1/`, items at `/v0/`. Methods may be called from any thread."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        self._clock = clock or SystemClock()
        super().__init__(port)
        self.items: dict[int, Item] = {}
        self.drift = 0
        self.late: set[int] = set()

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [Route("/{path:path}", self._answer)]

    # --- what people do there

    def post(self, title: str, by: str = "ana", *, url: str = "", text: str = "", ago: int = 0) -> int:
        """Post a story; return its number."""
        return self._add(Item(0, by, self.now() // 1_000_000 - ago, text, title, url))

    def comment(self, parent: int, text: str, by: str = "ana", *, ago: int = 0) -> int:
        """Comment on a story or a comment; return its number."""
        above = self.items[parent]
        number = self._add(
            Item(0, by, self.now() // 1_000_000 - ago, text, parent=parent, story=above.story or above.id)
        )
        above.kids.append(number)
        return number

    def edit(self, number: int, text: str) -> None:
        """Change a text, silently, as authors may for two hours."""
        self.items[number].text = text

    def delete(self, number: int) -> None:
        """Let its author delete an item: neither name nor text is left."""
        self.items[number].deleted = True

    def now(self) -> int:
        """Return its idea of the time (µs UTC)."""
        return self._clock.now() + self.drift

    def _add(self, item: Item) -> int:
        item.id = 44_000_001 + len(self.items)
        self.items[item.id] = item
        return item.id

    # --- the wire

    async def _answer(self, request: Request) -> Response:
        path = request.url.path
        response: Response = JSONResponse({"error": "Not Found", "status": 404}, 404)
        if found := re.fullmatch(r"/v0/item/(\d+)\.json", path):
            response = JSONResponse(self._official(int(found[1])))
        elif path == "/v0/maxitem.json":
            response = JSONResponse(max(self.items, default=0))
        elif found := re.fullmatch(r"/v0/user/([\w-]+)\.json", path):
            mine = [item.id for item in self.items.values() if item.by == found[1]][::-1]
            response = JSONResponse(
                {"id": found[1], "created": 1, "karma": 1, "submitted": mine} if mine else None
            )
        elif path in ("/api/v1/search_by_date", "/api/v1/search"):
            response = self._search(request)
        return response

    def _official(self, number: int) -> dict[str, Any] | None:
        item = self.items.get(number)
        if item is None:
            return None
        base: dict[str, Any] = {"id": item.id, "time": item.at, "type": "comment" if item.parent else "story"}
        if item.parent:
            base["parent"] = item.parent
        if item.deleted:
            return {**base, "deleted": True}
        base |= {"by": item.by, "kids": item.kids}
        base |= {"text": item.html} if item.text else {}
        base |= (
            {"title": item.title, "url": item.url, "score": 1, "descendants": 0} if not item.parent else {}
        )
        return {**base, "dead": True} if item.dead else base

    def _search(self, request: Request) -> Response:
        asked = request.query_params
        words = asked.get("query", "").strip('"').lower().split()
        found = [item for item in self.items.values() if self._fits(item, words, asked.get("tags", ""))]
        for one in filter(None, asked.get("numericFilters", "").split(",")):
            name, sign, value = re.fullmatch(r"(\w+)(>=|<=|>|<|=)(\d+)", one).groups()  # type: ignore[union-attr]
            found = [
                item for item in found if _holds(item.at if name == "created_at_i" else 1, sign, int(value))
            ]
        found.sort(key=lambda item: (item.at, item.id), reverse=True)
        size, page = min(1000, int(asked.get("hitsPerPage", "20"))), int(asked.get("page", "0"))
        shown = found[:REACH][page * size : (page + 1) * size]
        return JSONResponse({
            "hits": [self._hit(item) for item in shown], "page": page, "nbHits": len(found),
            "nbPages": -(-min(len(found), REACH) // size), "hitsPerPage": size, "query": asked.get("query", ""),
        })  # fmt: skip

    def _fits(self, item: Item, words: list[str], tags: str) -> bool:
        if item.deleted or item.dead or item.id in self.late:
            return False
        text = f"{item.title} {item.url} {item.text}".lower()
        return all(word in text for word in words) and _tagged(set(self._tags(item)), tags)

    def _tags(self, item: Item) -> list[str]:
        kind = "comment" if item.parent else "story"
        return [kind, f"author_{item.by}", f"story_{item.story or item.id}"]

    def _hit(self, item: Item) -> dict[str, Any]:
        at = datetime.fromtimestamp(item.at, UTC).isoformat().replace("+00:00", "Z")
        hit: dict[str, Any] = {
            "objectID": str(item.id), "created_at": at, "created_at_i": item.at, "author": item.by,
            "_tags": self._tags(item), "_highlightResult": {},
        }  # fmt: skip
        if not item.parent:
            return {
                **hit,
                "title": item.title,
                "url": item.url,
                "story_text": item.html,
                "points": 1,
                "num_comments": 0,
            }
        story = self.items[item.story]
        return {**hit, "comment_text": item.html, "parent_id": item.parent, "story_id": item.story,
                "story_title": story.title, "story_url": story.url}  # fmt: skip


def _tagged(own: set[str], wanted: str) -> bool:
    """Say whether tags fit: all of them, and one of each group in parentheses."""
    groups = re.findall(r"\(([^)]*)\)|([^,()]+)", wanted)
    return all(own & set(any_of.split(",")) if any_of else one in own for any_of, one in groups)


def _holds(value: int, sign: str, limit: int) -> bool:
    signs = {
        ">": value > limit,
        ">=": value >= limit,
        "<": value < limit,
        "<=": value <= limit,
        "=": value == limit,
    }
    return signs[sign]
