"""Connecting a Page with one's own app."""

import threading
from collections.abc import Callable, Iterator

import httpx
import pytest

from responder.connectors.facebook.connector import open as open_connector
from responder.connectors.facebook.sign_in import sign_in
from responder.core.clock import SystemClock
from responder.core.errors import NetworkError, Refused, SignInNeeded
from responder.core.manifest import load
from responder.core.ports import Option, SignIn
from responder.net import tokens
from responder.practice.facebook.server import APP, SECRET, USER, PracticeFacebook
from responder.practice.facebook.world import PAGE, SHOP
from tests.connectors.means import means


@pytest.fixture
def server() -> Iterator[PracticeFacebook]:
    with PracticeFacebook() as practice:
        yield practice


def browser(change: Callable[[str], str] = str) -> Callable[[str], None]:
    """Return a browser in which somebody answers at once."""

    def visit(url: str) -> None:
        with httpx.Client(follow_redirects=False) as client:
            client.get(change(client.get(url).headers["location"]))

    return lambda url: threading.Thread(target=visit, args=(url,)).start()


async def connect(server: PracticeFacebook, **more: str) -> SignIn:
    form = {
        "app": APP,
        "secret": SECRET,
        "url": f"{server.url}/v26.0",
        "dialog": f"{server.url}/v26.0/dialog/oauth",
        "port": "0",
    }
    return await sign_in({**form, **more}, clock=SystemClock(), open_browser=browser())


async def test_a_page_is_connected_and_its_token_works(server: PracticeFacebook) -> None:
    made = await connect(server)
    assert (made.account.remote_id, made.account.name, made.account.missing) == (PAGE, SHOP, ())
    kept = tokens.read(made.secret)
    assert server.tokens.by_text[kept.access].expires == 0
    assert kept.access not in repr(made.account)
    assert SECRET not in repr(made.account)
    connector = open_connector(made.account, means(made.secret))
    identity = await connector.check()
    await connector.aclose()
    assert (identity.remote_id, identity.missing) == (PAGE, ())


async def test_signing_in_again_is_the_same_account(server: PracticeFacebook) -> None:
    assert (await connect(server)).account.id == (await connect(server)).account.id


async def test_a_pasted_token_needs_no_browser(server: PracticeFacebook) -> None:
    scopes = tuple(scope.name for scope in load("responder.connectors.facebook").scopes)
    user = server.tokens.issue(USER, "USER", scopes, 3_600).text
    assert (await connect(server, token=user, human_agent="yes")).account.options["human_agent"] == "yes"


async def test_one_of_several_pages_is_chosen(server: PracticeFacebook) -> None:
    server.api.pages["205"] = "The other shop"
    offered: list[Option] = []

    async def choose(options: tuple[Option, ...]) -> str:
        offered.extend(options)
        return "205"

    form = {
        "app": APP,
        "secret": SECRET,
        "url": f"{server.url}/v26.0",
        "dialog": f"{server.url}/v26.0/dialog/oauth",
        "port": "0",
    }
    made = await sign_in(form, clock=SystemClock(), open_browser=browser(), choose=choose)
    assert [one.name for one in offered] == [SHOP, "The other shop"]
    assert made.account.remote_id == "205"


async def test_what_was_not_allowed_is_named(server: PracticeFacebook) -> None:
    server.withheld = {"pages_messaging"}
    server.api.tasks = ["MESSAGING"]
    missing = (await connect(server)).account.missing
    assert any("Messenger" in one for one in missing)
    assert any("moderating" in one for one in missing)
    assert len(missing) == 2


async def test_a_no_in_the_browser_is_a_no(server: PracticeFacebook) -> None:
    server.agrees = False
    with pytest.raises(Refused, match="denied"):
        await connect(server)


async def test_a_wrong_app_secret_is_named(server: PracticeFacebook) -> None:
    with pytest.raises(Refused, match="client secret") as caught:
        await connect(server, secret="f" * 32)
    assert "f" * 32 not in str(caught.value)


async def test_another_state_is_not_taken(server: PracticeFacebook) -> None:
    form = {
        "app": APP,
        "secret": SECRET,
        "url": f"{server.url}/v26.0",
        "dialog": f"{server.url}/v26.0/dialog/oauth",
        "port": "0",
    }

    class Impatient(SystemClock):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(min(seconds, 0.5))

    with pytest.raises(Refused, match="in time"):
        await sign_in(
            form, clock=Impatient(), open_browser=browser(lambda url: url.replace("state=", "state=x"))
        )


async def test_no_page_says_what_to_do(server: PracticeFacebook) -> None:
    server.withheld = {"pages_show_list"}
    with pytest.raises(SignInNeeded, match="choose the Page"):
        await connect(server)


@pytest.mark.parametrize("form", [{}, {"app": "x", "secret": "y"}, {"app": "1"}])
async def test_without_an_app_nothing_is_asked(form: dict[str, str]) -> None:
    with pytest.raises(Refused, match="your own app"):
        await sign_in(form, clock=SystemClock(), open_browser=print)


async def test_a_token_of_another_page_is_noticed(server: PracticeFacebook) -> None:
    made = await connect(server)
    other = server.tokens.issue("205", "PAGE", (), 0).text
    server.world.people["205"] = "Other"
    connector = open_connector(made.account, means(other))
    with pytest.raises(NetworkError):
        await connector.check()
    await connector.aclose()


async def test_a_pasted_token_that_has_ended_is_named(server: PracticeFacebook) -> None:
    user = server.tokens.issue(USER, "USER", (), 10).text
    server.drift = 60 * 1_000_000
    with pytest.raises(Refused, match="expired") as caught:
        await connect(server, token=user)
    assert user not in str(caught.value)
