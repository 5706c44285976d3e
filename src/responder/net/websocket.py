"""Text messages of a WebSocket as they come, for as long as the line holds."""

from collections.abc import Callable
from typing import NoReturn

import anyio
import httpx
from httpx_ws import AsyncWebSocketSession, HTTPXWSException, WebSocketUpgradeError, aconnect_ws
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
