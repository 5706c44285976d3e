"""The real window over a workspace, off screen: what the goals that are seen share."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from benchmarks.crowd import ACCOUNTS, MEMBERS, NETWORKS, Crowd
from responder.actions import accounts, members
from responder.actions.desk import Desk
from responder.app import application, settings_file
from responder.app.life import Running, first_paint, running
from responder.app.paths import Workspace
from responder.app.secrets import ChosenSecrets
from responder.core.accounts import Account, Member
from responder.core.clock import SystemClock
from responder.core.settings import Settings
from responder.net.keychain import SecretFile
from responder.store.store import Store

T = TypeVar("T")

NOWHERE = "127.0.0.1:9"
"""Nothing listens there, and the keyring holds nothing for them: the accounts of the crowd wait for a sign-in."""

MARIE = Member(MEMBERS[0], "Marie")


def crowd_accounts() -> list[tuple[Account, str]]:
    """Return the accounts that the crowd writes to, without their secrets: retries would be measured with the rest."""
    options = {"root": f"http://{NOWHERE}/wp-json/", "user": "marie"}
    return [
        (Account(id, network, NOWHERE, str(place), f"@shop{place}", f"Shop {place}", options=options), "")
        for place, (id, network) in enumerate(zip(ACCOUNTS, NETWORKS, strict=True))
    ]


def fill(path: Path, events: int) -> None:
    """Make a database of so many events."""
    with closing(Store.open(path, SystemClock())) as store:
        store.append(Crowd().batch(events)).result()


def furnish(path: Path, signed_in: Sequence[tuple[Account, str]]) -> None:
    """Give a database in a folder of its own what a window needs: a person, accounts with secrets, settings."""
    place = Workspace(path.parent)
    settings_file.save(place.settings, Settings(member=MARIE.id, language="en", secrets_in_file=True))
    clock, secrets = SystemClock(), SecretFile(place.secrets)
    with closing(Store.open(place.database, clock)) as store:
        desk = Desk(store, clock, MARIE)
        for id in MEMBERS:
            members.save(desk, Member(id, id.title())).result()
        for account, secret in signed_in:
            if secret:
                secrets.put(account.id, secret)
            accounts.connect(desk, account).result()


def part(path: Path, account: UUID) -> None:
    """Remove an account again."""
    clock = SystemClock()
    with closing(Store.open(path, clock)) as store:
        accounts.remove(Desk(store, clock, MARIE), account).result()


def on_screen(folder: Path, work: Callable[[Running], Awaitable[T]]) -> T:
    """Open a workspace's window as the program does, do the work, and close everything."""
    place = Workspace(folder)

    async def main() -> T:
        secrets = lambda settings: ChosenSecrets(place, settings)  # noqa: E731
        async with running(place, secrets, lambda _scenario: None) as desk:
            desk.window.show()
            await first_paint(desk.window)
            desk.window.live()
            desk.window.activateWindow()
            return await work(desk)

    return application.run(lambda _application: main())


class Painted(QObject):
    """Hears when a widget has been painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._bell = asyncio.Event()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ring once the paint is over, and let the event go on."""
        if event.type() in (QEvent.Type.Paint, QEvent.Type.UpdateRequest):
            QTimer.singleShot(0, self._bell.set)
        return False

    async def again(self, seconds: float = 10) -> None:
        """Wait until it has been painted once more. Raises TimeoutError."""
        self._bell.clear()
        async with asyncio.timeout(seconds):
            await self._bell.wait()


def alone(module: str, *arguments: object) -> Any:
    """Run a module of ours in a process of its own, off screen; return what it printed last, as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)],
        check=True, stdout=subprocess.PIPE, text=True, env=surroundings(),
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def surroundings() -> dict[str, str]:
    """Return the environment of such a process: no display, no size remembered, bytecode kept as an installation has it."""
    kept = Path(tempfile.gettempdir()) / "responder-bench-bytecode"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return environment | {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": tempfile.gettempdir(),
        "PYTHONPYCACHEPREFIX": str(kept),
    }


def rested(values: Sequence[T]) -> list[T]:
    """Return the values without the first tenth, in which caches fill."""
    return list(values[len(values) // 10 :])
