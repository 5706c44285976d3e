"""A practice forum with our account, as the contract suite uses it."""

from typing import Any, ClassVar

from responder.connectors.discourse import connector
from responder.connectors.discourse.api import Key
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.practice.discourse.server import ADMIN_KEY, PracticeForum
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class Practice(Simulated):
    """Customers post in one topic of the category Support, where every post is for us, or write to us in private."""

    reading: ClassVar[str] = r"^/posts\.json$"
    writing: ClassVar[str] = r"^/posts\.json$"
    page: ClassVar[int] = 50

    def __init__(self) -> None:
        self.forum = PracticeForum()

    @property
    def account(self) -> Account:
        server = self.forum.url.removeprefix("http://")
        options = {"base": self.forum.url, "categories": "support"}
        return Account(
            ids.contact_id("discourse", server, "1"), "discourse", server, "1", "shop", "B", options=options
        )

    @property
    def secret(self) -> str:
        return Key(ADMIN_KEY, user="shop").write()

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, means(self.secret, known=memory, once=once))

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return str(self.forum.whisper(text) if private else self.forum.write(text, reply_to=int(parent or 0)))

    def edit(self, item: str, text: str) -> None:
        self.forum.edit(int(item), text)

    def delete(self, item: str) -> None:
        self.forum.delete(int(item))

    def answer_elsewhere(self, parent: str, text: str) -> str:
        topic = self.forum.world.posts[int(parent)].topic
        return str(self.forum.write(text, topic=topic, who="shop", reply_to=int(parent)))

    def answers(self, parent: str) -> list[str]:
        return self.forum.answers(int(parent))

    def fault(self, **what: Any) -> None:
        self.forum.fault(**what)

    def revoke(self) -> None:
        self.forum.revoke()

    def private(self, item: str) -> bool:
        world = self.forum.world
        return world.topics[world.posts[int(item)].topic].private

    def set_clock_offset(self, offset: int) -> None:
        self.forum.world.drift = offset

    def post_as_us(self, text: str) -> str:
        return str(self.forum.begin("News", text, who="shop", category=4))

    def too_long(self) -> str:
        return "x" * 32_001

    def listed(self, listing: Any) -> list[Any]:
        found: list[Any] = listing["latest_posts"]
        return found

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        return {**listing, "latest_posts": entries}

    def spoil(self, entry: Any) -> None:
        entry["created_at"] = {"what": ["is", 5]}

    def say(self, entry: Any, html: str) -> None:
        entry["cooked"] = html

    def optional(self) -> tuple[str, ...]:
        return (
            "name", "avatar_template", "updated_at", "reply_to_post_number", "topic_slug", "version", "yours", "staff",
            "hidden", "user_deleted", "deleted_at", "post_type", "actions_summary", "raw",
        )  # fmt: skip
