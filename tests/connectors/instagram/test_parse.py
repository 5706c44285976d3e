"""Whatever Instagram writes, the parser gives a message, or keeps what it could not read."""

from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from responder.connectors.instagram import cursor, parse
from responder.core.errors import Malformed
from responder.core.messages import Message
from responder.net.answers import Answer
from responder.net.graph.things import dated
from responder.net.payloads import every
from tests.connectors.hostile import listed, spoiled

ANSWER: dict[str, Any] = {
    "id": "1788",
    "text": "me too",
    "timestamp": "2026-03-02T10:16:29+0000",
    "username": "ben",
}
COMMENT: dict[str, Any] = {
    "id": "1787", "text": "Love it", "timestamp": "2026-03-02T10:15:29+0000", "username": "ana",
    "from": {"id": "17841", "username": "ana"}, "hidden": False, "parent_id": "1786", "media": {"id": "1795"},
    "replies": {"data": [ANSWER]},
}  # fmt: skip
DIRECT: dict[str, Any] = {
    "id": "aWdf", "created_time": "2026-03-02T10:15:29+0000", "from": {"id": "2", "username": "ana"}, "message": "hi",
    "to": {"data": [{"id": "1", "username": "shop"}]}, "shares": {"data": [{"link": "https://x.example/s"}]},
    "attachments": {"data": [{"image_data": {"url": "https://x.example/1.jpg"}, "file_url": "https://x.example/f"}]},
}  # fmt: skip
MEDIA: dict[str, Any] = {
    "id": "1795", "caption": "with @shop", "permalink": "https://www.instagram.com/p/x/", "username": "ana",
    "timestamp": "2026-03-02T10:15:29+0000", "comments": {"data": []},
}  # fmt: skip
OURS = parse.Ours("1", "shop", UUID(int=7), "instagram.com")
MANY = settings(
    max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


def raws(*items: Any) -> list[msgspec.Raw]:
    return Answer(200, httpx.Headers(), listed(*items), "https://graph.example/").decode(list[msgspec.Raw])


def whole(message: Message) -> None:
    """A message can be stored and shown."""
    assert msgspec.json.decode(msgspec.json.encode(message), type=Message) == message
    for text in (message.text, message.url or "", message.author.name, *(a.url for a in message.attachments)):
        assert not set(text) & set("\x00\u202e\u2066")
        text.encode()
    assert "\n" not in message.author.name
    message.fingerprint()


@MANY
@given(spoiled(COMMENT))
def test_a_hostile_comment_is_a_message_or_kept(item: Any) -> None:
    for entry in parse.entries(raws(COMMENT, item))[0]:
        whole(parse.comment(entry.item, OURS, entry.item.parent_id or entry.key, None))


@MANY
@given(spoiled(DIRECT))
def test_a_hostile_private_message_is_a_message_or_kept(item: Any) -> None:
    for one in every(raws(item), parse.Direct, dated)[0]:
        whole(parse.direct(one, OURS, "t"))


@MANY
@given(spoiled(MEDIA))
def test_a_hostile_post_is_a_message_or_kept(item: Any) -> None:
    for one in every(raws(item), parse.Media, dated)[0]:
        parse.post(one)
        if one.at:
            whole(parse.tagged(one, OURS))


def test_what_looks_like_markup_is_what_was_typed() -> None:
    entry = parse.entries(raws({**COMMENT, "text": "1 < 2 <b>bold</b>"}))[0][0]
    assert parse.comment(entry.item, OURS, "1", None).text == "1 < 2 <b>bold</b>"


def test_an_answer_that_came_along_knows_what_it_answers() -> None:
    found, broken = parse.comments(b'{"data":' + listed(COMMENT, {"id": 5}) + b"}")
    assert [(entry.key, entry.item.parent_id, entry.below) for entry in found] == [
        ("1787", "1786", False),
        ("1788", "1787", True),
    ]
    assert len(broken) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"begun":"x"}', '{"begun":1,"posts":5}', "[" * 5000])
def test_a_cursor_that_makes_no_sense_is_none(text: str) -> None:
    assert cursor.read(text) is None


def test_a_page_that_is_none_is_malformed() -> None:
    with pytest.raises(Malformed):
        parse.comments(b'{"data":5}')
