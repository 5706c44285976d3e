"""A practice Reddit with our account, as the contract suite uses it."""

from typing import Any, ClassVar

from responder.connectors.reddit import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import SystemClock
from responder.core.ports import Connector
from responder.net.tokens import Tokens
from responder.practice.reddit.server import ACCESS, APP, REFRESH, PracticeReddit
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class Shaped(Simulated):
    """How the network's lists are written."""

    def listed(self, listing: Any) -> list[Any]:
        found: list[Any] = listing["data"]["children"]
        return found

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        return {**listing, "data": {**listing["data"], "children": entries}}

    def core(self, entry: Any) -> dict[str, Any]:
        found: dict[str, Any] = entry["data"]
        return found

    def key(self, entry: Any) -> str:
        return str(entry["data"]["name"])

    def spoil(self, entry: Any) -> None:
        entry["data"]["created_utc"] = {"what": ["is", 5]}

    def optional(self) -> tuple[str, ...]:
        return (
            "author_fullname", "edited", "subject", "link_title", "type", "context", "subreddit", "dest", "locked",
            "archived", "removed", "spam", "first_message_name", "body_html",
        )  # fmt: skip


class Practice(Shaped):
    """Customers comment on our post, answer our comments, or write to us in private."""

    reading: ClassVar[str] = r"/message/inbox$"
    writing: ClassVar[str] = r"/api/comment$"
    page: ClassVar[int] = 100

    def __init__(self, communities: str = "") -> None:
        self.server = PracticeReddit()
        self.communities = communities

    @property
    def account(self) -> Account:
        server, us = self.server.url.removeprefix("http://"), self.server.world.us
        options = {
            "client_id": APP, "user": us, "api": self.server.url, "www": self.server.url,
            "communities": self.communities,
        }  # fmt: skip
        return Account(ids.contact_id("reddit", server, us), "reddit", server, us, us, us, options=options)

    @property
    def secret(self) -> str:
        return Tokens(
            ACCESS, REFRESH, SystemClock().now() + 3_600_000_000, 3_600_000_000, self.server.scope, APP
        ).write()

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, means(self.secret, known=memory, once=once))

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return self.server.whisper(text) if private else self.server.write(text, parent=parent or "")

    def edit(self, item: str, text: str) -> None:
        self.server.edit(item, text)

    def delete(self, item: str) -> None:
        self.server.delete(item)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self.server.answer(parent, text)

    def answers(self, parent: str) -> list[str]:
        return [one.text for one in self.server.answers(parent)]

    def fault(self, **what: Any) -> None:
        self.server.fault(**what)

    def revoke(self) -> None:
        self.server.revoke()

    def private(self, item: str) -> bool:
        return item.startswith("t4_")

    def forget(self, kept: int) -> None:
        self.server.world.kept = kept

    def set_clock_offset(self, offset: int) -> None:
        self.server.world.drift = offset

    def post_as_us(self, text: str) -> str:
        return self.server.begin("News", text, who=self.server.world.us)

    def too_long(self) -> str:
        return "x" * 10_001
