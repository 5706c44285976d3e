"""A line that both sides speak on, and how it may end."""

from collections.abc import Iterator

import pytest
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket

from responder.core.clock import SystemClock
from responder.core.errors import NetworkError, Refused, Throttled, Unreachable
from responder.net.client import Client
from responder.net.websocket import Closed, Line, hold
from responder.practice.served import Served


class Echo(Served):
    """Says everything back; closes with the code that it is told."""

    def routes(self) -> list[BaseRoute]:
        return [WebSocketRoute("/echo", self._talk)]

    async def _talk(self, socket: WebSocket) -> None:
        await socket.accept()
        while True:
            event = await socket.receive()
            if event["type"] == "websocket.disconnect":
                return
            if event["text"].isdecimal():
                await socket.close(int(event["text"]))
                return
            await socket.send_text(event["text"])


@pytest.fixture
def echo() -> Iterator[Echo]:
    with Echo() as served:
        yield served


async def spoken(echo: Echo, said: str, path: str = "/echo") -> list[str]:
    heard: list[str] = []

    async def talk(line: Line) -> None:
        await line.send(said)
        heard.append(await line.receive())
        if said == "cut":
            echo.cut(b"\xff\xff")
            await line.receive()
        if said == "throttled":
            raise Throttled("later", 5)
        if said == "bug":
            raise LookupError("a bug")

    client = Client(echo.url, SystemClock())
    try:
        await hold(client, echo.url.replace("http", "ws") + path, talk)
    finally:
        await client.aclose()
    return heard


async def test_both_sides_speak(echo: Echo) -> None:
    assert await spoken(echo, "hello é") == ["hello é"]


async def test_a_code_that_the_server_closes_with_is_told(echo: Echo) -> None:
    with pytest.raises(Closed) as caught:
        await spoken(echo, "4014")
    assert caught.value.code == 4014


async def test_a_cut_line_is_unreachable(echo: Echo) -> None:
    with pytest.raises(Unreachable):
        await spoken(echo, "cut")


async def test_what_the_talk_raises_comes_out_as_it_is(echo: Echo) -> None:
    with pytest.raises(Throttled):
        await spoken(echo, "throttled")
    with pytest.raises(LookupError, match="a bug"):
        await spoken(echo, "bug")


async def test_where_no_line_is_offered_it_is_said(echo: Echo) -> None:
    with pytest.raises(NetworkError) as caught:
        await spoken(echo, "x", "/nowhere")
    assert isinstance(caught.value, Refused | Unreachable) or "not let us" in str(caught.value)
