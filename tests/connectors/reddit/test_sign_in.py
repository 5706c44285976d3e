"""Connecting an account."""

import asyncio
import socket

import httpx
import pytest

from responder.connectors.reddit.sign_in import sign_in
from responder.core import manifest
from responder.core.clock import SystemClock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import SignIn
from responder.net.tokens import read
from responder.practice.reddit.server import APP, REFRESH
from tests.connectors.contract import Memory, opened
from tests.connectors.reddit.people import Practice


class Browser:
    """Goes where it is sent, and back; `spoil` changes the address on the way."""

    def __init__(self, spoil: str = "") -> None:
        self.trips: list[asyncio.Task[httpx.Response]] = []
        self.spoil = spoil

    def open(self, url: str) -> None:
        self.trips.append(asyncio.create_task(self._go(url)))

    async def _go(self, url: str) -> httpx.Response:
        async with httpx.AsyncClient(follow_redirects=True) as client:
            return await client.get(url.replace("state=", "state=x") if self.spoil else url)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


async def connect(
    net: Practice, app: str = APP, user: str = "u/grandlievre", browser: Browser | None = None
) -> SignIn:
    port, url = str(free_port()), net.server.url
    form = {"client_id": app, "user": user, "communities": "biscuits", "api": url, "www": url, "port": port}
    browser = browser or Browser()
    try:
        return await sign_in(form, clock=SystemClock(), open_browser=browser.open)
    finally:
        await asyncio.gather(*browser.trips, return_exceptions=True)


async def test_the_browser_asks_and_brings_tokens_for_good(net: Practice) -> None:
    signed = await connect(net)
    tokens = read(signed.secret)
    assert tokens.refresh == REFRESH
    assert tokens.client_id == APP
    assert net.server.asked["duration"] == "permanent"
    assert net.server.asked["redirect_uri"].endswith("/reddit")
    assert (signed.account.handle, signed.account.missing) == ("grandlievre", ())
    assert REFRESH not in repr(signed.account)
    assert tokens.access not in repr(signed.account)
    assert (await connect(net)).account.id == signed.account.id


async def test_what_was_not_granted_is_named(net: Practice) -> None:
    net.server.scope = "identity read submit"
    missing = (await connect(net)).account.missing
    assert "approve or remove what others write, as a moderator" in missing
    assert len(missing) == 5


async def test_a_no_in_the_browser_is_a_no(net: Practice) -> None:
    net.server.agrees = False
    with pytest.raises(Refused, match="denied"):
        await connect(net)


async def test_an_app_that_reddit_does_not_know_is_refused(net: Practice) -> None:
    with pytest.raises(Refused, match="did not let us in"):
        await connect(net, app="AnotherApp")


@pytest.mark.parametrize(("app", "user"), [("", "ana"), ("a b", "ana"), (APP, ""), (APP, "two words")])
async def test_what_is_missing_in_the_form_is_said_without_asking(net: Practice, app: str, user: str) -> None:
    with pytest.raises(Refused):
        await connect(net, app, user)
    assert net.server.faults.seen == []


async def test_a_sign_in_that_became_somebody_elses_is_noticed(net: Practice) -> None:
    connector = net.connector(Memory())
    net.server.world.us = "somebody"
    with pytest.raises(SignInNeeded, match="belongs to"):
        await connector.check()
    await connector.aclose()


async def test_checking_says_what_is_missing(net: Practice) -> None:
    async with opened(net, Memory()) as connector:
        assert (await connector.check()).missing == ()


def test_the_manifest_is_honest_about_reddits_approval() -> None:
    told = manifest.load("responder.connectors.reddit")
    assert "approves each new app by hand" in told.needs[1]
    assert "8437" in told.needs[0]
