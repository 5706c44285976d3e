import httpx
import pytest

from responder.connectors.feeds.sign_in import secret, sign_in
from responder.connectors.feeds.web import address
from responder.core import manifest
from responder.core.clock import SystemClock
from responder.core.errors import NetworkError, Refused, SignInNeeded
from responder.core.ports import Option, SignIn
from responder.practice.feeds.server import PracticeFeeds
from tests.connectors.feeds.people import Reader

FEED = b"<rss><channel><title>T</title><item><title>secret</title></item></channel></rss>"


async def connect(typed: str, **more: object) -> SignIn:
    return await sign_in({"address": typed, "name": ""}, clock=SystemClock(), open_browser=print, **more)  # type: ignore[arg-type]


async def test_an_address_of_a_feed_connects(site: PracticeFeeds) -> None:
    signed = await connect(f" {site.url}/feed.xml ")
    account = signed.account
    assert (account.network, account.server, account.name) == ("feeds", "127.0.0.1", "The Daily")
    assert signed.secret == f"{site.url}/feed.xml"
    assert (await connect(f"{site.url}/feed.xml")).account.id == account.id


async def test_a_page_is_asked_for_its_feeds_and_the_person_chooses(site: PracticeFeeds) -> None:
    asked: list[Option] = []

    async def second(options: tuple[Option, ...]) -> str:
        asked.extend(options)
        return options[1].key

    signed = await connect(f"{site.url}/news", choose=second)
    assert [option.name for option in asked] == ["feed.xml", "atom.xml", "feed.json"]
    assert signed.secret == f"{site.url}/atom.xml"


async def test_a_page_that_names_none_is_helped(site: PracticeFeeds) -> None:
    site.fault(path="^/news$", status=200, body=b"<!doctype html><title>News</title>")
    assert (await connect(f"{site.url}/news")).secret == f"{site.url}/feed.xml"


async def test_a_moved_feed_is_connected_where_it_is(site: PracticeFeeds) -> None:
    site.moved["old"] = (301, "/feed.xml")
    assert (await connect(f"{site.url}/old")).secret == f"{site.url}/feed.xml"


async def test_what_is_no_feed_is_refused(site: PracticeFeeds) -> None:
    with pytest.raises(NetworkError, match="nothing at this address"):
        await connect(f"{site.url}/nowhere")
    site.login = ("ana", "x")
    with pytest.raises(SignInNeeded):
        await connect(f"{site.url}/feed.xml")


@pytest.mark.parametrize("typed", ["", " ", "ftp://x.example", "https://", "javascript:alert(1)", "http://[::1", "file:///etc/passwd", "http://x y", "https://x:99999/"])  # fmt: skip
async def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="not the address"):
        await connect(typed)


def test_an_address_is_completed() -> None:
    assert address("feed://News.Example/A?b#c").url == "https://news.example/A?b"
    assert address("localhost:80/x").url == "http://localhost:80/x"
    assert address("192.168.1.7/x").url == "http://192.168.1.7/x"
    assert secret(address("https://a:b%40c@x.example/f?t=1")) == "https://a:b%40c@x.example/f?t=1"


async def test_a_password_is_not_sent_where_others_can_read_it() -> None:
    with pytest.raises(Refused, match="without https"):
        await connect(
            "http://ana:secret@x.example/feed", transport=httpx.MockTransport(lambda _: httpx.Response(200))
        )


# --- other servers


def elsewhere(request: httpx.Request) -> httpx.Response:
    """A feed that lives at another host, and others that would like to know what is at home."""
    to = {
        "/away": "https://other.example/feed", "/home": "http://127.0.0.1:9/feed", "/metadata": "http://169.254.169.254/latest",
        "/inside": "https://intranet.example/feed", "/six": "http://[::ffff:127.0.0.1]/feed", "/plain": "http://x.example/feed",
        "/name": "http://localhost/feed", "/decimal": "http://2130706433/feed",
    }.get(request.url.path)  # fmt: skip
    if request.url.host == "x.example" and request.url.scheme == "https" and to:
        return httpx.Response(301, headers={"location": to})
    assert "authorization" not in request.headers
    return httpx.Response(200, content=FEED)


async def lookup(host: str) -> tuple[str, ...]:
    return {"intranet.example": ("10.0.0.7",), "2130706433": ("127.0.0.1",)}.get(host, ("93.184.215.14",))


@pytest.mark.parametrize("path", ["away", "plain"])
async def test_another_server_is_read_without_the_login(path: str) -> None:
    reader = Reader(f"https://ana:secret@x.example/{path}", httpx.MockTransport(elsewhere), lookup)
    assert await reader.texts() == ["secret"]
    assert "secret" not in reader.vault.secret


@pytest.mark.parametrize("path", ["home", "metadata", "inside", "six", "name", "decimal"])
async def test_nobody_sends_us_into_a_private_network(path: str) -> None:
    reader = Reader(f"https://x.example/{path}", httpx.MockTransport(elsewhere), lookup)
    with pytest.raises(Refused, match="private network"):
        await reader.texts()


async def test_a_private_address_that_a_person_typed_is_read() -> None:
    reader = Reader("http://10.0.0.7/feed", httpx.MockTransport(elsewhere), lookup)
    assert await reader.texts() == ["secret"]


def test_the_manifest_asks_for_what_a_sign_in_needs() -> None:
    declared = manifest.load("responder.connectors.feeds")
    assert [(field.name, field.needed) for field in declared.form] == [("address", True), ("name", False)]
    assert (declared.answers, declared.listens) == (False, ("feed", "keyword"))
