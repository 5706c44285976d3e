"""A feed with an account, and somebody who remembers what was read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from responder.connectors.feeds.connector import Feeds
from responder.connectors.feeds.sign_in import account
from responder.connectors.feeds.web import address
from responder.core.accounts import Account
from responder.core.messages import Message
from responder.core.ports import Batch, Item, Means
from responder.net.public import Lookup
from tests.connectors.means import Held, Nothing, Unhurried
from tests.connectors.wordpress.people import Quick


@dataclass
class Reader:
    """Reads one feed, once at a time."""

    url: str
    transport: httpx.AsyncBaseTransport | None = None
    lookup: Lookup | None = None
    clock: Quick = field(default_factory=Quick)
    pace: Unhurried = field(default_factory=lambda: Unhurried(0))
    cursor: str | None = None
    vault: Held = field(default_factory=Held)

    def __post_init__(self) -> None:
        self.vault.secret = self.url

    @property
    def account(self) -> Account:
        return account(address(self.url), "The Daily")

    def connector(self) -> Feeds:
        means = Means(self.clock, Nothing(), self.vault, self.pace, True)
        return Feeds(self.account, means, self.transport, self.lookup)

    async def batches(self) -> list[Batch]:
        connector, found = self.connector(), []
        try:
            async for batch in connector.listen(self.cursor):
                self.cursor = batch.cursor
                found.append(batch)
        finally:
            await connector.aclose()
        return found

    async def items(self) -> list[Item]:
        return [item for batch in await self.batches() for item in batch.items]

    async def texts(self) -> list[str]:
        return texts(await self.items())


def texts(items: Sequence[Item]) -> list[str]:
    """Return the texts of the messages."""
    return [item.text for item in items if isinstance(item, Message)]
