import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from responder.actions.desk import Desk
from responder.app import practising, settings_file
from responder.app.cli import main
from responder.app.commands.accounts import choose
from responder.app.connecting import connect
from responder.app.networks import Networks
from responder.app.paths import Workspace
from responder.app.secrets import ChosenSecrets
from responder.app.session import open_store
from responder.core.clock import SystemClock
from responder.core.errors import NotPossible
from responder.core.ports import Option
from responder.core.settings import Settings
from responder.practice.mastodon import PracticeServer
from tests.app.conftest import MARIE


@pytest.fixture
def network() -> Iterator[PracticeServer]:
    with PracticeServer("empty", speed=0) as server:
        yield server


@pytest.fixture
def signed_in(tmp_path: Path, network: PracticeServer) -> Workspace:
    """A workspace whose account is on the practice network, its secret in a file by choice."""
    place = practising.furnish(tmp_path / "workspace", Settings(), MARIE)
    settings = Settings(member="marie", secrets_in_file=True)
    settings_file.save(place.settings, settings)
    secrets = ChosenSecrets(place, lambda: settings)

    async def sign_in() -> None:
        with closing(open_store(place, SystemClock())) as store:
            desk, form = Desk(store, SystemClock(), MARIE), {"server": network.url}
            browser = practising.allowing(network)
            await connect(desk, Networks(), secrets, "mastodon", form, browser, practising.the_only)

    asyncio.run(sign_in())
    return place


def said(capsys: pytest.CaptureFixture[str], place: Workspace, *words: str) -> tuple[int, Any]:
    code = main(["--workspace", str(place.folder), *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_one_round_receives_and_the_next_one_answers_once(
    signed_in: Workspace, network: PracticeServer, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = network.post("ann@mast.example", f"@{network.handle} where is my parcel?")
    code, result = said(capsys, signed_in, "sync", "--once")
    assert (code, result["needs_reply"], result["problems"]) == (0, 1, {})
    (row,) = said(capsys, signed_in, "inbox")[1]["conversations"]
    said(capsys, signed_in, "reply", str(row["number"]), "It left today.")
    assert network.answers() == {}
    code, result = said(capsys, signed_in, "sync", "--once")
    assert (code, result["sent"], result["outbox"]) == (0, 1, [])
    said(capsys, signed_in, "sync", "--once")
    (answer,) = network.answers()[asked]
    assert "It left today." in answer
    assert said(capsys, signed_in, "inbox")[1]["conversations"] == []


@pytest.mark.logs
def test_a_revoked_token_is_said_with_what_to_do(
    signed_in: Workspace, network: PracticeServer, capsys: pytest.CaptureFixture[str]
) -> None:
    network.revoke()
    code = main(["--workspace", str(signed_in.folder), "sync", "--once"])
    err = capsys.readouterr().err
    assert code == 1
    assert network.handle in err


@pytest.mark.logs
def test_the_doctor_sees_the_sign_in_and_the_clock(
    signed_in: Workspace, network: PracticeServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = said(capsys, signed_in, "doctor")
    account = next(one for one in found if one["what"].startswith("account "))
    assert (code, account["state"]) == (0, "good")
    network.set_clock_offset(3_600_000_000)
    code, found = said(capsys, signed_in, "doctor")
    clock = next(one for one in found if one["what"].startswith("clock against"))
    assert (code, clock["state"]) == (1, "bad")


def test_a_count_takes_in_what_was_skipped(
    signed_in: Workspace, network: PracticeServer, capsys: pytest.CaptureFixture[str]
) -> None:
    network.post("ann@mast.example", f"@{network.handle} where is my parcel?")
    handle = said(capsys, signed_in, "account", "list")[1][0]["handle"]
    code, found = said(capsys, signed_in, "account", "count", handle)
    assert (code, found["there"], found["fetched"], found["unlisted"]) == (0, 1, 1, 0)
    assert said(capsys, signed_in, "account", "count", handle)[1]["fetched"] == 0
    (listed,) = said(capsys, signed_in, "account", "list")[1]
    assert (listed["gaps"], listed["unreadable"], listed["budgets"]) == ([], 0, [])


def test_one_of_several_is_chosen_by_its_key_and_all_are_named_when_it_is_not() -> None:
    options = (Option("1", "Bakery"), Option("2", "Café", "Quai 2"))
    assert asyncio.run(choose("2", options)) == "2"
    assert asyncio.run(choose("Bakery", options)) == "1"
    assert asyncio.run(choose(None, options[:1])) == "1"
    with pytest.raises(NotPossible, match="--choose 2"):
        asyncio.run(choose(None, options))
