"""A clock that runs twenty times as fast, the same in every process that is given its start."""

import asyncio
import time
from dataclasses import dataclass

from responder.core.clock import SECOND

FACTOR = 20


@dataclass(frozen=True)
class FastClock:
    """Started at `start` (µs): production pauses, in a twentieth of the time."""

    start: int

    def now(self) -> int:
        return self.start + (time.time_ns() // 1000 - self.start) * FACTOR

    def monotonic(self) -> float:
        return self.now() / SECOND

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / FACTOR)
