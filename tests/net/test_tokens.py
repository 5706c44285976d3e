"""Tokens: redeemed once, renewed ahead of time and once for everybody, never lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from urllib.parse import parse_qs, parse_qsl, urlsplit
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from tests.connectors.means import Held
from tests.scripted import Clock

from responder.core.accounts import Account
from responder.core.clock import SECOND, SystemClock
from responder.core.errors import Refused, SignInNeeded, Unreachable
from responder.core.ports import SignIn
from responder.net.client import Client
from responder.net.oauth import Loopback
from responder.net.tokens import Bearer, Provider, Sealed, Tokens, authorize, read, renewed

PROVIDER = Provider(
    "https://net.example/auth", "https://net.example/token", "desk", "s3cret", ("read", "write"), more={"prompt": "consent"}
)  # fmt: skip


class Network:
    """Gives tokens and answers to those it gave last; `trouble` is what it says instead of a new token."""

    def __init__(self) -> None:
        self.given = 0
        self.refresh = "r0"
        self.forms: list[dict[str, str]] = []
        self.trouble: Callable[[], httpx.Response] | None = None
        self.life: float | None = 3600

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != "/token":
            good = request.headers.get("authorization") == f"Bearer t{self.given}"
            return httpx.Response(200 if good else 401, json={})
        self.forms.append(dict(parse_qsl(request.content.decode())))
        if self.trouble is not None:
            return self.trouble()
        self.given += 1
        self.refresh = f"r{self.given}"
        said = {"access_token": f"t{self.given}", "refresh_token": self.refresh, "token_type": "bearer"}
        return httpx.Response(200, json={**said, **({"expires_in": self.life} if self.life else {})})


@pytest.fixture
def network() -> Network:
    return Network()


@pytest_asyncio.fixture
async def client(network: Network) -> AsyncIterator[Client]:
    client = Client("https://net.example", SystemClock(), transport=httpx.MockTransport(network))
    yield client
    await client.aclose()


def bearer(client: Client, vault: Held, clock: Clock) -> Bearer:
    async def renewal(tokens: Tokens) -> Tokens:
        await asyncio.sleep(0)
        return await renewed(PROVIDER, client, clock, tokens)

    return Bearer(vault, clock, renewal)


def asking(network: Network, auth: Bearer) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.MockTransport(network), auth=auth, base_url="https://net.example"
    )


def held(clock: Clock, access: str = "t0", left: float = 3600) -> Held:
    return Held(Tokens(access, "r0", clock.now() + round(left * SECOND), 3600 * SECOND).write())


async def test_the_code_is_redeemed_with_its_proof_and_the_state_is_ours(
    network: Network, client: Client
) -> None:
    asked: list[str] = []
    async with Loopback(SystemClock()) as back:

        def browser(url: str) -> None:
            asked.append(url)
            values = {name: found[0] for name, found in parse_qs(urlsplit(url).query).items()}
            visits.append(asyncio.ensure_future(_visit(values["redirect_uri"], values["state"])))

        visits: list[asyncio.Task[None]] = []
        tokens = await authorize(PROVIDER, client, SystemClock(), browser, back)
        await asyncio.gather(*visits)
    assert (tokens.access, tokens.refresh, tokens.scopes) == ("t1", "r1", ("read", "write"))
    (form,) = network.forms
    assert form["code"] == "c0de"
    assert len(form["code_verifier"]) >= 43
    assert form["client_secret"] == "s3cret"
    assert "s3cret" not in asked[0]
    assert "prompt=consent" in asked[0]


async def _visit(redirect: str, state: str) -> None:
    async with httpx.AsyncClient() as browser:
        await browser.get(redirect, params={"code": "c0de", "state": state})


async def test_a_token_is_renewed_before_it_ends(network: Network, client: Client) -> None:
    clock = Clock()
    vault = held(clock, left=60)
    async with asking(network, bearer(client, vault, clock)) as http:
        assert (await http.get("/things")).status_code == 200
    assert network.given == 1
    assert read(vault.secret).refresh == "r1"


async def test_a_fresh_token_is_left_alone(network: Network, client: Client) -> None:
    clock = Clock()
    network.given = 0
    async with asking(network, bearer(client, held(clock, "t0"), clock)) as http:
        assert (await http.get("/things")).status_code == 200
    assert network.forms == []


async def test_many_requests_in_flight_renew_it_once(network: Network, client: Client) -> None:
    clock = Clock()
    vault = held(clock, left=-1)
    lines = [asking(network, bearer(client, vault, clock)) for _ in range(3)]
    answers = await asyncio.gather(*(line.get(f"/{n}") for line in lines for n in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert network.given == 1
    for line in lines:
        await line.aclose()


async def test_a_token_that_was_revoked_early_is_renewed_at_the_refusal(
    network: Network, client: Client
) -> None:
    clock = Clock()
    vault = held(clock, "revoked")
    async with asking(network, bearer(client, vault, clock)) as http:
        assert (await http.get("/things")).status_code == 200
    assert network.given == 1


async def test_a_refresh_token_that_is_no_longer_taken_needs_a_sign_in(
    network: Network, client: Client
) -> None:
    clock = Clock()
    network.trouble = lambda: httpx.Response(400, json={"error": "invalid_grant"})
    vault = held(clock, left=-1)
    with pytest.raises(SignInNeeded, match="invalid_grant"):
        await bearer(client, vault, clock).tokens()
    assert read(vault.secret).refresh == "r0"


async def test_a_server_in_trouble_is_not_a_lost_sign_in(network: Network, client: Client) -> None:
    clock = Clock()
    network.trouble = lambda: httpx.Response(500)
    with pytest.raises(Unreachable):
        await bearer(client, held(clock, left=-1), clock).tokens()
    assert (await bearer(client, held(clock, left=60), clock).tokens()).access == "t0"


async def test_a_sign_in_without_a_refresh_token_ends_with_its_token(client: Client) -> None:
    with pytest.raises(SignInNeeded, match="cannot be renewed"):
        await renewed(PROVIDER, client, SystemClock(), Tokens("t0"))


async def test_the_apps_secret_goes_where_the_server_wants_it(network: Network, client: Client) -> None:
    basic = Provider("a", "https://net.example/token", "desk", "s3cret", how="basic")
    await renewed(basic, client, SystemClock(), Tokens("t0", "r0"))
    public = Provider("a", "https://net.example/token", "desk", how="none")
    await renewed(public, client, SystemClock(), Tokens("t0", "r0"))
    assert [sorted(form) for form in network.forms] == [
        ["grant_type", "refresh_token"],
        ["client_id", "grant_type", "refresh_token"],
    ]


async def test_a_no_of_the_server_is_said_in_its_words(network: Network, client: Client) -> None:
    network.trouble = lambda: httpx.Response(401, json={"error_description": "who is desk?"})
    async with Loopback(SystemClock()) as back:
        visiting: list[asyncio.Task[None]] = []
        browser = lambda _url: visiting.append(asyncio.ensure_future(_visit(back.redirect_uri, back.state)))  # noqa: E731
        with pytest.raises(Refused, match=r"who is desk\?"):
            await authorize(PROVIDER, client, SystemClock(), browser, back)
        await asyncio.gather(*visiting)


def test_short_lives_are_renewed_in_their_last_tenth() -> None:
    tokens = Tokens("t", "r", expires_at=100 * SECOND, life=100 * SECOND)
    assert not tokens.stale(80 * SECOND)
    assert tokens.stale(91 * SECOND)
    assert not Tokens("t").stale(10**18)


def test_a_bare_token_is_a_secret_too_and_rubbish_needs_a_sign_in() -> None:
    assert read(" abc \n").access == "abc"
    with pytest.raises(SignInNeeded):
        read('{"nothing": 1}')


def test_nothing_that_is_secret_is_in_what_is_printed() -> None:
    tokens = Tokens("acc3ss", "refr3sh", client_secret="s3cret", more={"id": "priv4te"})
    signed = SignIn(Account(UUID(int=1), "m", "m.example", "1", "@shop", "Shop"), "acc3ss")
    printed = f"{tokens!r} {PROVIDER!r} {signed!r}"
    assert not [secret for secret in ("acc3ss", "refr3sh", "s3cret", "priv4te") if secret in printed]


def test_what_holds_secrets_shows_none_when_it_is_printed() -> None:
    class Key(Sealed, frozen=True):
        word: str

    assert repr(Key("s3cret")) == f"{Key.__name__}(…)"
    assert "s3cret" not in repr([Tokens("s3cret", "s3cret", client_secret="s3cret")])
