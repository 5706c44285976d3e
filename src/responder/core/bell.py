"""Waiting until rung or until a time, whichever comes first."""

import asyncio

from responder.core.clock import Clock


class Bell:
    """Rung from any thread, waited for in the loop that made it. A ring that nobody waits for is kept."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits; after the loop has ended, nobody does."""
        try:
            self._loop.call_soon_threadsafe(self._rung.set)
        except RuntimeError:
            if not self._loop.is_closed():
                raise

    async def wait(self, seconds: float | None) -> bool:
        """Wait for a ring, at most so long (None: for ever). Return whether it rang."""
        rung = asyncio.ensure_future(self._rung.wait())
        tasks = [rung] if seconds is None else [rung, asyncio.ensure_future(self._clock.sleep(seconds))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        woken = self._rung.is_set()
        self._rung.clear()
        return woken
