"""Text messages of a WebSocket as they come, for as long as the line holds."""

from collections.abc import Awaitable, Callable, Iterator
from typing import NoReturn

import anyio
import httpx
from httpx_ws import (
    AsyncWebSocketSession,
    HTTPXWSException,
    WebSocketDisconnect,
    WebSocketUpgradeError,
    aconnect_ws,
)
from wsproto.utilities import ProtocolError

from responder.core.errors import NetworkError, Refused, SignInNeeded, Unreachable
from responder.net.client import Client, translate

_LOST = (anyio.ClosedResourceError, anyio.BrokenResourceError, anyio.EndOfStream, OSError, ProtocolError)


async def read(
    client: Client,
    url: str,
    opened: Callable[[], None],
    heard: Callable[[str], None],
    *,
    ping_seconds: float = 20.0,
    subprotocols: list[str] | None = None,
) -> NoReturn:
    """Call `opened` once the line is open and `heard` with each text, until it ends, which raises Unreachable.

    Not a generator: the session keeps helper tasks, which must end in the task that began them.
    `url` is whole, and its host may be another one than the client's: the caller vouches for it.
    Raises Refused where no WebSocket is offered, SignInNeeded where we may not open one.
    """
    try:
        async with aconnect_ws(
            url,
            client.http,
            keepalive_ping_interval_seconds=ping_seconds,
            keepalive_ping_timeout_seconds=ping_seconds,
            subprotocols=subprotocols,
            session_class=AsyncWebSocketSession,
        ) as socket:
            opened()
            while True:
                heard(await socket.receive_text())
    except* (HTTPXWSException, httpx.HTTPError, httpx.StreamError, *_LOST) as group:
        raise _typed(group, client.host) from group
    raise Unreachable(f"the stream from {client.host} ended")


def _typed(group: BaseExceptionGroup[Exception], host: str) -> NetworkError:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, WebSocketUpgradeError):
        status = error.response.status_code
        if status in (401, 403):
            return SignInNeeded(f"{host} does not let us open a stream ({status})")
        if status < 500 or status == 501:
            return Refused(f"{host} offers no WebSocket ({status})")
        return Unreachable(f"{host} cannot open a stream now ({status})")
    return translate(error, host, once=False) or Unreachable(f"the stream from {host} was cut")


class Closed(Unreachable):
    """The server closed the line; `code` may say why."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class Line:
    """An open line that both sides speak on."""

    def __init__(self, socket: AsyncWebSocketSession) -> None:
        self._socket = socket

    async def send(self, text: str) -> None:
        """Say something."""
        await self._socket.send_text(text)

    async def receive(self) -> str:
        """Return the next text, however long it takes."""
        return await self._socket.receive_text()

    async def close(self, code: int) -> None:
        """End it with a code of our own; without it the end is a 1000."""
        await self._socket.close(code)


async def hold(
    client: Client, url: str, talk: Callable[[Line], Awaitable[None]], *, ping_seconds: float = 20.0
) -> None:
    """Open a line and let `talk` have it until that returns. Raises Closed when the server ends it, else like `read`.

    `url` is whole, and its host may be another one than the client's: the caller vouches for it.
    """
    try:
        async with aconnect_ws(
            url,
            client.http,
            keepalive_ping_interval_seconds=ping_seconds,
            keepalive_ping_timeout_seconds=ping_seconds,
            session_class=AsyncWebSocketSession,
        ) as socket:
            await talk(Line(socket))
    except Exception as error:
        raise _first(error, client.host) from error


def _first(error: Exception, host: str) -> Exception:
    """Return what ended a line: what `talk` raised comes before what followed from it."""
    leaves = list(_leaves(error))
    for one in leaves:
        if isinstance(one, NetworkError):
            return one
    for one in leaves:
        if isinstance(one, WebSocketDisconnect):
            return Closed(f"{host} closed the line ({one.code})", one.code)
    wire = (HTTPXWSException, httpx.HTTPError, httpx.StreamError, *_LOST)
    if isinstance(leaves[0], wire):
        return _typed(BaseExceptionGroup("", leaves[:1]), host)
    return leaves[0]


def _leaves(error: Exception) -> Iterator[Exception]:
    if isinstance(error, ExceptionGroup):
        for one in error.exceptions:
            yield from _leaves(one)
    else:
        yield error
