"""Connecting an account through the browser."""

import threading
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest

from responder.connectors.mastodon.connector import open as open_connector
from responder.connectors.mastodon.connector import unsealed
from responder.connectors.mastodon.sign_in import address, sign_in
from responder.core.clock import SystemClock
from responder.core.errors import NetworkError, Refused, SignInNeeded, Unreachable
from responder.core.ports import SignIn
from responder.practice.mastodon.dialects import PLEROMA, SNAC
from tests.connectors.mastodon.people import Practice
from tests.connectors.means import means

Asked = list[dict[str, list[str]]]


def browser(net: Practice, asked: Asked, **answer: str) -> Callable[[str], None]:
    """Return a browser in which somebody fills in the server's page."""

    def visit(url: str) -> None:
        parts = urlsplit(url)
        asked.append(parse_qs(parts.query))
        form = {
            **dict(parse_qsl(parts.query)),
            "login": net.server.handle,
            "passwd": net.server.password,
            **answer,
        }
        with httpx.Client(follow_redirects=True) as client:
            client.post(parts._replace(query="").geturl(), data=form)

    def open_browser(url: str) -> None:
        threading.Thread(target=visit, args=(url,)).start()

    return open_browser


async def connect(net: Practice, asked: Asked | None = None, server: str = "", **answer: str) -> SignIn:
    seen: Asked = [] if asked is None else asked
    return await sign_in(
        {"server": server or net.server.url}, clock=SystemClock(), open_browser=browser(net, seen, **answer)
    )


async def test_signing_in_gives_the_account_its_limits_and_a_token_that_works(net: Practice) -> None:
    made = await connect(net)
    assert made.account.remote_id == net.server.account_id
    assert made.account.handle == f"grandlievre@{made.account.server}"
    assert made.account.limits.characters == 500
    assert made.account.limits.url_characters == 23
    assert unsealed(made.secret).token not in repr(made.account)
    ours = open_connector(made.account, means(made.secret))
    assert (await ours.check()).remote_id == made.account.remote_id
    await ours.aclose()


async def test_the_code_is_bound_to_us_and_to_this_machine(net: Practice) -> None:
    asked: Asked = []
    await connect(net, asked)
    (query,) = asked
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["code_challenge"][0]) == 43
    assert query["redirect_uri"][0].startswith("http://127.0.0.1:")
    assert len(query["state"][0]) >= 24
    assert "write:statuses" in query["scope"][0].split()


async def test_signing_in_again_is_the_same_account(net: Practice) -> None:
    assert (await connect(net)).account.id == (await connect(net)).account.id


@pytest.mark.parametrize("dialect", [SNAC, PLEROMA])
async def test_servers_without_a_description_are_asked_in_the_old_way(dialect: object) -> None:
    net = Practice(replace(dialect))  # type: ignore[type-var] # a dataclass
    net.server.start()
    try:
        asked: Asked = []
        made = await connect(net, asked)
        assert made.account.limits.characters > 500
        assert asked[0]["scope"] == ["read write"]
    finally:
        net.server.stop()


async def test_a_server_that_refuses_fine_scopes_is_asked_for_the_wide_ones(net: Practice) -> None:
    net.fault(path="/api/v1/apps", status=422)
    asked: Asked = []
    await connect(net, asked)
    assert asked[0]["scope"] == ["read write"]


async def test_a_no_in_the_browser_is_a_no(net: Practice) -> None:
    with pytest.raises(Refused, match="denied"):
        await connect(net, deny="1")


async def test_something_else_than_a_mastodon_says_so(net: Practice) -> None:
    net.fault(path="/api/v1/apps", status=200, body=b"<html>shop</html>", count=2)
    with pytest.raises(Refused, match="Mastodon"):
        await connect(net)


async def test_nobody_at_the_address_says_so() -> None:
    with pytest.raises(Unreachable):
        await sign_in({"server": "127.0.0.1:9"}, clock=SystemClock(), open_browser=print)


async def test_a_name_that_redirects_to_another_host_is_followed(net: Practice) -> None:
    alias = Practice()
    alias.server.start()
    try:
        alias.fault(
            path="/api/v1/instance", status=301, headers={"Location": f"{net.server.url}/api/v1/instance"}
        )
        made = await connect(net, server=alias.server.url)
        assert made.account.options["url"] == net.server.url
    finally:
        alias.server.stop()


async def test_a_token_endpoint_that_fails_is_told(net: Practice) -> None:
    net.fault(
        path="/oauth/token", status=400, body=b'{"error":"invalid_grant","error_description":"expired"}'
    )
    with pytest.raises(NetworkError, match="expired"):
        await connect(net)


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("mastodon.example", "https://mastodon.example"),
        (" https://Mastodon.example/ ", "https://mastodon.example"),
        ("@ana@mastodon.example", "https://mastodon.example"),
        ("ana@mastodon.example", "https://mastodon.example"),
        ("https://mastodon.example/@ana", "https://mastodon.example"),
        ("mastodon.example/@ana", "https://mastodon.example"),
        ("localhost:8190", "http://localhost:8190"),
        ("http://mastodon.lan:3000", "http://mastodon.lan:3000"),
    ],
)
def test_an_address_is_understood_however_it_is_given(given: str, base: str) -> None:
    assert address(given) == base


@pytest.mark.parametrize("given", ["", "   ", "@", "ftp://a.example", "my server", "https://"])
def test_no_address_is_asked_for_again(given: str) -> None:
    with pytest.raises(Refused):
        address(given)


def test_a_bare_token_will_do_and_a_broken_secret_needs_a_sign_in() -> None:
    assert unsealed(" abc\n").token == "abc"
    with pytest.raises(SignInNeeded):
        unsealed("{half")


async def test_a_token_that_somebody_made_there_may_come_in_place_of_a_code(net: Practice) -> None:
    def paste(url: str) -> None:
        query = dict(parse_qsl(urlsplit(url).query))
        brought = {"code": net.server.token, "state": query["state"]}
        threading.Thread(target=httpx.get, args=(query["redirect_uri"],), kwargs={"params": brought}).start()

    made = await sign_in({"server": net.server.url}, clock=SystemClock(), open_browser=paste)
    assert unsealed(made.secret).token == net.server.token
    assert made.account.remote_id == net.server.account_id
