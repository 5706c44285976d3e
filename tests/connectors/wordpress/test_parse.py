from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from responder.connectors.wordpress import parse
from responder.connectors.wordpress.cursor import Cursor
from responder.connectors.wordpress.words import explain
from responder.core.errors import Malformed
from responder.core.messages import Message, Post, State
from responder.core.ports import Unreadable
from tests.connectors.hostile import Raw, listed, spoiled

GOOD: dict[str, Any] = {
    "id": 7, "post": 4, "parent": 2, "author": 0, "author_name": "Zoë", "author_email": "zoe@example.test",
    "author_url": "https://zoe.example", "date": "2026-11-23T12:10:33", "date_gmt": "2026-11-23T12:10:33",
    "content": {"rendered": "<p>Hello</p>", "raw": "Hello"}, "link": "https://x.example/p/#comment-7", "status": "hold",
    "type": "comment", "author_avatar_urls": {"24": "https://a.example/24", "96": "https://a.example/96"}, "meta": [],
    "_links": {"up": [{"embeddable": True, "href": "https://x.example/wp-json/wp/v2/posts/4"}]},
}  # fmt: skip
MANY = settings(
    max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


def as_message(comment: parse.Comment) -> Message:
    post = parse.bare_post(comment)
    return parse.message(
        comment, server="x", account=UUID(int=1), team={1}, root="1", post=post, addressed=True
    )


def whole(message: Message) -> None:
    """A message can be stored and shown: no text that cannot be encoded, no time beyond an integer column."""
    assert msgspec.json.decode(msgspec.json.encode(message), type=Message) == message
    assert abs(message.created_at) < 2**63
    for text in (message.text, message.author.name, message.author.handle, message.url or ""):
        text.encode()
        assert len(text) <= 100_000
        assert not set(text) & set("\x00\u202e\u2066")
    assert "\n" not in message.author.name + message.author.handle


@MANY
@given(spoiled(GOOD))
def test_a_hostile_comment_is_a_message_or_kept_and_disturbs_no_other(item: Any) -> None:
    comments, unreadable = parse.comment_list(listed(GOOD, item, GOOD))
    assert len(comments) + len(unreadable) == 3
    assert len([comment for comment in comments if comment.id == 7]) >= 2
    assert all(isinstance(one, Unreadable) and one.payload and one.why for one in unreadable)
    for comment in comments:
        whole(as_message(comment))
    assert Cursor(0).after(comments, 10**16).write()


@MANY
@given(st.binary(max_size=300) | spoiled(GOOD).map(lambda item: listed(item)[1:-1]) | spoiled(GOOD).map(lambda item: listed(item)[:-9]))  # fmt: skip
def test_any_answer_is_a_value_or_malformed(body: bytes) -> None:
    for read in (parse.comment_list, parse.comment, parse.person, parse.titles, parse.value):
        try:
            read(body)
        except Malformed as error:
            assert error.payload == body  # noqa: PT017  # raising is one of two good outcomes
    assert explain(parse.reason(body), 400)


@MANY
@given(spoiled({"id": 4, "link": "https://x.example", "title": {"rendered": "A &amp; B"}, "excerpt": {"rendered": "x"}, "date_gmt": "2026-11-23T12:10:33"}))  # fmt: skip
def test_a_hostile_post_is_a_title_or_nothing(item: Any) -> None:
    for titled in parse.titles(listed(item)):
        post = parse.post_of(titled)
        assert "\n" not in post.title
        assert msgspec.json.decode(msgspec.json.encode(post), type=Post) == post


def test_a_nested_bomb_is_malformed() -> None:
    for body in (b"[" * 1_000_000, b'{"a":' * 1_000_000, b"[[[" * 100 + b"]]]" * 100):
        with pytest.raises(Malformed):
            parse.comment(body)
    bomb = {**GOOD, "id": Raw("[" * 100_000 + "]" * 100_000)}
    with pytest.raises(Malformed):
        parse.comment_list(listed(GOOD, bomb))


@pytest.mark.parametrize(
    "before", [b"", b"\xef\xbb\xbf", b"<br />\n<b>Warning</b>: x[1] in /srv/a.php on line 3<br />\n"]
)
def test_an_answer_that_was_cut_off_is_not_a_shorter_answer(before: bytes) -> None:
    body = before + listed(GOOD, GOOD)
    assert len(parse.comment_list(body)[0]) == 2
    assert len(parse.comment_list(body + b"<!-- 12 queries -->")[0]) == 2
    for end in range(len(before), len(body) - 1):
        with pytest.raises(Malformed):
            parse.comment_list(body[:end])


def test_what_was_typed_counts_before_what_is_shown() -> None:
    comment = parse.comment_list(listed(GOOD))[0][0]
    comment.content.raw = "one\ntwo &amp; <b>three</b>"
    assert parse.text_of(comment.content) == "one\ntwo & three"
    comment.content.raw = None
    assert parse.text_of(comment.content) == "Hello"


def test_a_guest_is_known_by_the_address_and_not_shown_by_it() -> None:
    author = as_message(parse.comment_list(listed(GOOD))[0][0]).author
    again = as_message(parse.comment_list(listed({**GOOD, "author_name": "Zoé"}))[0][0]).author
    assert author.remote_id == again.remote_id
    assert "zoe" not in author.remote_id


@pytest.mark.parametrize(
    ("status", "state"),
    [("approved", State.PUBLISHED), ("hold", State.HELD), ("spam", State.SPAM), ("trash", State.TRASH),
     ("post-trashed", State.TRASH), ("something new", State.HELD)],
)  # fmt: skip
def test_every_status_is_a_state(status: str, state: State) -> None:
    assert as_message(parse.comment_list(listed({**GOOD, "status": status}))[0][0]).state is state
