"""A practice Hacker News, of which we watch one discussion, as the contract suite uses it."""

from typing import Any, ClassVar

from responder.connectors.hackernews import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.practice.hackernews.server import PracticeHackerNews
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class Practice(Simulated):
    """Ana comments, Marie is us."""

    reading: ClassVar[str] = r"/search_by_date$"
    writing: ClassVar[str] = r"/nothing$"
    page: ClassVar[int] = 100

    def __init__(self) -> None:
        self.site = PracticeHackerNews()
        self.story = self.site.post("Show HN: a shop", by="marie", url="https://shop.example/")

    @property
    def account(self) -> Account:
        watch = f"story:{self.story}"
        options = {"search": self.site.url, "items": self.site.url, "watch": watch, "user": "marie"}
        account = ids.contact_id("hacker-news", "news.ycombinator.com", watch)
        return Account(account, "hacker-news", "news.ycombinator.com", watch, "x", "Show HN", options=options)

    @property
    def secret(self) -> str:
        return "there is none"

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, means(known=memory, once=once))

    def listed(self, listing: Any) -> list[Any]:
        return list(listing["hits"])

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        return {**listing, "hits": entries}

    def key(self, entry: Any) -> str:
        return str(entry["objectID"])

    def spoil(self, entry: Any) -> None:
        entry["created_at_i"] = {"what": ["is", 5]}

    def say(self, entry: Any, html: str) -> None:
        entry["comment_text"] = html

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return str(self.site.comment(int(parent or self.story), text))

    def edit(self, item: str, text: str) -> None:
        self.site.edit(int(item), text)

    def delete(self, item: str) -> None:
        self.site.delete(int(item))

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return str(self.site.comment(int(parent), text, by="marie"))

    def answers(self, parent: str) -> list[str]:
        return []

    def fault(self, **what: Any) -> None:
        self.site.fault(**what)

    def revoke(self) -> None:
        raise NotImplementedError

    def set_clock_offset(self, offset: int) -> None:
        self.site.drift = offset

    def post_as_us(self, text: str) -> str:
        return str(self.site.comment(self.story, text, by="marie"))

    def optional(self) -> tuple[str, ...]:
        return ("created_at", "author", "story_title", "story_url", "_tags", "_highlightResult")
