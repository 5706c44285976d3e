from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from responder.connectors.feeds import broken, jsonfeed, messages, parse, xml
from responder.connectors.feeds.discovery import alternates
from responder.connectors.feeds.entries import Entry, Feed, moment
from responder.connectors.feeds.messages import Source, unwrapped
from responder.connectors.feeds.text import decoded, prepared
from responder.core.clock import LAST
from responder.core.errors import Malformed
from responder.core.messages import Message
from tests.connectors.hostile import listed, spoiled

SOURCE = Source("x.example", UUID(int=1), "x.example/feed")
MANY = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)  # fmt: skip
ITEM: dict[str, Any] = {
    "id": "urn:x:1", "url": "https://x.example/1", "title": "A & B", "content_html": "<p>Hi</p>", "summary": "s",
    "image": "https://x.example/i.png", "date_published": "2026-03-02T10:15:29Z", "date_modified": "2026-03-02T10:15:30Z",
    "authors": [{"name": "Ana", "url": "https://ana.example"}], "language": "fr",
    "attachments": [{"url": "https://x.example/a.mp3", "mime_type": "audio/mpeg"}],
}  # fmt: skip


def rss(items: str, head: str = "") -> bytes:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
    )
    return f'<rss version="2.0" {spaces}><channel><title>T</title>{head}{items}</channel></rss>'.encode()


def read(body: bytes, kind: str = "application/xml", url: str = "https://x.example/f/feed.xml") -> Feed:
    return parse.feed(body, kind, url)


def one(body: bytes, kind: str = "application/xml") -> Message:
    feed = read(body, kind)
    (entry,) = feed.entries
    return messages.message(entry, feed, SOURCE, LAST, {})


def whole(message: Message) -> None:
    assert msgspec.json.decode(msgspec.json.encode(message), type=Message) == message
    assert 0 <= message.created_at < 2**63
    for text in (
        message.text,
        message.author.name,
        message.author.handle,
        message.url or "",
        message.remote_id,
    ):
        text.encode()
        assert not set(text) & set("\x00\u202e\u2066")
    assert message.remote_id
    assert "\n" not in message.author.name + message.author.handle


# --- hostile


@MANY
@given(spoiled(ITEM))
def test_a_hostile_item_is_a_message_or_kept_and_disturbs_no_other(item: Any) -> None:
    body = b'{"version":"x","title":"T","items":' + listed(ITEM, item, ITEM) + b"}"
    feed = read(body)
    assert len(feed.entries) + len(feed.unreadable) == 3
    for entry in feed.entries:
        whole(messages.message(entry, feed, SOURCE, LAST, {}))


@MANY
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode) | st.text("<>/&;!ab rsitemdocn[]=\"'", max_size=200).map(lambda t: rss(t)))  # fmt: skip
@example(b"<rss><channel><item>" * 3)
@example(b"<?xml version='1.0' encoding='idna'?><rss/>")
def test_any_answer_is_a_feed_or_malformed(body: bytes) -> None:
    try:
        feed = read(body)
    except Malformed as error:
        assert error.payload == body  # noqa: PT017  # raising is one of two good outcomes
        return
    for entry in feed.entries:
        whole(messages.message(entry, feed, SOURCE, LAST, {}))


BOMB = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    "body",
    [
        BOMB + rss("<item><title>&c;</title><guid>1</guid></item>"),
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss("<item><title>&x;</title><guid>1</guid></item>"),
        b'<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd">' + rss("<item><title>&x;</title><guid>1</guid></item>"),
    ],
)  # fmt: skip
def test_entities_are_never_resolved(body: bytes) -> None:
    feed = read(body)
    assert all("root:" not in entry.title and "aaaa" not in entry.title for entry in feed.entries)
    assert len(feed.entries) == 1


def test_a_bomb_behind_a_long_way_is_not_resolved_either() -> None:
    body = b"<!--" + b" " * 30_000 + b"-->" + BOMB[21:] + rss("<item><title>&c;</title></item>")
    try:
        assert all("aaaa" not in entry.title for entry in read(body).entries)
    except Malformed:
        return


def test_a_tower_of_tags_is_no_feed() -> None:
    body = rss("<item><title>kept</title><guid>1</guid></item>" + "<a>" * 300_000)
    assert [entry.title for entry in read(body).entries] == ["kept"]


def test_of_a_feed_without_end_both_ends_are_read() -> None:
    entries = read(rss("".join(f"<item><guid>n{number}</guid></item>" for number in range(6000)))).entries
    assert (len(entries), entries[0].id, entries[-1].id) == (3000, "n0", "n5999")


# --- broken


def test_bare_ampersands_and_control_characters_are_put_right() -> None:
    message = one(
        rss(
            "<item><title>Tom & Jerry\x0b &copy; 2026 &nbsp;!</title><link>https://x.example/?a=1&b=2</link></item>"
        )
    )
    assert message.text == "Tom & Jerry © 2026 !"
    assert message.url == "https://x.example/?a=1&b=2"


def test_an_undeclared_prefix_is_no_end() -> None:
    feed = read(
        rss("<item><title>A</title><foo:bar>x</foo:bar><guid>1</guid></item><item><title>B</title></item>")
    )
    assert [entry.title for entry in feed.entries] == ["A", "B"]


def test_what_is_cut_off_is_read_as_far_as_it_goes() -> None:
    body = rss("<item><title>A</title></item><item><title>B</title></item><item><title>C</ti")[:-30]
    assert [entry.title for entry in read(body).entries][:2] == ["A", "B"]


def test_feedparser_is_a_second_opinion_on_what_is_whole() -> None:
    body = rss(
        "<item><title>A &amp; B</title><link>https://x.example/1</link><guid isPermaLink='false'>g</guid><pubDate>Mon, 02 Mar 2026 10:15:29 GMT</pubDate></item>"
    )
    ours, theirs = read(body).entries[0], broken.read(body.decode(), "https://x.example/").entries[0]
    for name in ("id", "link", "published"):
        assert getattr(ours, name) == getattr(theirs, name)


@pytest.mark.parametrize(
    "body", [b"<!doctype html><html><body>login</body></html>", b"", b"hello", b'{"a":1}', b"[1]", b"<svg/>"]
)
def test_what_is_no_feed_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body)


# --- charsets


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("é€".encode(), ""),
        ("é€".encode(), "text/xml; charset=iso-8859-1"),
        (b"<?xml version='1.0' encoding='utf-8'?>" + "é€".encode("cp1252"), ""),
        ("é€".encode("cp1252"), "text/xml; charset=windows-1252"),
        (b"<?xml version='1.0' encoding='iso-8859-15'?>" + "é€".encode("iso-8859-15"), ""),
        ("é€".encode("utf-16"), ""),
        ("\ufeffé€".encode(), "text/xml; charset=us-ascii"),
        (b"<?xml version='1.0' encoding='zip'?>" + "é€".encode(), ""),
    ],
)  # fmt: skip
def test_wrong_charsets_are_seen_through(body: bytes, kind: str) -> None:
    assert decoded(body, kind).endswith("é€")


def test_japanese_by_escapes_is_no_ascii() -> None:
    body = b"<?xml version='1.0' encoding='iso-2022-jp'?>" + "日本".encode("iso-2022-jp")
    assert prepared(decoded(body)) == "日本"


# --- what the formats say


def test_a_guid_is_a_link_unless_it_says_no() -> None:
    assert (
        one(rss("<item><title>A</title><guid>https://x.example/1</guid></item>")).url == "https://x.example/1"
    )
    assert (
        one(rss("<item><title>A</title><guid isPermaLink='false'>https://x.example/1</guid></item>")).url
        is None
    )


def test_relative_addresses_are_made_whole() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://y.example/blog/"><title>T</title>
      <entry xml:base="posts/"><id>urn:long:1</id><title>A</title><link href="1.html"/><link rel="enclosure" type="image/png" href="/i.png"/></entry></feed>"""
    message = one(body)
    assert message.url == "https://y.example/blog/posts/1.html"
    assert message.attachments[0].url == "https://y.example/i.png"
    assert one(rss("<item><title>A</title><link>/1</link></item>")).url == "https://x.example/1"


def test_atoms_kinds_of_text_are_told_apart() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>urn:long:1</id><title>1 &lt; 2</title>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a &lt;b&gt; &amp; <em>c</em></p><p>d</p><script>alert(1)</script></div></content>
      <source><title>Elsewhere</title><id>urn:other</id></source></entry></feed>"""
    message = one(body)
    assert message.text == "1 < 2\n\na <b> & c\n\nd"
    assert message.remote_id == "urn:long:1"


def test_markup_of_strangers_is_only_text() -> None:
    html = "&lt;p&gt;hi&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt; &lt;a href='javascript:x'&gt;y&lt;/a&gt;&lt;/p&gt;"
    assert one(rss(f"<item><description>{html}</description></item>")).text == "hi y"


def test_an_answer_to_an_entry_names_it() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><entry><id>urn:long:2</id>
      <title>Re</title><thr:in-reply-to ref="urn:long:1"/></entry></feed>"""
    feed = read(body)
    message = messages.message(feed.entries[0], feed, SOURCE, LAST, {"urn:long:1": "urn:long:0"})
    assert (message.parent, message.root) == ("urn:long:1", "urn:long:0")
    assert one(body).root == "urn:long:2"


def test_withdrawn_entries_are_named() -> None:
    body = b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><at:deleted-entry ref="urn:long:1" when="2026-01-01T00:00:00Z"/></feed>'
    assert read(body).gone == ["urn:long:1"]


def test_an_rdf_feed_is_one_too() -> None:
    body = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel><title>T</title></channel><item rdf:about="https://x.example/1"><title>A</title><link>https://x.example/1</link><dc:date>2026-03-02T10:15:29Z</dc:date></item></rdf:RDF>"""
    message = one(body)
    assert (message.remote_id, message.created_at) == ("https://x.example/1", moment("2026-03-02T10:15:29Z"))


def test_rhythm_is_read() -> None:
    head = "<ttl>60</ttl><skipHours><hour>0</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
    feed = read(rss("", head))
    assert (feed.ttl, feed.skip_hours, feed.skip_days) == (60, (0, 0), ("Sunday",))


@pytest.mark.parametrize("text", ["Mon, 02 Mar 2026 10:15:29 GMT", "02 Mar 2026 11:15:29 +0100", "2026-03-02T10:15:29Z", "2026-03-02 10:15:29", "Mon, 2 Mar 2026 05:15:29 EST"])  # fmt: skip
def test_dates_of_every_kind_are_read(text: str) -> None:
    assert moment(text) == 1_772_446_529_000_000


@pytest.mark.parametrize(
    "text", ["", "yesterday", "0000-00-00", "Mon, 99 Foo 9999 99:99:99 +9999", "9" * 400]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text) is None


def test_an_alerts_link_is_unwrapped() -> None:
    link = "https://www.google.com/url?rct=j&sa=t&url=https://news.example/a%3Fb%3D1&ct=ga"
    assert unwrapped(link) == "https://news.example/a?b=1"
    assert (
        unwrapped("https://x.example/url?url=https://y.example")
        == "https://x.example/url?url=https://y.example"
    )


def test_an_entry_without_a_name_is_told_by_its_words() -> None:
    one_of_them, other = Entry(title="A", body="x"), Entry(title="A", body="y")
    assert messages.key(one_of_them, SOURCE) != messages.key(other, SOURCE)
    assert messages.key(one_of_them, SOURCE) == messages.key(Entry(title="A", body="x"), SOURCE)


def test_an_item_that_was_kept_can_be_read_again() -> None:
    assert jsonfeed.item(msgspec.json.encode(ITEM), "https://x.example/").author == "Ana"


def test_a_page_names_its_feeds() -> None:
    page = """<link rel="alternate" type="application/rss+xml" title="Posts" href="/feed/"><LINK href='https://y.example/atom' type=application/atom+xml rel='home alternate'>
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1"><link rel="stylesheet" href="/x.css"><link rel="alternate" type="text/html" href="/fr">
      <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">"""
    found = alternates(page, "https://x.example/blog")
    assert found == {"https://x.example/feed/": "Posts", "https://y.example/atom": ""}


def test_a_reader_is_used_once() -> None:
    with pytest.raises(xml.NotAFeed):
        xml.Reader("https://x.example").read("<a/>")
