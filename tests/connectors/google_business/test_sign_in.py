"""Connecting places through the browser."""

import threading
from typing import Any

import httpx
import pytest

from responder.connectors.google_business.connector import open as open_connector
from responder.connectors.google_business.sign_in import sign_in
from responder.core import manifest
from responder.core.clock import SystemClock
from responder.core.errors import Refused, SignInNeeded
from responder.core.ports import Option, SignIn
from responder.practice.google import CLIENT_ID, CLIENT_SECRET
from responder.practice.google_business.api import SCOPE
from tests.connectors.contract import Memory, catch_up
from tests.connectors.google_business.people import Practice
from tests.connectors.means import first, means


def visit(url: str) -> None:
    threading.Thread(target=lambda: httpx.get(url, follow_redirects=True)).start()


async def nobody(options: tuple[Option, ...]) -> str:
    raise AssertionError("there is nothing to choose")


async def connect(net: Practice, choose: Any = nobody) -> SignIn:
    form = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "api": net.server.url}
    return await sign_in(form, clock=SystemClock(), open_browser=visit, choose=choose)


async def test_the_places_are_connected_with_a_token_that_works(net: Practice) -> None:
    made = await connect(net)
    assert (made.account.id, made.account.name) == (net.account.id, "Grand Lièvre")
    assert CLIENT_SECRET not in repr(made.account)
    ours = open_connector(made.account, means(made.secret))
    assert (await ours.check()).remote_id == made.account.remote_id
    await ours.aclose()


async def test_with_several_accounts_all_places_or_those_of_one_are_chosen(net: Practice) -> None:
    world, seen = net.server.world, list[Option]()
    group = world.add_account("Bakeries", "LOCATION_GROUP")
    for number in range(5):
        world.add_place(f"Shop {number}", group.name)

    async def last(options: tuple[Option, ...]) -> str:
        seen.extend(options)
        return options[-1].key

    one, everything = await connect(net, last), await connect(net, first)
    assert [option.about for option in seen] == [
        "Biscuiterie Grand Lièvre, Shop 0, Shop 1 … (6)", "Biscuiterie Grand Lièvre", "Shop 0, Shop 1, Shop 2 … (5)",
    ]  # fmt: skip
    assert one.account.options["places"] == group.name
    assert everything.account.options["places"] == "*"
    assert one.account.id != everything.account.id


async def test_only_the_places_that_were_chosen_are_read(net: Practice) -> None:
    world, memory = net.server.world, Memory()
    group = world.add_account("Bakeries", "LOCATION_GROUP")
    there = world.add_place("Shop", group.name)
    net.write("elsewhere")
    item = net.write("here", place=there.name)

    async def last(options: tuple[Option, ...]) -> str:
        return options[-1].key

    made = await connect(net, last)

    class Chosen:
        def connector(self, memory: Memory, *, once: bool = True) -> Any:
            return open_connector(made.account, means(made.secret, known=memory, once=once))

    await catch_up(Chosen(), memory)
    assert list(memory.messages) == [item]


async def test_a_google_account_without_a_place_says_so(net: Practice) -> None:
    net.server.world.places.clear()
    with pytest.raises(Refused, match="manages no place"):
        await connect(net)


async def test_a_project_that_was_not_let_in_is_told_what_to_do(net: Practice) -> None:
    net.server.world.approved = False
    with pytest.raises(Refused, match="Basic API Access"):
        await connect(net)


async def test_a_box_that_was_not_ticked_is_named(net: Practice) -> None:
    net.server.accounts.unticked = {SCOPE}
    with pytest.raises(SignInNeeded, match="every box"):
        await connect(net)


async def test_a_place_that_is_not_verified_is_named(net: Practice) -> None:
    net.server.world.add_place("Pop-up", verified=False)
    (missing,) = (await connect(net)).account.missing
    assert "Pop-up" in missing


async def test_another_sign_in_is_not_taken_for_this_account(net: Practice) -> None:
    made = await connect(net)
    ours = open_connector(made.account, means(made.secret))
    account = net.server.world.accounts[net.server.account]
    account.name = "accounts/9"
    with pytest.raises(SignInNeeded, match="Grand Lièvre"):
        await ours.check()
    await ours.aclose()


def test_the_manifest_asks_for_what_a_sign_in_needs() -> None:
    declared = manifest.load("responder.connectors.google_business")
    assert declared.id == "google-business"
    assert [(field.name, field.secret) for field in declared.form] == [
        ("client_id", False),
        ("client_secret", True),
    ]
