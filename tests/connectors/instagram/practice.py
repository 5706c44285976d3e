"""A practice account, as the contract suite uses it."""

from typing import Any, ClassVar

from responder.connectors.instagram import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import DAY, SystemClock
from responder.core.ports import Connector, Means
from responder.net.graph.sign_in import ahead
from responder.net.tokens import Tokens
from responder.practice.instagram.server import APP, SECRET, PracticeInstagram
from responder.practice.instagram.world import HANDLE, NAME, US
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class Practice(Simulated):
    """Comments come along with the posts; further ones are listed under their post."""

    reading: ClassVar[str] = r"/(media|comments)$"
    writing: ClassVar[str] = r"/(replies|messages|mentions)$"
    page: ClassVar[int] = 25

    def __init__(self) -> None:
        self.server = PracticeInstagram()
        self.post = self.server.world.publish("New tins!").id
        self.options: dict[str, str] = {}

    @property
    def account(self) -> Account:
        account_id = ids.derived_id(ids.contact_id("instagram", "instagram.com", US), "account")
        options = {"url": self.server.url, "poll_seconds": "0.3", **self.options}
        return Account(account_id, "instagram", "instagram.com", US, HANDLE, NAME, options=options)

    @property
    def secret(self) -> str:
        ends = SystemClock().now() + 60 * DAY
        return ahead(
            Tokens(self.server.token, "", ends, 60 * DAY, client_id=APP, client_secret=SECRET)
        ).write()

    def means(self, memory: Memory, *, once: bool = True) -> Means:
        return means(self.secret, known=memory, once=once)

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, self.means(memory, once=once))

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        if private:
            return self.server.message(text)
        return self.server.comment(parent or self.post, text)

    def edit(self, item: str, text: str) -> None:
        self.server.edit(item, text)

    def delete(self, item: str) -> None:
        self.server.delete(item)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self.server.answer_as_us(parent, text)

    def answers(self, parent: str) -> list[str]:
        return [one.text for one in self.server.under(parent) if one.author == US]

    def fault(self, **what: Any) -> None:
        self.server.fault(**what)

    def revoke(self) -> None:
        self.server.revoke()

    def private(self, item: str) -> bool:
        return self.server.private(item)

    def set_clock_offset(self, offset: int) -> None:
        self.server.drift = offset

    def post_as_us(self, text: str) -> str:
        return self.server.publish(text)

    def too_long(self) -> str:
        return "x" * 301

    def listed(self, listing: Any) -> list[Any]:
        found: list[Any] = edge(listing).get("data", [])
        return found

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        edge(listing)["data"] = entries
        return listing

    def spoil(self, entry: Any) -> None:
        entry["text"] = {"what": ["is", 5]}

    def optional(self) -> tuple[str, ...]:
        return ("username", "from", "hidden", "parent_id", "replies")


def edge(listing: Any) -> Any:
    """Return the comments of a listing: those of its first post where they came along."""
    posts = [one for one in listing["data"] if "comments" in one]
    return posts[0]["comments"] if posts else listing
