"""Signing in through the system browser: PKCE, and the page on this machine that the browser comes back to."""

import asyncio
import base64
import hashlib
import hmac
import html
import secrets
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from responder.core.clock import Clock
from responder.core.errors import Refused

PATIENCE = 300.0
"""How long (s) a person may take in the browser."""

LONGEST_REQUEST = 16 * 1024
HASTE = 10.0
"""How long (s) one connection may take to say what it wants."""


@dataclass(frozen=True)
class Pkce:
    """A secret that proves that who redeems the code is who asked for it (RFC 7636, S256)."""

    verifier: str
    challenge: str


def pkce() -> Pkce:
    """Draw a new one."""
    return challenged(secrets.token_urlsafe(48))


def challenged(verifier: str) -> Pkce:
    """Return a verifier with its challenge."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return Pkce(verifier, base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii"))


class Loopback:
    """Waits on 127.0.0.1 for the browser to come back. Use as an async context manager.

    Only a request for its own path with its own `state` counts; whatever else knocks is sent away.
    `wanted` is the parameter without which the browser brings a no. Networks that compare the whole address
    want a fixed `port` (0: any that is free), and some the `host` spelled as localhost.
    """

    def __init__(
        self,
        clock: Clock,
        path: str = "/signed-in",
        *,
        wanted: str = "code",
        port: int = 0,
        host: str = "127.0.0.1",
    ) -> None:
        self._clock = clock
        self._path = path
        self._port = port
        self._name = host
        self._wanted = wanted
        self.state = secrets.token_urlsafe(24)
        self._server: asyncio.Server | None = None
        self._came: asyncio.Future[dict[str, str]] | None = None
        self._talks: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @property
    def redirect_uri(self) -> str:
        """Return the address to register: with the port, as most servers compare it exactly."""
        assert self._server is not None
        return f"http://{self._name}:{self._server.sockets[0].getsockname()[1]}{self._path}"

    async def __aenter__(self) -> "Loopback":
        self._came = asyncio.get_running_loop().create_future()
        try:
            self._server = await asyncio.start_server(
                self._talk, "127.0.0.1", self._port, limit=LONGEST_REQUEST
            )
        except OSError as error:
            raise Refused(f"Another program uses port {self._port}: close it and try again") from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        talks = dict(self._talks)
        for writer in talks.values():
            # Not cancelled: asyncio 3.11 reports a cancelled connection as an error.
            writer.transport.abort()
        await asyncio.gather(*talks, return_exceptions=True)
        await self._server.wait_closed()

    async def code(self, patience: float = PATIENCE) -> str:
        """Return the code the browser brings. Raises Refused when it brings a no, or does not come in time."""
        return (await self.values(patience))["code"]

    async def values(self, patience: float = PATIENCE) -> dict[str, str]:
        """Return all that the browser brings. Raises Refused when it brings a no, or does not come in time."""
        assert self._came is not None
        late = asyncio.ensure_future(self._clock.sleep(patience))
        await asyncio.wait((self._came, late), return_when=asyncio.FIRST_COMPLETED)
        late.cancel()
        await asyncio.gather(late, return_exceptions=True)
        if not self._came.done():
            raise Refused("Nobody answered in the browser in time. Please try again.")
        values = self._came.result()
        if values.get(self._wanted):
            return values
        if values.get("error") == "access_denied" or values.get("success") == "false":
            raise Refused("Access was denied in the browser.")
        said = values.get("error_description") or values.get("error") or f"it brought no {self._wanted} back"
        raise Refused(f"The server did not let us in: {said[:240]}")

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks[task] = writer
        try:
            async with asyncio.timeout(HASTE):
                status, text = self._answer(await reader.readuntil(b"\r\n\r\n"))
                writer.write(_page(status, text))
                await writer.drain()
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            return
        finally:
            self._talks.pop(task, None)
            writer.close()

    def _answer(self, request: bytes) -> tuple[str, str]:
        assert self._came is not None
        line = request.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        target = urlsplit(line[1]) if len(line) == 3 else urlsplit("")
        if line[0] not in ("GET", "HEAD") or target.path != self._path:
            return "404 Not Found", "There is nothing here."
        values = {name: found[-1] for name, found in parse_qs(target.query).items()}
        if not hmac.compare_digest(values.get("state", "").encode(), self.state.encode()):
            return "400 Bad Request", "This does not belong to the sign-in that Responder is waiting for."
        if line[0] == "GET" and not self._came.done():
            self._came.set_result(values)
        if values.get(self._wanted):
            return "200 OK", "You are signed in. You can close this page and go back to Responder."
        return "200 OK", "Responder was not let in. You can close this page."


def _page(status: str, text: str) -> bytes:
    body = f'<!doctype html><meta charset="utf-8"><title>Responder</title><p>{html.escape(text)}</p>'.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
