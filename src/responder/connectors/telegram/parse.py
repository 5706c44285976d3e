"""Updates to messages. Pure; whatever cannot be read becomes `Unreadable`."""

import re
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import quote
from uuid import UUID

from msgspec import Raw, Struct

from responder.connectors.telegram.shapes import Chat, Entity, File, Incoming, Update
from responder.core.clock import DAY, SECOND, within
from responder.core.messages import Attachment, Author, Kind, Message, Post, Visibility
from responder.core.ports import Unreadable
from responder.net.markup import one_line, tidy
from responder.net.payloads import WRONG, decoded, unreadable, value

T = TypeVar("T")

NETWORK = "telegram"
NAME = "Telegram"
FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,300}")

_MOST_ENTITIES = 200


class _Numbered(Struct):
    update_id: int


class _Listing(Struct):
    result: list[Raw]


class _One(Struct):
    result: Raw


@dataclass
class Page:
    """What one answer of getUpdates holds. `numbers` are all that could be read, also of what else could not."""

    updates: list[Update] = field(default_factory=list)
    broken: list[Unreadable] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)


def page(body: bytes) -> Page:
    """Read the body of an answer. Raises Malformed when it is no list of updates."""
    found = Page()
    for raw in decoded(body, _Listing, NAME).result:
        payload = bytes(raw)
        try:
            one = update(payload)
        except WRONG as error:
            found.broken.append(unreadable(payload, "an update", error))
            found.numbers |= _number(payload)
            continue
        if one.update_id not in found.numbers:
            found.updates.append(one)
        found.numbers.add(one.update_id)
    found.updates.sort(key=lambda one: one.update_id)
    return found


def update(payload: bytes) -> Update:
    """Read one update. Raises one of `WRONG`."""
    return value(payload, Update)


def result(body: bytes, kind: type[T]) -> T:
    """Read what a method answers with. Raises Malformed."""
    return decoded(decoded(body, _One, NAME).result, kind, NAME)


def _number(payload: bytes) -> set[int]:
    try:
        return {value(payload, _Numbered).update_id}
    except WRONG:
        return set()


# --- ids


def key(message: Incoming, bot: str) -> str:
    """Return the id that the rest of the program knows a message by."""
    return placed(
        scope(message.chat, message.business_connection_id, bot), message.chat.id, message.message_id
    )


def scope(chat: Chat, business: str | None, bot: str) -> str:
    """Return what numbers of messages count in: each bot's and each business account's own, or all of Telegram."""
    if business:
        return f"b{business}"
    return "" if chat.type in ("supergroup", "channel") else bot


def placed(of: str, chat: int, number: int) -> str:
    """Put an id together."""
    return f"{of}/{chat}/{number}"


def parted(remote_id: str) -> tuple[str, int, int]:
    """Take an id apart: scope, chat, number. Raises ValueError."""
    of, chat, number = remote_id.rsplit("/", 2)
    return of, int(chat), int(number)


# --- texts


def shown(text: str, entities: list[Entity] | None) -> str:
    """Return a text with the addresses that its links hide behind a label."""
    hidden = [one for one in (entities or [])[:_MOST_ENTITIES] if one.type == "text_link" and one.url]
    if not hidden:
        return tidy(text)
    units = text.encode("utf-16-le", "surrogatepass")
    for one in sorted(hidden, key=lambda one: one.offset, reverse=True):
        start, end = 2 * one.offset, 2 * (one.offset + one.length)
        label = units[start:end].decode("utf-16-le", "replace")
        if 0 <= start < end <= len(units) and one.url and label != one.url:
            units = units[:end] + f" ({one.url})".encode("utf-16-le", "replace") + units[end:]
    return tidy(units.decode("utf-16-le", "replace"))


def covered(text: str, entity: Entity) -> str:
    """Return what an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    start = max(0, 2 * entity.offset)
    return units[start : max(start, 2 * (entity.offset + entity.length))].decode("utf-16-le", "replace")


def text_of(message: Incoming) -> str:
    """Return what a message says: its text, its caption, or what it carries in words."""
    if message.text is not None:
        return shown(message.text, message.entities)
    if message.caption is not None:
        return shown(message.caption, message.caption_entities)
    if message.sticker is not None:
        return tidy(message.sticker.emoji or "")
    return tidy(" ".join(_words(message)))


def _words(message: Incoming) -> list[str]:
    for said in (message.venue, message.contact, message.poll, message.location, message.dice):
        if said is None:
            continue
        place = "" if said.latitude is None else f"{said.latitude}, {said.longitude}"
        words = (
            said.title, said.address, said.first_name, said.phone_number, said.question,
            place if message.venue is None else "", said.emoji,
        )  # fmt: skip
        return [word for word in words if word]
    return []


def mentioned(message: Incoming, bot: str, username: str) -> bool:
    """Say whether a message names the bot."""
    text = message.text or message.caption or ""
    for one in (message.entities or message.caption_entities or [])[:_MOST_ENTITIES]:
        if one.type == "text_mention" and one.user is not None and str(one.user.id) == bot:
            return True
        named = one.type in ("mention", "bot_command")
        if named and covered(text, one).lower().endswith(f"@{username.lower()}"):
            return True
    return False


# --- messages


@dataclass(frozen=True)
class Ours:
    """Who we are, for telling ours from others'."""

    bot: str
    username: str
    server: str
    account: UUID

    def wrote(self, message: Incoming) -> bool:
        """Say whether the bot, the owner of the business chat, or the group itself speaks."""
        if message.sender_chat is not None:
            return message.sender_chat.id == message.chat.id
        sender = message.sender
        if sender is None:
            return False
        return str(sender.id) == self.bot or (
            message.business_connection_id is not None and sender.id != message.chat.id
        )


def speaks(message: Incoming) -> bool:
    """Say whether somebody says something; that somebody joined, or that a title changed, is no message."""
    return not message.is_automatic_forward and bool(text_of(message) or _carried(message))


def message(written: Incoming, ours: Ours, root: str, *, addressed: bool = True) -> Message:
    """Return it as a message of ours or to us."""
    direct = written.chat.type == "private"
    own = ours.wrote(written)
    above = written.above
    to_us = above is not None and ours.wrote(above)
    named = to_us or mentioned(written, ours.bot, ours.username)
    remote_id = key(written, ours.bot)
    return Message(
        network=NETWORK, server=ours.server, account=ours.account, remote_id=remote_id, root=root,
        kind=Kind.DIRECT if direct else Kind.MENTION if named else Kind.COMMENT,
        author=_author(written, own), text=text_of(written), created_at=within(written.date * SECOND),
        parent=None if above is None else key(above, ours.bot),
        edited_at=within(written.edit_date * SECOND) if written.edit_date else None,
        addressed=addressed and not own, visibility=_visibility(written.chat), url=link(written),
        attachments=tuple(_carried(written)), post=None if direct else _post(written),
        reply_until=_answerable(written, own),
    )  # fmt: skip


def _answerable(written: Incoming, own: bool) -> int | None:
    """Return until when a business bot may answer: 24 hours after the customer wrote (BusinessBotRights.can_reply)."""
    return None if own or not written.business_connection_id else within(written.date * SECOND + DAY)


def _author(message: Incoming, ours: bool) -> Author:
    chat, user = message.sender_chat, message.sender
    if chat is not None:
        return Author(
            str(chat.id),
            _name(chat.username or ""),
            _name(chat.title or "?"),
            _page(chat.username),
            ours=ours,
        )
    if user is None:
        return Author("0", "", "?", ours=ours)
    name = _name(f"{user.first_name} {user.last_name or ''}")
    return Author(
        str(user.id),
        _name(user.username or ""),
        name or "?",
        _page(user.username),
        bot=bool(user.is_bot),
        ours=ours,
    )


def _name(text: str) -> str:
    return " ".join(tidy(text, limit=200).split())


def _visibility(chat: Chat) -> Visibility:
    if chat.type == "private":
        return Visibility.DIRECT
    return Visibility.PUBLIC if chat.username else Visibility.UNLISTED


def _page(username: str | None) -> str | None:
    return f"https://t.me/{username}" if username and username.isascii() and username.isidentifier() else None


def link(message: Incoming) -> str | None:
    """Return the address of a message; those in private chats and small groups have none."""
    if message.chat.type not in ("supergroup", "channel"):
        return None
    page = _page(message.chat.username)
    if page is not None:
        return f"{page}/{message.message_id}"
    return f"https://t.me/c/{str(message.chat.id).removeprefix('-100')}/{message.message_id}"


def _post(message: Incoming) -> Post:
    """Return the channel's post that a comment stands under, or else the group itself."""
    answered = message.reply_to_message
    title = one_line(message.chat.title or "")
    if answered is not None and answered.is_automatic_forward:
        text = text_of(answered)
        at = within(answered.date * SECOND)
        return Post(
            placed("", answered.chat.id, answered.message_id),
            text[:80] or title,
            link(answered),
            text[:300],
            at,
        )
    return Post(str(message.chat.id), title, _page(message.chat.username))


def _carried(message: Incoming) -> list[Attachment]:
    photo = message.photo[-1] if message.photo else None
    files = {
        "image": photo or message.sticker, "video": message.video or message.video_note,
        "gifv": message.animation, "audio": message.audio or message.voice,
        "file": None if message.animation else message.document,
    }  # fmt: skip
    where = link(message) or ""
    return [
        Attachment(
            kind,
            address(file) or where,
            preview=_still(file) or None,
            description=_name(file.file_name or "") or None,
        )
        for kind, file in files.items()
        if file is not None
    ]


def address(file: File) -> str:
    """Return the address that `files.fetched` understands: the file's id, and its name where it has one."""
    if not FILE_ID.fullmatch(file.file_id):
        return ""
    name = _name(file.file_name or "")
    return f"telegram:{file.file_id}" + (f"/{quote(name, safe='')}" if name else "")


def _still(file: File) -> str:
    """Return the address of the still of a film or of a sticker that moves, "" for what shows itself."""
    return address(file.thumbnail) if file.thumbnail is not None else ""
