"""A practice Page with our account, as the contract suite uses it."""

from typing import Any, ClassVar

from responder.connectors.facebook import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.net.tokens import Tokens
from responder.practice.facebook.server import APP, SECRET, PracticeFacebook
from responder.practice.facebook.world import PAGE, SHOP
from tests.connectors.contract import Memory
from tests.connectors.graph import Commented


class Practice(Commented):
    """Comments come along with the feed; further ones are listed under their post."""

    reading: ClassVar[str] = r"/(feed|comments)$"
    writing: ClassVar[str] = r"/(comments|messages)$"
    page: ClassVar[int] = 25

    server: PracticeFacebook

    def __init__(self) -> None:
        self.server = PracticeFacebook()
        self.post = self.server.world.post("New tins!").id
        self.options: dict[str, str] = {}

    @property
    def account(self) -> Account:
        account_id = ids.derived_id(ids.contact_id("facebook", "facebook.com", PAGE), "account")
        options = {"url": f"{self.server.url}/v26.0", "poll_seconds": "0.3", **self.options}
        return Account(account_id, "facebook", "facebook.com", PAGE, SHOP, SHOP, options=options)

    @property
    def secret(self) -> str:
        return Tokens(self.server.token, client_id=APP, client_secret=SECRET).write()

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, self.means(memory, once=once))

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self.server.answer_as_page(parent, text)

    def answers(self, parent: str) -> list[str]:
        return [one.message for one in self.server.under(parent) if one.author == PAGE]

    def too_long(self) -> str:
        return "x" * 8_001

    def spoil(self, entry: Any) -> None:
        entry["message"] = {"what": ["is", 5]}

    def optional(self) -> tuple[str, ...]:
        return (
            "from", "parent", "permalink_url", "is_hidden", "can_comment", "can_remove", "can_reply_privately",
            "user_likes", "attachment", "admin_creator",
        )  # fmt: skip
