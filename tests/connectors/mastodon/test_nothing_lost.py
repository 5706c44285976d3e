"""Nothing is lost, whenever the line is cut, opened, or slow."""

import asyncio
from random import Random

import httpx
import pytest

from tests.connectors.contract import Memory, listening
from tests.connectors.mastodon.crowd import Crowd, Rough
from tests.connectors.mastodon.people import Fast, Practice

ROUNDS = 12
"""How often (a seed) people write while the line is bad."""


class Gated(httpx.AsyncHTTPTransport):
    """Refuses the first stream; holds the next one, and the private conversations, until they are let through."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = False
        self.reading, self.open, self.read = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.startswith("/api/v1/streaming"):
            if not self.refused:
                self.refused = True
                raise httpx.ConnectError("not yet", request=request)
            await self.open.wait()
        if path.endswith("/conversations"):
            self.reading.set()
            await self.read.wait()
        return await super().handle_async_request(request)


async def test_what_came_between_the_page_and_a_line_opened_meanwhile_is_read(net: Practice) -> None:
    memory, gate = Memory(), Gated()
    net.wire = lambda: gate

    async def meanwhile() -> str:
        await gate.reading.wait()
        item = net.write("after the page, before the line")
        gate.open.set()
        while not net.listeners():  # noqa: ASYNC110 # the server's side of the line rings no bell
            await asyncio.sleep(0.01)
        gate.read.set()
        return item

    writing = asyncio.create_task(meanwhile())
    async with listening(net, memory) as until:
        item = await writing
        await until(lambda: item in memory.messages)


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_happens_to_the_lines_every_message_comes_soon(seed: int) -> None:
    dice, net, memory = Random(seed), Practice(clock=Fast()), Memory()
    net.wire = lambda: Rough(dice)
    with net.server:
        crowd = Crowd(net, dice)
        async with listening(net, memory) as until:
            for _ in range(ROUNDS):
                await crowd.round()
                wanted = net.server.incoming()
                await until(lambda: all(item in memory.messages for item in wanted))  # noqa: B023 # waited for here
                assert all(memory.messages[item].addressed for item in wanted)
