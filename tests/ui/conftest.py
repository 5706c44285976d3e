"""A console over a real store in a temporary folder, filled with the people of the mock-ups."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from responder.actions.desk import Desk
from responder.core.accounts import Account, Member
from responder.core.errors import Refused
from responder.core.events import Event
from responder.core.messages import Enclosure
from responder.core.ports import Attached, Choose
from responder.core.questions import Recount
from responder.core.settings import Settings
from responder.store.enclosures import Enclosures
from responder.store.store import Store
from responder.ui import words
from responder.ui.bridge import Bridge
from responder.ui.console import Console
from responder.ui.theme.look import look
from responder.ui.window import Window
from responder.views.views import Views
from tests.ui import people
from tests.ui.people import StillClock


class Desktop:
    """The composition root's part, in memory: keeps what it was asked."""

    def __init__(self, bridge: Bridge, workspace: Path) -> None:
        self._bridge = bridge
        self._workspace = workspace
        self.backups: list[Path] = []
        self.fails: Exception | None = None
        self.slow: asyncio.Event | None = None
        self._settings = Settings(
            business="Biscuiterie Grand Lièvre", member="marie", language="en", theme="light"
        )
        self._enclosures = Enclosures(workspace / "files")
        self.pictures: dict[str, bytes] = {}
        self.pictures_asked: list[str] = []
        self.attachments: dict[str, Attached] = {}
        self.attachments_asked: list[tuple[UUID, str]] = []
        self.recounted: list[UUID] = []
        self.retried: list[UUID | None] = []
        self.saved_members: list[Member] = []
        self.connected: list[tuple[str, dict[str, str]]] = []
        self.disconnected: list[UUID] = []
        self.refuses = False

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def workspace(self) -> Path:
        return self._workspace

    async def back_up(self, target: Path) -> None:
        self.backups.append(target)

    def save_settings(self, settings: Settings) -> None:
        self._settings = settings
        self._bridge.settings_changed.emit(settings)

    async def connect(self, network: str, form: dict[str, str], choose: Choose) -> Account:
        self.connected.append((network, form))
        if self.slow is not None:
            await self.slow.wait()
        if self.fails is not None:
            raise self.fails
        if self.refuses:
            raise Refused("The site does not know this user.")
        return next(account for account in people.ACCOUNTS if account.network == network)

    async def disconnect(self, account: UUID) -> None:
        self.disconnected.append(account)

    async def start_practice(self, scenario: str) -> Account:
        self.connected.append(("practice", {"scenario": scenario}))
        return people.ACCOUNTS[0]

    async def recount(self, account: UUID) -> Recount:
        self.recounted.append(account)
        if self.fails is not None:
            raise self.fails
        return Recount(people.NOW, people.NOW - 86_400_000_000, 120, 2, 1)

    async def enclose(self, path: Path) -> Enclosure:
        return self._enclosures.take(path)

    async def enclose_data(self, data: bytes, name: str) -> Enclosure:
        return self._enclosures.keep(data, name)

    async def picture(self, url: str, account: UUID | None = None) -> bytes:
        self.pictures_asked.append(url)
        if self.fails is not None:
            raise self.fails
        return self.pictures[url]

    async def attachment(self, account: UUID, address: str) -> Attached:
        self.attachments_asked.append((account, address))
        if self.fails is not None:
            raise self.fails
        return self.attachments[address]

    async def save_file(self, path: Path, data: bytes) -> None:
        await asyncio.to_thread(path.write_bytes, data)

    def retry(self, account: UUID | None = None) -> None:
        self.retried.append(account)

    def save_member(self, member: Member) -> None:
        self.saved_members.append(member)


@pytest.fixture
def clock() -> StillClock:
    """Friday, 20 November 2026, 14:11 in Montréal."""
    return StillClock()


@pytest.fixture
def store(tmp_path: Path, clock: StillClock) -> Iterator[Store]:
    """An empty workspace."""
    opened = Store.open(tmp_path / "responder.db", clock)
    yield opened
    opened.close()


@pytest.fixture
def empty_console(qapp: QApplication, store: Store, clock: StillClock, tmp_path: Path) -> Iterator[Console]:
    """A console where nothing was connected yet; speaks English in the light theme."""
    words.install("en")
    bridge = Bridge()
    desktop = Desktop(bridge, tmp_path)
    look().apply(desktop.settings)
    stop = store.subscribe(bridge.announce)
    yield Console(
        Views(store, clock), Desk(store, clock, people.MARIE), desktop, bridge, dict(people.NETWORKS), clock
    )  # fmt: skip
    stop()
    words.install("en")


@pytest.fixture
def console(empty_console: Console, store: Store) -> Console:
    """A console over the Friday of the mock-ups."""
    store.append(people.story()).result(10)
    for health in people.health():
        store.save_health(health).result(10)
    return empty_console


Append = Callable[[Sequence[Event]], None]


@pytest.fixture
def append(store: Store, qapp: QApplication) -> Append:
    """Write events, wait for the commit, and let the window hear of it."""

    def write(events: Sequence[Event]) -> None:
        store.append(list(events)).result(10)
        qapp.processEvents()

    return write


@pytest.fixture
def window(console: Console, qtbot: QtBot) -> Iterator[Window]:
    """The whole window over the Friday of the mock-ups, 1440 by 900."""
    opened = Window(console)
    opened.resize(1440, 900)
    opened.show()
    qtbot.waitExposed(opened)
    opened.activateWindow()
    opened.furniture.inbox.view.setFocus()
    qtbot.waitUntil(lambda: console.stage.conversation is not None)
    yield opened
    opened.close()
    opened.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
