"""The Bot API's types, as far as we use them."""

from __future__ import annotations

from msgspec import Struct


class User(Struct):
    """A User."""

    id: int
    first_name: str = ""
    last_name: str | None = None
    username: str | None = None
    is_bot: bool | None = None
    can_read_all_group_messages: bool | None = None


class Chat(Struct):
    """A Chat: private, group, supergroup or channel."""

    id: int
    type: str = "private"
    title: str | None = None
    username: str | None = None


class Entity(Struct):
    """A stretch of a text with a meaning; places are in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user: User | None = None


class File(Struct):
    """A file, as far as we name it."""

    file_id: str = ""
    file_name: str | None = None
    emoji: str | None = None
    thumbnail: File | None = None


class Stored(Struct):
    """A File as getFile tells of it: where it can be fetched from."""

    file_path: str = ""
    file_size: int | None = None


class Said(Struct):
    """What a contact, venue, poll, location or dice says in words."""

    first_name: str | None = None
    phone_number: str | None = None
    title: str | None = None
    address: str | None = None
    question: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    emoji: str | None = None


class Incoming(Struct, rename={"sender": "from"}):
    """A Message, as far as we use it."""

    message_id: int
    chat: Chat
    date: int
    sender: User | None = None
    sender_chat: Chat | None = None
    message_thread_id: int | None = None
    is_topic_message: bool | None = None
    is_automatic_forward: bool | None = None
    business_connection_id: str | None = None
    reply_to_message: Incoming | None = None
    edit_date: int | None = None
    text: str | None = None
    entities: list[Entity] | None = None
    caption: str | None = None
    caption_entities: list[Entity] | None = None
    photo: list[File] | None = None
    video: File | None = None
    video_note: File | None = None
    animation: File | None = None
    audio: File | None = None
    voice: File | None = None
    document: File | None = None
    sticker: File | None = None
    contact: Said | None = None
    venue: Said | None = None
    location: Said | None = None
    poll: Said | None = None
    dice: Said | None = None

    def __post_init__(self) -> None:
        """Refuse numbers that no chat has."""
        if max(abs(self.message_id), abs(self.chat.id), abs(self.date)) >= 2**63:
            raise ValueError("a number out of range")

    @property
    def above(self) -> Incoming | None:
        """Return the message that it answers, unless that is a channel's post, passed on by Telegram."""
        answered = self.reply_to_message
        return None if answered is None or answered.is_automatic_forward else answered


class Deleted(Struct):
    """A BusinessMessagesDeleted."""

    business_connection_id: str
    chat: Chat
    message_ids: list[int]


class Update(Struct):
    """An Update, as far as we use it."""

    update_id: int
    message: Incoming | None = None
    edited_message: Incoming | None = None
    business_message: Incoming | None = None
    edited_business_message: Incoming | None = None
    deleted_business_messages: Deleted | None = None

    @property
    def written(self) -> Incoming | None:
        """Return the message in it. Posts of a channel are our own and ask for nothing."""
        return self.message or self.edited_message or self.business_message or self.edited_business_message
