"""Reading what X answers, also what is broken or hostile."""

import json
from typing import Any

from hypothesis import given, settings

from responder.connectors.x import parse
from responder.connectors.x.cursor import Cursor, Track, read
from responder.connectors.x.threads import Threads
from responder.core.accounts import Account
from responder.core.errors import Malformed
from responder.core.ids import new_id
from responder.core.messages import Message
from tests.connectors.hostile import listed, spoiled

POST = {
    "id": "1890000000000000001", "text": "@shop where is my order &amp; refund?", "author_id": "2244994945",
    "created_at": "2026-03-02T10:15:29.000Z", "conversation_id": "1890000000000000001", "in_reply_to_user_id": "783214",
    "lang": "en", "referenced_tweets": [{"type": "replied_to", "id": "1889999999999999999"}],
    "edit_history_tweet_ids": ["1890000000000000001"], "entities": {"mentions": [{"start": 0, "end": 5, "username": "shop", "id": "783214"}]},
}  # fmt: skip
DM = {"id": "1890000000000000002", "text": "hi", "event_type": "MessageCreate", "sender_id": "2244994945", "dm_conversation_id": "783214-2244994945", "created_at": "2026-03-02T10:15:29.000Z"}  # fmt: skip
USER = {"id": "2244994945", "username": "ana", "name": "Ana", "profile_image_url": "https://pbs.example/a_normal.jpg", "public_metrics": {"followers_count": 12}}  # fmt: skip
ACCOUNT = Account(new_id(), "x", "x.com", "783214", "shop", "The Shop")


def body(key: str, items: bytes) -> bytes:
    return b'{"data":' + items + b',"' + key.encode() + b'":{"users":' + json.dumps([USER]).encode() + b"}}"


def test_the_documented_mention_is_read() -> None:
    page = parse.page(body("includes", listed(POST)))
    (message,) = (Threads(ACCOUNT).post(post, page) for post in page.posts)
    assert message.text == "@shop where is my order & refund?"
    assert (message.author.handle, message.author.followers, message.parent) == (
        "ana",
        12,
        "1889999999999999999",
    )
    assert message.url == "https://x.com/ana/status/1890000000000000001"


@settings(max_examples=300, deadline=None)
@given(spoiled(POST))
def test_whatever_a_post_holds_it_is_read_or_put_aside(value: Any) -> None:
    sound = {**POST, "id": "1890000000000000009"}
    page = parse.page(body("includes", listed(value, sound)))
    assert (len(page.posts) + len(page.unreadable), page.posts[-1].id) == (2, sound["id"])
    for post in page.posts:
        assert isinstance(Threads(ACCOUNT).post(post, page), Message)


@settings(max_examples=150, deadline=None)
@given(spoiled(DM))
def test_whatever_a_private_message_holds_it_is_read_or_put_aside(value: Any) -> None:
    sound = {**DM, "id": "1890000000000000009"}
    page = parse.dm_page(body("includes", listed(value, sound)))
    assert (len(page.dms) + len(page.unreadable), page.dms[-1].id) == (2, sound["id"])
    for dm in page.dms:
        assert Threads(ACCOUNT).dm(dm, page).remote_id.count("/") == 2


@settings(max_examples=150, deadline=None)
@given(spoiled({"data": [POST], "includes": {"users": [USER], "posts": [POST]}, "errors": [{"type": "a/b"}], "meta": {"next_token": "t"}}))  # fmt: skip
def test_whatever_an_answer_holds_it_is_read_or_malformed(value: Any) -> None:
    try:
        page = parse.page(listed(value)[1:-1])
    except Malformed:
        return
    assert isinstance(page.ids, list)


def test_a_cursor_is_read_back_and_nonsense_is_none() -> None:
    cursor = Cursor(Track("5", "9", "12", 3, begun=True))
    assert read(cursor.write()) == cursor
    for text in (None, "", "{", "[]", '{"mentions":{"since":"x"}}'):
        assert read(text) == Cursor()
