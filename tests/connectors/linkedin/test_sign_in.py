"""Connecting a page: the app's secret or PKCE, which page is meant, what is missing."""

import asyncio
import socket

import httpx
import pytest

from responder.connectors.linkedin.sign_in import sign_in
from responder.core import manifest
from responder.core.clock import SystemClock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import Option, SignIn
from responder.net import tokens
from responder.practice.linkedin.oauth import App
from responder.practice.linkedin.world import ORGANIZATION
from tests.connectors.contract import Memory, opened
from tests.connectors.linkedin.practice import Practice


class Browser:
    """Goes where it is sent, and back."""

    def __init__(self) -> None:
        self.going: list[asyncio.Task[int]] = []

    def open(self, url: str) -> None:
        self.going.append(asyncio.ensure_future(self._visit(url)))

    async def _visit(self, url: str) -> int:
        async with httpx.AsyncClient(follow_redirects=True) as client:
            return (await client.get(url)).status_code


@pytest.fixture
def free_port(net: Practice) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    net.linkedin.oauth.apps["mine"] = App("s3cret", f"http://127.0.0.1:{number}/signed-in")
    return number


async def last(options: tuple[Option, ...]) -> str:
    return options[-1].key


async def connect(net: Practice, port: int, secret: str = "s3cret", **more: str) -> SignIn:
    browser = Browser()
    form = {"client_id": "mine", "client_secret": secret, "api": net.linkedin.url, "port": str(port), **more}
    try:
        return await sign_in(form, clock=SystemClock(), open_browser=browser.open, choose=last)
    finally:
        await asyncio.gather(*browser.going)


async def test_a_page_connects_and_is_the_same_one_again(net: Practice, free_port: int) -> None:
    signed = await connect(net, free_port, version="202608")
    account = signed.account
    assert (account.remote_id, account.name, account.handle) == (ORGANIZATION, "The Shop", "the-shop")
    assert (account.missing, account.options["version"]) == ((), "202608")
    assert "s3cret" not in repr(account)
    assert tokens.read(signed.secret).refresh == ""
    assert (await connect(net, free_port)).account.id == account.id


async def test_of_several_pages_one_is_chosen(net: Practice, free_port: int) -> None:
    net.linkedin.world.pages["urn:li:organization:7"] = "The Other Shop"
    net.linkedin.world.roles["urn:li:organization:7"] = "ANALYST"
    account = (await connect(net, free_port)).account
    assert (account.name, account.missing) == (
        "The Other Shop",
        ("answer as the page (your role there is ANALYST)",),
    )


async def test_without_a_secret_a_native_app_proves_itself(net: Practice, free_port: int) -> None:
    net.linkedin.oauth.apps["mine"].native = True
    assert (await connect(net, free_port, secret="")).account.name == "The Shop"


async def test_a_wrong_secret_a_no_and_no_page_are_told_apart(net: Practice, free_port: int) -> None:
    with pytest.raises(Refused, match="Client authentication failed"):
        await connect(net, free_port, secret="wrong")
    net.linkedin.world.roles.clear()
    with pytest.raises(Refused, match="no role on any page"):
        await connect(net, free_port)
    net.linkedin.oauth.agrees = False
    with pytest.raises(Refused, match="cancelled"):
        await connect(net, free_port)


async def test_missing_permissions_are_named(net: Practice, free_port: int) -> None:
    net.linkedin.oauth.grants = frozenset({"r_organization_admin", "r_organization_social_feed"})
    assert "answer comments" in (await connect(net, free_port)).account.missing


async def test_a_role_that_was_taken_away_needs_a_sign_in(net: Practice) -> None:
    net.linkedin.world.roles.clear()
    async with opened(net, Memory()) as connector:
        with pytest.raises(SignInNeeded, match="no role"):
            await connector.check()


@pytest.mark.parametrize(
    "form", [{}, {"client_id": "x", "version": "October"}, {"client_id": "x", "port": "80"}]
)
async def test_what_makes_no_sense_is_refused_before_the_browser_opens(form: dict[str, str]) -> None:
    with pytest.raises(Refused):
        await sign_in(form, clock=SystemClock(), open_browser=print)


def test_the_manifest_names_the_address_to_register() -> None:
    declared = manifest.load("responder.connectors.linkedin")
    assert any("http://127.0.0.1:8724/signed-in" in need for need in declared.needs)
