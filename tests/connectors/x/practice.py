"""A practice X with our account, as the contract suite uses it."""

from typing import Any, ClassVar

from responder.connectors.x import connector
from responder.connectors.x.connector import X
from responder.core import ids
from responder.core.accounts import Account
from responder.net.tokens import Tokens
from responder.practice.x import PracticeX
from responder.practice.x.oauth import ALL
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class Practice(Simulated):
    """Everybody who writes mentions us: whom we may not answer has tests of its own. Every round looks at the latest posts."""

    reading: ClassVar[str] = r"/mentions$"
    writing: ClassVar[str] = r"^/2/tweets$"
    page: ClassVar[int] = 100

    def __init__(self) -> None:
        self.x = PracticeX()
        self.faults = self.x.faults
        self.options = {"api": self.x.url, "recheck_minutes": "0"}
        self.scopes = ALL

    @property
    def account(self) -> Account:
        us = self.x.world.us
        account_id = ids.derived_id(ids.contact_id("x", "x.com", us.id), "account")
        return Account(account_id, "x", "x.com", us.id, us.username, us.name, options=self.options)

    @property
    def secret(self) -> str:
        return self.x.token

    def connector(self, memory: Memory, *, once: bool = True) -> X:
        secret = Tokens(self.secret, scope=" ".join(self.scopes), client_id="practice-app").write()
        made = connector.open(self.account, means(secret, known=memory, once=once))
        assert isinstance(made, X)
        return made

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        if private:
            event = self.x.whisper("ana", text)
            return f"dm/{self.x.world.dms[-1].conversation}/{event}"
        named = text if text.startswith("@shop") else f"@shop {text}"
        return self.x.post("ana", named, reply_to=parent).id

    def edit(self, item: str, text: str) -> None:
        self.x.edit(item, f"@shop {text}")

    def delete(self, item: str) -> None:
        self.x.delete(item)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self.x.post("shop", text, reply_to=parent).id

    def answers(self, parent: str) -> list[str]:
        return [post.text for post in self.x.answers(parent)]

    def private(self, item: str) -> bool:
        return any(item.endswith(f"/{dm.id}") for dm in self.x.world.dms)

    def fault(self, **what: Any) -> None:
        self.x.fault(**what)

    def revoke(self) -> None:
        self.x.revoke()

    def set_clock_offset(self, offset: int) -> None:
        self.x.world.drift = offset

    def post_as_us(self, text: str) -> str:
        return self.x.post("shop", text).id

    def too_long(self) -> str:
        return "x" * 281

    def listed(self, listing: Any) -> list[Any]:
        found: list[Any] = listing.get("data", [])
        return found

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        return {**listing, "data": entries}

    def optional(self) -> tuple[str, ...]:
        return (
            "conversation_id", "in_reply_to_user_id", "lang", "entities", "attachments", "edit_controls",
            "referenced_posts", "edit_history_post_ids", "note_post", "public_metrics",
        )  # fmt: skip
