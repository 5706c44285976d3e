"""Discord's messages to ours. Pure; whatever cannot be read becomes `Unreadable`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from uuid import UUID

from msgspec import Raw, Struct

from responder.core.clock import from_iso
from responder.core.messages import Attachment, Author, Kind, Message, Post, Visibility
from responder.core.ports import Unreadable
from responder.net.markup import tidy
from responder.net.payloads import WRONG, decoded, unreadable, value

NETWORK = "discord"
NAME = "Discord"
TEXT, DM, ANNOUNCEMENT, FORUM, MEDIA = 0, 1, 5, 15, 16
THREADS = (10, 11, 12)
HOLDS = (TEXT, DM, ANNOUNCEMENT, 2, 13, *THREADS)
"""Kinds of channels that have messages; a voice channel has a chat too."""

SAID = (0, 19)
"""Kinds of messages in which somebody says something: a message and an answer."""

_MARK = re.compile(r"<(@!?|@&|#|a?:\w{1,60}:)(\d{1,25})>")
_KINDS = {"image": "image", "video": "video", "audio": "audio"}


class User(Struct):
    """A user, as far as we use it."""

    id: str
    username: str = ""
    global_name: str | None = None
    avatar: str | None = None
    bot: bool | None = None


class File(Struct):
    """An attachment."""

    id: str
    filename: str | None = None
    description: str | None = None
    content_type: str | None = None
    url: str | None = None
    size: int | None = None


class Reference(Struct):
    """What a message answers."""

    message_id: str | None = None
    channel_id: str | None = None
    type: int | None = None


class Named(Struct):
    """A sticker."""

    name: str = ""


class Written(Struct):
    """A message, as far as we use it."""

    id: str
    channel_id: str
    author: User
    timestamp: str
    content: str = ""
    edited_timestamp: str | None = None
    type: int = 0
    guild_id: str | None = None
    nonce: str | int | None = None
    mentions: list[User] | None = None
    attachments: list[File] | None = None
    sticker_items: list[Named] | None = None
    message_reference: Reference | None = None
    referenced_message: Written | None = None

    def __post_init__(self) -> None:
        """Refuse what has no id or no time."""
        for number in (self.id, self.channel_id):
            if not (number.isascii() and number.isdecimal() and len(number) < 21):
                raise ValueError("an id that is none")
        from_iso(self.timestamp)

    @property
    def key(self) -> str:
        """Return the id that the rest of the program knows it by."""
        return f"{self.channel_id}/{self.id}"

    @property
    def above(self) -> str | None:
        """Return the id of the message that it answers; one that is passed on from elsewhere is not answered."""
        reference = self.message_reference
        if reference is None or not reference.message_id or reference.type:
            return None
        return f"{reference.channel_id or self.channel_id}/{reference.message_id}"

    @property
    def version(self) -> str:
        """Return a short hash of what an edit changes."""
        parts = [self.content, self.edited_timestamp or "", *(file.id for file in self.attachments or ())]
        return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=5).hexdigest()


class Channel(Struct):
    """A channel or a thread."""

    id: str
    type: int = TEXT
    name: str | None = None
    parent_id: str | None = None
    guild_id: str | None = None
    last_message_id: str | None = None

    @property
    def thread(self) -> bool:
        """Say whether it is a thread."""
        return self.type in THREADS


class Threads(Struct):
    """The list of active threads."""

    threads: list[Channel] = []


class Gone(Struct):
    """A deletion, of one or several."""

    channel_id: str
    id: str | None = None
    ids: list[str] | None = None

    @property
    def keys(self) -> list[str]:
        """Return the ids of what is gone."""
        return [f"{self.channel_id}/{one}" for one in (self.ids or [self.id or ""])]


class Found(Struct):
    """What a search found: each hit with what stands around it, the hit alone in version 10."""

    messages: list[list[Raw]] = []


@dataclass
class Page:
    """A page of messages, oldest first."""

    messages: list[Written] = field(default_factory=list)
    broken: list[Unreadable] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.messages) + len(self.broken)


def page(body: bytes) -> Page:
    """Read a page. Raises Malformed when it is no list."""
    return sorted_out(decoded(body, list[Raw], NAME))


def sorted_out(raws: list[Raw]) -> Page:
    """Read messages one by one; what is there twice is taken once."""
    found, seen = Page(), set[str]()
    for raw in raws:
        one = single(bytes(raw))
        if isinstance(one, Unreadable):
            found.broken.append(one)
        elif one.id not in seen:
            seen.add(one.id)
            found.messages.append(one)
    found.messages.sort(key=lambda one: int(one.id))
    return found


def single(payload: bytes) -> Written | Unreadable:
    """Read one message."""
    try:
        return value(payload, Written)
    except WRONG as error:
        return unreadable(payload, "a message", error)


# --- messages


@dataclass(frozen=True)
class Ours:
    """Who we are."""

    bot: str
    server: str
    account: UUID

    def wrote(self, message: Written) -> bool:
        """Say whether the bot wrote it."""
        return message.author.id == self.bot

    def named(self, message: Written) -> bool:
        """Say whether a message mentions or answers the bot."""
        answered = message.referenced_message
        to_us = answered is not None and self.wrote(answered)
        return to_us or any(user.id == self.bot for user in message.mentions or ())


def speaks(message: Written) -> bool:
    """Say whether somebody says something that we may see."""
    seen = message.content or message.attachments or message.sticker_items
    return message.type in SAID and bool(seen)


def message(
    written: Written, channel: Channel, ours: Ours, root: str, names: Mapping[str, str], *, addressed: bool
) -> Message:
    """Return it as a message. `names` are those of channels."""
    own = ours.wrote(written)
    direct = channel.type == DM
    kind = Kind.DIRECT if direct else Kind.MENTION if ours.named(written) else Kind.COMMENT
    link = jump(written, channel)
    return Message(
        network=NETWORK, server=ours.server, account=ours.account, remote_id=written.key, root=root, kind=kind,
        author=_author(written.author, own), text=text_of(written, names), created_at=from_iso(written.timestamp),
        parent=written.above, edited_at=_edited(written), addressed=addressed and not own,
        visibility=Visibility.DIRECT if direct else Visibility.UNLISTED, url=link,
        mentions=tuple(_line(user.username) for user in written.mentions or ()),
        attachments=tuple(_attachment(file, written, link) for file in written.attachments or ()),
        post=None if direct else Post(channel.id, _title(channel), jump(None, channel)),
    )  # fmt: skip


def text_of(written: Written, names: Mapping[str, str]) -> str:
    """Return the text with names in place of numbers."""
    users = {user.id: _line(user.global_name or user.username) for user in written.mentions or ()}

    def named(found: re.Match[str]) -> str:
        kind, number = found[1], found[2]
        if kind.startswith("@") and kind != "@&":
            return f"@{users.get(number, '?')}"
        if kind == "#":
            return f"#{names.get(number, '?')}"
        return "@?" if kind == "@&" else f":{kind.strip('a').strip(':')}:" if kind.startswith("a:") else kind

    stickers = " ".join(f"[{one.name}]" for one in written.sticker_items or ())
    return tidy(
        f"{_MARK.sub(named, written.content)}\n{stickers}" if stickers else _MARK.sub(named, written.content)
    )


def jump(written: Written | None, channel: Channel) -> str:
    """Return the address of a message, or of a channel; those of files expire, this one does not."""
    place = f"https://discord.com/channels/{channel.guild_id or '@me'}/{channel.id}"
    return place if written is None else f"{place}/{written.id}"


def _edited(written: Written) -> int | None:
    try:
        return from_iso(written.edited_timestamp) if written.edited_timestamp else None
    except (ValueError, OverflowError):
        return None


def _title(channel: Channel) -> str:
    name = _line(channel.name or "")
    return name if channel.thread else f"#{name}"


def _author(user: User, ours: bool) -> Author:
    name = _line(user.global_name or user.username) or "?"
    avatar = None
    if user.avatar and user.avatar.isascii() and user.avatar.isidentifier() and user.id.isdecimal():
        avatar = f"https://cdn.discordapp.com/avatars/{user.id}/{user.avatar}.png"
    return Author(user.id, _line(user.username), name, avatar=avatar, bot=bool(user.bot), ours=ours)


def _attachment(file: File, written: Written, link: str) -> Attachment:
    kind = _KINDS.get((file.content_type or "").partition("/")[0], "file")
    description = _line(file.description or file.filename or "")
    return Attachment(kind, address(written, file) or link, description=description or None)


def address(written: Written, file: File) -> str:
    """Return the address that `files.fetched` understands; Discord's own ones expire."""
    known = file.id.isascii() and file.id.isdecimal() and len(file.id) < 21
    return f"discord:{written.key}/{file.id}" if known else ""


def _line(text: str) -> str:
    return " ".join(tidy(text, limit=300).split())
