"""Whatever Threads writes, the parser gives a message, or keeps what it could not read."""

from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from responder.connectors.threads import cursor, parse
from responder.core.errors import Malformed
from responder.core.messages import Kind, Message, State
from responder.net.answers import Answer
from responder.net.graph.things import entries
from tests.connectors.hostile import listed, spoiled

REPLY: dict[str, Any] = {
    "id": "180", "text": "how much?", "username": "ana", "timestamp": "2026-03-02T10:15:29+0000", "media_type": "IMAGE",
    "permalink": "https://www.threads.net/@ana/post/x", "media_url": "https://x.example/i.jpg", "is_reply": True,
    "root_post": {"id": "170"}, "replied_to": {"id": "171"}, "is_reply_owned_by_me": False, "hide_status": "NOT_HUSHED",
    "has_replies": False,
}  # fmt: skip
OURS = parse.Ours("shop", UUID(int=7), "threads.net")
MANY = settings(
    max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


def raws(*items: Any) -> list[msgspec.Raw]:
    return Answer(200, httpx.Headers(), listed(*items), "https://graph.example/").decode(list[msgspec.Raw])


def said(**more: Any) -> Message:
    (entry,) = entries(raws({**REPLY, **more}), parse.Media)[0]
    return parse.message(entry.item, OURS, "170", Kind.COMMENT)


@MANY
@given(spoiled(REPLY))
def test_a_hostile_reply_is_a_message_or_kept(item: Any) -> None:
    found, broken = entries(raws(REPLY, item), parse.Media)
    assert len(found) + len(broken) == 2
    for entry in found:
        message = parse.message(
            entry.item, OURS, entry.item.above or entry.key, Kind.COMMENT, parse.post(entry.item)
        )
        assert msgspec.json.decode(msgspec.json.encode(message), type=Message) == message
        assert not set(message.text + message.author.name) & set("\x00\u202e\u2066")
        message.fingerprint()


def test_what_looks_like_markup_is_what_was_typed() -> None:
    assert said(text="1 < 2 <b>bold</b>").text == "1 < 2 <b>bold</b>"


@pytest.mark.parametrize(("status", "state"), [("NOT_HUSHED", State.PUBLISHED), (None, State.PUBLISHED), ("HIDDEN", State.HELD), ("COVERED", State.HELD)])  # fmt: skip
def test_what_is_hidden_is_held(status: str | None, state: State) -> None:
    assert said(hide_status=status).state is state


def test_ours_is_what_the_network_calls_ours_or_has_our_name() -> None:
    assert said(is_reply_owned_by_me=True, username=None).author.ours
    assert said(username="SHOP").author.ours
    assert not said().author.ours


@pytest.mark.parametrize("text", ["", "{", "[]", '{"begun":"x"}', '{"begun":1,"posts":5}', "[" * 5000])
def test_a_cursor_that_makes_no_sense_is_none(text: str) -> None:
    assert cursor.read(text) is None


def test_a_page_is_read_from_its_bytes() -> None:
    found, broken = parse.page(b'{"data":' + listed(REPLY, {"id": 5}) + b"}")
    assert (len(found), len(broken)) == (1, 1)
    with pytest.raises(Malformed):
        parse.page(b'{"data":5}')
