"""Practice feeds with our account, as the contract suite uses it: read as JSON Feed, whose items are easily spoiled."""

import json
from collections.abc import Callable
from typing import Any, ClassVar

from responder.connectors.feeds import connector
from responder.connectors.feeds.sign_in import account
from responder.connectors.feeds.web import Address
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.practice.feeds.server import PAGE, PracticeFeeds
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class Practice(Simulated):
    """Customers do not write to a feed: whatever its editors publish stands for it."""

    reading: ClassVar[str] = r"/feed\.json$"
    writing: ClassVar[str] = r"/nothing$"
    page: ClassVar[int] = PAGE

    def __init__(self) -> None:
        self.site = PracticeFeeds()
        self.site.login = ("ana", "s3cret-word")

    @property
    def account(self) -> Account:
        return account(Address(f"{self.site.url}/feed.json"), "The Daily")

    @property
    def secret(self) -> str:
        return f"{self.site.url.replace('//', '//ana:s3cret-word@')}/feed.json"

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        memory.only_addressed = False
        return connector.open(self.account, means(self.secret, known=memory, once=once))

    def rewrite(self, change: Callable[[list[Any]], list[Any]], count: int = 1) -> None:
        """Let the suite see each item under the names that it looks for."""

        def rewritten(body: bytes) -> bytes:
            feed = json.loads(body)
            items = [
                {**one, "content": one["content_html"], "created_at": one["date_published"]}
                for one in feed["items"]
            ]
            changed = [dict(one) for one in change(items)]
            for one in changed:
                one["content_html"], one["date_published"] = one.pop("content"), one.pop("created_at")
            return json.dumps({**feed, "items": changed}).encode()

        self.fault(method="GET", path=self.reading, rewrite=rewritten, count=count)

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return self.site.publish(text)

    def edit(self, item: str, text: str) -> None:
        self.site.change(item, html=text)

    def delete(self, item: str) -> None:
        self.site.withdraw(item)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        raise NotImplementedError

    def answers(self, parent: str) -> list[str]:
        return []

    def fault(self, **what: Any) -> None:
        self.site.fault(**what)

    def revoke(self) -> None:
        self.site.login = ("ana", "another")

    def forget(self, kept: int) -> None:
        self.site.forget(kept)

    def set_clock_offset(self, offset: int) -> None:
        self.site.drift = offset

    def optional(self) -> tuple[str, ...]:
        return ("title", "authors", "language", "date_modified", "url")
