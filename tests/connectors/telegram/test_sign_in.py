"""Connecting a bot."""

import pytest

from responder.connectors.telegram.sign_in import sign_in
from responder.core import manifest
from responder.core.clock import SystemClock
from responder.core.errors import Refused, SignInNeeded, Unreachable
from responder.core.ports import SignIn
from responder.practice.telegram.server import TOKEN
from tests.connectors.contract import Memory, opened
from tests.connectors.telegram.people import Practice


async def connect(server: str, token: str = TOKEN) -> SignIn:
    form = {"token": token, "server": server}
    return await sign_in(form, clock=SystemClock(), open_browser=print)


async def test_a_token_connects_and_stays_out_of_the_account(net: Practice) -> None:
    signed = await connect(net.server.url, f"  {TOKEN}\n")
    assert (signed.account.remote_id, signed.account.handle) == ("7000000001", "grandlievre_bot")
    assert signed.secret == TOKEN
    assert TOKEN not in repr(signed.account)
    assert signed.account.missing == ()
    assert (await connect(net.server.url)).account.id == signed.account.id


async def test_privacy_mode_is_named_as_what_is_missing(net: Practice) -> None:
    net.server.world.bot["can_read_all_group_messages"] = False
    (missing,) = (await connect(net.server.url)).account.missing
    assert "privacy mode" in missing


async def test_a_revoked_token_and_none_at_all_are_told_apart(net: Practice) -> None:
    net.revoke()
    with pytest.raises(SignInNeeded, match="does not accept"):
        await connect(net.server.url)
    with pytest.raises(SignInNeeded, match="not a bot's token"):
        await connect(net.server.url, "password")


async def test_a_bot_with_a_webhook_is_not_taken_over(net: Practice) -> None:
    net.server.world.webhook = "https://elsewhere.example"
    with pytest.raises(Refused, match="webhook"):
        await connect(net.server.url)


@pytest.mark.parametrize("server", ["http://bots.example", "ftp://bots.example", "https://"])
async def test_a_token_goes_over_no_open_line(server: str) -> None:
    with pytest.raises(Refused):
        await connect(server)


async def test_a_server_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        await connect("http://127.0.0.1:1")


async def test_a_token_that_became_another_bots_is_noticed(net: Practice) -> None:
    net.server.world.bot["id"] = 5
    async with opened(net, Memory()) as connector:
        with pytest.raises(SignInNeeded, match="belongs to"):
            await connector.check()


def test_the_manifest_says_what_is_needed_first() -> None:
    told = manifest.load("responder.connectors.telegram")
    assert "BotFather" in told.needs[0]
    assert any(field.secret for field in told.form)
