"""A practice server with our account, as the tests of the Mastodon connector use it."""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

import httpx
from msgspec.structs import replace

from responder.connectors.mastodon import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import HOUR, Clock, SystemClock
from responder.core.ports import Connector
from responder.practice.mastodon import Dialect, PracticeServer
from responder.practice.mastodon.dialects import MASTODON
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means

CUSTOMER = "ana@cookies.example"

Wire = Callable[[], httpx.AsyncBaseTransport | None]
"""Makes what a connector's requests go through; None for the usual."""


def account(server: PracticeServer) -> Account:
    """Return our account there, as sign-in would make it."""
    host = server.url.split("//")[1]
    return Account(
        ids.derived_id(ids.contact_id("mastodon", host, server.account_id), "account"),
        "mastodon",
        host,
        server.account_id,
        f"{server.handle}@{host}",
        "Biscuiterie Grand Lièvre",
        options={
            "url": server.url,
            "profile": f"{server.url}/@{server.handle}",
        },
    )


class Fast(SystemClock):
    """Runs twenty times as fast, and its hands can be moved as a suspended machine's are."""

    pace = 20

    def __init__(self) -> None:
        self._began = super().now()
        self._moved = 0

    def now(self) -> int:
        return self._began + (super().now() - self._began) * self.pace + self._moved

    def monotonic(self) -> float:
        return super().monotonic() * self.pace

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.pace)

    def suspend(self) -> None:
        self._moved += HOUR


class Practice(Simulated):
    """The contract's network: a practice Mastodon in one of its dialects."""

    reading: ClassVar[str] = r"^/api/v1/notifications$"
    writing: ClassVar[str] = r"^/api/v1/statuses$"
    page: ClassVar[int] = 40

    def __init__(self, dialect: Dialect = MASTODON, clock: Clock | None = None) -> None:
        self.server = PracticeServer("empty", dialect=dialect, clock=clock)
        self.clock = clock or SystemClock()
        self.wire: Wire = lambda: None

    @property
    def account(self) -> Account:
        return account(self.server)

    @property
    def secret(self) -> str:
        return self.server.token

    def connector(self, memory: Memory, *, once: bool = True, **options: str) -> Connector:
        owner = self.account
        owner = replace(owner, options={**owner.options, **options})
        given = means(self.secret, clock=self.clock, known=memory, once=once, every=0.3)
        return connector.open(owner, given, self.wire())

    def write(self, text: str, *, parent: str | None = None, private: bool = False, **more: Any) -> str:
        more.setdefault("visibility", "direct" if private else "public")
        return self.server.post(CUSTOMER, f"@{self.server.handle} {text}", in_reply_to=parent, **more)

    def edit(self, item: str, text: str) -> None:
        self.server.edit(item, f"@{self.server.handle} {text}")

    def delete(self, item: str) -> None:
        self.server.delete(item)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self.server.post_as_us(f"@{CUSTOMER} {text}", in_reply_to=parent)

    def answers(self, parent: str) -> list[str]:
        return self.server.answers().get(parent, [])

    def fault(self, **what: Any) -> None:
        self.server.fault(**what)

    def revoke(self) -> None:
        self.server.revoke()

    def private(self, item: str) -> bool:
        (found,) = [s for s in self.server.statuses() if s["id"] == item]
        return str(found["visibility"]) == "direct"

    def forget(self, kept: int) -> None:
        self.server.forget(kept)

    def set_clock_offset(self, offset: int) -> None:
        self.server.set_clock_offset(offset)

    def post_as_us(self, text: str) -> str:
        return self.server.post_as_us(text)

    def drop_streams(self, scrap: bytes = b"") -> None:
        self.server.drop_streams(scrap)

    def listeners(self) -> int:
        return self.server.listeners()

    def too_long(self) -> str:
        return "x" * 501

    def core(self, entry: Any) -> dict[str, Any]:
        found: dict[str, Any] = entry["status"]
        return found

    def optional(self) -> tuple[str, ...]:
        return (
            "uri", "url", "edited_at", "in_reply_to_id", "in_reply_to_account_id", "sensitive", "spoiler_text",
            "language", "tags", "emojis", "media_attachments", "reblog", "poll", "card", "quote", "quotes_count",
            "replies_count", "reblogs_count", "favourites_count", "favourited", "visibility", "mentions",
        )  # fmt: skip
