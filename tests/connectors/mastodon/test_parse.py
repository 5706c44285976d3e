"""From JSON to messages, however a server writes it."""

import json
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.connectors.mastodon import cursor as cursors
from responder.connectors.mastodon import parse
from responder.connectors.mastodon.api import described
from responder.connectors.mastodon.cursor import RECENT, Cursor, Trace
from responder.connectors.mastodon.parse import Notification, Ours, Status
from responder.core.messages import Message, Visibility
from responder.core.ports import Unreadable

OURS = Ours("7", UUID(int=1), "my.host", "https://my.host/@shop")

STATUS: dict[str, Any] = {
    "id": "115", "uri": "https://example.net/users/ana/statuses/9", "url": "https://example.net/@ana/9",
    "created_at": "2026-03-02T10:15:29.000Z", "edited_at": None, "in_reply_to_id": "114",
    "in_reply_to_account_id": "7", "visibility": "public", "sensitive": False, "spoiler_text": "",
    "language": "fr", "account": {"id": "109", "acct": "ana@example.net", "display_name": "Ana"},
    "content": '<p><span class="h-card"><a href="https://my.host/@shop" class="u-url mention">@<span>shop</span></a>'
    "</span> Bonjour</p>",
    "mentions": [{"id": "7", "username": "shop", "acct": "shop", "url": "https://my.host/@shop"}],
}  # fmt: skip


def read(**changes: Any) -> Message:
    status = parse.one(json.dumps({**STATUS, **changes}).encode(), Status)
    assert isinstance(status, Status), status
    return parse.message(status, OURS, "114", None, addressed=OURS.addressed(status))


def test_a_status_becomes_a_message() -> None:
    message = read()
    assert (message.text, message.author.handle, message.author.name) == (
        "@shop Bonjour",
        "ana@example.net",
        "Ana",
    )
    assert message.created_at == 1_772_446_529_000_000
    assert message.addressed
    assert message.parent == "114"
    assert message.mentions == ()


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("public", Visibility.PUBLIC),
        ("unlisted", Visibility.UNLISTED),
        ("private", Visibility.FOLLOWERS),
        ("direct", Visibility.DIRECT),
        ("limited", Visibility.DIRECT),
        ("local", Visibility.FOLLOWERS),
        ("list:5", Visibility.FOLLOWERS),
        ("mutuals_only", Visibility.FOLLOWERS),
        (None, Visibility.PUBLIC),
    ],
)
def test_a_circle_that_we_do_not_know_is_taken_as_narrow(written: str | None, read_as: Visibility) -> None:
    assert read(visibility=written).visibility is read_as


def test_numbers_as_ids_are_text() -> None:
    message = read(id=115, in_reply_to_id=114, account={"id": 109, "acct": "ana"})
    assert (message.remote_id, message.parent, message.author.remote_id) == ("115", "114", "109")


def test_people_of_our_own_server_are_named_without_it() -> None:
    assert read(account={"id": "1", "acct": "ana@my.host"}).author.handle == "ana"
    assert read(
        mentions=[{"id": "2", "acct": "bob@my.host"}, {"id": "3", "acct": "bob@my.host"}]
    ).mentions == ("bob",)


def test_we_are_recognised_by_our_address_too() -> None:
    assert read(account={"id": "other", "acct": "shop", "uri": "https://my.host/@shop"}).author.ours


def test_addresses_that_are_none_of_the_web_are_dropped() -> None:
    message = read(
        url="javascript:alert(1)",
        uri="tag:x",
        account={"id": "1", "acct": "a", "avatar": "file:///etc/passwd", "url": "data:x"},
        media_attachments=[
            {"type": "image", "url": "javascript:x"},
            {
                "type": "image",
                "url": "https://a.example/i.png",
                "preview_url": "ftp://x",
                "description": "a cat",
            },
        ],
    )
    assert message.url is None
    assert message.author.avatar is None
    assert message.author.url is None
    (file,) = message.attachments
    assert (file.url, file.preview, file.description) == ("https://a.example/i.png", None, "a cat")


def test_a_quote_is_not_repeated_in_the_text() -> None:
    content = '<p class="quote-inline">RE: https://a.example/1</p><p>well said</p>'
    assert read(content=content, quote={"state": "accepted"}).text == "well said"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*STATUS, "x"]), inner, max_size=5)
        ),
        max_leaves=20,
    )
)
def test_no_payload_crashes_us(value: Any) -> None:
    payload = json.dumps(value).encode()
    for kind in (Status, Notification, parse.Conversation, parse.Context):
        found = parse.one(payload, kind)
        assert isinstance(found, kind | Unreadable)


@given(
    st.dictionaries(
        st.sampled_from(list(STATUS)), st.none() | st.text(max_size=12) | st.integers(), max_size=4
    )
)
def test_a_status_is_read_or_kept_as_unreadable(changes: dict[str, Any]) -> None:
    status = parse.one(json.dumps({**STATUS, **changes}).encode(), Status)
    if isinstance(status, Status):
        try:
            parse.message(status, OURS, "1", None, addressed=True)
        except ValueError:
            return


@given(st.binary(max_size=60))
def test_no_bytes_crash_us(payload: bytes) -> None:
    assert isinstance(parse.one(payload, Status), Status | Unreadable)


def test_a_deeply_nested_payload_is_unreadable() -> None:
    payload = b'{"id":"1","quote":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert isinstance(parse.one(payload, Status), Unreadable)


@pytest.mark.parametrize(
    ("said", "characters", "url"),
    [
        (
            {"configuration": {"statuses": {"max_characters": 5000, "characters_reserved_per_url": 25}}},
            5000,
            25,
        ),
        ({"max_toot_chars": 10_000}, 10_000, None),
        ({"max_toot_chars": "3000"}, 3000, None),
        ({"configuration": None}, 0, None),
        ({}, 0, None),
        ([], 0, None),
        (None, 0, None),
    ],
)
def test_limits_are_read_and_never_assumed(said: object, characters: int, url: int | None) -> None:
    limits = described(said).limits
    assert (limits.characters, limits.url_characters) == (characters, url)


def test_a_cursor_survives_being_written_and_stays_small() -> None:
    cursor = Cursor("n1", 5, "o1", "d1", begun=True)
    for number in range(RECENT * 3):
        cursor.remember(str(number), Trace(f"n{number}", "f" * 12, number, "a" * 12))
    assert cursors.decode(cursor.encode()) == cursor
    assert set(cursor.recent) == {str(n) for n in range(RECENT * 2, RECENT * 3)}
    assert len(cursor.encode()) < 6000


@pytest.mark.parametrize("text", [None, "", "{", "[]", "null", '{"at":"x"}'])
def test_a_cursor_that_cannot_be_read_begins_anew(text: str | None) -> None:
    assert cursors.decode(text) == Cursor()


def test_a_status_decodes_without_what_we_do_not_use() -> None:
    assert (
        msgspec.json.decode(json.dumps({**STATUS, "poll": {"x": 1}, "pleroma": {}}), type=Status).key == "115"
    )
