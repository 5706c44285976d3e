"""Sessions with a real data server: by app password, and in the browser through its own pages."""

import json
import time

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from msgspec.structs import replace

from responder.connectors.bluesky.sign_in import sign_in
from responder.core.clock import SystemClock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import Act
from responder.net.tokens import read
from tests.connectors.contract import Memory, catch_up, now, opened, to
from tests.real.bluesky import Shop, Somebody, asked, browser, entered, mark, somebody
from tests.real.servers import RealServer


@pytest.fixture(scope="session")
def kunde(bluesky: RealServer) -> Somebody:
    return somebody(bluesky["pds_url"], bluesky["kunde_handle"], bluesky["kunde_password"])


@pytest.fixture(scope="session")
def konsole(bluesky: RealServer) -> Somebody:
    """We ourselves, in the network's own app."""
    return somebody(bluesky["pds_url"], bluesky["konsole_handle"], bluesky["konsole_password"])


@pytest.fixture
async def shop(bluesky: RealServer) -> Shop:
    return Shop(await entered(bluesky, bluesky["konsole_app_password"]))


# --- signing in


async def test_an_app_password_opens_a_session(bluesky: RealServer, shop: Shop) -> None:
    assert shop.account.remote_id == bluesky["konsole_did"]
    assert bluesky["konsole_app_password"] not in shop.vault.secret
    async with opened(shop, Memory()) as one:
        assert (await one.check()).handle == "konsole.test"


async def test_what_has_no_chat_service_behind_it_is_said(shop: Shop) -> None:
    assert shop.account.missing == ("read or answer direct messages",)


async def test_a_wrong_password_is_refused_in_words(bluesky: RealServer) -> None:
    with pytest.raises(SignInNeeded, match="App passwords"):
        await entered(bluesky, "aaaa-bbbb-cccc-dddd")


async def test_a_handle_of_nobody_is_refused(bluesky: RealServer) -> None:
    form = {"handle": "nobody.test", "server": bluesky["pds_url"], "directory": bluesky["plc_url"]}
    with pytest.raises(Refused, match="nobody"):
        await sign_in(form, clock=SystemClock(), open_browser=print)


# --- sessions


def ended(server: RealServer, did: str) -> str:
    """Return an access token that this server made two hours ago, or would have."""
    at = int(time.time()) - 7200
    claims = {
        "scope": "com.atproto.appPass",
        "aud": "did:web:localhost",
        "sub": did,
        "iat": at,
        "exp": at + 3600,
    }
    return jwt.encode({"typ": "at+jwt", "alg": "HS256"}, claims, OctKey.import_key(server["jwt_secret"]))


@pytest.mark.filterwarnings("ignore:Key size should be:joserfc.errors.SecurityWarning")
async def test_an_ended_token_is_renewed_and_the_session_kept(bluesky: RealServer, shop: Shop) -> None:
    tokens = replace(read(shop.vault.secret), access=ended(bluesky, shop.account.remote_id))
    shop.vault.secret = tokens.write()
    await catch_up(shop, Memory())
    assert len(shop.vault.renewals) == 1
    await catch_up(shop, Memory())
    assert len(shop.vault.renewals) == 1


async def test_a_token_is_renewed_ahead_of_its_end(shop: Shop) -> None:
    shop.vault.secret = replace(read(shop.vault.secret), expires_at=now()).write()
    await catch_up(shop, Memory())
    assert len(shop.vault.renewals) == 1


async def test_a_revoked_app_password_needs_a_sign_in(bluesky: RealServer, konsole: Somebody) -> None:
    name = mark()
    made = konsole.call("POST", "com.atproto.server.createAppPassword", json={"name": name}).json()
    shop = Shop(await entered(bluesky, made["password"]))
    konsole.call("POST", "com.atproto.server.revokeAppPassword", json={"name": name})
    shop.vault.secret = replace(read(shop.vault.secret), access="not.a.token").write()
    with pytest.raises(SignInNeeded):
        await catch_up(shop, Memory())


# --- in the browser


async def test_the_browser_signs_in_reads_answers_and_renews(bluesky: RealServer, kunde: Somebody) -> None:
    opens = browser(bluesky["konsole_handle"], bluesky["konsole_password"])
    shop = Shop(await entered(bluesky, opens=opens))
    memory, text = Memory(), mark()
    message = await asked(shop, kunde, memory, f"question {text}")
    first = read(shop.vault.secret)
    shop.vault.secret = replace(first, expires_at=now()).write()
    async with opened(shop, memory) as one:
        receipt = await one.send(to(memory, message.remote_id, f"answered by OAuth {text}"))
        await one.act(Act("delete", receipt.remote_id))
    assert read(shop.vault.secret).refresh != first.refresh
    assert json.loads(first.more["key"])["crv"] == "P-256"


async def test_a_refused_token_of_the_browser_is_renewed(bluesky: RealServer) -> None:
    opens = browser(bluesky["konsole_handle"], bluesky["konsole_password"])
    shop = Shop(await entered(bluesky, opens=opens))
    shop.vault.secret = replace(read(shop.vault.secret), access="tok.en.x", expires_at=0).write()
    await catch_up(shop, Memory())
    assert len(shop.vault.renewals) == 1


async def test_a_refresh_token_used_twice_needs_a_sign_in(bluesky: RealServer) -> None:
    opens = browser(bluesky["konsole_handle"], bluesky["konsole_password"])
    shop = Shop(await entered(bluesky, opens=opens))
    old = replace(read(shop.vault.secret), expires_at=1)
    shop.vault.secret = old.write()
    await catch_up(shop, Memory())
    shop.vault.secret = old.write()
    with pytest.raises(SignInNeeded):
        await catch_up(shop, Memory())


async def test_a_no_in_the_browser_is_a_no(bluesky: RealServer) -> None:
    opens = browser(bluesky["konsole_handle"], bluesky["konsole_password"], agrees=False)
    with pytest.raises(Refused, match="denied"):
        await entered(bluesky, opens=opens)
