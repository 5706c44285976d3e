"""Server-Sent Events as they come, for as long as the line holds."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import httpx
from httpx_sse import EventSource, SSEError

from responder.core.errors import Refused, Unreachable
from responder.net.client import MEGABYTE, Client

LONGEST_LINE = 4 * MEGABYTE


@dataclass(frozen=True)
class Event:
    """One event. `data` is its text."""

    name: str
    data: str


class _Bounded(httpx.AsyncByteStream):
    """A byte stream that ends in a failure rather than in a line without end."""

    def __init__(self, stream: httpx.AsyncByteStream, most: int) -> None:
        self._stream = stream
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        since_break = 0
        async for chunk in self._stream:
            end = chunk.rfind(b"\n")
            since_break = since_break + len(chunk) if end < 0 else len(chunk) - end
            if since_break > self._most:
                raise httpx.ReadError("a line without end")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


async def events(
    client: Client,
    path: str,
    opened: Callable[[], None],
    *,
    silence: float = 90.0,
    most: int = LONGEST_LINE,
) -> AsyncIterator[Event]:
    """Yield events until the line ends, which raises Unreachable. `opened` is called once it is open.

    `silence` (s) is how long it may say nothing, keep-alive comments included. Raises Refused where
    no stream is offered.
    """
    headers = {"Accept": "text/event-stream", "Cache-Control": "no-store"}
    async with client.streaming(path, headers, silence) as response:
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _Bounded(response.stream, most)
        opened()
        try:
            async for event in EventSource(response).aiter_sse():
                yield Event(event.event, event.data)
        except SSEError as error:
            raise Refused(f"{client.host} answers with something else than a stream") from error
    raise Unreachable(f"{client.host} ended the stream")
