"""Who writes where, and the updates that wait for the bot."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

DAY = 86_400
"""How long (s) an update is kept for a bot that does not come for it."""

Json = dict[str, Any]


class Trouble(Exception):
    """A refusal, as the API words it; `more` is put under `parameters`."""

    def __init__(self, code: int, description: str, **more: int) -> None:
        super().__init__(description)
        self.code = code
        self.more = more


class World:
    """One bot, its chats and its queue. In the server's thread only. Times are whole seconds UTC."""

    def __init__(self, now: Callable[[], int], token: str) -> None:
        self._now = now
        self.drift = 0
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Grand Lièvre",
            "username": "grandlievre_bot", "can_join_groups": True, "can_read_all_group_messages": True,
            "supports_inline_queries": False,
        }  # fmt: skip
        self.chats: dict[int, Json] = {}
        self.users: dict[int, Json] = {}
        self.messages: dict[tuple[int, int], Json] = {}
        self.reactions: dict[tuple[int, int], list[Json]] = {}
        self.pending: list[tuple[int, Json]] = []
        self.disk: dict[str, bytes] = {}
        self.files: dict[str, Json] = {}
        self.webhook = ""
        self.blocked: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.woken = asyncio.Event()
        self.ids = itertools.count(870)
        self._numbers = itertools.count(5)

    def now(self) -> int:
        """Return the network's own idea of the time."""
        return self._now() // 1_000_000 + self.drift // 1_000_000

    # --- what people do

    def person(self, number: int, name: str, username: str = "") -> Json:
        """Return a person, added when new."""
        user = self.users.setdefault(number, {"id": number, "is_bot": False, "first_name": name})
        if username:
            user["username"] = username
        return user

    def chat(self, number: int, kind: str, **more: str) -> Json:
        """Return a chat, added when new."""
        return self.chats.setdefault(number, {"id": number, "type": kind, **more})

    def write(self, chat: int, sender: Json, *, reply_to: int = 0, told: bool = True, **content: Any) -> Json:
        """Let somebody write, and tell the bot of it."""
        message: Json = {
            "message_id": next(self._numbers), "from": sender, "chat": self.chats[chat],
            "date": self.now(), **content,
        }  # fmt: skip
        if reply_to:
            answered = dict(self.messages[chat, reply_to])
            answered.pop("reply_to_message", None)
            message["reply_to_message"] = answered
            if self.chats[chat]["type"] == "supergroup":
                message["message_thread_id"] = answered.get("message_thread_id", reply_to)
        self.messages[chat, message["message_id"]] = message
        if told:
            self.tell("message", message)
        return message

    def tell(self, kind: str, what: Any) -> int:
        """Queue an update; return its number."""
        number = next(self.ids)
        self.pending.append((self.now(), {"update_id": number, kind: what}))
        self.woken.set()
        return number

    def upload(self, data: bytes, path: str, **more: Any) -> Json:
        """Keep a file under a path; return it as messages carry it."""
        number = len(self.files) + 1
        known: Json = {
            "file_id": f"BQACAgIAAx-file_{number}", "file_unique_id": f"AgAD{number}", "file_size": len(data),
        }  # fmt: skip
        self.disk[path] = data
        self.files[known["file_id"]] = {**known, "file_path": path}
        return {**known, **more}

    # --- what the bot asks

    def updates(self, offset: int, limit: int) -> list[Json]:
        """Return what waits, after forgetting what an offset confirms."""
        if offset > 0:
            self.pending = [one for one in self.pending if one[1]["update_id"] >= offset]
        elif offset < 0:
            self.pending = self.pending[offset:]
        self.pending = [one for one in self.pending if one[0] > self.now() - DAY]
        return [update for _, update in self.pending[:limit]]

    def writable(self, chat: int) -> Json:
        """Return a chat that the bot may write to. Raises Trouble."""
        if chat in self.migrated:
            raise Trouble(400, "Bad Request: group chat was upgraded to a supergroup chat",
                          migrate_to_chat_id=self.migrated[chat])  # fmt: skip
        if chat not in self.chats:
            raise Trouble(400, "Bad Request: chat not found")
        if chat in self.blocked:
            raise Trouble(403, "Forbidden: bot was blocked by the user")
        return self.chats[chat]

    def own(self, chat: int, number: int, verb: str) -> Json:
        """Return a message of the bot's. Raises Trouble."""
        message = self.messages.get((chat, number))
        if message is None:
            raise Trouble(400, f"Bad Request: message to {verb} not found")
        if verb == "edit" and message["from"]["id"] != self.bot["id"]:
            raise Trouble(400, "Bad Request: message can't be edited")
        return message
