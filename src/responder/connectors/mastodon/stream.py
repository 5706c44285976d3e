"""One open line to the server that tells what happens, reopened for as long as somebody listens."""

import random
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from responder.core.clock import Clock
from responder.core.errors import NetworkError, Refused, SignInNeeded
from responder.net import limits, sse, websocket
from responder.net.client import Client
from responder.net.standing import Standing

BUFFERED = 2000
"""Events waiting to be taken. One more, and they are dropped and read from the pages instead."""

ASK_AGAIN = 900.0
"""After how long (s) a server without streaming is asked for it once more."""

STEADY = 60.0
"""A line that held so long (s) had no part in earlier failures."""


class Happening(Struct, frozen=True):
    """One event of the stream; `payload` is JSON text, or the bare id for `delete`."""

    event: str
    payload: str


class _Frame(Struct):
    event: str = ""
    payload: msgspec.Raw = msgspec.Raw()


class Stream(Standing[Happening]):
    """Keeps a stream of our account's events open.

    There is no replay: whoever listens has to read the pages again after each opening.
    """

    def __init__(self, client: Client, streaming: str, token: str, clock: Clock) -> None:
        super().__init__(clock, BUFFERED)
        self._client = client
        self._token = token
        self._url = _websocket_url(streaming or client.base, client.base)

    async def restart(self, patience: float) -> None:
        """Throw the line away, which may be dead without saying so, and open another."""
        await self.stop()
        await self.start(patience)

    async def _keep(self) -> None:
        failures = 0
        while True:
            began = self._clock.monotonic()
            refused = await self._once()
            self._turned(live=False)
            failures = 1 if self._clock.monotonic() - began > STEADY else failures + 1
            dice = random.random()  # noqa: S311 # spreads clients out, keeps no secret
            await self._clock.sleep(ASK_AGAIN if refused else limits.backoff(failures, dice))

    async def _once(self) -> bool:
        """Hold one line until it ends. Say whether the server offers none."""
        for hold in (self._by_websocket, self._by_events, self._by_subprotocol):
            try:
                await hold()
            except (Refused, SignInNeeded):
                # A token that is really dead shows when the pages are read.
                continue
            except NetworkError:
                return False
        return True

    async def _by_websocket(self) -> None:
        await websocket.read(self._client, self._url, self._open, self._heard)

    async def _by_subprotocol(self) -> None:
        """Give the token where some servers look for it alone. In the address, which they take too, logs would keep it."""
        await websocket.read(self._client, self._url, self._open, self._heard, subprotocols=[self._token])

    async def _by_events(self) -> None:
        async for event in sse.events(self._client, "/api/v1/streaming/user", self._open):
            self._put(Happening(event.name, event.data))

    def _open(self) -> None:
        self.opened += 1
        self._turned(live=True)

    def _heard(self, text: str) -> None:
        try:
            frame = msgspec.json.decode(text, type=_Frame)
            text = _payload(frame.payload)
        except (msgspec.DecodeError, RecursionError):
            # What was garbled is in the pages: have them read.
            self._lose()
            return
        self._put(Happening(frame.event, text))


def _payload(raw: msgspec.Raw) -> str:
    """Return the payload's JSON text: it is written as a string, some servers give the value itself."""
    text = bytes(raw)
    if text.startswith(b'"'):
        return msgspec.json.decode(text, type=str)
    return text.decode()


def _websocket_url(streaming: str, base: str) -> str:
    """Return the address of the user's stream. Never less protected than the server itself."""
    parts, home = urlsplit(streaming), urlsplit(base)
    scheme = "wss" if home.scheme == "https" else "ws"
    host = parts.netloc or home.netloc
    path = parts.path.rstrip("/")
    if not path.endswith("/api/v1/streaming"):
        path += "/api/v1/streaming"
    return f"{scheme}://{host}{path}?stream=user"
