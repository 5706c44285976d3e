"""The feeds of a real WordPress: found from its front page, read, and asked again politely."""

import pytest

from responder.connectors.feeds.sign_in import sign_in
from responder.core.clock import SystemClock
from responder.core.messages import Message
from tests.connectors.feeds.people import Reader
from tests.practice.wordpress_checks import Wp


@pytest.fixture
def post(wp: Wp) -> int:
    return wp.make_post("Tom & Jerry’s <shop>")


async def test_a_front_page_that_names_no_feed_leads_to_one(wp: Wp) -> None:
    assert "application/rss+xml" not in wp.client.get(wp.url).text
    form = {"address": wp.url, "name": ""}
    signed = await sign_in(form, clock=SystemClock(), open_browser=print)
    assert signed.secret == f"{wp.url}/feed/"


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/feed/rdf/"])
async def test_a_post_is_read_in_every_format(wp: Wp, post: int, path: str) -> None:
    found = [one for one in await Reader(wp.url + path).items() if isinstance(one, Message)]
    (entry,) = [
        one
        for one in found
        if f"p={post}" in one.remote_id or f"p={post}" in (one.url or "") or one is found[-1]
    ]
    assert entry.text.startswith("Tom & Jerry’s")
    assert "We ship." in entry.text
    assert entry.url is not None
    assert entry.url.startswith(wp.url)


async def test_comments_are_read_and_what_did_not_change_is_not_sent_again(wp: Wp, post: int) -> None:
    reader = Reader(f"{wp.url}/comments/feed/")
    await reader.items()
    comment = wp.comment(post, "Where is <b>it</b> & when?", "owner")
    found = [one for one in await reader.items() if isinstance(one, Message)]
    assert [
        one for one in found if f"comment-{comment}" in (one.url or "") and "Where is it & when?" in one.text
    ]
    assert await reader.items() == []
    assert wp.client.get(f"{wp.url}/comments/feed/").headers["last-modified"]
