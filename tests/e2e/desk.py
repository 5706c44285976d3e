"""A workspace signed in to a practice server, and the real program in a process of its own."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace

from responder.actions.desk import Desk
from responder.app import practising, settings_file
from responder.app.networks import Networks
from responder.app.paths import Workspace
from responder.app.secrets import ChosenSecrets
from responder.app.session import open_store
from responder.core.accounts import Member
from responder.core.clock import SystemClock
from responder.core.conversations import Conversation
from responder.core.questions import Folder, InboxQuery
from responder.core.settings import Settings
from responder.practice.mastodon import PracticeServer
from responder.views.views import Views

MARIE = Member("marie", "Marie Tremblay", languages=("fr", "en"))
BUSINESS = "Biscuiterie Essai"
US = "@grandlievre"


def workspace(folder: Path, server: PracticeServer, language: str = "en") -> Workspace:
    """Make a workspace with a person, templates and an account, as set-up would leave it."""
    settings = Settings(business=BUSINESS, language=language, theme="light", undo_seconds=0)
    place = practising.furnish(folder, settings, MARIE)
    settings = replace(settings_file.load(place.settings).settings, secrets_in_file=True)
    settings_file.save(place.settings, settings)
    clock, secrets = SystemClock(), ChosenSecrets(place, lambda: settings)
    with closing(open_store(place, clock)) as store:
        desk = Desk(store, clock, MARIE)
        asyncio.run(practising.join(server, desk, Networks(), secrets))  # type: ignore[arg-type]  # any Secrets will do
    return place


@contextmanager
def program(place: Workspace, env: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `responder` on a workspace until the block ends."""
    home = place.folder / "home"
    home.mkdir(exist_ok=True)
    private = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
    }
    command = [sys.executable, "-m", "responder", "--workspace", str(place.folder), *arguments]
    with (place.folder / "output.txt").open("wb") as output:
        child = subprocess.Popen(command, env={**env, **private}, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait(10)


@contextmanager
def looking_at(place: Workspace) -> Iterator[Views]:
    """Read the workspace beside the window."""
    clock = SystemClock()
    with closing(open_store(place, clock)) as store:
        yield Views(store, clock)


def only(place: Workspace) -> UUID | None:
    """Return the one conversation that there is; None before it came."""
    with looking_at(place) as views:
        found = views.rows(views.ids(InboxQuery(Folder.ALL, member=MARIE.id))[0])
    return found[0].id if found else None


def row(place: Workspace, conversation: UUID) -> Conversation:
    """Return a conversation as the log has it now."""
    with looking_at(place) as views:
        found = views.conversation(conversation)
    assert found is not None
    return found
