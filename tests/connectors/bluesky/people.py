"""A practice Bluesky with our account, as the tests of the connector use it."""

from collections.abc import Callable
from typing import Any, ClassVar

import httpx

from responder.connectors.bluesky import connector
from responder.connectors.bluesky.session import Opened, kept
from responder.core import ids
from responder.core.accounts import Account
from responder.core.clock import Clock, SystemClock
from responder.core.ports import Connector, Means
from responder.practice.bluesky.server import APP_PASSWORD, SHOP, PracticeBluesky
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import Held, Unhurried

Wire = Callable[[], httpx.AsyncBaseTransport | None]
"""Makes what a connector's requests go through; None for the usual."""

PICTURE = bytes.fromhex("89504e470d0a1a0a") + b"\0" * 100


def account(net: PracticeBluesky) -> Account:
    """Return our account there, as sign-in would make it."""
    return Account(
        ids.derived_id(ids.contact_id("bluesky", "bsky.app", SHOP), "account"),
        "bluesky", "bsky.app", SHOP, "grandlievre.example", "Biscuiterie Grand Lièvre",
        options={"pds": net.url, "chat": "yes"},
    )  # fmt: skip


def secret(net: PracticeBluesky, password: str = APP_PASSWORD) -> str:
    """Open a session and return it as it would be kept."""
    sessions = net.wire.sessions
    opened = net.host.call(lambda: sessions.create(SHOP, password))
    return kept(
        Opened(str(opened["accessJwt"]), str(opened["refreshJwt"]), SHOP), SystemClock(), net.url
    ).write()


class Listed(Simulated):
    """How Bluesky lists."""

    reading: ClassVar[str] = r"listNotifications$"
    writing: ClassVar[str] = r"repo\.putRecord$"
    page: ClassVar[int] = 100

    def listed(self, listing: Any) -> list[Any]:
        found: list[Any] = listing["notifications"]
        return found

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        return {**listing, "notifications": entries}

    def key(self, entry: Any) -> str:
        return str(entry["uri"])

    def spoil(self, entry: Any) -> None:
        entry["record"]["text"] = {"what": ["is", 5]}

    def say(self, entry: Any, html: str) -> None:
        entry["record"]["text"] = html

    def optional(self) -> tuple[str, ...]:
        return ("labels", "isRead", "reasonSubject", "indexedAt")


class Practice(Listed):
    """The contract's network."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.net = PracticeBluesky()
        self.clock = clock or SystemClock()
        self.pace = Unhurried(0.05)
        self.vault = Held()
        self.make_wire: Wire = lambda: None

    def start(self) -> "Practice":
        self.net.start()
        self.vault.secret = secret(self.net)
        return self

    @property
    def account(self) -> Account:
        return account(self.net)

    @property
    def secret(self) -> str:
        return self.vault.secret

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(
            self.account, Means(self.clock, memory, self.vault, self.pace, once), self.make_wire()
        )

    def write(self, text: str, *, parent: str | None = None, private: bool = False, **more: Any) -> str:
        if private:
            return self.net.message(text)
        return self.net.post(text, to=parent, mention=None if parent else SHOP, **more)

    def edit(self, item: str, text: str) -> None:
        self.net.edit(item, text)

    def delete(self, item: str) -> None:
        self.net.delete(item)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self.net.post(text, who=SHOP, to=parent)

    def answers(self, parent: str) -> list[str]:
        return self.net.answers(parent)

    def fault(self, **what: Any) -> None:
        self.net.fault(**what)

    def revoke(self) -> None:
        self.net.revoke()

    def private(self, item: str) -> bool:
        convo, _, said = item.partition("/")
        return any(one.id == said for one in self.net.wire.chat.convos[convo].said)

    def forget(self, kept: int) -> None:
        self.net.forget(kept)

    def set_clock_offset(self, offset: int) -> None:
        self.net.set_clock_offset(offset)

    def post_as_us(self, text: str) -> str:
        return self.net.post(text, who=SHOP)

    def too_long(self) -> str:
        return "x" * 301
