import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from responder.actions import accounts, members, templates
from responder.actions.desk import Desk
from responder.actions.starter import starters
from responder.app import settings_file
from responder.app.cli import main
from responder.app.paths import Workspace
from responder.core.accounts import Account, Member
from responder.core.clock import SystemClock
from responder.core.events import received
from responder.core.messages import Author, Kind, Message
from responder.core.settings import Settings
from responder.store.store import Store

ACCOUNT = Account(UUID(int=7), "mastodon", "https://shop.example", "1", "@shop@shop.example", "Shop")
MARIE = Member("marie", "Marie Tremblay")
KARIM = Member("karim", "Karim Haddad")


def message(number: int, text: str = "Where is my parcel?", **more: Any) -> Message:
    author = Author(f"p{number}", f"@ann{number}@mast.example", f"Ann {number}")
    known = {
        "network": "mastodon",
        "server": ACCOUNT.server,
        "account": ACCOUNT.id,
        "remote_id": f"m{number}",
    }
    known |= {
        "root": f"m{number}",
        "kind": Kind.MENTION,
        "author": author,
        "text": text,
        "created_at": number * 1_000_000,
    }
    return Message(**(known | more))


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A workspace with an account, a member, the first templates and three conversations."""
    workspace = Workspace(tmp_path / "workspace")
    workspace.folder.mkdir()
    store = Store.open(workspace.database, SystemClock())
    desk = Desk(store, SystemClock(), MARIE)
    for member in (MARIE, KARIM):
        members.save(desk, member).result()
    settings_file.save(workspace.settings, Settings(member="marie"))
    accounts.connect(desk, ACCOUNT).result()
    for template in starters():
        templates.save(desk, template).result()
    store.append([received(message(n), store.device, n, "collector:mastodon") for n in (1, 2, 3)]).result()
    store.close()
    return workspace


@pytest.fixture
def run(place: Workspace, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run `responder` on that workspace in this process; returns the code, stdout and stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["--workspace", str(place.folder), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def ask(run: Callable[..., tuple[int, str, str]]) -> Callable[..., Any]:
    """Run a command with --json and return what it printed."""

    def ask(*words: str) -> Any:
        code, out, err = run(*words, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return ask


@pytest.fixture
def first(ask: Callable[..., Any]) -> str:
    """The number of the conversation that waits longest."""
    return str(ask("inbox")["conversations"][0]["number"])
