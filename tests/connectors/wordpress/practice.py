"""A practice site with our account, as the contract suite uses it."""

from html import unescape
from typing import Any, ClassVar

from responder.connectors.wordpress import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.practice.wordpress.server import PASSWORD, PracticeSite
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class Practice(Simulated):
    """Comments are published at once here: an answer to a held one is refused, which has its own tests."""

    reading: ClassVar[str] = r"/wp/v2/comments$"
    writing: ClassVar[str] = r"/wp/v2/comments$"
    page: ClassVar[int] = 100

    def __init__(self) -> None:
        self.site = PracticeSite()
        self.post = self.site.world.add_post("Launch & joy").id

    @property
    def account(self) -> Account:
        server = self.site.url.removeprefix("http://")
        options = {"root": self.site.root, "user": "owner"}
        account_id = ids.contact_id("wordpress", server, "1")
        return Account(account_id, "wordpress", server, "1", "owner", "Owner", options=options)

    @property
    def secret(self) -> str:
        return PASSWORD

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, means(self.secret, known=memory, once=once))

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return str(self.site.comment(self.post, text, parent=int(parent or 0), status="approved"))

    def edit(self, item: str, text: str) -> None:
        self.site.change(int(item), raw=text)

    def delete(self, item: str) -> None:
        self.site.delete(int(item))

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return str(self.site.comment(self.post, text, who="owner", parent=int(parent)))

    def answers(self, parent: str) -> list[str]:
        return [unescape(comment.raw) for comment in self.site.under(int(parent)) if comment.author == 1]

    def fault(self, **what: Any) -> None:
        self.site.fault(**what)

    def revoke(self) -> None:
        self.site.revoke()

    def set_clock_offset(self, offset: int) -> None:
        self.site.set_clock_offset(offset)

    def post_as_us(self, text: str) -> str:
        return str(self.site.add_post(text).id)

    def too_long(self) -> str:
        return "x" * 65_526

    def optional(self) -> tuple[str, ...]:
        return (
            "author", "author_name", "author_email", "author_url", "author_ip", "author_user_agent", "author_avatar_urls",
            "link", "status", "type", "meta", "parent", "_links",
        )  # fmt: skip
