"""Streaming: one WebSocket with subscriptions, and Server-Sent Events. No replay, as on the real thing."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from responder.practice.mastodon import entities
from responder.practice.mastodon.requests import Site, bearer, refusal, unauthorized

CHANNELS = {
    "user": {"update", "delete", "notification", "status.update"},
    "user:notification": {"notification"},
    "direct": {"conversation"},
}

_BUFFERED = 1000


class Line:
    """One open stream of one person."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.channels: set[str] = set()
        self.queue: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue(_BUFFERED)


class Streams:
    """Hands out what happens to the lines that asked for it. `doubled` sends everything twice."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.lines: set[Line] = set()
        self.doubled = False
        self.muted = False
        self.thump = 15.0
        site.world.listeners.append(self.happened)

    def happened(self, event: str, owner: str, subject: str) -> None:
        """Queue an event for its owner's lines."""
        late = self._site.world.dialect.delivery_seconds
        if self.muted or late:
            return
        payload = self._payload(event, owner, subject)
        for line in self.lines:
            for channel in line.channels:
                if line.owner == owner and event in CHANNELS[channel] and not line.queue.full():
                    line.queue.put_nowait((channel, event, payload))
                    if self.doubled:
                        line.queue.put_nowait((channel, event, payload))

    def inject(self, event: str, payload: str) -> None:
        """Send something of a test's own making to every line."""
        for line in self.lines:
            for channel in line.channels:
                line.queue.put_nowait((channel, event, payload))

    def routes(self) -> list[BaseRoute]:
        """Return the streaming routes that the dialect has."""
        found: list[BaseRoute] = []
        dialect = self._site.world.dialect
        if dialect.websocket:
            found.append(WebSocketRoute("/api/v1/streaming", self.websocket))
        if dialect.websocket or dialect.server_sent:
            found.append(Route("/api/v1/streaming/health", _healthy))
        if dialect.server_sent:
            found.append(Route("/api/v1/streaming/{channel:path}", self.events))
        return found

    async def websocket(self, socket: WebSocket) -> None:
        """Serve one WebSocket."""
        offered: str | None = next(iter(socket.scope.get("subprotocols", ())), None)
        key = (self._site.world.dialect.header_opens_socket and bearer(socket)) or offered or ""
        token = self._site.tokens.get(key)
        if token is None or token.person is None:
            await socket.send_denial_response(unauthorized(self._site))
            return
        await socket.accept(offered)
        line = Line(token.person)
        stream = socket.query_params.get("stream")
        if stream in CHANNELS:
            line.channels.add(stream)
        self.lines.add(line)
        sender = asyncio.create_task(_send(socket, line))
        try:
            while True:
                await _heard(socket, line)
        except WebSocketDisconnect:
            return
        finally:
            self.lines.discard(line)
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)

    async def events(self, request: Request) -> Response:
        """Serve one line of Server-Sent Events."""
        channel = request.path_params["channel"].replace("/", ":")
        token = self._site.tokens.get(bearer(request))
        if token is None or token.person is None:
            return unauthorized(self._site)
        if channel not in CHANNELS:
            return refusal(self._site, 400, "Unknown channel requested")
        line = Line(token.person)
        line.channels.add(channel)
        self.lines.add(line)
        return StreamingResponse(self._written(line), media_type="text/event-stream")

    async def _written(self, line: Line) -> AsyncIterator[str]:
        try:
            yield ":)\n"
            while True:
                try:
                    async with asyncio.timeout(self.thump):
                        _, event, payload = await line.queue.get()
                    yield f"event: {event}\ndata: {payload}\n\n"
                except TimeoutError:
                    yield ":thump\n"
        finally:
            self.lines.discard(line)

    def _payload(self, event: str, owner: str, subject: str) -> str:
        world = self._site.world
        if event == "delete":
            return subject
        if event == "notification":
            notice = next(n for n in reversed(world.notices) if n.id == subject)
            return _json(entities.notification(world, notice))
        status, reader = world.statuses[subject], world.people[owner]
        if event == "conversation":
            return _json(entities.conversation(world, world.root(status), status, reader))
        return _json(entities.status(world, status, reader))


async def _send(socket: WebSocket, line: Line) -> None:
    while True:
        channel, event, payload = await line.queue.get()
        frame = {"stream": [channel], "event": event, "payload": payload}
        await socket.send_text(_json(frame))


async def _heard(socket: WebSocket, line: Line) -> None:
    text = await socket.receive_text()
    wish = json.loads(text)
    stream = wish.get("stream")
    if wish.get("type") == "subscribe" and stream in CHANNELS:
        line.channels.add(stream)
    elif wish.get("type") == "unsubscribe":
        line.channels.discard(stream)
    else:
        await socket.send_text(_json({"error": "Unknown channel requested", "status": 400}))


async def _healthy(_request: Request) -> Response:
    return PlainTextResponse("OK")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
