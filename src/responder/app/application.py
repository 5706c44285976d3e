"""The Qt application: one loop for Qt and asyncio, and one window after another until nobody wants another."""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from typing import TypeVar

import qasync
from PySide6.QtWidgets import QApplication, QMessageBox

from responder.app import logs, qt_log, settings_file
from responder.app.calling import Doorbell
from responder.app.life import Running, first_paint, running
from responder.app.paths import Workspace
from responder.app.secrets import ChosenSecrets
from responder.core.accounts import Member
from responder.core.errors import StoreError
from responder.core.settings import Settings
from responder.ui.below import below
from responder.ui.words import tr

T = TypeVar("T")
log = logging.getLogger(__name__)

WATCHING_SPEED = 20.0
"""Minutes of the scenario in a real minute, when a person watches."""


def run(main: Callable[[QApplication], Coroutine[None, None, T]]) -> T:
    """Run a coroutine on a loop that Qt and asyncio share."""
    qt_log.install()
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Responder")
    application.setDesktopFileName("responder")
    application.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(application) as loop:
        result: T = loop.run_until_complete(main(application))
    return result


@dataclass
class Wishes:
    """What shall open when the window has closed."""

    practice: str | None = None
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    def practise(self, scenario: str) -> None:
        """Close this window, and open one on the practice network."""
        self.practice = scenario
        self.closed.set()


def show(place: Workspace, *, verbose: bool) -> int:
    """Show the window of a workspace until it is closed; return the exit code."""
    with _logging(place, verbose):
        return run(lambda application: _show(place))


async def _show(place: Workspace) -> int:
    wishes = Wishes()
    try:
        async with running(place, lambda settings: ChosenSecrets(place, settings), wishes.practise) as desk:
            await _until_closed(place, desk, wishes)
    except StoreError as error:
        await _explain(place, error)
        raise
    if wishes.practice is not None:
        await practise(wishes.practice, settings_file.load(place.settings).settings, desk.console.desk.member)
    return 0


async def practise(scenario: str, settings: Settings, member: Member) -> None:
    """Show the window on a practice network, in a workspace that is thrown away with it."""
    from responder.app.practising import practised  # a web server, which not every start needs

    async with (
        practised(scenario, WATCHING_SPEED, settings, member) as (_, place, secrets),
        running(place, lambda _: secrets, None) as desk,
    ):
        await _until_closed(place, desk, Wishes())


async def _until_closed(place: Workspace, desk: Running, wishes: Wishes) -> None:
    desk.window.closed.connect(wishes.closed.set)
    bell = Doorbell(place, desk.window.come_to_front)
    loop = asyncio.get_running_loop()
    if sys.platform != "win32":
        for ending in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(ending, wishes.closed.set)
    try:
        desk.window.show()
        await first_paint(desk.window)
        desk.window.live()
        log.info("ready")
        await wishes.closed.wait()
    finally:
        bell.close()


async def _explain(place: Workspace, error: StoreError) -> None:
    box = QMessageBox(QMessageBox.Icon.Critical, tr("Responder"), below(error))
    box.setInformativeText(
        tr(
            "The file was left as it is. To keep a copy: responder doctor --copy-to FOLDER. To go back to a "
            "backup: responder restore FILE."
        )
    )
    answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    box.finished.connect(answered.set_result)
    box.open()
    await answered


@contextmanager
def _logging(place: Workspace, verbose: bool) -> Iterator[None]:
    handler = RotatingFileHandler(place.log, maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logs.listen(handler, logging.DEBUG if verbose else logging.INFO)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
