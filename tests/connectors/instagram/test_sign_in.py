"""Connecting an account with one's own app."""

import threading
from collections.abc import Callable, Iterator

import httpx
import pytest

from responder.connectors.instagram.connector import open as open_connector
from responder.connectors.instagram.sign_in import sign_in
from responder.core.clock import DAY, SystemClock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import SignIn
from responder.net import tokens
from responder.practice.instagram.server import APP, SCOPES, SECRET, PracticeInstagram
from responder.practice.instagram.world import HANDLE, US
from tests.connectors.means import means


@pytest.fixture
def server() -> Iterator[PracticeInstagram]:
    with PracticeInstagram() as practice:
        yield practice


def visit(url: str) -> None:
    with httpx.Client(follow_redirects=True) as client:
        client.get(url)


def browser(url: str) -> None:
    threading.Thread(target=visit, args=(url,)).start()


async def connect(
    server: PracticeInstagram, open_browser: Callable[[str], None] = browser, **more: str
) -> SignIn:
    url = server.url
    form = {
        "app": APP,
        "secret": SECRET,
        "url": url,
        "codes": url,
        "dialog": f"{url}/oauth/authorize",
        "port": "0",
    }
    return await sign_in({**form, **more}, clock=SystemClock(), open_browser=open_browser)


async def test_an_account_is_connected_with_a_token_of_sixty_days(server: PracticeInstagram) -> None:
    made = await connect(server)
    account, kept = made.account, tokens.read(made.secret)
    assert (account.remote_id, account.handle, account.missing) == (US, HANDLE, ())
    assert abs(int(kept.more["ends"]) - SystemClock().now() - 60 * DAY) < DAY
    assert kept.access not in repr(account)
    assert SECRET not in repr(account)
    connector = open_connector(account, means(made.secret))
    assert (await connector.check()).remote_id == US
    await connector.aclose()
    assert (await connect(server)).account.id == account.id


@pytest.mark.parametrize("seconds", [3_600, 60 * 86_400])
async def test_a_pasted_token_needs_no_browser(server: PracticeInstagram, seconds: int) -> None:
    token = server.tokens.issue(US, "USER", SCOPES, seconds).text
    made = await connect(server, pytest.fail, token=token, human_agent="yes")
    assert made.account.options["human_agent"] == "yes"
    kept = tokens.read(made.secret)
    assert (kept.access == token) is (seconds > 3_600)
    assert not kept.stale(SystemClock().now())


async def test_what_was_not_allowed_is_named(server: PracticeInstagram) -> None:
    server.withheld = {"instagram_business_manage_messages"}
    assert (await connect(server)).account.missing == ("read and answer private messages",)


async def test_a_no_in_the_browser_is_a_no(server: PracticeInstagram) -> None:
    server.agrees = False
    with pytest.raises(Refused, match="denied"):
        await connect(server)


async def test_a_wrong_app_secret_is_named(server: PracticeInstagram) -> None:
    with pytest.raises(Refused, match="client secret") as caught:
        await connect(server, secret="f" * 32)
    assert "f" * 32 not in str(caught.value)


async def test_a_token_that_has_ended_needs_another(server: PracticeInstagram) -> None:
    with pytest.raises(SignInNeeded):
        await connect(server, pytest.fail, token="ended")


@pytest.mark.parametrize("form", [{}, {"app": "x", "secret": "y"}, {"app": "1"}])
async def test_without_an_app_nothing_is_asked(form: dict[str, str]) -> None:
    with pytest.raises(Refused, match="your own app"):
        await sign_in(form, clock=SystemClock(), open_browser=pytest.fail)
