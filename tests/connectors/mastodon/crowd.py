"""People who write all at once, over lines that are slow and break."""

import asyncio
from collections.abc import Callable
from random import Random

import httpx

from tests.connectors.mastodon.people import Practice


class Rough(httpx.AsyncHTTPTransport):
    """Slow by chance, and now and then it loses a question or an answer."""

    def __init__(self, dice: Random) -> None:
        super().__init__()
        self._dice = dice

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self._delay()
        if self._dice.random() < 0.03:
            raise httpx.ConnectError("by chance", request=request)
        response = await super().handle_async_request(request)
        try:
            await self._delay()
            if self._dice.random() < 0.03:
                raise httpx.ReadError("by chance", request=request)
        except BaseException:
            await response.aclose()
            raise
        return response

    async def _delay(self) -> None:
        if self._dice.random() < 0.5:
            await asyncio.sleep(self._dice.random() * 0.04)


class Crowd:
    """People who write all at once, alone and to each other, while the lines are cut."""

    def __init__(self, net: Practice, dice: Random) -> None:
        self._net, self._dice = net, dice
        self._posts = [net.post_as_us("ours")]

    async def round(self) -> None:
        deeds: list[Callable[[], None]] = [self._write, self._answer, self._answer, self._aside, self._cut]
        for _ in range(self._dice.randint(1, 8)):
            self._dice.choice(deeds)()
            if self._dice.random() < 0.5:
                await asyncio.sleep(self._dice.random() * 0.06)

    def _write(self) -> None:
        self._posts.append(self._net.write("hello", private=self._dice.random() < 0.2))

    def _answer(self) -> None:
        parent = self._dice.choice(self._posts[-6:])
        if self._dice.random() < 0.3:
            self._posts.append(self._net.answer_elsewhere(parent, "yes"))
        else:
            self._posts.append(self._net.write("and?", parent=parent, private=self._net.private(parent)))

    def _aside(self) -> None:
        """Somebody speaks to another, and only then to us."""
        parent = self._dice.choice([None, *self._posts[-6:]])
        if parent is None or not self._net.private(parent):
            start = self._net.server.post("bob@cookies.example", "try these", in_reply_to=parent)
            self._posts.append(self._net.write("do you?", parent=start))

    def _cut(self) -> None:
        self._net.drop_streams()
