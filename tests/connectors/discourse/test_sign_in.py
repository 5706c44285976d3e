"""Connecting a forum."""

import asyncio

import httpx
import pytest

from responder.connectors.discourse import words
from responder.connectors.discourse.api import read_key
from responder.connectors.discourse.sign_in import sign_in
from responder.core import manifest
from responder.core.clock import SystemClock
from responder.core.errors import Refused, SignInNeeded, Unreachable
from responder.core.ports import SignIn
from responder.practice.discourse.server import ADMIN_KEY
from tests.connectors.contract import Memory, catch_up, opened
from tests.connectors.discourse.people import Practice


class Browser:
    """Goes where it is sent, and back."""

    def __init__(self) -> None:
        self.trips: list[asyncio.Task[httpx.Response]] = []

    def open(self, url: str) -> None:
        self.trips.append(asyncio.create_task(self._go(url)))

    async def _go(self, url: str) -> httpx.Response:
        async with httpx.AsyncClient(follow_redirects=True) as client:
            return await client.get(url)


async def connect(net: Practice, key: str = ADMIN_KEY, user: str = "shop", site: str = "") -> SignIn:
    form = {"site": site or net.forum.url, "user": user, "key": key, "categories": "Support"}
    browser = Browser()
    try:
        return await sign_in(form, clock=SystemClock(), open_browser=browser.open)
    finally:
        await asyncio.gather(*browser.trips, return_exceptions=True)


async def test_a_pasted_key_connects_and_stays_out_of_the_account(net: Practice) -> None:
    signed = await connect(net, f" {ADMIN_KEY} ", "@shop")
    assert (signed.account.handle, signed.account.name) == ("shop", "Biscuiterie")
    assert ADMIN_KEY not in repr(signed.account)
    assert read_key(signed.secret).headers == {"Api-Key": ADMIN_KEY, "Api-Username": "shop"}
    assert (await connect(net)).account.id == signed.account.id


async def test_the_browser_brings_a_key_that_only_we_can_read(net: Practice) -> None:
    signed = await connect(net, "", "")
    headers = read_key(signed.secret).headers
    assert headers["User-Api-Key"] == "user-key-1"
    assert net.forum.user_keys == {"user-key-1": headers["User-Api-Client-Id"]}
    assert signed.account.id == (await connect(net)).account.id


async def test_an_answer_to_another_question_is_refused(net: Practice) -> None:
    net.forum.lies = True
    with pytest.raises(Refused, match="does not belong"):
        await connect(net, "", "")


@pytest.mark.parametrize(("key", "user"), [("wrong", "shop"), (ADMIN_KEY, "nobody")])
async def test_a_wrong_key_is_noticed(net: Practice, key: str, user: str) -> None:
    with pytest.raises(SignInNeeded, match="does not accept"):
        await connect(net, key, user)


async def test_what_a_key_may_not_read_is_named_and_stops_nothing_else(net: Practice) -> None:
    net.fault(path="^/(notifications|topics)", status=403, count=4)
    assert (await connect(net)).account.missing == (words.NO_CALLS, words.NO_PRIVATE)
    net.write("hi")
    memory = Memory()
    await catch_up(net, memory)
    assert memory.texts == ["hi"]


async def test_a_key_without_its_member_is_asked_for(net: Practice) -> None:
    with pytest.raises(Refused, match="user name"):
        await connect(net, user="")


@pytest.mark.parametrize("site", ["http://forum.example", "ftp://x.example", "", "https://"])
async def test_a_key_goes_over_no_open_line(net: Practice, site: str) -> None:
    form = {"site": site, "user": "shop", "key": ADMIN_KEY}
    with pytest.raises(Refused):
        await sign_in(form, clock=SystemClock(), open_browser=print)


async def test_something_else_than_a_forum_is_named(net: Practice) -> None:
    net.fault(path="basic-info", status=200, body=b"<html>a shop</html>")
    with pytest.raises(Refused, match="no Discourse forum"):
        await connect(net)
    with pytest.raises(Unreachable):
        await connect(net, site="http://127.0.0.1:1")


async def test_a_key_that_became_somebody_elses_is_noticed(net: Practice) -> None:
    net.forum.us.id = 99
    async with opened(net, Memory()) as connector:
        with pytest.raises(SignInNeeded, match="belongs to"):
            await connector.check()


def test_the_manifest_says_what_is_needed_first() -> None:
    told = manifest.load("responder.connectors.discourse")
    assert "allowed user api auth redirects" in told.needs[1]
    assert told.budgets[0].units == 2880
