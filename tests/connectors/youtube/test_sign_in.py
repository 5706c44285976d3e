"""Connecting a channel through the browser."""

import threading
from typing import Any

import httpx
import pytest

from responder.connectors.youtube.connector import open as open_connector
from responder.connectors.youtube.sign_in import sign_in
from responder.core import manifest
from responder.core.clock import SystemClock
from responder.core.errors import NetworkError, Refused, SignInNeeded
from responder.core.ports import Option, SignIn
from responder.practice.google import CLIENT_ID, CLIENT_SECRET
from responder.practice.youtube.api import SCOPE
from tests.connectors.means import first, means
from tests.connectors.youtube.people import Practice


def visit(url: str) -> None:
    threading.Thread(target=lambda: httpx.get(url, follow_redirects=True)).start()


async def connect(net: Practice, choose: Any = first, **more: str) -> SignIn:
    form = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "api": net.server.url, **more}
    return await sign_in(form, clock=SystemClock(), open_browser=visit, choose=choose)


async def test_a_channel_is_connected_with_a_token_that_works(net: Practice) -> None:
    made = await connect(net)
    assert (made.account.id, made.account.name, made.account.handle) == (
        net.account.id,
        "Grand Lièvre",
        "grandlievre",
    )
    assert CLIENT_SECRET not in repr(made.account)
    ours = open_connector(made.account, means(made.secret))
    assert (await ours.check()).remote_id == made.account.remote_id
    await ours.aclose()


async def test_a_box_that_was_not_ticked_is_named(net: Practice) -> None:
    net.server.accounts.unticked = {SCOPE}
    with pytest.raises(SignInNeeded, match="every box"):
        await connect(net)


async def test_a_google_account_without_a_channel_says_so(net: Practice) -> None:
    net.fault(path="/channels$", status=200, body=b'{"items": []}')
    with pytest.raises(Refused, match="no YouTube channel"):
        await connect(net)


async def test_of_several_channels_the_person_chooses(net: Practice) -> None:
    body = (
        b'{"items": [{"id": "UC1", "snippet": {"title": "One"}}, {"id": "UC2", "snippet": {"title": "Two"}}]}'
    )
    net.fault(path="/channels$", status=200, body=body)
    seen: list[Option] = []

    async def second(options: tuple[Option, ...]) -> str:
        seen.extend(options)
        return options[1].key

    assert (await connect(net, second)).account.remote_id == "UC2"
    assert [option.name for option in seen] == ["One", "Two"]


@pytest.mark.parametrize(
    "form", [{"client_id": ""}, {"client_id": "me@gmail.com"}, {"client_secret": "wrong"}]
)
async def test_a_wrong_app_is_refused(net: Practice, form: dict[str, str]) -> None:
    with pytest.raises(NetworkError):
        await connect(net, **form)


async def test_an_api_that_is_switched_off_is_named(net: Practice) -> None:
    body = b'{"error": {"details": [{"reason": "SERVICE_DISABLED", "metadata": {"service": "youtube.googleapis.com"}}]}}'
    net.fault(path="/channels$", status=403, body=body)
    with pytest.raises(Refused, match=r"youtube\.googleapis\.com"):
        await connect(net)


def test_the_manifest_asks_for_what_a_sign_in_needs() -> None:
    declared = manifest.load("responder.connectors.youtube")
    assert [(field.name, field.secret) for field in declared.form] == [
        ("client_id", False),
        ("client_secret", True),
    ]
    assert [budget.name for budget in declared.budgets] == ["units", "searches"]
    assert all(budget.resets == "America/Los_Angeles" and budget.shared for budget in declared.budgets)
