"""Whatever a server writes, the parser gives a message, or keeps what it could not read."""

from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from responder.connectors.mastodon import parse
from responder.core.errors import Malformed
from responder.net.answers import Answer
from responder.net.payloads import every
from tests.connectors.hostile import Raw, listed, spoiled, whole

PERSON: dict[str, Any] = {
    "id": "1", "username": "ana", "acct": "ana@a.example", "display_name": "Ana", "url": "https://a.example/@ana",
    "avatar": "https://a.example/a.png", "avatar_static": "https://a.example/a.png", "followers_count": 3, "bot": False,
}  # fmt: skip
STATUS: dict[str, Any] = {
    "id": "9", "account": PERSON, "created_at": "2026-11-23T12:10:33.000Z", "edited_at": None, "content": "<p>Hello</p>",
    "in_reply_to_id": "8", "visibility": "public", "spoiler_text": "", "language": "en", "url": "https://a.example/9",
    "mentions": [{"id": "5", "acct": "shop", "username": "shop", "url": "https://s.example/@shop"}],
    "media_attachments": [{"id": "3", "type": "image", "url": "https://a.example/i.png", "description": "a biscuit"}],
}  # fmt: skip
OURS = parse.Ours("5", UUID(int=7), "s.example", "https://s.example/@shop")
MANY = settings(
    max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


def answer(*posts: Any) -> Answer:
    return Answer(200, httpx.Headers(), listed(*posts), "https://s.example/")


@MANY
@given(spoiled(STATUS))
def test_a_hostile_post_is_a_message_or_kept_and_disturbs_no_other(item: Any) -> None:
    raws = answer(STATUS, item, STATUS).decode(list[msgspec.Raw])
    found, broken = every(raws, parse.Status)
    assert len(found) + len(broken) == 3
    for status in found:
        assert status.key
        assert status.parent != ""
        OURS.addressed(status)
        try:
            whole(parse.message(status, OURS, "1", None, addressed=True))
            parse.post(status)
        except ValueError:
            continue  # a time that is none: kept as unreadable by `news`


def test_a_list_with_a_bomb_in_it_is_malformed() -> None:
    bomb = {**STATUS, "id": Raw("[" * 100_000 + "]" * 100_000)}
    with pytest.raises(Malformed):
        answer(STATUS, bomb).decode(list[msgspec.Raw])


def test_half_an_emoji_spoils_only_itself() -> None:
    body = rb'["\ud83d\ude42 \ud83d \\ud83d \ude42","fine"]'
    answered = Answer(200, httpx.Headers(), body, "https://s.example/")
    assert answered.decode(list[str]) == ["🙂 \ufffd \\ud83d \ufffd", "fine"]
