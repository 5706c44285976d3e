"""A line that stands: what waits on it, what is dropped, and how its end is told."""

import asyncio

import pytest

from responder.core.clock import SystemClock
from responder.core.errors import SignInNeeded
from responder.net.standing import Standing


class Spoken(Standing[int]):
    """A line that says numbers, then stays silent or is refused for good."""

    def __init__(self, numbers: range, *, refused: bool = False) -> None:
        super().__init__(SystemClock(), 3)
        self._numbers, self._refused = numbers, refused

    async def _keep(self) -> None:
        self.opened += 1
        self._turned(live=True)
        for number in self._numbers:
            self._put(number)
        if self._refused:
            raise SignInNeeded("no more")
        await asyncio.Event().wait()


async def test_what_is_said_waits_in_order_and_is_taken_once() -> None:
    line = Spoken(range(3))
    await line.start(10.0)
    await line.wait(10.0)
    assert (line.take(), line.take()) == ([0, 1, 2], [])
    assert (line.live, line.opened, line.overrun) == (True, 1, False)
    await line.stop()
    assert not line.live


async def test_more_than_can_wait_is_dropped_and_told() -> None:
    line = Spoken(range(4))
    await line.start(10.0)
    await asyncio.wait_for(line.wait(60.0), 10.0)
    assert (line.take(), line.overrun) == ([], True)
    await line.stop()


async def test_who_waits_is_told_what_ended_the_line_for_good() -> None:
    line = Spoken(range(0), refused=True)
    await line.start(10.0)
    with pytest.raises(SignInNeeded, match="no more"):
        await line.wait(10.0)
    assert not line.live
    await line.stop()
