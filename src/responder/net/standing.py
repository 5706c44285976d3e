"""A line that is kept open for as long as somebody listens; what it tells waits here until it is taken."""

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from typing import Generic, TypeVar

from responder.core.bell import Bell
from responder.core.clock import Clock

T = TypeVar("T")


class Standing(ABC, Generic[T]):
    """Keeps a line open and what came in on it, in order.

    `live` says whether it stands; `opened` counts the times it was opened, each of which may have missed something
    before it began; `overrun` that events were dropped, because more than `buffered` waited to be taken.
    """

    def __init__(self, clock: Clock, buffered: int) -> None:
        self._clock = clock
        self._buffered = buffered
        self._waiting: deque[T] = deque()
        self._bell = Bell(clock)
        self._task: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        self.live = False
        self.opened = 0
        self.overrun = False

    @abstractmethod
    async def _keep(self) -> None:
        """Open the line again and again. Raises what no new try would mend."""

    async def start(self, patience: float) -> None:
        """Open it; return once it is open, or refused, or after `patience` (s)."""
        self._task = asyncio.create_task(self._run())
        settled = asyncio.ensure_future(self._settled.wait())
        late = asyncio.ensure_future(self._clock.sleep(patience))
        await asyncio.wait((settled, late), return_when=asyncio.FIRST_COMPLETED)
        for task in (settled, late):
            task.cancel()
        await asyncio.gather(settled, late, return_exceptions=True)

    async def stop(self) -> None:
        """Close it."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        self.live = False
        self._settled.clear()

    async def wait(self, seconds: float) -> None:
        """Wait until something has happened, at most so long. Raises what ended the line for good."""
        if not self._waiting:
            await self._bell.wait(seconds)
        if self._task is not None and self._task.done():
            self._task.result()

    def take(self) -> list[T]:
        """Return what has happened since the last call, in order."""
        taken = list(self._waiting)
        self._waiting.clear()
        return taken

    async def _run(self) -> None:
        try:
            await self._keep()
        finally:
            self._turned(live=False)

    def _turned(self, *, live: bool) -> None:
        """Tell that the line stands now, or does not."""
        self.live = live
        self._settled.set()
        self._bell.ring()

    def _put(self, event: T) -> None:
        if len(self._waiting) >= self._buffered:
            self._lose()
        else:
            self._waiting.append(event)
            self._bell.ring()

    def _lose(self) -> None:
        """Have everything read from the pages instead."""
        self._waiting.clear()
        self.overrun = True
        self._bell.ring()
