"""The window's life: what it is made of, and the order in which it all goes down again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent

from responder.actions.desk import Desk
from responder.app import settings_file
from responder.app.engine import Engine
from responder.app.networks import Networks
from responder.app.paths import Workspace
from responder.app.pictures import Shelf, our_servers
from responder.app.services import Chosen, ConsoleServices
from responder.app.session import open_store, who
from responder.core.clock import Clock, SystemClock
from responder.core.ports import Secrets
from responder.core.settings import Settings
from responder.store.picture_cache import PictureCache
from responder.store.store import Store
from responder.ui import words
from responder.ui.bridge import Bridge
from responder.ui.console import Console
from responder.ui.stage import Stage
from responder.ui.theme.look import look
from responder.ui.window import Window
from responder.views.views import Views

log = logging.getLogger(__name__)

PATIENCE = 0.5
"""Seconds that receiving and sending wait for the first paint."""

SecretsFor = Callable[[Callable[[], Settings]], Secrets]


@dataclass(frozen=True)
class Running:
    """A window with everything behind it."""

    window: Window
    console: Console
    engine: Engine
    networks: Networks
    store: Store


@asynccontextmanager
async def running(
    place: Workspace,
    secrets_for: SecretsFor,
    practise: Callable[[str], None] | None,
    clock: Clock | None = None,
) -> AsyncIterator[Running]:
    """Open a workspace with its window and engine; afterwards the tasks end, then the engine, then the store.

    `practise` opens the practice network in this one's place; None says that this is it. Raises StoreError.
    """
    loaded = settings_file.load(place.settings)
    chosen = Chosen(loaded.settings)
    clock = clock or SystemClock()
    store = open_store(place, clock)
    try:
        _dress(loaded.settings)
        secrets = secrets_for(lambda: chosen.settings)
        networks, bridge, views = Networks(), Bridge(), Views(store, clock)
        engine = Engine(store, clock, networks, secrets)
        desk = Desk(store, clock, who(views, loaded.settings))
        cache = PictureCache(place.pictures)
        ours = lambda: our_servers(store.accounts(), networks.manifests())  # noqa: E731
        shelf = Shelf(cache, clock, ours, engine.attachment)
        services = ConsoleServices(place, chosen, desk, engine, bridge, networks, secrets, practise, shelf)
        stage = Stage()
        console = Console(
            views, desk, services, bridge, networks.manifests(), clock, practice=practise is None, stage=stage
        )
        forget = store.subscribe(bridge.announce)
        window = Window(console)
        working = asyncio.create_task(_supervised(engine, stage, window), name="engine")
        if loaded.problem:
            stage.say(loaded.problem)
        try:
            yield Running(window, console, engine, networks, store)
        finally:
            await stage.aclose()
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            await shelf.aclose()
            forget()
            _take_down(window)
    finally:
        store.close()


def _dress(settings: Settings) -> None:
    words.install(settings.language or words.system_language())
    look().apply(settings)


def _take_down(window: Window) -> None:
    """End the window while the store can still answer what is already on its way to a screen."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


async def first_paint(window: Window) -> None:
    """Let the list be seen before the networks are imported; a window that shows something else waits no longer."""
    painted = asyncio.Event()
    window.furniture.painted.over.connect(painted.set)
    with suppress(TimeoutError):
        await asyncio.wait_for(painted.wait(), PATIENCE)


async def _supervised(engine: Engine, stage: Stage, window: Window) -> None:
    try:
        await first_paint(window)
        await engine.run()
    except Exception:
        log.exception("receiving and sending stopped")
        stage.say(
            words.tr(
                "Receiving and sending have stopped: something broke. Start Responder again; the log says more."
            )
        )
        raise
