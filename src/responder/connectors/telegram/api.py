"""The Bot API with one bot's token. The token is in every address: none is ever in a failure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
from msgspec import Struct

from responder.connectors.telegram import words
from responder.core.clock import Clock
from responder.core.errors import (
    Gone,
    Malformed,
    NetworkError,
    Refused,
    SignInNeeded,
    Throttled,
    Uncertain,
    Unreachable,
)
from responder.core.ports import MOST_ATTACHED
from responder.net import limits
from responder.net.answers import Answer
from responder.net.client import Client, Part

PATIENCE = 300.0
"""No file takes longer to come than this (s)."""

SERVER = "https://api.telegram.org"
_ANY = range(300, 600)

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
    "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot",
)  # fmt: skip
"""Every kind of update: with all of them their numbers have no holes."""


class Parameters(Struct):
    """What goes with some refusals."""

    retry_after: float | None = None
    migrate_to_chat_id: int | None = None


class Failure(Struct):
    """An answer that is a no."""

    description: str = ""
    parameters: Parameters | None = None


class Moved(Refused):
    """A group became a supergroup, with another id: nothing was sent to the old one."""

    def __init__(self, chat: int) -> None:
        super().__init__("This group has moved to another id")
        self.chat = chat


class Already(Refused):
    """It is so already."""


class NoText(Refused):
    """It is a picture: what is written beside it has a method of its own."""

    def __init__(self) -> None:
        super().__init__(words.NO_TEXT)


class Api:
    """Calls methods. `base` is the server's address without the token."""

    def __init__(
        self, base: str, token: str, clock: Clock, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.client = Client(base, clock, transport=transport)
        self._files = Client(base, clock, transport=transport, most_bytes=MOST_ATTACHED, deadline=PATIENCE)
        self._token = token

    async def updates(self, offset: int, patience: int) -> bytes:
        """Return the body with the updates from an offset on (0: all that wait), after at most `patience` s."""
        params: dict[str, str | int] = {
            "limit": 100, "timeout": patience, "allowed_updates": msgspec.json.encode(KINDS).decode(),
        }  # fmt: skip
        if offset:
            params["offset"] = offset
        return (await self.read("getUpdates", params)).body

    async def read(self, method: str, params: Mapping[str, str | int] | None = None) -> Answer:
        """Ask. Raises what `_judge` makes of a no."""
        answer = await self.client.get(self._path(method), params, accept=_ANY)
        return self._judge(answer, once=False)

    async def write(self, method: str, body: Mapping[str, Any], *, once: bool = False) -> Answer:
        """Change something. With `once` a doubt is Uncertain."""
        answer = await self.client.write("POST", self._path(method), json=body, once=once, accept=_ANY)
        return self._judge(answer, once=once)

    async def upload(self, method: str, form: Mapping[str, str], files: Mapping[str, Part]) -> Answer:
        """Send files, once."""
        answer = await self.client.write(
            "POST", self._path(method), form=dict(form), files=files, once=True, accept=_ANY
        )
        return self._judge(answer, once=True)

    async def file(self, path: str) -> Answer:
        """Return a file that getFile told of. Raises Gone when it is not there any more, Refused when it is too large."""
        try:
            answer = await self._files.get(f"/file/bot{self._token}/{path}", accept=_ANY)
        except Malformed as error:
            raise Refused(words.FILE_TOO_LARGE) from error
        if answer.status == httpx.codes.NOT_FOUND:
            raise Gone(words.FILE_GONE)
        return self._judge(answer, once=False)

    async def aclose(self) -> None:
        """Close every line."""
        await self.client.aclose()
        await self._files.aclose()

    def _path(self, method: str) -> str:
        return f"/bot{self._token}/{method}"

    def _judge(self, answer: Answer, *, once: bool) -> Answer:
        if answer.status < 300:
            return answer
        raise failure(answer, self.client.now(), once=once)


def failure(answer: Answer, now: int, *, once: bool) -> NetworkError:
    """Return what a no stands for. `now` is by the server's clock (µs)."""
    try:
        said = msgspec.json.decode(answer.body, type=Failure)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        said = Failure()
    more = said.parameters or Parameters()
    match answer.status:
        case 401 | 404:
            return SignInNeeded(words.TOKEN)
        case 409:
            return Refused(words.WEBHOOK if "webhook" in said.description else words.OTHER_POLLER)
        case 429:
            wait = more.retry_after or limits.patience(answer.headers, now)
            return Throttled("Telegram asks us to wait a little", min(max(wait, 1.0), limits.LONGEST))
        case status if status < 400:
            return Refused("The Bot API server sends us elsewhere, and a token goes nowhere else")
        case status if status >= 500:
            text = f"Telegram is in trouble at the moment ({status})"
            return Uncertain(text) if once else Unreachable(text)
    if more.migrate_to_chat_id is not None:
        return Moved(more.migrate_to_chat_id)
    if "not modified" in said.description:
        return Already("It says so already")
    if "no text in the message" in said.description:
        return NoText()
    return words.refusal(said.description)


def base_of(address: str) -> str:
    """Return the address of a Bot API server. Raises Refused for one that is not encrypted, unless it is here."""
    text = address.strip() or SERVER
    parts = urlsplit(text if "://" in text else f"https://{text}")
    here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise Refused("This is not the address of a Bot API server")
    if parts.scheme == "http" and not here:
        raise Refused("Without https anybody on the way could read the bot's token")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
