"""A practice account, as the contract suite uses it."""

from typing import Any, ClassVar

from responder.connectors.instagram import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.practice.instagram.server import PracticeInstagram
from responder.practice.instagram.world import HANDLE, NAME, US
from tests.connectors.contract import Memory
from tests.connectors.graph import Commented


class Practice(Commented):
    """Comments come along with the posts; further ones are listed under their post."""

    reading: ClassVar[str] = r"/(media|comments)$"
    writing: ClassVar[str] = r"/(replies|messages|mentions)$"
    page: ClassVar[int] = 25

    server: PracticeInstagram

    def __init__(self) -> None:
        self.server = PracticeInstagram()
        self.post = self.server.world.publish("New tins!").id
        self.options: dict[str, str] = {}

    @property
    def account(self) -> Account:
        account_id = ids.derived_id(ids.contact_id("instagram", "instagram.com", US), "account")
        options = {"url": self.server.url, "poll_seconds": "0.3", **self.options}
        return Account(account_id, "instagram", "instagram.com", US, HANDLE, NAME, options=options)

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, self.means(memory, once=once))

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self.server.answer_as_us(parent, text)

    def answers(self, parent: str) -> list[str]:
        return [one.text for one in self.server.under(parent) if one.author == US]

    def too_long(self) -> str:
        return "x" * 301

    def spoil(self, entry: Any) -> None:
        entry["text"] = {"what": ["is", 5]}

    def optional(self) -> tuple[str, ...]:
        return ("username", "from", "hidden", "parent_id", "replies")
