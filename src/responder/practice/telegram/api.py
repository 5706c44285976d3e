"""The methods of the Bot API that a practice bot knows, with the refusals of the real one."""

import json
from typing import Any

from starlette.datastructures import UploadFile

from responder.practice.telegram.world import Json, Trouble, World

TEXT = 4096
CAPTION = 1024
FILE = 20_000_000
"""bytes: no larger file is given to a bot."""


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


class Methods:
    """Carries methods out. Every one takes the parameters and returns the result, or raises Trouble."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.known = {
            "getMe": self.me, "getWebhookInfo": self.webhook, "sendMessage": self.send, "sendPhoto": self.photo, "getFile": self.file,
            "editMessageText": self.edit, "editMessageCaption": self.caption, "deleteMessage": self.delete, "setMessageReaction": self.react,
        }  # fmt: skip

    def me(self, _: Json) -> Json:
        """Say who the bot is."""
        return self._world.bot

    def webhook(self, _: Json) -> Json:
        """Say where updates are sent, if anywhere."""
        return {
            "url": self._world.webhook, "has_custom_certificate": False,
            "pending_update_count": len(self._world.pending),
        }  # fmt: skip

    def send(self, given: Json) -> Json:
        """Write a text."""
        text = str(given.get("text", ""))
        if not text.strip():
            raise Trouble(400, "Bad Request: message text is empty")
        if units(text) > TEXT:
            raise Trouble(400, "Bad Request: message is too long")
        return self._written(given, text=text.strip())

    def photo(self, given: Json) -> Json:
        """Write a picture with its caption."""
        photo = given.get("photo")
        if not isinstance(photo, UploadFile):
            raise Trouble(400, "Bad Request: there is no photo in the request")
        caption = str(given.get("caption", ""))
        if units(caption) > CAPTION:
            raise Trouble(400, "Bad Request: message caption is too long")
        sizes = [{"file_id": f"f{photo.size}", "file_unique_id": f"u{photo.size}", "width": 90, "height": 90}]
        return self._written(given, photo=sizes, **({"caption": caption} if caption else {}))

    def file(self, given: Json) -> Json:
        """Say where a file can be fetched from."""
        found = self._world.files.get(str(given.get("file_id", "")))
        if found is None:
            raise Trouble(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if found["file_size"] > FILE:
            raise Trouble(400, "Bad Request: file is too big")
        return found

    def edit(self, given: Json) -> Json:
        """Change a text of the bot's."""
        message = self._world.own(_number(given, "chat_id"), _number(given, "message_id"), "edit")
        if "text" not in message:
            raise Trouble(400, "Bad Request: there is no text in the message to edit")
        text = str(given.get("text", ""))
        if message.get("text") == text:
            raise Trouble(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message",
            )
        if units(text) > TEXT:
            raise Trouble(400, "Bad Request: message is too long")
        message |= {"text": text, "edit_date": self._world.now()}
        return message

    def caption(self, given: Json) -> Json:
        """Change what is written beside a picture of the bot's."""
        message = self._world.own(_number(given, "chat_id"), _number(given, "message_id"), "edit")
        message |= {"caption": str(given.get("caption", "")), "edit_date": self._world.now()}
        return message

    def delete(self, given: Json) -> bool:
        """Delete a message."""
        chat, number = _number(given, "chat_id"), _number(given, "message_id")
        message = self._world.own(chat, number, "delete")
        if self._world.now() - message["date"] > 48 * 3600:
            raise Trouble(400, "Bad Request: message can't be deleted for everyone")
        del self._world.messages[chat, number]
        return True

    def react(self, given: Json) -> bool:
        """Put reactions under a message, or take them away."""
        chat, number = _number(given, "chat_id"), _number(given, "message_id")
        if (chat, number) not in self._world.messages:
            raise Trouble(400, "Bad Request: message to react not found")
        self._world.reactions[chat, number] = list(_value(given.get("reaction")) or [])
        return True

    def _written(self, given: Json, **content: Any) -> Json:
        chat = self._world.writable(_number(given, "chat_id"))
        parameters = _value(given.get("reply_parameters")) or {}
        answered = int(parameters.get("message_id", 0))
        if answered and (chat["id"], answered) not in self._world.messages:
            if not parameters.get("allow_sending_without_reply"):
                raise Trouble(400, "Bad Request: message to be replied not found")
            answered = 0
        extra = {key: given[key] for key in ("business_connection_id",) if key in given}
        return self._world.write(
            chat["id"], self._world.bot, reply_to=answered, told=False, **content, **extra
        )


def _number(given: Json, name: str) -> int:
    try:
        return int(str(given[name]))
    except (KeyError, ValueError) as error:
        raise Trouble(400, f"Bad Request: {name} is empty") from error


def _value(given: Any) -> Any:
    """Return a parameter that forms carry as JSON text."""
    return json.loads(given) if isinstance(given, str) and given else given
