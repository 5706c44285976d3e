"""A line that says nothing any more, and a day's identifications that run out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from responder.connectors.discord.api import Api
from responder.connectors.discord.gateway import FEW, Gateway
from responder.core.clock import SystemClock
from tests.connectors.discord.people import Practice


class Counting(SystemClock):
    """Sleeps for no longer than a moment, and remembers how long it was asked to."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)
        await super().sleep(min(seconds, 0.05))


@asynccontextmanager
async def opened(net: Practice, clock: SystemClock, grace: float) -> AsyncIterator[Gateway]:
    base = f"{net.server.url}/api/v10"
    api = Api(base, net.secret, clock)
    gateway = Gateway(api, base, clock, grace=grace)
    await gateway.start(5)
    try:
        yield gateway
    finally:
        await gateway.stop()
        await api.client.aclose()


async def test_a_line_that_does_not_even_hear_heartbeats_is_taken_up_again(net: Practice) -> None:
    net.server.gateway.heartbeat_ms, net.server.gateway.deaf = 50, True
    async with opened(net, SystemClock(), 0.1), asyncio.timeout(10):
        while net.server.gateway.resumed == 0:  # noqa: ASYNC110 # it is counted in the server's thread
            await asyncio.sleep(0.02)
    assert net.server.gateway.identified == 1
    assert net.server.gateway.heartbeats > 0


async def test_a_line_that_hears_heartbeats_is_left_alone(net: Practice) -> None:
    net.server.gateway.heartbeat_ms = 50
    async with opened(net, SystemClock(), 0.5) as gateway:
        while net.server.gateway.heartbeats < 15:  # noqa: ASYNC110 # it is counted in the server's thread
            await asyncio.sleep(0.02)
        assert gateway.live
    assert net.server.gateway.resumed == 0


async def test_the_last_identifications_of_a_day_are_kept(net: Practice) -> None:
    net.server.api.identifies_left = FEW
    clock = Counting()
    async with opened(net, clock, 5):
        assert 14_400 in clock.asked
