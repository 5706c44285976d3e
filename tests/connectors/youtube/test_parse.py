"""What YouTube answers, read: also when it is broken or hostile."""

import json
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.connectors.youtube import cursor, finds, parse
from responder.connectors.youtube.parse import Ours, Where
from responder.core.errors import Malformed
from responder.core.messages import Kind, State
from responder.core.ports import Unreadable
from tests.connectors.hostile import listed, spoiled

OURS = Ours("UCme", UUID(int=1), "youtube.com")
COMMENT: dict[str, Any] = {
    "id": "UgxA",
    "snippet": {
        "authorDisplayName": "@ana", "authorProfileImageUrl": "https://yt3.example/a", "authorChannelUrl": "http://y.example/@ana",
        "authorChannelId": {"value": "UCana"}, "videoId": "vid", "textDisplay": "Great", "likeCount": 0,
        "publishedAt": "2026-03-02T10:15:29Z", "updatedAt": "2026-03-02T10:15:29Z", "moderationStatus": "published",
    },
}  # fmt: skip
REPLY = {"id": "UgxA.9b", "snippet": {**COMMENT["snippet"], "parentId": "UgxA", "textDisplay": "thanks"}}
THREAD: dict[str, Any] = {
    "id": "UgxA",
    "snippet": {"canReply": True, "totalReplyCount": 1, "topLevelComment": COMMENT},
    "replies": {"comments": [REPLY]},
}


def page(*items: Any) -> bytes:
    return b'{"items":' + listed(*items) + b"}"


def message(comment: dict[str, Any], **changed: Any) -> Any:
    body = json.dumps({**comment, "snippet": {**comment["snippet"], **changed}}).encode()
    found = parse.comment(body)
    return parse.message(found, OURS, Where("UgxA", "vid"), None, found.state(State.PUBLISHED))


def test_a_thread_is_read_with_its_replies() -> None:
    (thread,) = parse.threads(page(THREAD)).threads
    assert (thread.key, thread.count, thread.whole, thread.open, thread.video) == (
        "UgxA",
        1,
        True,
        True,
        "vid",
    )
    assert [one.text for one in (thread.top, *thread.replies)] == ["Great", "thanks"]


def test_a_message_has_what_the_comment_said() -> None:
    found = message(COMMENT)
    assert (found.kind, found.root, found.parent, found.addressed) == (Kind.COMMENT, "UgxA", None, True)
    assert found.created_at == 1_772_446_529_000_000
    assert found.edited_at is None
    assert message(REPLY).parent == "UgxA"


def test_markup_that_a_stranger_typed_is_shown_as_they_typed_it() -> None:
    assert message(COMMENT, textDisplay="<b>1 < 2</b>\n\u202egpj").text == "<b>1 < 2</b>\ngpj"


def test_our_own_words_are_ours_and_as_we_typed_them() -> None:
    found = message(
        COMMENT,
        authorChannelId={"value": "UCme"},
        textDisplay="a video title",
        textOriginal="https://y.example/v",
    )
    assert found.author.ours
    assert not found.addressed
    assert found.text == "https://y.example/v"


def test_people_without_a_channel_are_not_taken_for_one_another() -> None:
    one, other = message(COMMENT, authorChannelId=None), message(REPLY, authorChannelId={})
    assert one.author.remote_id != other.author.remote_id


@pytest.mark.parametrize(
    ("status", "state"),
    [("heldForReview", State.HELD), ("likelySpam", State.SPAM), ("rejected", State.TRASH), ("published", State.PUBLISHED), ("new", State.PUBLISHED)],
)  # fmt: skip
def test_a_verdict_is_a_state(status: str, state: State) -> None:
    assert message(COMMENT, moderationStatus=status).state is state


def test_a_broken_reply_is_put_aside_alone() -> None:
    broken = {**THREAD, "replies": {"comments": [{"id": 5}, REPLY]}}
    found = parse.threads(page(broken))
    assert len(found.threads[0].replies) == 1
    assert len(found.unreadable) == 1


def test_an_address_that_is_none_is_left_out() -> None:
    found = message(COMMENT, authorProfileImageUrl="javascript:alert(1)", imageUrl="file:///etc/passwd")
    assert found.author.avatar is None
    assert found.attachments == ()


@settings(max_examples=300, deadline=None)
@given(st.lists(spoiled(THREAD), max_size=4))
def test_nothing_that_a_page_may_hold_is_lost_or_breaks_us(items: list[Any]) -> None:
    found = parse.threads(page(*items, THREAD))
    assert len(found.threads) >= 1
    assert len(found.threads) + len(found.unreadable) >= len(items) + 1
    assert all(isinstance(one, Unreadable) and one.why for one in found.unreadable)
    for thread in found.threads:
        for one in (thread.top, *thread.replies):
            made = parse.message(one, OURS, Where(thread.key, thread.video), None, one.state(State.PUBLISHED))
            assert made.fingerprint()
            assert one.version(State.PUBLISHED)


@settings(max_examples=200, deadline=None)
@given(
    spoiled(
        {
            "items": [
                {"id": {"videoId": "v"}, "snippet": {"title": "t", "publishedAt": "2026-01-01T00:00:00Z"}}
            ]
        }
    )
)
def test_searches_and_channels_survive_anything(body: Any) -> None:
    raw = listed(body)[1:-1]
    for read in (finds.channels, finds.videos, lambda raw: finds.hits(raw, OURS)):
        with suppress(Malformed):
            read(raw)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "5", '{"since":"x"}', '{"threads":{"a":[1]}}', '{"turn":1e400}']
)
def test_a_cursor_that_makes_no_sense_is_none(text: str) -> None:
    assert cursor.read(text) is None


def test_a_cursor_stays_small() -> None:
    long = cursor.Cursor()
    for number in range(1000):
        seen = {f"{number}.{reply}": "p0123456789" for reply in range(3)}
        long = long.having_seen(str(number), cursor.Memory(number, number, 3, seen)).bounded()
    assert len(long.threads) == cursor.REMEMBERED
    assert cursor.read(long.write()) == long
