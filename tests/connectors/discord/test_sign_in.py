"""Connecting a bot."""

import pytest

from responder.connectors.discord.sign_in import sign_in
from responder.core import manifest
from responder.core.clock import SystemClock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import SignIn
from tests.connectors.contract import Memory, opened
from tests.connectors.discord.people import Practice


async def connect(net: Practice, token: str, seen: list[str] | None = None) -> SignIn:
    form = {"token": token, "channels": " support , help", "api": f"{net.server.url}/api/v10"}
    browser = (lambda url: None) if seen is None else seen.append
    return await sign_in(form, clock=SystemClock(), open_browser=browser)


async def test_a_token_connects_and_stays_out_of_the_account(net: Practice) -> None:
    signed = await connect(net, f" Bot {net.secret}\n")
    assert (signed.account.handle, signed.account.name) == ("grandlievre", "Grand Lièvre")
    assert signed.secret == net.secret
    assert net.secret not in repr(signed.account)
    assert signed.account.options["channels"] == "support , help"
    assert (await connect(net, net.secret)).account.id == signed.account.id


async def test_a_missing_intent_is_named(net: Practice) -> None:
    net.server.world.sees_content = False
    (missing,) = (await connect(net, net.secret)).account.missing
    assert "Message Content Intent" in missing


@pytest.mark.parametrize("token", ["", "two words", "é"])
async def test_what_is_no_token_is_said_without_asking(net: Practice, token: str) -> None:
    with pytest.raises(SignInNeeded, match="not a bot's token"):
        await connect(net, token)
    assert net.server.faults.seen == []


async def test_a_token_that_was_reset_is_noticed(net: Practice) -> None:
    net.revoke()
    with pytest.raises(SignInNeeded, match="reset"):
        await connect(net, net.secret)


async def test_a_bot_on_no_server_is_invited_to_one(net: Practice) -> None:
    net.fault(path="users/@me/guilds", rewrite=lambda _: b"[]")
    seen: list[str] = []
    with pytest.raises(Refused, match="no server yet"):
        await connect(net, net.secret, seen)
    assert seen[0].startswith(
        "https://discord.com/oauth2/authorize?client_id=1200000000000000001&scope=bot&permissions="
    )


async def test_a_token_that_became_another_bots_is_noticed(net: Practice) -> None:
    net.server.world.bot["id"], connector = "5", net.connector(Memory())
    net.server.world.bot["id"] = "6"
    with pytest.raises(SignInNeeded, match="belongs to"):
        await connector.check()
    await connector.aclose()


async def test_checking_says_who_we_are(net: Practice) -> None:
    async with opened(net, Memory()) as connector:
        assert (await connector.check()).name == "Grand Lièvre"


def test_the_manifest_says_what_is_needed_first() -> None:
    told = manifest.load("responder.connectors.discord")
    assert "Message Content Intent" in told.needs[1]
    assert told.listens == ("keyword",)
