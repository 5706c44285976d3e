"""The gateway: sessions with a memory of what they were told, so that they can be taken up again."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from responder.practice.discord.api import Api
from responder.practice.discord.world import DM, MESSAGE_CONTENT, Json, World

HEARTBEAT_MS = 41_250
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12


@dataclass
class Session:
    """What one client was told, and the line that it is on, if any."""

    id: str
    intents: int
    told: list[Json] = field(default_factory=list)
    line: "Line | None" = None

    def dispatch(self, kind: str, what: Json) -> None:
        """Tell something, now or when it is taken up again."""
        event = {"op": 0, "t": kind, "s": len(self.told) + 1, "d": what}
        self.told.append(event)
        if self.line is not None:
            self.line.outbox.put_nowait(event)


class Line:
    """One WebSocket. What a client says of compression is passed over: it takes plain text as well."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.outbox: asyncio.Queue[Json | None] = asyncio.Queue()

    async def send(self, event: Json) -> None:
        """Send one payload."""
        await self.socket.send_text(json.dumps(event))


class Gateway:
    """Every session of the one bot. `heartbeats` counts them; with `deaf` none is acknowledged."""

    def __init__(self, world: World, api: Api, url: str) -> None:
        self._world, self._api = world, api
        self._url = url.replace("http", "ws", 1)
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self.deaf = False
        self.heartbeat_ms = HEARTBEAT_MS
        self._lines: set[Line] = set()
        world.tell = self._tell

    @property
    def listeners(self) -> int:
        """Return how many sessions have a line."""
        return sum(session.line is not None for session in self.sessions.values())

    def forget_sessions(self) -> None:
        """Let no session be taken up again."""
        self.sessions.clear()

    def ask_to_reconnect(self) -> None:
        """Send every line a Reconnect (op 7)."""
        for line in self._lines:
            line.outbox.put_nowait({"op": 7, "d": None})

    def close(self) -> None:
        """Let every line end."""
        for line in self._lines:
            line.outbox.put_nowait(None)

    async def connected(self, socket: WebSocket) -> None:
        """Hold a line."""
        await socket.accept()
        line = Line(socket)
        self._lines.add(line)
        writer = asyncio.create_task(self._write(line))
        line.outbox.put_nowait({"op": 10, "d": {"heartbeat_interval": self.heartbeat_ms}})
        try:
            while True:
                message = await socket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                code = self._heard(line, json.loads(message.get("text") or message.get("bytes") or b"{}"))
                if code:
                    await socket.close(code)
                    return
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            self._left(line, writer)

    def _left(self, line: Line, writer: "asyncio.Task[None]") -> None:
        self._lines.discard(line)
        for session in self.sessions.values():
            if session.line is line:
                session.line = None
        writer.cancel()

    async def _write(self, line: Line) -> None:
        with suppress(WebSocketDisconnect, RuntimeError, OSError):
            while (event := await line.outbox.get()) is not None:
                await line.send(event)
            await line.socket.close(1001)

    def _heard(self, line: Line, payload: Json) -> int:
        """Act on what a client says; return the code to close with, or 0."""
        match payload.get("op"):
            case 1:
                self.heartbeats += 1
                if not self.deaf:
                    line.outbox.put_nowait({"op": 11, "d": None})
                return 0
            case 2:
                return self._identify(line, payload["d"])
            case 6:
                return self._resume(line, payload["d"])
            case 3 | 4 | 8:
                return 0
        return 4001

    def _identify(self, line: Line, said: Json) -> int:
        if said.get("token") != self._api.token:
            return 4004
        intents = int(said.get("intents", 0))
        if intents & MESSAGE_CONTENT and not self._world.sees_content:
            return 4014
        self.identified += 1
        self._api.identifies_left -= 1
        session = Session(f"session{self.identified}", intents, line=line)
        self.sessions[session.id] = session
        bot, guild = self._world.bot, self._world.guild
        session.dispatch(
            "READY",
            {
                "v": 10, "user": bot, "guilds": [{"id": guild, "unavailable": True}], "session_id": session.id,
                "resume_gateway_url": f"{self._url}/resume", "application": {"id": bot["id"], "flags": 0},
            },
        )  # fmt: skip
        session.dispatch("GUILD_CREATE", self._guild(guild))
        return 0

    def _guild(self, guild: str) -> Json:
        channels = [one for one in self._world.channels.values() if one["type"] != DM]
        return {
            "id": guild, "name": "Biscuits", "owner_id": "1", "roles": [], "emojis": [], "stickers": [],
            "features": [], "member_count": 2, "large": False, "unavailable": False, "members": [],
            "channels": [one for one in channels if one["type"] != 11], "threads": [one for one in channels if one["type"] == 11],
        }  # fmt: skip

    def _resume(self, line: Line, said: Json) -> int:
        session = self.sessions.get(str(said.get("session_id")))
        if said.get("token") != self._api.token:
            return 4004
        if session is None:
            line.outbox.put_nowait({"op": 9, "d": False})
            return 0
        self.resumed += 1
        session.line = line
        for event in session.told[int(said.get("seq") or 0) :]:
            line.outbox.put_nowait(event)
        session.dispatch("RESUMED", {})
        return 0

    def _tell(self, kind: str, what: Json) -> None:
        wanted = GUILD_MESSAGES if "guild_id" in what else DIRECT_MESSAGES
        for session in self.sessions.values():
            if session.intents & wanted:
                session.dispatch(kind, what)
