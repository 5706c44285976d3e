"""A practice WordPress.com with our account, as the contract suite uses it."""

from html import unescape
from typing import Any, ClassVar

from responder.connectors.wordpress_com import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.practice.wordpress_com.server import PracticeWordPressCom
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class Practice(Simulated):
    """Comments are published at once here."""

    reading: ClassVar[str] = r"/sites/4711/comments/?$"
    writing: ClassVar[str] = r"/replies/new/?$"
    page: ClassVar[int] = 100

    def __init__(self) -> None:
        self.site = PracticeWordPressCom()
        self.post = self.site.add_post("Launch & joy")

    @property
    def account(self) -> Account:
        options = {"api": self.site.url, "site": "4711"}
        account = ids.contact_id("wordpress-com", "4711", "900")
        return Account(account, "wordpress-com", "practice.example", "900", "owner", "Owner", options=options)

    @property
    def secret(self) -> str:
        return "token-of-owner"

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, means(self.secret, known=memory, once=once))

    def listed(self, listing: Any) -> list[Any]:
        return list(listing["comments"])

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        return {**listing, "comments": entries}

    def key(self, entry: Any) -> str:
        return str(entry["ID"])

    def spoil(self, entry: Any) -> None:
        entry["date"] = {"what": ["is", 5]}

    def say(self, entry: Any, html: str) -> None:
        entry["content"] = entry["raw_content"] = html

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return str(self.site.comment(self.post, text, parent=int(parent or 0)))

    def edit(self, item: str, text: str) -> None:
        self.site.change(int(item), raw=text)

    def delete(self, item: str) -> None:
        self.site.erase(int(item))

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return str(self.site.comment(self.post, text, who="owner", parent=int(parent)))

    def answers(self, parent: str) -> list[str]:
        ours = (one for one in self.site.under(int(parent)) if one.author and one.author.login == "owner")
        return [unescape(one.raw) for one in ours]

    def fault(self, **what: Any) -> None:
        self.site.fault(**what)

    def revoke(self) -> None:
        self.site.revoke()

    def set_clock_offset(self, offset: int) -> None:
        self.site.world.drift = offset

    def post_as_us(self, text: str) -> str:
        return str(self.site.add_post(text))

    def too_long(self) -> str:
        return "x" * 65_526

    def optional(self) -> tuple[str, ...]:
        return (
            "post",
            "author",
            "URL",
            "short_URL",
            "status",
            "parent",
            "type",
            "like_count",
            "i_like",
            "meta",
            "raw_content",
        )
