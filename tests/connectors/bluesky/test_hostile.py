"""Whatever a server or a stranger writes, the parser gives a message, or keeps what it could not read."""

from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from responder.connectors.bluesky import entities, parse, richtext
from responder.connectors.bluesky.entities import Ours, Said, View
from responder.core.errors import Malformed
from responder.core.messages import Message
from responder.net.answers import Answer
from responder.net.payloads import every
from tests.connectors.hostile import listed, spoiled

DID = "did:plc:ana"
PERSON: dict[str, Any] = {
    "did": DID,
    "handle": "ana.example",
    "displayName": "Ana",
    "avatar": "https://a.example/a",
}
TEXT = "café @shop.example see example.com/very… 👍"
POST: dict[str, Any] = {
    "uri": f"at://{DID}/app.bsky.feed.post/3lk2", "cid": "bafyreiabc", "author": PERSON, "reason": "mention",
    "record": {
        "$type": "app.bsky.feed.post", "text": TEXT, "createdAt": "2026-03-02T10:15:29.000Z", "langs": ["fr"],
        "reply": {"root": {"uri": "at://did:plc:x/app.bsky.feed.post/1", "cid": "b"},
                  "parent": {"uri": "at://did:plc:x/app.bsky.feed.post/1", "cid": "b"}},
        "facets": [
            {"index": {"byteStart": 6, "byteEnd": 19}, "features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:me"}]},
            {"index": {"byteStart": 24, "byteEnd": 43}, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://example.com/very/long"}]},
        ],
        "labels": {"values": [{"val": "sexual"}]},
    },
    "embed": {"$type": "app.bsky.embed.images#view", "images": [{"fullsize": "https://a.example/i", "thumb": "https://a.example/t", "alt": "x"}]},
    "indexedAt": "2026-03-02T10:15:31.120Z", "isRead": False, "labels": [{"val": "!warn"}],
}  # fmt: skip
SAID: dict[str, Any] = {
    "$type": "chat.bsky.convo.defs#messageView", "id": "3m", "rev": "22", "text": TEXT, "sender": {"did": DID},
    "sentAt": "2026-03-02T10:16:00.000Z", "facets": POST["record"]["facets"], "replyTo": {"id": "2"},
}  # fmt: skip
OURS = Ours("did:plc:me", UUID(int=7), "shop.example", "Shop")
MANY = settings(
    max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


def page(*items: Any) -> bytes:
    return b'{"notifications":' + listed(*items) + b',"cursor":"c"}'


def whole(message: Message) -> None:
    """A message can be stored and shown."""
    assert msgspec.json.decode(msgspec.json.encode(message), type=Message) == message
    assert abs(message.created_at) < 2**63
    words = [
        message.author.name,
        message.author.handle,
        message.language or "",
        *message.mentions,
        message.spoiler,
    ]
    words += [one.description or "" for one in message.attachments]
    for text in (message.text, message.url or "", *words):
        text.encode()
        assert len(text) <= 100_000
        assert not set(text) & set("\x00\u202e\u2066")
    assert "\n" not in message.author.name + message.author.handle


@MANY
@given(spoiled(POST))
def test_a_hostile_post_is_a_message_or_kept_and_disturbs_no_other(item: Any) -> None:
    views, broken, _ = entities.page(page(POST, item, POST))
    assert len(views) + len(broken) in (2, 3)
    for view in views:
        OURS.addressed(view)
        whole(parse.message(view, OURS, "r", None, addressed=True))
        parse.post(view)


@MANY
@given(spoiled(SAID))
def test_a_hostile_direct_message_is_one_or_kept(item: Any) -> None:
    answer = Answer(200, httpx.Headers(), listed(SAID, item), "https://pds.example/")
    found, broken = every(answer.decode(list[msgspec.Raw]), Said)
    assert len(found) + len(broken) == 2
    for said in found:
        try:
            whole(parse.direct(said, "convo", entities.Person(DID), OURS))
        except ValueError:
            continue  # a time that is none: kept as unreadable by `chats`


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b'{"notifications":5}', b"[" * 100_000])
def test_a_page_that_is_none_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        entities.page(body)


def test_half_an_emoji_spoils_only_itself() -> None:
    body = page(POST, POST).replace(b"caf", rb"\ud83d caf", 1)
    views, kept, _ = entities.page(body)
    assert ([view.record.text[:5] for view in views], kept) == (["\ufffd caf", TEXT[:5]], [])


@MANY
@given(st.text(max_size=80), st.lists(st.tuples(st.integers(-5, 200), st.integers(-5, 200)), max_size=4))
def test_links_anywhere_are_written_out_or_passed_over(text: str, spans: list[tuple[int, int]]) -> None:
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": "https://evil.example"}
    facets = [richtext.Facet(richtext.Slice(start, stop), [feature]) for start, stop in spans]
    assert isinstance(richtext.written_out(text, facets), str)


def test_a_link_cannot_hide_where_it_leads() -> None:
    views, _, _ = entities.page(page(POST))
    assert isinstance(views[0], View)
    assert "https://example.com/very/long" in parse.text(views[0].record)
    record = msgspec.structs.replace(
        views[0].record, text="your bank", facets=[richtext.Facet(richtext.Slice(5, 9), [{"$type": "x#link", "uri": "https://evil.example"}])]
    )  # fmt: skip
    assert parse.text(record) == "your bank (https://evil.example)"
