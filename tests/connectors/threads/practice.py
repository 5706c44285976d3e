"""A practice account, as the contract suite uses it."""

import json
from collections.abc import Callable
from typing import Any, ClassVar

from responder.connectors.threads import connector
from responder.connectors.threads.connector import Threads
from responder.core import ids
from responder.core.accounts import Account
from responder.practice.threads.server import PracticeThreads
from responder.practice.threads.world import HANDLE, US
from tests.connectors.contract import Memory
from tests.connectors.graph import GraphNetwork


class Practice(GraphNetwork):
    """Replies are listed as the conversation under our post."""

    reading: ClassVar[str] = r"/(me/threads|conversation)$"
    writing: ClassVar[str] = r"/threads_publish$"
    page: ClassVar[int] = 50

    server: PracticeThreads

    def __init__(self) -> None:
        self.server = PracticeThreads()
        self.post = self.server.world.post("New tins!").id

    @property
    def account(self) -> Account:
        account_id = ids.derived_id(ids.contact_id("threads", "threads.net", US), "account")
        options = {"url": self.server.url, "poll_seconds": "0.3"}
        return Account(account_id, "threads", "threads.net", US, HANDLE, HANDLE, options=options)

    def connector(self, memory: Memory, *, once: bool = True) -> Threads:
        made = connector.open(self.account, self.means(memory, once=once))
        assert isinstance(made, Threads)
        return made

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return self.server.post(text, "zoe", to=parent or self.post)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self.server.post(text, to=parent)

    def answers(self, parent: str) -> list[str]:
        return [one.text for one in self.server.under(parent) if one.author == HANDLE]

    def post_as_us(self, text: str) -> str:
        return self.server.post(text)

    def too_long(self) -> str:
        return "x" * 501

    def rewrite(self, change: Callable[[list[Any]], list[Any]], count: int = 1) -> None:
        def rewritten(body: bytes) -> bytes:
            listing = json.loads(body)
            return json.dumps({**listing, "data": change(listing["data"])}).encode()

        self.fault(method="GET", path="/conversation$", rewrite=rewritten, count=count)

    def spoil(self, entry: Any) -> None:
        entry["text"] = {"what": ["is", 5]}

    def optional(self) -> tuple[str, ...]:
        return (
            "username", "permalink", "media_type", "media_url", "root_post", "replied_to", "is_reply",
            "is_reply_owned_by_me", "hide_status", "has_replies",
        )  # fmt: skip
