"""Faults that a practice network can be told to show: refusals, slowness, cut lines, doubled answers."""

import asyncio
import json
import re
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import ClientDisconnect

from responder.practice.host import App, Host, Receive, Scope, Send


@dataclass
class Fault:
    """What to do with the next `count` requests whose method and path match.

    `after` lets the request be carried out first: with `cut`, its answer is lost on the way.
    `status` 0 leaves the answer as it is; `scrap` is written before the line is cut; `rewrite` changes
    the body that the network would have sent.
    """

    path: str = ".*"
    method: str = ".*"
    count: int = 1
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    delay: float = 0.0
    cut: bool = False
    after: bool = False
    scrap: bytes = b""
    rewrite: Callable[[bytes], bytes] | None = None

    def fits(self, scope: Scope) -> bool:
        """Say whether it concerns this request."""
        method = str(scope.get("method", "WEBSOCKET"))
        return bool(re.fullmatch(self.method, method) and re.search(self.path, scope["path"]))


class Faults:
    """An ASGI layer around a practice network that carries faults out, in the order they were given."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._waiting: list[Fault] = []
        self.seen: list[tuple[str, str]] = []

    def add(self, fault: Fault) -> None:
        """Arm a fault (any thread)."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Disarm all of them (any thread)."""
        self._waiting.clear()

    def around(self, app: App) -> App:
        """Return the application with faults."""

        async def faulty(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "lifespan":
                return
            self.seen.append((str(scope.get("method", "WEBSOCKET")), scope["path"]))
            fault = self._take(scope)
            with suppress(ClientDisconnect):  # the client died while it was writing: no fault of the server
                if fault is None:
                    await app(scope, receive, send)
                else:
                    await self._carry_out(fault, app, scope, receive, send)

        return faulty

    def _take(self, scope: Scope) -> Fault | None:
        for fault in list(self._waiting):
            if fault.fits(scope):
                fault.count -= 1
                if fault.count <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    async def _carry_out(self, fault: Fault, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.rewrite is not None:
            await _rewritten(fault.rewrite, app, scope, receive, send)
            return
        if fault.after:
            await app(scope, receive, _nowhere)
        if fault.cut:
            self._host.cut(scope, fault.scrap)
            await _hung_up(receive)
        elif fault.status and scope["type"] == "http":
            await _answer(fault, send)
        elif not fault.after:
            await app(scope, receive, send)


async def _hung_up(receive: Receive) -> None:
    """Wait until the server has seen that the line is gone: it would complain of a missing answer."""
    while not str((await receive())["type"]).endswith(".disconnect"):
        pass


async def _rewritten(
    rewrite: Callable[[bytes], bytes], app: App, scope: Scope, receive: Receive, send: Send
) -> None:
    start: MutableMapping[str, Any] = {}
    body = bytearray()

    async def keep(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, keep)
    new = rewrite(bytes(body))
    headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
    await send({**start, "headers": [*headers, (b"content-length", str(len(new)).encode())]})
    await send({"type": "http.response.body", "body": new})


async def _nowhere(_message: MutableMapping[str, Any]) -> None:
    return


async def _answer(fault: Fault, send: Send) -> None:
    body = json.dumps({"error": "as it was told"}).encode() if fault.body is None else fault.body
    headers = {"content-type": "application/json", "content-length": str(len(body)), **fault.headers}
    await send(
        {
            "type": "http.response.start",
            "status": fault.status,
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": body})
