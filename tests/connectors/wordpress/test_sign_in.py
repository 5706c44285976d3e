import asyncio
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from responder.connectors.wordpress.discovery import Discovery, complete, server
from responder.connectors.wordpress.sign_in import sign_in
from responder.core import manifest
from responder.core.clock import SystemClock
from responder.core.errors import Malformed, NetworkError, Refused, SignInNeeded
from responder.core.ports import SignIn
from responder.practice.wordpress.server import PASSWORD, PracticeSite
from tests.connectors.wordpress.people import Desk, Quick, texts


async def connect_to(address: str, user: str = "owner", password: str = PASSWORD, **more: str) -> SignIn:
    form = {"site": address, "user": user, "password": password, **more}
    return await sign_in(form, clock=Quick(), open_browser=print)


async def test_an_application_password_connects(site: PracticeSite) -> None:
    signed = await connect_to(site.url, user=" owner ")
    account = signed.account
    assert (account.network, account.server, account.remote_id) == ("wordpress", site.url[7:], "1")
    assert PASSWORD not in repr(account)
    assert " " not in signed.secret
    assert (await connect_to(site.url)).account.id == account.id


@pytest.mark.parametrize("path", ["", "/", "/old", "/wp-admin", "/wp-login.php", "/wp-json/", "/?p=1"])
async def test_any_address_of_the_site_leads_to_its_api(site: PracticeSite, path: str) -> None:
    assert (await connect_to(site.url + path)).account.options["root"] == site.root


async def test_plain_permalinks_are_understood() -> None:
    with PracticeSite(plain=True) as site:
        post = site.add_post("Launch")
        site.comment(post.id, "hello")
        desk = Desk(await connect_to(site.url))
        assert "rest_route" in desk.signed.account.options["root"]
        assert texts(await desk.gather()) == ["hello"]
        await desk.aclose()


async def test_a_wrong_password_is_noticed(site: PracticeSite) -> None:
    for user, password in (("owner", "wrong"), ("nobody", PASSWORD)):
        with pytest.raises(SignInNeeded, match="does not accept"):
            await connect_to(site.url, user, password)


async def test_switched_off_application_passwords_are_named(site: PracticeSite) -> None:
    site.wire.passwords_on = False
    for password in ("wrong", ""):
        with pytest.raises(SignInNeeded, match="switched off"):
            await connect_to(site.url, password=password)


class Browser:
    """Goes where it is sent, and back."""

    def __init__(self) -> None:
        self.going: list[asyncio.Task[int]] = []

    def open(self, url: str) -> None:
        self.going.append(asyncio.ensure_future(self._visit(url)))

    async def _visit(self, url: str) -> int:
        async with httpx.AsyncClient(follow_redirects=True) as client:
            return (await client.get(url)).status_code


async def test_a_site_on_this_machine_sends_the_password_back(site: PracticeSite) -> None:
    browser = Browser()
    signed = await sign_in({"site": site.url}, clock=SystemClock(), open_browser=browser.open)
    assert (signed.account.handle, signed.secret) == ("owner", PASSWORD.replace(" ", ""))
    assert await browser.going[0] == 200


async def test_a_no_in_the_browser_is_a_no(site: PracticeSite) -> None:
    site.wire.agrees = False
    browser = Browser()
    with pytest.raises(Refused, match="denied"):
        await sign_in({"site": site.url}, clock=SystemClock(), open_browser=browser.open)
    await browser.going[0]


@pytest.mark.parametrize(("version", "returns"), [("6.9", False), ("7.0", True), ("10.1", True), ("", False)])
async def test_only_a_late_enough_site_elsewhere_may_send_it_back(version: str, returns: bool) -> None:
    transport = httpx.MockTransport(lambda request: answers(request, version))
    place = await Discovery(Quick(), transport).find("https://www.shop.example")
    assert place.returns_to_loopback is returns


async def test_elsewhere_the_password_is_copied_by_hand() -> None:
    opened: list[str] = []
    with pytest.raises(SignInNeeded, match="paste the password"):
        await sign_in({"site": "https://www.shop.example"}, clock=Quick(), open_browser=opened.append, transport=httpx.MockTransport(answers))  # fmt: skip
    query = parse_qs(urlsplit(opened[0]).query)
    assert query["app_name"] == ["Responder"]
    assert "success_url" not in query


async def test_a_user_who_may_only_read_connects_too(site: PracticeSite) -> None:
    account = (await connect_to(site.url, "customer")).account
    assert account.name == "Customer"
    assert account.missing == ("see comments that wait for approval, approve them, or mark them as spam",)


async def test_what_is_no_wordpress_is_refused(site: PracticeSite) -> None:
    site.fault(path="^/wp-json/$", count=9, status=404)
    site.fault(path="^/index.php$", count=9, status=404)
    with pytest.raises(Refused):
        await connect_to(site.url)


async def test_a_firewall_in_front_is_named(site: PracticeSite) -> None:
    site.fault(path="^/wp-json/$", count=9, status=403, body=b"<title>Attention Required</title>")
    site.fault(path="^/index.php$", count=9, status=403, body=b"<title>Attention Required</title>")
    with pytest.raises(Malformed, match="Attention Required"):
        await connect_to(site.url)


@pytest.mark.parametrize("typed", ["", "   ", "ftp://x.example", "https://", "javascript:alert(1)", "http://[::1", "file:///etc/passwd"])  # fmt: skip
async def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(NetworkError):
        await connect_to(typed)


def answers(request: httpx.Request, version: str = "") -> httpx.Response:
    """A site that lives at www and moved to https, on another machine."""
    url = request.url
    assert "authorization" not in request.headers or (url.scheme, url.host) == ("https", "www.shop.example")
    if url.host == "circle.example":
        return httpx.Response(302, headers={"location": str(url)})
    if url.host == "plain.example" or (url.scheme, url.host) == ("https", "www.shop.example"):
        root = f"{url.scheme}://{url.host}/wp-json/"
        if url.path == "/wp-json/":
            page = {"application-passwords": {"endpoints": {"authorization": f"{root}auth"}}}
            home = f"{url.scheme}://{url.host}"
            return httpx.Response(200, json={"name": "Shop", "home": home, "namespaces": ["wp/v2"], "authentication": page})  # fmt: skip
        if url.path.startswith("/wp-json/wp/v2/users/me"):
            return httpx.Response(
                200, json={"id": 3, "name": "Marie", "username": "marie", "capabilities": {}}
            )
        html = f'<meta name="generator" content="WordPress {version}.1">'
        return httpx.Response(200, html=html, headers={"link": f'<{root}>; rel="https://api.w.org/"'})
    return httpx.Response(301, headers={"location": f"https://www.shop.example{url.path}"})


async def test_redirects_are_followed_before_the_password_is_sent() -> None:
    form = {"site": "http://shop.example", "user": "marie", "password": "x"}
    signed = await sign_in(form, clock=Quick(), open_browser=print, transport=httpx.MockTransport(answers))
    assert signed.account.options["root"] == "https://www.shop.example/wp-json/"
    assert signed.account.server == "www.shop.example"


async def test_a_line_that_others_can_read_is_refused_unless_insisted_on() -> None:
    form = {"site": "http://plain.example", "user": "marie", "password": "x"}
    opened: list[str] = []
    for password in ("x", ""):
        with pytest.raises(Refused, match="without https"):
            await sign_in({**form, "password": password}, clock=Quick(), open_browser=opened.append, transport=httpx.MockTransport(answers))  # fmt: skip
    assert opened == []


async def test_a_site_that_leads_in_circles_is_left() -> None:
    with pytest.raises(Refused, match="circles"):
        await Discovery(Quick(), httpx.MockTransport(answers)).find("https://circle.example")


def test_an_address_is_completed() -> None:
    assert complete("blog.example.com") == "https://blog.example.com"
    assert complete("127.0.0.1:8080") == "http://127.0.0.1:8080"
    assert complete(" https://x.example/blog/wp-admin/ ") == "https://x.example/blog"


def test_a_site_has_one_name_however_it_is_reached() -> None:
    assert server("https://Blog.example/") == server("http://blog.example") == "blog.example"
    assert server("https://x.example/blog/") == "x.example/blog"


def test_the_manifest_asks_for_what_a_sign_in_needs() -> None:
    declared = manifest.load("responder.connectors.wordpress")
    assert [field.name for field in declared.form] == ["site", "user", "password"]
    assert [field.secret for field in declared.form] == [False, False, True]
