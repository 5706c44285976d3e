"""One server (guild) with its channels, private channels, and the bot; every change is told to who listens."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

EPOCH_MS = 1_420_070_400_000
Json = dict[str, Any]

TEXT, DM, THREAD, FORUM = 0, 1, 11, 15
MESSAGE_CONTENT = 1 << 15
KEPT_NONCES_MS = 300_000


class Trouble(Exception):
    """A refusal, as the API words it."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, "code": code, **more}


class World:
    """In the server's thread only. Ids rise with the true time, whatever `drift` (µs) does to what is shown."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._count = itertools.count(1)
        self.drift = 0
        self.tell: Callable[[str, Json], None] = lambda _kind, _what: None
        self.sign: Callable[[Json], Json] = lambda message: message
        self.bot = self._user("1200000000000000001", "grandlievre", "Grand Lièvre", bot=True)
        self.guild = "1300000000000000001"
        self.sees_content = True
        self.channels: dict[str, Json] = {}
        self.messages: dict[str, dict[str, Json]] = {}
        self.hidden: set[str] = set()
        self.reactions: set[tuple[str, str]] = set()
        self._nonces: dict[str, Json] = {}

    # --- people and places

    def snowflake(self) -> str:
        """Return the next id: later ones are greater."""
        return str((self._now() // 1000 - EPOCH_MS) << 22 | next(self._count) % 4_194_304)

    def now(self) -> int:
        """Return the network's own idea of the time (µs)."""
        return self._now() + self.drift

    def moment(self) -> str:
        """Return it as the network writes it."""
        at = datetime.fromtimestamp(self.now() / 1_000_000, UTC)
        return at.isoformat(timespec="microseconds")

    def _user(self, number: str, username: str, name: str, *, bot: bool = False) -> Json:
        return {
            "id": number, "username": username, "global_name": name, "discriminator": "0", "avatar": None,
            "bot": bot, "public_flags": 0, "flags": 0, "primary_guild": None,
        }  # fmt: skip

    def person(self, name: str) -> Json:
        """Return a person, the same for the same name."""
        number = 80_351_110_224_678_912 + sum(name.encode())
        return self._user(str(number), name.lower(), name)

    def channel(self, name: str, kind: int = TEXT, *, number: str = "", parent: str = "") -> Json:
        """Open a channel, or a thread in one."""
        made: Json = {
            "id": number or self.snowflake(), "type": kind, "flags": 0, "guild_id": self.guild, "name": name,
            "position": len(self.channels), "last_message_id": None, "permission_overwrites": [],
            "parent_id": parent or None,
        }  # fmt: skip
        if kind == THREAD:
            made |= {
                "owner_id": self.bot["id"], "message_count": 0, "member_count": 1, "total_message_sent": 0,
                "thread_metadata": {"archived": False, "auto_archive_duration": 1440, "locked": False, "archive_timestamp": self.moment()},
            }  # fmt: skip
        return self._opened(made)

    def private(self, person: Json) -> Json:
        """Return the private channel with somebody."""
        for channel in self.channels.values():
            if channel["type"] == DM and channel["recipients"][0]["id"] == person["id"]:
                return channel
        made = {
            "id": self.snowflake(),
            "type": DM,
            "flags": 0,
            "recipients": [person],
            "last_message_id": None,
        }
        return self._opened(made)

    def _opened(self, channel: Json) -> Json:
        self.channels[channel["id"]] = channel
        self.messages[channel["id"]] = {}
        return channel

    # --- messages

    def place(self, channel: str) -> Json:
        """Return a channel that the bot may look into. Raises Trouble."""
        if channel not in self.channels:
            raise Trouble(404, 10003, "Unknown Channel")
        if channel in self.hidden:
            raise Trouble(403, 50001, "Missing Access")
        return self.channels[channel]

    def one(self, channel: str, message: str) -> Json:
        """Return a message. Raises Trouble."""
        self.place(channel)
        found = self.messages[channel].get(message)
        if found is None:
            raise Trouble(404, 10008, "Unknown Message")
        return found

    def write(
        self, channel: str, author: Json, content: str, *, reply_to: str = "", nonce: str = "", **more: Any
    ) -> Json:
        """Let somebody write; `nonce` is only echoed, and forgotten by what is read back."""
        place = self.channels[channel]
        mentions = [user for user in (self.bot,) if f"<@{user['id']}>" in content]
        message: Json = {
            "id": self.snowflake(), "channel_id": channel, "author": author, "content": content,
            "timestamp": self.moment(), "edited_timestamp": None, "tts": False, "mention_everyone": False,
            "mentions": mentions, "mention_roles": [], "attachments": [], "embeds": [], "components": [],
            "pinned": False, "type": 0, "flags": 0, **more,
        }  # fmt: skip
        if reply_to:
            self._refer(message, channel, reply_to)
        self.messages[channel][message["id"]] = message
        place["last_message_id"] = message["id"]
        guild = {"guild_id": self.guild} if place["type"] != DM else {}
        self.tell("MESSAGE_CREATE", {**self.seen(message), **guild, **({"nonce": nonce} if nonce else {})})
        return message

    def _refer(self, message: Json, channel: str, reply_to: str) -> None:
        answered = self.messages[channel][reply_to]
        message |= {
            "type": 19, "message_reference": {"type": 0, "channel_id": channel, "message_id": reply_to},
            "referenced_message": {key: part for key, part in answered.items() if key != "referenced_message"},
        }  # fmt: skip
        if answered["author"]["id"] == self.bot["id"]:
            message["mentions"] = [self.bot]

    def sent(self, channel: str, given: Json) -> Json:
        """Take what the bot sends, as the API does. Raises Trouble."""
        self.place(channel)
        content = str(given.get("content") or "")
        nonce = str(given.get("nonce") or "")
        if given.get("enforce_nonce") and nonce in self._nonces:
            known = self._nonces[nonce]
            return {**self.one(known["channel_id"], known["id"]), "nonce": nonce}
        if len(content) > 2000:
            raise Trouble(
                400,
                50035,
                "Invalid Form Body",
                errors=_field("content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length."),
            )
        if not content and not given.get("attachments"):
            raise Trouble(400, 50006, "Cannot send an empty message")
        answered = str((given.get("message_reference") or {}).get("message_id") or "")
        if answered and answered not in self.messages[channel]:
            raise Trouble(
                400,
                50035,
                "Invalid Form Body",
                errors=_field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message"),
            )
        message = self.write(
            channel,
            self.bot,
            content,
            reply_to=answered,
            nonce=nonce,
            attachments=given.get("attachments", []),
        )
        if nonce:
            self._nonces[nonce] = message
        return {**message, "nonce": nonce} if nonce else message

    def edited(self, channel: str, message: str, content: str, by: Json) -> Json:
        """Change a text. Raises Trouble."""
        found = self.one(channel, message)
        if found["author"]["id"] != by["id"]:
            raise Trouble(403, 50005, "Cannot edit a message authored by another user")
        found |= {"content": content, "edited_timestamp": self.moment()}
        self.tell("MESSAGE_UPDATE", {**self.seen(found), "guild_id": self.guild})
        return found

    def deleted(self, channel: str, message: str) -> None:
        """Delete a message. Raises Trouble."""
        self.one(channel, message)
        del self.messages[channel][message]
        self.tell("MESSAGE_DELETE", {"id": message, "channel_id": channel, "guild_id": self.guild})

    def seen(self, message: Json) -> Json:
        """Return a message as the bot may see it: without the intent the text of others is not for it."""
        place = self.channels[message["channel_id"]]
        named = any(user["id"] == self.bot["id"] for user in message["mentions"])
        own = message["author"]["id"] == self.bot["id"]
        if self.sees_content or named or own or place["type"] == DM:
            return self.sign(message)
        return {**message, "content": "", "attachments": [], "embeds": []}


def _field(name: str, code: str, message: str) -> Json:
    return {name: {"_errors": [{"code": code, "message": message}]}}
