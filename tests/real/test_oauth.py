"""The code flow and renewal against a certified OpenID server (oidc-provider)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

import httpx
import pytest

from responder.core.clock import SECOND, SystemClock
from responder.core.errors import Refused, SignInNeeded
from responder.net import tokens as oauth
from responder.net.client import Client
from responder.net.oauth import Loopback
from responder.net.tokens import Bearer, Provider, Tokens
from tests.connectors.means import Held
from tests.real import browser
from tests.real.servers import RealServer

SCOPES = ("openid", "offline_access", "comments:read")


@pytest.fixture(scope="module")
def server(real_server: Callable[..., RealServer]) -> RealServer:
    return real_server("oauth.sh", "OAUTH_PORT")


def provider(server: RealServer, *scopes: str) -> Provider:
    issuer = server["issuer"]
    return Provider(
        f"{issuer}/auth", f"{issuer}/token", server["client_id"], scopes=scopes or SCOPES, how="none", more={"prompt": "consent"}
    )  # fmt: skip


class Overheard(httpx.AsyncHTTPTransport):
    """A line on which somebody listens."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.forms.append(dict(parse_qsl((await request.aread()).decode())))
        return await super().handle_async_request(request)


@asynccontextmanager
async def line(server: RealServer, transport: Overheard | None = None) -> AsyncIterator[Client]:
    client = Client(server["issuer"], SystemClock(), transport=transport)
    try:
        yield client
    finally:
        await client.aclose()


async def signed_in(server: RealServer, client: Client, *scopes: str, allow: bool = True) -> Tokens:
    visits: list[asyncio.Task[None]] = []

    def open_browser(url: str) -> None:
        visits.append(asyncio.ensure_future(browser.sign_in(url, "anna", allow=allow)))

    async with Loopback(SystemClock(), "/callback") as back:
        try:
            return await oauth.authorize(provider(server, *scopes), client, SystemClock(), open_browser, back)
        finally:
            await asyncio.gather(*visits)


async def status(server: RealServer, tokens: Tokens) -> int:
    async with httpx.AsyncClient() as http:
        headers = {"Authorization": f"Bearer {tokens.access}"}
        return (await http.get(server["resource"], headers=headers)).status_code


async def redeem(server: RealServer, client: Client, code: str, redirect: str) -> str:
    """Try to redeem a code as a thief would; return the server's error."""
    stolen = {
        "grant_type": "authorization_code", "code": code, "client_id": server["client_id"],
        "redirect_uri": redirect, "code_verifier": "y" * 50,
    }  # fmt: skip
    answer = await client.write("POST", "/token", form=stolen, once=False, accept=(400,))
    return str(answer.json().get("error"))


def bearer(server: RealServer, client: Client, vault: Held) -> Bearer:
    async def renewal(tokens: Tokens) -> Tokens:
        return await oauth.renewed(provider(server), client, SystemClock(), tokens)

    return Bearer(vault, SystemClock(), renewal)


async def test_a_person_signs_in_and_the_token_opens_what_was_allowed(server: RealServer) -> None:
    async with line(server) as client:
        tokens = await signed_in(server, client)
    assert await status(server, tokens) == 200
    assert tokens.refresh
    assert tokens.expires_at > SystemClock().now()
    assert "comments:read" in tokens.scopes


async def test_a_person_who_says_no_is_not_asked_for_more(server: RealServer) -> None:
    async with line(server) as client:
        with pytest.raises(Refused, match="denied"):
            await signed_in(server, client, allow=False)


async def test_without_offline_access_there_is_no_renewal_and_we_see_that(server: RealServer) -> None:
    async with line(server) as client:
        tokens = await signed_in(server, client, "openid", "comments:read")
        assert not tokens.refresh
        with pytest.raises(SignInNeeded, match="cannot be renewed"):
            await oauth.renewed(provider(server), client, SystemClock(), tokens)


async def test_a_code_that_is_replayed_ends_the_sign_in_and_we_ask_for_another(server: RealServer) -> None:
    wire = Overheard()
    async with line(server, wire) as client:
        tokens = await signed_in(server, client)
        replayed = await client.write("POST", "/token", form=wire.forms[-1], once=False, accept=(400,))
        assert replayed.json()["error"] == "invalid_grant"
        assert await status(server, tokens) == 401
        with pytest.raises(SignInNeeded, match="no longer renews"):
            await bearer(server, client, Held(_ended(tokens).write())).tokens()


async def test_refresh_tokens_rotate_and_many_requests_use_one(server: RealServer) -> None:
    async with line(server) as client:
        tokens = await signed_in(server, client)
        vault = Held(_ended(tokens).write())
        lines = [
            httpx.AsyncClient(auth=bearer(server, client, vault), transport=httpx.AsyncHTTPTransport())
            for _ in range(3)
        ]
        answers = await asyncio.gather(*(one.get(server["resource"]) for one in lines for _ in range(4)))
        for one in lines:
            await one.aclose()
        assert {answer.status_code for answer in answers} == {200}
        assert len(vault.renewals) == 1
        fresh = oauth.read(vault.secret)
        assert fresh.refresh != tokens.refresh


async def test_a_refresh_token_used_twice_by_a_thief_ends_in_a_sign_in(server: RealServer) -> None:
    async with line(server) as client:
        tokens = await signed_in(server, client)
        fresh = await oauth.renewed(provider(server), client, SystemClock(), tokens)
        with pytest.raises(SignInNeeded):
            await oauth.renewed(provider(server), client, SystemClock(), tokens)
        with pytest.raises(SignInNeeded):
            await oauth.renewed(provider(server), client, SystemClock(), fresh)


async def test_a_sign_in_revoked_on_the_server_asks_for_another(server: RealServer) -> None:
    async with line(server) as client:
        tokens = await signed_in(server, client)
        gone = {"client_id": server["client_id"], "token": tokens.access}
        await client.write("POST", "/token/revocation", form=gone, once=False)
        vault = Held(tokens.write())
        ours = Client(server["issuer"], SystemClock(), auth=bearer(server, client, vault))
        with pytest.raises(SignInNeeded):
            await ours.get("/api/comments")
        await ours.aclose()
        assert vault.renewals == []


async def test_an_invented_code_or_a_foreign_client_is_refused(server: RealServer) -> None:
    async with line(server) as client:
        wrong = Provider("", f"{server['issuer']}/token", "somebody else", how="none")
        with pytest.raises(SignInNeeded, match="client"):
            await oauth.renewed(wrong, client, SystemClock(), Tokens("a", "b"))
        assert await redeem(server, client, "invented", "http://127.0.0.1:9/callback") == "invalid_grant"


def _ended(tokens: Tokens) -> Tokens:
    return Tokens(tokens.access, tokens.refresh, 1 * SECOND, tokens.life, tokens.scope)
