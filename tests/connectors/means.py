"""What a connector is given to work with in tests."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from responder.core.clock import Clock, SystemClock
from responder.core.ports import Known, Means, Option


@dataclass
class Held:
    """A vault that keeps the secret in memory; `renewals` is what it was renewed to."""

    secret: str = ""
    renewals: list[str] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def renew(self, stale: str, renewal: Callable[[str], Awaitable[str]]) -> str:
        async with self.lock:
            if self.secret == stale:
                self.secret = await renewal(stale)
                self.renewals.append(self.secret)
            return self.secret


@dataclass
class Unhurried:
    """Asks again after `every` seconds and refuses nothing; remembers what was spent, asked and told."""

    every: float = 0.1
    clock: Clock = field(default_factory=SystemClock)
    spent: dict[str, int] = field(default_factory=dict)
    turns: list[bool] = field(default_factory=list)
    heard: list[tuple[str, int, int]] = field(default_factory=list)

    def pause(self, *, news: bool) -> float:
        self.turns.append(news)
        return self.every

    async def turn(self, *, news: bool) -> None:
        await self.clock.sleep(self.pause(news=news))

    def spend(self, units: int = 1, *, budget: str = "requests", answering: bool = False) -> None:
        self.spent[budget] = self.spent.get(budget, 0) + units

    def told(self, left: int, resets_at: int, *, budget: str = "requests") -> None:
        self.heard.append((budget, left, resets_at))


class Nothing:
    """Knows no message."""

    async def root_of(self, remote_id: str) -> str | None:
        return None


def means(
    secret: str = "",
    *,
    clock: Clock | None = None,
    known: Known | None = None,
    once: bool = False,
    every: float = 0.1,
) -> Means:
    """Return what a connector needs, with a secret that stays in memory."""
    clock = clock or SystemClock()
    return Means(clock, known or Nothing(), Held(secret), Unhurried(every, clock), once)


async def first(options: tuple[Option, ...]) -> str:
    """Choose as somebody who takes the first."""
    return options[0].key
