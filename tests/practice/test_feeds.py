"""The practice feeds, read by feedparser, the most used reader there is; JSON Feed against its own rules."""

from collections.abc import Iterator
from datetime import datetime

import feedparser
import httpx
import pytest

from responder.practice.feeds.server import PracticeFeeds


@pytest.fixture
def site() -> Iterator[PracticeFeeds]:
    with PracticeFeeds() as site:
        site.publish(
            "<p>old &amp; <b>bold</b></p>", title="First & foremost", ago=60, link="https://x.example/1"
        )
        site.publish("newer", title="Second")
        yield site


def read(site: PracticeFeeds, path: str) -> feedparser.FeedParserDict:
    answer = httpx.get(f"{site.url}/{path}")
    return feedparser.parse(answer.content, response_headers=dict(answer.headers))


@pytest.mark.parametrize(("path", "version"), [("feed.xml", "rss20"), ("atom.xml", "atom10")])
def test_feedparser_understands_it(site: PracticeFeeds, path: str, version: str) -> None:
    found = read(site, path)
    assert (found.bozo, found.version, found.feed.title) == (False, version, "The Daily")
    assert [entry.title for entry in found.entries] == ["Second", "First & foremost"]
    old = found.entries[1]
    assert (old.link, old.author, old.content[0].value) == (
        "https://x.example/1",
        "Ana",
        "<p>old &amp; <b>bold</b></p>",
    )
    assert old.published_parsed < found.entries[0].published_parsed


def test_a_json_feed_has_what_the_format_wants(site: PracticeFeeds) -> None:
    answer = httpx.get(f"{site.url}/feed.json")
    assert answer.headers["content-type"] == "application/feed+json"
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert "content_html" in item or "content_text" in item
        assert datetime.fromisoformat(item["date_published"]).tzinfo


def test_what_did_not_change_is_not_sent_again(site: PracticeFeeds) -> None:
    site.settle()
    first = httpx.get(f"{site.url}/feed.xml")
    for name, given in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        assert httpx.get(f"{site.url}/feed.xml", headers={name: first.headers[given]}).status_code == 304
    site.publish("news")
    for name, given in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        assert httpx.get(f"{site.url}/feed.xml", headers={name: first.headers[given]}).status_code == 200


def test_older_entries_are_on_further_pages(site: PracticeFeeds) -> None:
    for number in range(120):
        site.publish(f"{number}")
    seen, url = [], f"{site.url}/atom.xml"
    while url:
        found = feedparser.parse(httpx.get(url).content)
        seen += [entry.id for entry in found.entries]
        url = next((link.href for link in found.feed.links if link.rel == "next"), "")
    assert len(seen) == len(set(seen)) == 122
