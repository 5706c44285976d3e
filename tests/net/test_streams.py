"""Streams as they come, and typed ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from responder.core.clock import SystemClock
from responder.core.errors import Refused, SignInNeeded, Unreachable
from responder.net import sse, websocket
from responder.net.client import Client

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


@asynccontextmanager
async def server(*said: bytes, pause: float = 0.0) -> AsyncIterator[Client]:
    """Serve raw bytes to whoever comes, then end the line."""

    talks: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks[task] = writer
        try:
            await reader.readuntil(b"\r\n\r\n")
            for piece in said:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)
        except (EOFError, ConnectionError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    client = Client(f"http://127.0.0.1:{port}", SystemClock())
    try:
        yield client
    finally:
        await client.aclose()
        listening.close()
        for writer in talks.values():
            writer.transport.abort()
        await asyncio.gather(*talks, return_exceptions=True)
        await listening.wait_closed()


async def collected(client: Client, **more: float) -> tuple[list[sse.Event], Exception]:
    found: list[sse.Event] = []
    try:
        async for event in sse.events(client, "/s", lambda: None, **more):  # type: ignore[arg-type] # silence, most
            found.append(event)
    except (Unreachable, Refused) as error:
        return found, error
    raise AssertionError("a stream never just ends")


async def test_events_come_whole_however_they_are_cut_and_the_end_is_a_failure() -> None:
    pieces = [
        HEAD,
        b":thump\n",
        b"event: upd",
        b"ate\r\nda",
        b'ta: {"a":\ndata: 1}\n',
        b"\nevent: x\ndata: \xc3",
        b"\xa9\n\n",
    ]
    async with server(*pieces, pause=0.01) as client:
        found, error = await collected(client)
    assert [(e.name, e.data) for e in found] == [("update", '{"a":\n1}'), ("x", "é")]
    assert isinstance(error, Unreachable)


async def test_an_unfinished_event_is_not_told() -> None:
    async with server(HEAD, b"event: update\ndata: half") as client:
        found, error = await collected(client)
    assert found == []
    assert isinstance(error, Unreachable)


async def test_a_silent_line_is_given_up() -> None:
    async with server(HEAD, pause=0.5) as client:
        _, error = await collected(client, silence=0.05)
    assert isinstance(error, Unreachable)


async def test_a_line_without_end_is_given_up() -> None:
    async with server(HEAD, *[b"x" * 5000] * 40) as client:
        _, error = await collected(client, most=10_000)
    assert isinstance(error, Unreachable)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Refused),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi", Refused),
        (b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", Unreachable),
        (b"", Unreachable),
    ],
)
async def test_what_is_no_stream_says_so(said: bytes, kind: type[Exception]) -> None:
    async with server(said) as client:
        _, error = await collected(client)
    assert isinstance(error, kind)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Refused),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", Refused),
        (b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", SignInNeeded),
        (b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n", Unreachable),
        (b"garbage\r\n\r\n", Unreachable),
        (b"", Unreachable),
    ],
)
async def test_what_is_no_websocket_says_so(said: bytes, kind: type[Exception]) -> None:
    async with server(said) as client:
        with pytest.raises(kind):
            await websocket.read(client, client.base.replace("http", "ws") + "/s", lambda: None, print)


async def test_nobody_there_is_unreachable() -> None:
    client = Client("http://127.0.0.1:9", SystemClock())
    with pytest.raises(Unreachable):
        await websocket.read(client, "ws://127.0.0.1:9/s", lambda: None, print)
    with pytest.raises(Unreachable):
        async for _ in sse.events(client, "/s", lambda: None):
            pass
    await client.aclose()
