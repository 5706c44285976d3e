"""A site to speak to, a clock that does not wait, and somebody who remembers what was received."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from responder.connectors.wordpress.connector import WordPress
from responder.connectors.wordpress.sign_in import sign_in
from responder.core.messages import Message, Visibility
from responder.core.ports import Batch, Item, Means, Outgoing, SignIn
from responder.practice.wordpress.server import PASSWORD, PracticeSite
from tests.connectors.means import Held, Unhurried


class Quick:
    """The real time, but nobody waits; `slept` is what was asked for."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.ahead = 0

    def now(self) -> int:
        return time.time_ns() // 1000 + self.ahead

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


@dataclass
class Memory:
    """What was received, as the engine would keep it."""

    messages: dict[str, Message] = field(default_factory=dict)

    async def root_of(self, remote_id: str) -> str | None:
        found = self.messages.get(remote_id)
        return found.root if found else None

    def keep(self, items: Sequence[Item]) -> None:
        self.messages |= {item.remote_id: item for item in items if isinstance(item, Message)}


@dataclass
class Desk:
    """An account on a site, with everything that was received through it."""

    signed: SignIn
    clock: Quick = field(default_factory=Quick)
    memory: Memory = field(default_factory=Memory)
    cursor: str | None = None
    pace: Unhurried = field(default_factory=lambda: Unhurried(0))
    opened: list[WordPress] = field(default_factory=list)

    def connector(self, *, once: bool = True) -> WordPress:
        """Return a connector that lives until `aclose`."""
        account, secret = self.signed.account, self.signed.secret
        given = Means(self.clock, self.memory, Held(secret), self.pace, once)
        self.opened.append(WordPress(account, given))
        return self.opened[-1]

    async def aclose(self) -> None:
        for connector in self.opened:
            await connector.aclose()

    async def batches(self) -> list[Batch]:
        """Catch up once and keep what came."""
        found = []
        async for batch in self.connector().listen(self.cursor):
            self.memory.keep(batch.items)
            self.cursor = batch.cursor
            found.append(batch)
        return found

    async def gather(self) -> list[Item]:
        """Catch up once and return everything that came."""
        return [item for batch in await self.batches() for item in batch.items]


async def connect(site: PracticeSite, user: str = "owner") -> Desk:
    """Sign in as one of the site's users."""
    form = {"site": site.url, "user": user, "password": PASSWORD}
    return Desk(await sign_in(form, clock=Quick(), open_browser=print))


def answer(to: str | int, text: str, number: int = 1) -> Outgoing:
    """Return a reply for the wire."""
    return Outgoing(UUID(int=number), text, str(to), Visibility.PUBLIC)


def texts(items: Sequence[Item]) -> list[str]:
    """Return the texts of the messages."""
    return [item.text for item in items if isinstance(item, Message)]


Enter = Callable[[str], Awaitable[Desk]]
"""Signs in as one of the site's users."""
