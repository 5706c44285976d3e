import asyncio
import socket
from collections.abc import Iterator

import httpx
import pytest

from responder.connectors.x import connector
from responder.connectors.x.sign_in import budget, port, sign_in
from responder.core import manifest
from responder.core.clock import SystemClock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import SignIn
from responder.net import tokens
from responder.net.tokens import Tokens
from responder.practice.x import PracticeX
from responder.practice.x.oauth import App
from tests.connectors.means import Held, means


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
def x() -> Iterator[PracticeX]:
    with PracticeX() as practice:
        yield practice


@pytest.fixture
def free_port(x: PracticeX) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    x.oauth.apps["mine"] = App("mine", f"http://127.0.0.1:{number}/signed-in")
    return number


async def connect(x: PracticeX, free_port: int, **more: str) -> SignIn:
    browser = Browser()
    form = {"client_id": "mine", "api": x.url, "port": str(free_port), **more}
    try:
        return await sign_in(form, clock=SystemClock(), open_browser=browser.open)
    finally:
        await asyncio.gather(*browser.going)


async def test_a_native_app_connects_without_a_secret(x: PracticeX, free_port: int) -> None:
    signed = await connect(x, free_port, budget="$20")
    account = signed.account
    assert (account.handle, account.remote_id, account.missing) == ("shop", x.world.us.id, ())
    assert account.options["budget.reads"] == "4000"
    kept = tokens.read(signed.secret)
    assert kept.refresh
    assert kept.access not in repr(account)
    assert (await connect(x, free_port)).account.id == account.id


async def test_a_confidential_app_proves_itself(x: PracticeX, free_port: int) -> None:
    x.oauth.apps["mine"].secret = "s3cret"
    signed = await connect(x, free_port, client_secret="s3cret")
    assert "s3cret" not in repr(signed.account)
    with pytest.raises(Refused, match="did not let us in"):
        await connect(x, free_port, client_secret="wrong")


async def test_what_was_not_allowed_is_named(x: PracticeX, free_port: int) -> None:
    x.oauth.grants = frozenset({"tweet.read", "users.read", "tweet.write"})
    missing = (await connect(x, free_port)).account.missing
    assert "read private messages" in missing
    assert "answer in public" not in missing


async def test_a_no_in_the_browser_is_a_no(x: PracticeX, free_port: int) -> None:
    x.oauth.agrees = False
    with pytest.raises(Refused, match="denied"):
        await connect(x, free_port)


async def test_a_taken_port_is_named(x: PracticeX, free_port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        with pytest.raises(Refused, match=str(free_port)):
            await connect(x, free_port)


async def test_an_ended_token_is_renewed_once_and_its_successor_kept(x: PracticeX, free_port: int) -> None:
    signed = await connect(x, free_port)
    old = tokens.read(signed.secret)
    stale = Tokens(old.access, old.refresh, 1, 7200_000_000, old.scope, old.client_id)
    given = means(stale.write())
    opened = connector.open(signed.account, given)
    try:
        assert (await opened.check()).handle == "shop"
        assert (await opened.check()).handle == "shop"
    finally:
        await opened.aclose()
    assert isinstance(given.vault, Held)
    (renewed,) = given.vault.renewals
    assert tokens.read(renewed).refresh not in ("", old.refresh)


async def test_a_refresh_token_that_was_taken_back_asks_for_a_sign_in(x: PracticeX, free_port: int) -> None:
    signed = await connect(x, free_port)
    x.revoke()
    opened = connector.open(signed.account, means(signed.secret))
    with pytest.raises(SignInNeeded) as caught:
        await opened.check()
    await opened.aclose()
    assert tokens.read(signed.secret).access not in str(caught.value)


async def test_somebody_elses_sign_in_is_noticed(x: PracticeX, free_port: int) -> None:
    signed = await connect(x, free_port)
    x.world.us.id = "77"
    opened = connector.open(signed.account, means(signed.secret))
    with pytest.raises(SignInNeeded, match="belongs to @shop"):
        await opened.check()
    await opened.aclose()


@pytest.mark.parametrize(
    ("text", "posts"),
    [("$20", "4000"), ("7,50 $", "1500"), ("10 dollars", "2000"), ("300 posts", "300"), ("", None)],
)
def test_a_budget_is_in_dollars_or_in_posts(text: str, posts: str | None) -> None:
    assert budget(text).get("budget.reads") == posts


@pytest.mark.parametrize("text", ["20", "a lot", "-$5"])
def test_a_budget_that_does_not_say_what_it_is_in_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="what the budget is in"):
        budget(text)


@pytest.mark.parametrize("text", ["80", "x", "70000"])
def test_a_port_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="port"):
        port(text)


async def test_without_an_app_nothing_is_asked() -> None:
    for form in ({}, {"client_id": "a", "plan": "golden"}):
        with pytest.raises(Refused):
            await sign_in(form, clock=SystemClock(), open_browser=print)


def test_the_manifest_names_the_address_to_register() -> None:
    declared = manifest.load("responder.connectors.x")
    assert any("http://127.0.0.1:8723/signed-in" in need for need in declared.needs)
    assert [one.name for one in declared.budgets] == ["requests", "messages", "reads"]
