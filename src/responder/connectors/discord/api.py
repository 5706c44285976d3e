"""Discord's REST API as one bot. Every failure is one of `core.errors`."""

from typing import Literal
from urllib.parse import urlsplit

import httpx
import msgspec
from msgspec import Struct

from responder.connectors.discord import words
from responder.core.clock import SECOND, Clock
from responder.core.errors import (
    Malformed,
    NetworkError,
    Refused,
    SignInNeeded,
    Throttled,
    Uncertain,
    Unreachable,
)
from responder.net import limits
from responder.net.answers import Answer
from responder.net.client import Client, Params, Part
from responder.net.payloads import WRONG, value

BASE = "https://discord.com/api/v10"
AGENT = "DiscordBot (https://responder.example, 0.1)"
"""Discord wants to be told so what a bot is."""

EPOCH_MS = 1_420_070_400_000
PAGE = 100
PATIENT = 5.0
"""How long (s) a full bucket is waited for before it is called a refusal."""

_ANY = range(300, 600)


class Failure(Struct):
    """An answer that is a no. `retry_after` is in seconds."""

    code: int = 0
    message: str = ""
    retry_after: float | None = None


class Api:
    """Asks and writes. `base` is the API's address with its version."""

    def __init__(
        self, base: str, token: str, clock: Clock, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        headers = {"Authorization": f"Bot {token}", "User-Agent": AGENT}
        self.client = Client(base, clock, headers=headers, transport=transport)
        self.token = token
        self._clock = clock

    async def get(self, path: str, params: Params | None = None) -> Answer:
        """Ask; a bucket that is full for a moment is waited for."""
        for _ in range(3):
            try:
                return await self._asked(path, params)
            except Throttled as error:
                if error.seconds > PATIENT:
                    raise
                await self._clock.sleep(error.seconds)
        return await self._asked(path, params)

    async def messages(self, channel: str, **where: str) -> Answer:
        """Return a page of a channel, newest first; `after` or `before` a message."""
        return await self.get(f"channels/{channel}/messages", {"limit": PAGE, **where})

    async def write(
        self, method: Literal["POST", "PUT", "PATCH", "DELETE"], path: str, body: object = None, *,
        files: dict[str, Part] | None = None, once: bool = False,
    ) -> Answer:  # fmt: skip
        """Change something. With `once` a doubt is Uncertain; files go beside the body."""
        if files:
            form = {"payload_json": msgspec.json.encode(body).decode()}
            answer = await self.client.write(method, path, form=form, files=files, once=once, accept=_ANY)
        else:
            answer = await self.client.write(method, path, json=body, once=once, accept=_ANY)
        return self._judge(answer, once=once)

    async def _asked(self, path: str, params: Params | None) -> Answer:
        return self._judge(await self.client.get(path, params, accept=_ANY), once=False)

    def _judge(self, answer: Answer, *, once: bool) -> Answer:
        if answer.status < 300:
            return answer
        raise failure(answer, self.client.now(), once=once)


def failure(answer: Answer, now: int, *, once: bool) -> NetworkError:
    """Return what a no stands for. `now` is by the server's clock (µs)."""
    try:
        said = value(answer.body, Failure)
    except WRONG:
        said = Failure()
    match answer.status:
        case 401:
            return SignInNeeded(words.TOKEN)
        case 429:
            wait = said.retry_after or limits.patience(answer.headers, now)
            return Throttled("Discord asks us to wait a little", min(max(wait, 0.1), limits.LONGEST))
        case status if status < 400:
            return Refused("Discord sends us elsewhere, and a token goes nowhere else")
        case status if status >= 500:
            text = f"Discord is in trouble at the moment ({status})"
            return Uncertain(text) if once else Unreachable(text)
        case 404 if not said.code:
            return words.refusal(10008, "", "")
    return words.refusal(said.code, said.message, answer.body[:4000].decode("utf-8", "replace"))


def snowflake(at: int) -> str:
    """Return the least id that something made at a time (µs) may have."""
    return str(max(0, at // 1000 - EPOCH_MS) << 22)


def made_at(snowflake: str) -> int:
    """Return when something was made (µs), by its id."""
    return ((int(snowflake) >> 22) + EPOCH_MS) * (SECOND // 1000)


def trusted(url: str, base: str) -> str:
    """Return the address of a gateway that the token may go to. Raises Malformed."""
    parts, home = urlsplit(url), urlsplit(base)
    discord = parts.scheme == "wss" and f".{parts.hostname}".endswith(".discord.gg")
    here = home.hostname in ("127.0.0.1", "localhost") and parts.hostname == home.hostname
    if not discord and not here:
        raise Malformed("Discord names a gateway that is not its own", url.encode("utf-8", "replace"))
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/?v=10&encoding=json"
