"""Whatever Facebook writes, the parser gives a message, or keeps what it could not read."""

from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from responder.connectors.facebook import cursor, parse
from responder.core.errors import Malformed
from responder.core.messages import Message
from responder.net.answers import Answer
from responder.net.graph.things import dated
from responder.net.payloads import every
from tests.connectors.hostile import listed, spoiled

COMMENT: dict[str, Any] = {
    "id": "555_777", "from": {"id": "998", "name": "Ana", "picture": {"data": {"url": "https://x.example/a.jpg"}}},
    "message": "Is it open?", "created_time": "2026-03-02T10:15:29+0000", "parent": {"id": "555_776"}, "is_hidden": False,
    "permalink_url": "/104/posts/555?comment_id=777", "can_comment": True, "can_reply_privately": True, "user_likes": False,
    "attachment": {"type": "photo", "media": {"image": {"src": "https://x.example/i.jpg"}}, "url": "https://x.example/p"},
}  # fmt: skip
DIRECT: dict[str, Any] = {
    "id": "m_1", "from": {"id": "25", "name": "Ana"}, "to": {"data": [{"id": "104", "name": "Shop"}]}, "message": "hi",
    "created_time": "2026-03-02T10:15:29+0000", "sticker": "https://x.example/s.png",
    "attachments": {"data": [{"mime_type": "image/jpeg", "image_data": {"url": "https://x.example/1.jpg"}}]},
    "shares": {"data": [{"link": "https://x.example/shared"}]},
}  # fmt: skip
RATING: dict[str, Any] = {
    "created_time": "2026-03-02T10:15:29+0000", "recommendation_type": "positive", "review_text": "Good", "rating": 4,
    "reviewer": {"id": "9", "name": "Ana"}, "open_graph_story": {"id": "104_9"},
}  # fmt: skip
OURS = parse.Ours("104", UUID(int=7), "facebook.com")
MANY = settings(
    max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


def raws(*items: Any) -> list[msgspec.Raw]:
    return Answer(200, httpx.Headers(), listed(*items), "https://graph.example/").decode(list[msgspec.Raw])


def whole(message: Message) -> None:
    """A message can be stored and shown."""
    assert msgspec.json.decode(msgspec.json.encode(message), type=Message) == message
    assert abs(message.created_at) < 2**63
    for text in (message.text, message.url or "", message.author.name, *(a.url for a in message.attachments)):
        assert not set(text) & set("\x00\u202e\u2066")
        text.encode()
    assert "\n" not in message.author.name
    message.fingerprint()


@MANY
@given(spoiled(COMMENT))
def test_a_hostile_comment_is_a_message_or_kept(item: Any) -> None:
    found, broken = every(raws(COMMENT, item), parse.Comment, dated)
    assert len(found) + len(broken) == 2
    for one in found:
        whole(parse.comment(one, OURS, one.above or one.id, None))


@MANY
@given(spoiled(DIRECT))
def test_a_hostile_private_message_is_a_message_or_kept(item: Any) -> None:
    for one in every(raws(item), parse.Direct, dated)[0]:
        whole(parse.direct(one, OURS, "t_1"))


@MANY
@given(spoiled(RATING))
def test_a_hostile_recommendation_is_a_review_or_kept(item: Any) -> None:
    for one in every(raws(item), parse.Rating, dated)[0]:
        message = parse.review(one, OURS)
        whole(message)
        assert message.rating is None or 0 <= message.rating <= 5


def test_what_looks_like_markup_is_what_was_typed() -> None:
    (one,) = every(raws({**COMMENT, "message": "1 < 2 <b>bold</b>"}), parse.Comment, dated)[0]
    assert parse.comment(one, OURS, "1", None).text == "1 < 2 <b>bold</b>"


def test_an_address_without_a_name_is_facebooks() -> None:
    (one,) = every(raws(COMMENT), parse.Comment, dated)[0]
    assert parse.comment(one, OURS, "1", None).url == "https://www.facebook.com/104/posts/555?comment_id=777"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"begun":"x"}', '{"begun":1,"posts":5}', "[" * 5000])
def test_a_cursor_that_makes_no_sense_is_none(text: str) -> None:
    assert cursor.read(text) is None


def test_a_page_that_is_none_is_malformed() -> None:
    with pytest.raises(Malformed):
        parse.comments(b'{"data":5}')


def test_a_page_of_comments_is_read_from_its_bytes() -> None:
    found, broken = parse.comments(b'{"data":' + listed(COMMENT, {"id": 5}) + b"}")
    assert (len(found), len(broken)) == (1, 1)
