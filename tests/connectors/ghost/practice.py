"""A practice Ghost with our account, as the contract suite uses it."""

from html import escape
from typing import Any, ClassVar

from responder.connectors.ghost import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.net.markup import to_text
from responder.practice.ghost.server import KEY, PracticeGhost
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class Practice(Simulated):
    """Members write, Marie answers."""

    reading: ClassVar[str] = r"/admin/comments/$"
    writing: ClassVar[str] = r"/admin/comments/$"
    page: ClassVar[int] = 100

    def __init__(self) -> None:
        self.site = PracticeGhost()
        self.post = self.site.add_post("Launch & joy")

    @property
    def account(self) -> Account:
        marie = self.site.marie
        options = {"url": self.site.url, "member": marie.id}
        account = ids.contact_id("ghost", "practice", marie.id)
        return Account(account, "ghost", "practice", marie.id, marie.email, "Marie", options=options)

    @property
    def secret(self) -> str:
        return KEY

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, means(self.secret, known=memory, once=once))

    def listed(self, listing: Any) -> list[Any]:
        return list(listing["comments"])

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        return {**listing, "comments": entries}

    def spoil(self, entry: Any) -> None:
        entry["created_at"] = {"what": ["is", 5]}

    def say(self, entry: Any, html: str) -> None:
        entry["html"] = html

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return self.site.comment(self.post, f"<p>{escape(text)}</p>", under=parent)

    def edit(self, item: str, text: str) -> None:
        self.site.change(item, html=f"<p>{text}</p>", edited=self.site.world.now())

    def delete(self, item: str) -> None:
        self.site.remove(item)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self.site.comment(self.post, f"<p>{text}</p>", who="Marie", under=parent)

    def answers(self, parent: str) -> list[str]:
        return [to_text(one.html) for one in self.site.under(parent) if one.member is self.site.marie]

    def fault(self, **what: Any) -> None:
        self.site.fault(**what)

    def revoke(self) -> None:
        self.site.revoke()

    def set_clock_offset(self, offset: int) -> None:
        self.site.world.drift = offset

    def post_as_us(self, text: str) -> str:
        return self.site.add_post(text)

    def optional(self) -> tuple[str, ...]:
        return (
            "member",
            "post",
            "count",
            "edited_at",
            "status",
            "parent_id",
            "in_reply_to_id",
            "in_reply_to_snippet",
        )
