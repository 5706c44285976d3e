"""Connecting an account: by app password, and in the browser."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from responder.connectors.bluesky import connector
from responder.connectors.bluesky.sign_in import sign_in
from responder.core.clock import SystemClock
from responder.core.errors import NetworkError, Refused, SignInNeeded
from responder.core.ports import SignIn
from responder.net.tokens import read
from responder.practice.bluesky.server import (
    APP_PASSWORD,
    CUSTOMER,
    PASSWORD,
    QUIET_PASSWORD,
    SHOP,
    PracticeBluesky,
)
from tests.connectors.contract import Memory, catch_up
from tests.connectors.means import means


@pytest.fixture
def place() -> Iterator[PracticeBluesky]:
    with PracticeBluesky() as net:
        yield net


def form(net: PracticeBluesky, **more: str) -> dict[str, str]:
    return {"handle": "@grandlievre.example", "server": net.url, "directory": net.url, **more}


def visit(url: str) -> None:
    with httpx.Client(timeout=20) as browser:
        browser.get(browser.get(url).headers["location"])


def browser(url: str) -> None:
    threading.Thread(target=visit, args=(url,), name="browser").start()


async def enter(net: PracticeBluesky, opens: Callable[[str], None] = browser, **more: str) -> SignIn:
    return await sign_in(form(net, **more), clock=SystemClock(), open_browser=opens)


class Signed:
    """An account that signed in; stands where the contract has a simulated network."""

    def __init__(self, signed: SignIn) -> None:
        self.signed = signed
        self.means = means(signed.secret)

    def connector(self, memory: Memory, *, once: bool = True) -> connector.Bluesky:
        given = means(self.means.vault.secret, known=memory, once=once)
        object.__setattr__(given, "vault", self.means.vault)
        return connector.Bluesky(self.signed.account, given)


async def test_an_app_password_opens_a_session_that_is_kept(place: PracticeBluesky) -> None:
    signed = await enter(place, password=APP_PASSWORD)
    assert (signed.account.remote_id, signed.account.handle) == (SHOP, "grandlievre.example")
    assert signed.account.missing == ()
    assert APP_PASSWORD not in signed.secret
    assert read(signed.secret).refresh


async def test_without_a_server_the_one_is_found_where_sessions_are_opened(place: PracticeBluesky) -> None:
    seen: list[str] = []

    class Elsewhere(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            seen.append(f"{request.url.host}{request.url.path}")
            if request.url.host == "bsky.social":
                request.url = httpx.URL(place.url + request.url.raw_path.decode())
            return await super().handle_async_request(request)

    asked = {**form(place, password=APP_PASSWORD), "server": ""}
    signed = await sign_in(asked, clock=SystemClock(), open_browser=print, transport=Elsewhere())
    assert signed.account.options["pds"] == place.url
    assert seen[0] == "bsky.social/xrpc/com.atproto.identity.resolveHandle"
    assert "localhost/xrpc/com.atproto.server.createSession" in seen


async def test_an_app_password_without_direct_messages_says_what_is_missing(place: PracticeBluesky) -> None:
    signed = await enter(place, password=QUIET_PASSWORD)
    assert signed.account.missing == ("read or answer direct messages",)
    place.message("anybody?")
    place.post("hello", mention=SHOP)
    memory = Memory()
    await catch_up(Signed(signed), memory)
    assert len(memory.messages) == 1


@pytest.mark.parametrize("password", ["nope", "x" * 400])
async def test_a_wrong_password_is_said_in_words(place: PracticeBluesky, password: str) -> None:
    with pytest.raises(SignInNeeded, match="App passwords") as caught:
        await enter(place, password=password)
    assert password not in str(caught.value)


async def test_a_code_by_mail_is_explained(place: PracticeBluesky) -> None:
    body = (
        b'{"error":"AuthFactorTokenRequired","message":"A sign in code has been sent to your email address"}'
    )
    place.fault(path="createSession", status=401, body=body)
    with pytest.raises(SignInNeeded, match="needs no code"):
        await enter(place, password=PASSWORD)


@pytest.mark.parametrize("handle", ["", "no spaces please", "nobody.example", "a" * 300, "-x-.y"])
async def test_a_handle_that_is_nobodys_is_refused(place: PracticeBluesky, handle: str) -> None:
    with pytest.raises(Refused):
        await enter(place, handle=handle)


@pytest.mark.parametrize("server", ["http://pds.example", "ftp://x", "https://user@host", "https://["])
async def test_a_server_without_encryption_is_refused(place: PracticeBluesky, server: str) -> None:
    with pytest.raises(Refused):
        await enter(place, server=server, password=APP_PASSWORD)


async def test_too_many_logins_say_how_long_to_wait(place: PracticeBluesky) -> None:
    sessions = place.wire.sessions
    sessions.logins["grandlievre.example"] = [place.world.now() // 1_000_000] * 30
    with pytest.raises(NetworkError) as caught:
        await enter(place, password=APP_PASSWORD)
    assert getattr(caught.value, "seconds", 0) > 1


async def test_the_browser_gives_a_session_bound_to_a_key(place: PracticeBluesky) -> None:
    signed = await enter(place)
    tokens = read(signed.secret)
    assert signed.account.remote_id == SHOP
    assert signed.account.missing == ()
    assert '"d"' in tokens.more["key"]
    assert tokens.more["key"] not in str(signed.account)


async def test_an_account_keeps_its_id_whichever_way_it_signs_in(place: PracticeBluesky) -> None:
    first, second = await enter(place), await enter(place, password=APP_PASSWORD)
    assert first.account.id == second.account.id


async def test_a_no_in_the_browser_is_a_no(place: PracticeBluesky) -> None:
    place.wire.oauth.agrees = False
    with pytest.raises(Refused, match="denied"):
        await enter(place)


async def test_somebody_else_in_the_browser_is_refused(place: PracticeBluesky) -> None:
    place.wire.oauth._owner = CUSTOMER
    with pytest.raises(Refused, match="Somebody else"):
        await enter(place)


async def test_a_wrong_state_does_not_count(place: PracticeBluesky) -> None:
    def forged(url: str) -> None:
        def run() -> None:
            with httpx.Client(timeout=20) as browser:
                target = urlsplit(browser.get(url).headers["location"])
                back = target._replace(query="").geturl()
                bad = browser.get(back, params={"code": "x", "state": "forged"})
                assert bad.status_code == 400
                browser.get(target.geturl())

        threading.Thread(target=run, name="browser").start()

    assert (await enter(place, forged)).account.remote_id == SHOP


async def test_another_servers_answer_in_the_browser_is_refused(place: PracticeBluesky) -> None:
    def other(url: str) -> None:
        def run() -> None:
            with httpx.Client(timeout=20) as browser:
                target = urlsplit(browser.get(url).headers["location"])
                values = {name: found[0] for name, found in parse_qs(target.query).items()}
                browser.get(
                    target._replace(query="").geturl(), params={**values, "iss": "https://evil.example"}
                )

        threading.Thread(target=run, name="browser").start()

    with pytest.raises(Refused, match="Another server"):
        await enter(place, other)


async def test_each_server_has_its_own_nonce_and_new_ones_are_followed(place: PracticeBluesky) -> None:
    signed = Signed(await enter(place))
    place.post("hello", mention=SHOP)
    place.wire.oauth.nonces = {"auth": "new-auth", "data": "new-data"}
    memory = Memory()
    await catch_up(signed, memory)
    assert len(memory.messages) == 1
    place.expire()
    place.post("again", mention=SHOP)
    await catch_up(signed, memory)
    assert len(memory.messages) == 2
    assert place.wire.oauth.refreshed == 1


async def test_many_who_meet_an_ended_token_renew_it_once(place: PracticeBluesky) -> None:
    signed = Signed(await enter(place))
    place.expire()
    await asyncio.gather(*(catch_up(signed, Memory()) for _ in range(5)))
    assert place.wire.oauth.refreshed == 1
    assert not any(grant.ended for grant in place.wire.oauth.grants)


async def test_an_oauth_session_that_ended_needs_a_sign_in(place: PracticeBluesky) -> None:
    signed = Signed(await enter(place))
    place.revoke()
    with pytest.raises(SignInNeeded) as caught:
        await catch_up(signed, Memory())
    assert read(signed.signed.secret).access not in str(caught.value)


async def test_a_narrower_grant_says_what_is_missing(place: PracticeBluesky) -> None:
    place.fault(
        path="/oauth/token", count=2, rewrite=lambda body: body.replace(b" transition:chat.bsky", b"")
    )
    signed = await enter(place)
    assert signed.account.missing == ("read or answer direct messages",)


@pytest.mark.parametrize("body", [b"<html>hotel</html>", b'{"issuer":5}', b"{}"])
async def test_a_server_that_offers_no_browser_sign_in_says_so(place: PracticeBluesky, body: bytes) -> None:
    place.fault(path="oauth-authorization-server", status=200, body=body)
    with pytest.raises(Refused, match="browser"):
        await enter(place)


async def test_doors_that_lead_elsewhere_are_not_taken(place: PracticeBluesky) -> None:
    def elsewhere(body: bytes) -> bytes:
        return body.replace(f"{place.issuer}/oauth/par".encode(), b"https://evil.example/par")

    place.fault(path="oauth-authorization-server", rewrite=elsewhere)
    with pytest.raises(Refused, match="another server"):
        await enter(place)
