"""One Telegram bot."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec

from responder.connectors.telegram import files, parse, words
from responder.connectors.telegram.api import Already, Api, Moved, NoText
from responder.connectors.telegram.feed import Feed
from responder.connectors.telegram.parse import Ours
from responder.connectors.telegram.shapes import Incoming, User
from responder.core.accounts import Account, Limits
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded, Uncertain
from responder.core.ports import (
    Act,
    Attached,
    Batch,
    Fetcher,
    Found,
    Identity,
    Item,
    Means,
    Outgoing,
    Receipt,
    Unproven,
)
from responder.net.payloads import WRONG

LIMITS = Limits(characters=4096, attachments=1)
CAPTION = 1024
"""How many UTF-16 units may stand beside a picture."""

THUMB = "👍"


def open(account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None) -> Fetcher:
    """Return the connector for an account; nothing is asked of Telegram yet."""
    return Telegram(account, means, transport)


class Telegram:
    """What a bot's chats bring, read and answered in its name."""

    def __init__(
        self, account: Account, means: Means, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._account, self._means = account, means
        self._api = Api(account.options["base"], means.vault.secret, means.clock, transport)
        self._ours = Ours(account.remote_id, account.handle, account.server, account.id)
        self._feed = Feed(self._api, self._ours, means)

    async def check(self) -> Identity:
        """Prove the token. Raises SignInNeeded, also when it now belongs to another bot."""
        bot = await who(self._api)
        if str(bot.id) != self._account.remote_id:
            raise SignInNeeded(f"This token belongs to @{bot.username}, not to @{self._account.handle}")
        return identity(self._account.server, bot)

    def listen(self, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield what arrives; see `Feed`."""
        return self._feed.batches(cursor)

    async def send(self, reply: Outgoing) -> Receipt:
        """Answer in the chat that the question came from."""
        scope, chat, number = _parted(reply.in_reply_to)
        _fits(reply)
        target: dict[str, Any] = {"chat_id": chat}
        if scope.startswith("b"):
            target["business_connection_id"] = scope[1:]
        if chat < 0:
            target["reply_parameters"] = {"message_id": number}
        try:
            answer = await self._put(reply, target)
        except Moved as moved:
            # The old group took nothing, and its messages have no numbers in the new one.
            answer = await self._put(reply, {"chat_id": moved.chat})
        try:
            sent = parse.result(answer, Incoming)
        except Malformed as error:
            raise Uncertain("Telegram took it, but its answer cannot be read") from error
        return await self._receipt(reply, sent)

    async def find(self, reply: Outgoing, since: int) -> Found:
        """Say that nobody can tell: there is no call that lists what a bot sent."""
        return Unproven(words.UNPROVEN)

    async def act(self, act: Act) -> None:
        """Edit or delete, or put a thumb under a message; what is so already stays so."""
        scope, chat, number = _parted(act.remote_id)
        target: dict[str, Any] = {"chat_id": chat, "message_id": number}
        match act.verb:
            case "delete":
                await self._delete(scope, target)
            case "edit":
                business = {"business_connection_id": scope[1:]} if scope.startswith("b") else {}
                await self._edit({**target, **business}, act.text)
            case "favourite":
                reaction = [{"type": "emoji", "emoji": THUMB}]
                await self._change("setMessageReaction", {**target, "reaction": reaction})
            case "unfavourite":
                await self._change("setMessageReaction", {**target, "reaction": []})
            case _:
                raise Refused(f"Telegram does not know how to {act.verb} a message")

    async def reread(self, payload: bytes) -> tuple[Item, ...]:
        """Read an update that an earlier version could not."""
        try:
            return tuple(await self._feed.items([parse.update(payload)]))
        except WRONG as error:
            raise Malformed("an update that we cannot read", payload) from error

    async def fetch(self, address: str) -> Attached:
        """Return a file that somebody sent."""
        return await files.fetched(self._api, address)

    async def aclose(self) -> None:
        """Close every line."""
        await self._api.aclose()

    async def _put(self, reply: Outgoing, target: dict[str, Any]) -> bytes:
        if not reply.files:
            return (await self._api.write("sendMessage", {**target, "text": reply.text}, once=True)).body
        (picture,) = reply.files
        form = {name: _written(value) for name, value in {**target, "caption": reply.text}.items()}
        part = (picture.path.name, picture.path.read_bytes(), picture.type)
        return (await self._api.upload("sendPhoto", form, {"photo": part})).body

    async def _receipt(self, reply: Outgoing, sent: Incoming) -> Receipt:
        root = await self._means.known.root_of(reply.in_reply_to)
        if root is None:
            private = sent.chat.type == "private"
            root = reply.in_reply_to.rpartition("/")[0] if private else reply.in_reply_to
        message = parse.message(sent, self._ours, root)
        own = msgspec.structs.replace(message.author, ours=True)
        message = msgspec.structs.replace(message, author=own, addressed=False, parent=reply.in_reply_to)
        return Receipt(message.remote_id, message)

    async def _delete(self, scope: str, target: dict[str, Any]) -> None:
        if scope.startswith("b"):
            more = {"business_connection_id": scope[1:], "message_ids": [target["message_id"]]}
            await self._change("deleteBusinessMessages", more)
            return
        try:
            await self._api.write("deleteMessage", target)
        except Gone:
            return

    async def _edit(self, target: dict[str, Any], text: str) -> None:
        try:
            await self._change("editMessageText", {**target, "text": text})
        except NoText:
            await self._change("editMessageCaption", {**target, "caption": text})

    async def _change(self, method: str, body: dict[str, Any]) -> None:
        try:
            await self._api.write(method, body)
        except Already:
            return


async def who(api: Api) -> User:
    """Return the bot that a token speaks for."""
    return parse.result((await api.read("getMe")).body, User)


def identity(server: str, bot: User) -> Identity:
    """Return who the token speaks for, and what it cannot do."""
    missing = () if bot.can_read_all_group_messages else (words.PRIVACY,)
    handle = bot.username or str(bot.id)
    return Identity(server, str(bot.id), handle, bot.first_name or handle, LIMITS, missing)


def _fits(reply: Outgoing) -> None:
    """Raise Refused for what Telegram would not take whole."""
    if len(reply.files) > LIMITS.attachments:
        raise Refused("One picture at a time goes with an answer on Telegram")
    length = len(reply.text.encode("utf-16-le", "surrogatepass")) // 2
    if length > (CAPTION if reply.files else LIMITS.characters):
        raise Refused(words.CAPTION if reply.files else words.TOO_LONG)


def _parted(remote_id: str) -> tuple[str, int, int]:
    try:
        return parse.parted(remote_id)
    except ValueError as error:
        raise Gone("This message is not one of Telegram's") from error


def _written(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
