"""The gateway: one line that tells what happens, taken up again where it broke off."""

import asyncio
import json
import random
from typing import NoReturn

import msgspec
from msgspec import Raw, Struct

from responder.connectors.discord import words
from responder.connectors.discord.api import Api, trusted
from responder.core.clock import Clock
from responder.core.errors import Malformed, NetworkError, Refused, SignInNeeded, Unreachable
from responder.net import limits, websocket
from responder.net.standing import Standing
from responder.net.websocket import Closed, Line

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
BUFFERED = 5000
"""Events waiting to be taken. One more, and they are dropped and read from the channels instead."""

FEW = 20
"""With so few identifications left today nothing is identified: at none Discord resets the bot's token."""

OURS = 4000
"""A code to close with that lets the session be taken up again; 1000 and 1001 would end it."""

GRACE = 5.0
"""How much longer (s) than two heartbeats a line may say nothing, not even that it heard them."""

_NO_RESUME = (4007, 4009)
_WRONG_INTENTS = (4013, 4014)
_NEVER = (4010, 4011, 4012)


class Happening(Struct, frozen=True):
    """One event, and its payload as it came."""

    kind: str
    payload: bytes


class _Frame(Struct):
    op: int
    t: str | None = None
    s: int | None = None
    d: Raw = Raw(b"null")


class _Hello(Struct):
    heartbeat_interval: float


class _Ready(Struct):
    session_id: str
    resume_gateway_url: str


class _Limit(Struct):
    remaining: int = 1000
    reset_after: float = 0


class _Where(Struct):
    url: str
    session_start_limit: _Limit = msgspec.field(default_factory=_Limit)


class Gateway(Standing[Happening]):
    """Keeps a session. `opened` counts the sessions, not the lines: one that is taken up again missed nothing."""

    def __init__(self, api: Api, base: str, clock: Clock, *, grace: float = GRACE) -> None:
        super().__init__(clock, BUFFERED)
        self._api, self._base, self._grace = api, base, grace
        self._intents = GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES | MESSAGE_CONTENT
        self._session: _Ready | None = None
        self._seq: int | None = None
        self._heard_something = False

    async def came(self) -> None:
        """Wait until the line stands, or never will."""
        while not self.live and self._task is not None and not self._task.done():
            await self._bell.wait(None)

    async def _keep(self) -> None:
        failures = 0
        while True:
            self._heard_something = False
            await self._once()
            self._turned(live=False)
            failures = 1 if self._heard_something else failures + 1
            await self._clock.sleep(limits.backoff(failures, random.random()))  # noqa: S311 # spreads clients out

    async def _once(self) -> None:
        """Hold one line until it ends. Raises what no new try would mend."""
        try:
            await websocket.hold(self._api.client, await self._where(), self._talk)
        except Closed as closed:
            self._judge(closed.code)
        except SignInNeeded:
            raise
        except (Malformed, msgspec.MsgspecError):
            self._session = None  # taken up again it would say the same: the channels are read instead
        except NetworkError:
            return

    def _judge(self, code: int) -> None:
        if code == 4004:
            raise SignInNeeded(words.TOKEN)
        if code in _NEVER:
            raise Refused(words.NO_LISTENING)
        if code in _WRONG_INTENTS:
            if not self._intents & MESSAGE_CONTENT:
                raise Refused(words.NO_LISTENING)
            self._intents &= ~MESSAGE_CONTENT
        if code in (*_WRONG_INTENTS, *_NO_RESUME):
            self._session = None

    async def _where(self) -> str:
        """Return the address to open: the session's own, or the one that Discord names."""
        if self._session is not None:
            return trusted(self._session.resume_gateway_url, self._base)
        found = (await self._api.get("gateway/bot")).decode(_Where)
        if found.session_start_limit.remaining <= FEW:
            await self._clock.sleep(found.session_start_limit.reset_after / 1000)
        return trusted(found.url, self._base)

    # --- on the line

    async def _talk(self, line: Line) -> None:
        hello = _decoded(await line.receive())
        if hello.op != 10:
            raise Unreachable("Discord's gateway does not say hello")
        interval = max(0.05, msgspec.json.decode(hello.d, type=_Hello).heartbeat_interval / 1000)
        beating = asyncio.create_task(self._beat(line, interval))
        try:
            await line.send(self._greeting())
            await self._listen(line, interval)
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    def _greeting(self) -> str:
        if self._session is not None:
            session = {"token": self._api.token, "session_id": self._session.session_id, "seq": self._seq}
            return json.dumps({"op": 6, "d": session})
        me = {"os": "desktop", "browser": "responder", "device": "responder"}
        return json.dumps(
            {"op": 2, "d": {"token": self._api.token, "intents": self._intents, "properties": me}}
        )

    async def _beat(self, line: Line, interval: float) -> None:
        await self._clock.sleep(interval * random.random())  # noqa: S311 # as the documentation asks
        while True:
            await line.send(json.dumps({"op": 1, "d": self._seq}))
            await self._clock.sleep(interval)

    async def _listen(self, line: Line, interval: float) -> NoReturn:
        """Hear until the line ends. One that does not even acknowledge heartbeats is dead."""
        while True:
            try:
                async with asyncio.timeout(2 * interval + self._grace):
                    frame = _decoded(await line.receive())
            except TimeoutError as error:
                await line.close(OURS)
                raise Unreachable("Discord's gateway has gone silent") from error
            match frame.op:
                case 0:
                    self._dispatched(frame)
                case 1:
                    await line.send(json.dumps({"op": 1, "d": self._seq}))
                case 7:
                    await line.close(OURS)
                    raise Unreachable("Discord asks us to connect again")
                case 9:
                    if bytes(frame.d).strip() != b"true":
                        self._session = None
                    await line.close(OURS)
                    raise Unreachable("Discord has forgotten our session")

    def _dispatched(self, frame: _Frame) -> None:
        self._seq = frame.s if frame.s is not None else self._seq
        self._heard_something = True
        if frame.t == "READY":
            self._session = msgspec.json.decode(frame.d, type=_Ready)
            self.opened += 1
            self._turned(live=True)
        elif frame.t == "RESUMED":
            self._turned(live=True)
        elif frame.t is not None and frame.t.startswith(("MESSAGE_", "CHANNEL_", "THREAD_")):
            self._put(Happening(frame.t, bytes(frame.d)))


def _decoded(text: str) -> _Frame:
    try:
        return msgspec.json.decode(text, type=_Frame)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Malformed(
            "Discord's gateway says something that we cannot read", text.encode()[:10_000]
        ) from error
