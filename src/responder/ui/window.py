"""The window: its furniture, its commands, its settings, and its end."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from responder.actions import tag
from responder.core.settings import Settings
from responder.ui import words
from responder.ui.acting import Acting
from responder.ui.columns import Width, width_of
from responder.ui.console import Console
from responder.ui.furniture import Furniture
from responder.ui.inbox.sidebar import NARROW, WIDE
from responder.ui.keymap import KeyGuard
from responder.ui.menus import fill_menu_bar
from responder.ui.moving import framing, going, moving
from responder.ui.navigator import Navigator
from responder.ui.phrases import mood_words
from responder.ui.stage import Notice
from responder.ui.theme.look import look
from responder.ui.triage import Triage, read_quietly
from responder.ui.words import tr

SMALLEST = (480, 600)
WANTED = (1440, 900)
READ_AFTER_MS = 1500


class Window(QMainWindow):
    """`closed` is sent when it has been closed. `start` runs a coroutine as one of its tasks."""

    closed = Signal()

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._memory = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "responder", "window")
        self._read = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._read.timeout.connect(self._mark_read)
        self.setMinimumSize(*SMALLEST)
        self.resize(QSize(*WANTED).boundedTo(self.screen().availableSize()))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._guard = KeyGuard(app, self)
        stage = console.stage
        stage.wanted.connect(self._go)
        stage.said.connect(self._say)
        stage.opened.connect(self._opened)
        stage.commands.changed.connect(self._fill_menus)
        console.bridge.settings_changed.connect(self._settle)
        console.bridge.settings_unsaved.connect(self._warn_unsaved)
        look().changed.connect(self._redress)
        self._acting = Acting(console)
        self._language = words.language()
        self.furniture: Furniture
        self._navigator: Navigator
        self._furnish()
        self._recall()

    @property
    def acting(self) -> Acting:
        """Return what does and takes back."""
        return self._acting

    def start(self, work: Coroutine[Any, Any, object]) -> None:
        """Run a coroutine as a task of this window."""
        self._console.stage.start(work)

    def live(self) -> None:
        """Begin to notify: tray and desktop notifications. Needs a running loop."""
        from responder.ui.notify.notifier import notifier

        bell = notifier(self._console)
        bell.wanted.connect(self._called_to)
        bell.opening.connect(self.come_to_front)
        bell.quitting.connect(self.close)
        self.closed.connect(bell.close)
        bell.start()

    def come_to_front(self) -> None:
        """Show the window because a person asked for it: a second start, the tray, a notification clicked on."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _called_to(self, place: str) -> None:
        self.come_to_front()
        self._navigator.go(place)

    def _go(self, place: str) -> None:
        self._navigator.go(place)

    def _say(self, notice: Notice) -> None:
        self.furniture.toast.show_notice(notice)

    def _opened(self, _conversation: object) -> None:
        self._read.start()

    def _redress(self, _theme: object) -> None:
        self._console.stage.commands.apply(self._console.services.settings)

    # --- furniture

    def _furnish(self) -> None:
        console = self._console
        self.furniture = furniture = Furniture(self, console, self._acting)
        self.setCentralWidget(furniture)
        self._navigator = navigator = Navigator(self, console, furniture)
        triage = Triage(console, self._acting, furniture.inbox, self)
        table = [
            *triage.commands(), *moving(furniture.inbox), *going(console, navigator), *framing(console, navigator),
        ]  # fmt: skip
        console.stage.commands.add(furniture, table)
        furniture.selection.tagged.connect(lambda name: triage.tag_with(name))
        furniture.selection.mooded.connect(
            lambda id, mood: self._acting.one(mood_words(mood), tag.set_mood(mood), id)
        )
        self._wear(console.services.settings)
        if not console.views.accounts() and not console.practice:
            navigator.go("setup")
        else:
            furniture.inbox.front.setFocus()

    def _fill_menus(self) -> None:
        bar = self.menuBar()
        fill_menu_bar(bar, self._console.stage.commands)
        bar.hide()

    def _wear(self, settings: Settings) -> None:
        self.setWindowTitle(settings.business or tr("Responder"))
        self._console.stage.commands.apply(settings)
        view = self.furniture.inbox.view
        view.rows.compact = settings.density == "compact"
        view.doItemsLayout()
        self.furniture.columns.panel_wanted = settings.panel
        self._arrange()

    def _warn_unsaved(self, why: str) -> None:
        self._console.stage.say(
            tr(
                "This setting holds until you close Responder: the settings file cannot be written ({why}).",
                why=why,
            )
        )

    def _settle(self, settings: Settings) -> None:
        look().apply(settings)
        wanted = settings.language or words.system_language()
        if wanted != words.language() or wanted != self._language:
            words.install(wanted)
            self._language = wanted
            self.furniture.palette_box.close_worker()
            page, place = self._navigator.here(), self.furniture.inbox.place
            self._furnish()
            self._navigator.show_list(place)
            if page:
                self._navigator.go(page)
            return
        self._wear(settings)

    # --- size

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many columns as fit."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        furniture, settings = self.furniture, self._console.services.settings
        width = width_of(round(self.width() * 1000 / look().theme.px(1000)))
        rail = width in (Width.RAIL, Width.SINGLE) or not settings.sidebar
        px = look().theme.px
        furniture.sidebar.set_rail(rail)
        if rail:
            furniture.sidebar.setFixedWidth(px(NARROW))
            furniture.splitter.setSizes([px(NARROW), max(1, self.width() - px(NARROW))])
        else:
            furniture.sidebar.setMinimumWidth(px(180))
            furniture.sidebar.setMaximumWidth(px(280))
            if furniture.splitter.sizes()[0] < px(180):
                furniture.splitter.setSizes([px(WIDE), max(1, self.width() - px(WIDE))])
        furniture.columns.arrange(width)
        furniture.toast.place()

    def _recall(self) -> None:
        geometry = self._memory.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        for name, splitter in (
            ("outer", self.furniture.splitter),
            ("columns", self.furniture.columns.splitter),
        ):
            state = self._memory.value(name)
            if state is not None:
                splitter.restoreState(state)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember size and columns, let the search thread end, and say so."""
        self._memory.setValue("geometry", self.saveGeometry())
        self._memory.setValue("outer", self.furniture.splitter.saveState())
        self._memory.setValue("columns", self.furniture.columns.splitter.saveState())
        self._read.stop()
        self.furniture.palette_box.close_worker()
        super().closeEvent(event)
        self.closed.emit()

    def _mark_read(self) -> None:
        conversation = self._console.stage.conversation
        row = None if conversation is None else self._console.views.conversation(conversation)
        if row is not None and row.unread and self.isVisible():
            read_quietly(self._acting, row.id)
