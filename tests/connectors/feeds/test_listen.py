from datetime import UTC, datetime

import pytest

from responder.connectors.feeds import requests
from responder.connectors.feeds.cursor import Cursor, read
from responder.connectors.feeds.entries import Feed
from responder.core.clock import DAY, HOUR, MINUTE, SECOND, from_iso
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded, Throttled
from responder.core.ids import new_id
from responder.core.messages import Message, Visibility
from responder.core.monitors import Term, TermKind
from responder.core.ports import Absent, Act, Deletion, Gap, Outgoing
from responder.practice.feeds.server import PracticeFeeds
from tests.connectors.feeds.people import Reader, texts

PATHS = pytest.mark.parametrize("path", ["feed.xml", "atom.xml", "feed.json"])


@PATHS
async def test_every_format_says_the_same(site: PracticeFeeds, path: str) -> None:
    id = site.publish("<p>Hello &amp; <b>welcome</b></p>", title="Tom & <Jerry>", link="https://x.example/1")
    (message,) = await Reader(f"{site.url}/{path}").items()
    assert isinstance(message, Message)
    assert message.text == "Tom & <Jerry>\n\nHello & welcome"
    assert (message.remote_id, message.url, message.language) == (id, "https://x.example/1", "en")
    assert (message.author.name, message.author.handle, message.addressed) == ("Ana", "The Daily", False)
    assert message.no_reply
    assert abs(message.created_at - site.entries[0].at) < SECOND


@PATHS
async def test_what_did_not_change_is_not_sent_again(site: PracticeFeeds, path: str) -> None:
    site.publish("one")
    site.settle()
    reader = Reader(f"{site.url}/{path}")
    for _ in range(3):
        await reader.items()
    assert [status for _, status, _ in site.answered] == [200, 304, 304]
    site.publish("two")
    assert await reader.texts() == ["two"]


async def test_what_comes_in_the_same_second_is_not_missed(site: PracticeFeeds) -> None:
    site.headers = {"ETag": '"made of the second"'}
    site.publish("one")
    reader = Reader(f"{site.url}/feed.xml")
    assert await reader.texts() == ["one"]
    site.publish("two")
    assert await reader.texts() == ["two"]
    assert all(not asked for _, _, asked in site.answered)


async def test_a_server_without_marks_gives_nothing_twice(site: PracticeFeeds) -> None:
    site.headers = {"ETag": "", "Last-Modified": ""}
    site.publish("one")
    reader = Reader(f"{site.url}/feed.xml")
    assert await reader.texts() == ["one"]
    assert await reader.texts() == []


async def test_a_tag_is_only_sent_to_the_address_it_came_from(site: PracticeFeeds) -> None:
    site.moved["news.xml"] = (302, "/feed.xml")
    site.settle()
    reader = Reader(f"{site.url}/news.xml")
    await reader.items()
    site.moved["news.xml"] = (302, "/atom.xml")
    await reader.items()
    assert all(not asked for path, _, asked in site.answered if path == "atom.xml")


async def test_a_permanent_move_is_remembered_in_the_keyring(site: PracticeFeeds) -> None:
    site.publish("one")
    site.moved["old"] = (301, "/older")
    site.moved["older"] = (308, "/feed.xml")
    reader = Reader(f"{site.url}/old")
    before = reader.account.id
    await reader.items()
    assert reader.vault.secret == f"{site.url}/feed.xml"
    site.publish("two")
    assert await reader.texts() == ["two"]
    assert [path for path, _, _ in site.answered].count("old") == 1
    assert before


async def test_a_move_for_now_is_not_remembered(site: PracticeFeeds) -> None:
    site.moved["old"] = (302, "/feed.xml")
    reader = Reader(f"{site.url}/old")
    await reader.items()
    assert reader.vault.secret == f"{site.url}/old"


async def test_a_move_to_something_else_is_not_remembered(site: PracticeFeeds) -> None:
    site.moved["old"] = (301, "/news")
    reader = Reader(f"{site.url}/old")
    with pytest.raises(Malformed, match="web page"):
        await reader.items()
    assert reader.vault.secret == f"{site.url}/old"


async def test_a_feed_that_is_gone_says_so(site: PracticeFeeds) -> None:
    site.gone.add("feed.xml")
    with pytest.raises(Gone, match="gone for good"):
        await Reader(f"{site.url}/feed.xml").items()
    with pytest.raises(Gone, match="nothing at this address"):
        await Reader(f"{site.url}/nowhere.xml").items()


async def test_circles_are_left(site: PracticeFeeds) -> None:
    site.moved["a"] = (302, "/b")
    site.moved["b"] = (302, "/a")
    with pytest.raises(Refused, match="circles"):
        await Reader(f"{site.url}/a").items()


async def test_an_edit_is_given_and_a_new_date_is_not(site: PracticeFeeds) -> None:
    id = site.publish("befor", link="https://x.example/1")
    reader = Reader(f"{site.url}/atom.xml")
    await reader.items()
    site.change(id)
    assert await reader.texts() == []
    site.change(id, html="before")
    (message,) = await reader.items()
    assert isinstance(message, Message)
    assert (message.remote_id, message.text) == (id, "before")
    assert message.edited_at


async def test_a_feed_that_renames_its_entries_says_nothing_new(site: PracticeFeeds) -> None:
    site.publish("news", id="session-1", link="https://x.example/1")
    reader = Reader(f"{site.url}/feed.xml")
    await reader.items()
    site.entries[0].id = "session-2"
    assert await reader.texts() == []


async def test_two_feeds_may_number_their_entries_alike(site: PracticeFeeds) -> None:
    site.publish("news", id="1")
    (one,) = await Reader(f"{site.url}/feed.xml").items()
    (other,) = await Reader(f"{site.url}/atom.xml").items()
    assert isinstance(one, Message)
    assert isinstance(other, Message)
    assert one.id != other.id


async def test_one_id_for_all_pages_hides_none(site: PracticeFeeds) -> None:
    for number in (1, 2, 3):
        site.publish(f"n{number}", id="https://x.example/", link=f"https://x.example/{number}")
    reader = Reader(f"{site.url}/atom.xml")
    assert await reader.texts() == ["n1", "n2", "n3"]
    site.publish("n4", id="https://x.example/", link="https://x.example/4")
    assert await reader.texts() == ["n4"]


async def test_the_first_reading_is_bounded_and_forgets_nothing(site: PracticeFeeds) -> None:
    for number in range(130):
        site.publish(f"n{number}")
    reader = Reader(f"{site.url}/atom.xml")
    first = await reader.texts()
    assert len(first) == 100
    assert first[-1] == "n129"
    assert await reader.texts() == []


async def test_older_entries_that_come_late_are_given(site: PracticeFeeds) -> None:
    site.publish("new")
    reader = Reader(f"{site.url}/feed.xml")
    await reader.items()
    site.publish("was forgotten", ago=5 * 86_400)
    assert await reader.texts() == ["was forgotten"]


async def test_dates_that_lie_are_put_right(site: PracticeFeeds) -> None:
    site.publish("tomorrow", ago=-86_400)
    reader = Reader(f"{site.url}/feed.xml")
    (message,) = await reader.items()
    assert isinstance(message, Message)
    assert message.created_at <= reader.clock.now() + 2 * SECOND


async def test_a_stretch_that_nobody_can_vouch_for_is_a_gap(site: PracticeFeeds) -> None:
    site.publish("one")
    reader = Reader(f"{site.url}/feed.xml")
    await reader.items()
    for number in range(60):
        site.publish(f"later {number}")
    found = await reader.items()
    assert len(texts(found)) == 50
    assert len([item for item in found if isinstance(item, Gap)]) == 1
    assert await reader.items() == []


async def test_further_pages_close_the_gap(site: PracticeFeeds) -> None:
    site.publish("one")
    reader = Reader(f"{site.url}/atom.xml")
    await reader.items()
    for number in range(140):
        site.publish(f"later {number}")
    found = await reader.items()
    assert len(texts(found)) == 140
    assert not [item for item in found if isinstance(item, Gap)]


async def test_an_emptied_feed_is_no_gap(site: PracticeFeeds) -> None:
    id = site.publish("one")
    reader = Reader(f"{site.url}/feed.xml")
    await reader.items()
    site.withdraw(id)
    assert await reader.items() == []


async def test_a_huge_feed_says_nothing_twice(site: PracticeFeeds) -> None:
    body = "".join(
        f"<item><title>t{n}</title><guid>g{n}</guid><link>https://x.example/{n}</link></item>"
        for n in range(4000)
    )
    for more in ("", "<item><title>new</title></item>"):
        site.fault(status=200, body=f"<rss><channel>{more}{body}</channel></rss>".encode())
    reader = Reader(f"{site.url}/feed.xml")
    assert len(await reader.texts()) == 100
    assert await reader.texts() == ["new"]


async def test_a_withdrawn_entry_is_a_deletion_once(site: PracticeFeeds) -> None:
    id = site.publish("wrong")
    reader = Reader(f"{site.url}/atom.xml")
    await reader.items()
    head = b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
    for other in (b"", b" "):
        tomb = f'<at:deleted-entry ref="{id}" when="2026-01-01T00:00:00Z"/><at:deleted-entry ref="urn:unknown:1"/>'
        site.fault(status=200, body=head + tomb.encode() + other + b"</feed>")
    assert await reader.items() == [Deletion(id)]
    assert await reader.items() == []


# --- how often


async def test_what_the_server_says_of_freshness_is_respected(site: PracticeFeeds) -> None:
    site.headers = {"Cache-Control": "public, max-age=600"}
    site.publish("one")
    reader = Reader(f"{site.url}/feed.xml")
    await reader.items()
    ((budget, left, resets_at),) = reader.pace.heard
    assert (budget, left) == ("rounds", 0)
    assert 590 * SECOND < resets_at - reader.clock.now() <= 600 * SECOND
    site.publish("two")
    assert await reader.batches() == []
    reader.clock.ahead = 601 * SECOND
    assert await reader.texts() == ["two"]


async def test_a_ttl_counts_minutes_also_where_nothing_changed(site: PracticeFeeds) -> None:
    site.ttl = 30
    site.settle()
    reader = Reader(f"{site.url}/feed.xml")
    await reader.items()
    reader.clock.ahead = 31 * MINUTE
    await reader.items()
    assert site.answered[-1][1] == 304
    due = read(reader.cursor).due - reader.clock.now()
    assert 29 * MINUTE < due <= 30 * MINUTE


@pytest.mark.parametrize(
    ("control", "minutes"),
    [("max-age=60", 1), ("no-cache, max-age=60", 0), ("s-maxage=5", 0), ("max-age=x", 0), ("max-age=999999999", 1440)],
)  # fmt: skip
def test_freshness_is_read(control: str, minutes: int) -> None:
    assert requests.due(Cursor(), {"cache-control": control}, HOUR) == HOUR + minutes * MINUTE


def test_hours_and_days_are_skipped() -> None:
    at = from_iso("2026-11-28T22:30:00Z")  # a Saturday
    cursor = Cursor()
    requests.rhythm(cursor, Feed(skip_hours=(22, 23), skip_days=("Sunday",)))
    due = datetime.fromtimestamp(requests.due(cursor, {}, at) / SECOND, UTC)
    assert (due.strftime("%A"), due.hour, due.minute) == ("Monday", 0, 0)
    requests.rhythm(cursor, Feed(skip_hours=tuple(range(24))))
    assert requests.due(cursor, {}, at) == at
    requests.rhythm(cursor, Feed(ttl=10**6))
    assert requests.due(cursor, {}, at) <= at + DAY


async def test_a_retry_after_is_patience(site: PracticeFeeds) -> None:
    for status in (429, 503):
        site.fault(status=status, headers={"Retry-After": "120"})
        with pytest.raises(Throttled) as caught:
            await Reader(f"{site.url}/feed.xml").items()
        assert caught.value.seconds == 120


async def test_an_item_that_was_kept_is_read_again(site: PracticeFeeds) -> None:
    connector = Reader(f"{site.url}/feed.json").connector()
    (message,) = await connector.reread(b'{"id":"urn:long:1","content_text":"Hello"}')
    assert isinstance(message, Message)
    assert (message.remote_id, message.text) == ("urn:long:1", "Hello")
    for payload in (b"{", b"[]", b'{"id":{}}', b"{}"):
        with pytest.raises(Malformed) as caught:
            await connector.reread(payload)
        assert caught.value.payload == payload
    await connector.aclose()


# --- monitors


@PATHS
async def test_a_monitor_reads_any_feed(site: PracticeFeeds, path: str) -> None:
    site.publish("Our shop & theirs")
    site.settle()
    reader = Reader(f"{site.url}/feed.json")
    connector = reader.connector()
    term = Term(TermKind.FEED, f"{site.url}/{path}")
    first = await connector.search(term, None)
    assert texts(first.items) == ["Our shop & theirs"]
    assert all(not item.addressed for item in first.items if isinstance(item, Message))
    site.publish("More")
    second = await connector.search(term, first.cursor)
    assert texts(second.items) == ["More"]
    assert site.answered[-1][2] != {}
    await connector.aclose()


async def test_a_monitor_remembers_a_move(site: PracticeFeeds) -> None:
    site.moved["old"] = (301, "/feed.xml")
    connector = Reader(f"{site.url}/feed.json").connector()
    term = Term(TermKind.FEED, f"{site.url}/old")
    first = await connector.search(term, None)
    await connector.search(term, first.cursor)
    assert [path for path, _, _ in site.answered] == ["old", "feed.xml", "feed.xml"]
    await connector.aclose()


async def test_words_are_looked_for_in_our_own_feed(site: PracticeFeeds) -> None:
    site.publish("The Shop is closed")
    site.publish("Shopping")
    connector = Reader(f"{site.url}/feed.xml").connector()
    found = await connector.search(Term(TermKind.KEYWORD, "shop"), None)
    assert texts(found.items) == ["The Shop is closed"]
    with pytest.raises(Refused):
        await connector.search(Term(TermKind.PLACE, "x"), None)
    await connector.aclose()


# --- what it is not for


async def test_nothing_is_written(site: PracticeFeeds) -> None:
    connector = Reader(f"{site.url}/feed.xml").connector()
    reply = Outgoing(new_id(), "Hello", "1", Visibility.PUBLIC)
    with pytest.raises(Refused, match="only read"):
        await connector.send(reply)
    with pytest.raises(Refused, match="only read"):
        await connector.act(Act("delete", "1"))
    assert await connector.find(reply, 0) == Absent()
    assert (await connector.check()).name == "The Daily"
    await connector.aclose()


async def test_a_login_of_the_address_is_sent_and_never_told(site: PracticeFeeds) -> None:
    site.login = ("ana", "pa:ss word")
    url = site.url.replace("//", "//ana:pa%3Ass%20word@") + "/feed.xml?token=t0ps3cret"
    reader = Reader(url)
    assert await reader.items() == []
    assert "t0ps3cret" not in repr(reader.account) + str(reader.cursor)
    assert "pa%3Ass" not in repr(reader.account)
    site.login = ("ana", "other")
    with pytest.raises(SignInNeeded) as caught:
        await reader.items()
    assert "t0ps3cret" not in str(caught.value)
