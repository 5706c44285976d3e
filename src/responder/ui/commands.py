"""One table of commands, from which menus, palette, shortcuts, tool tips and the key sheet are made."""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from responder.core.settings import Settings
from responder.ui.icons import icon
from responder.ui.keymap import keys_for
from responder.ui.words import mark

Handler = Callable[[], Coroutine[Any, Any, object] | None]


class Scope(Enum):
    """Where a command's keys work: in the whole window, or only while the focus is inside its pane."""

    WINDOW = "window"
    PANE = "pane"


class Group(Enum):
    """The menus, and the heads of the palette and the key sheet. The value is the English title."""

    CONVERSATION = mark("Conversation")
    WRITE = mark("Write")
    SELECT = mark("Select")
    MOVE = mark("Move")
    GO = mark("Go to")
    FIND = mark("Find")
    VIEW = mark("View")
    APP = mark("Responder")


@dataclass(frozen=True)
class Command:
    """Something a person can do. `title` is already translated; `keys` are the defaults of the Responder preset.

    A handler may return a coroutine, which the stage starts. `enabled` returns "" when the command makes
    sense now, else the reason why not, for the palette.
    """

    id: str
    title: str
    handler: Handler
    group: Group
    keys: tuple[str, ...] = ()
    scope: Scope = Scope.WINDOW
    icon: str = ""
    enabled: Callable[[], str] = field(default=lambda: "")
    checked: Callable[[], bool] | None = None
    words: str = ""
    """More words under which the palette finds it."""


class Registry(QObject):
    """Holds every command of a window with its QAction. `changed` follows any change of keys or of the table.

    `running(Group)` comes before a command is run: what waits for a quiet moment happens then.
    """

    changed = Signal()
    running = Signal(object)

    def __init__(
        self, start: Callable[[Coroutine[Any, Any, object]], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._start = start
        self._settings = Settings()
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._homes: dict[str, QWidget] = {}
        self._given_way: set[str] | None = None

    def add(self, home: QWidget, commands: Iterable[Command]) -> None:
        """Take a pane's commands; the keys of PANE ones work while the focus is inside `home`."""
        added: dict[str, QAction] = {}
        for command in commands:
            action = QAction(command.title, home)
            added[command.id] = action
            action.setObjectName(command.id)
            action.triggered.connect(lambda _checked=False, id=command.id: self.run(id))
            pane = command.scope is Scope.PANE
            context = Qt.ShortcutContext
            action.setShortcutContext(context.WidgetWithChildrenShortcut if pane else context.WindowShortcut)
            action.setCheckable(command.checked is not None)
            home.addAction(action)
            self._commands[command.id], self._actions[command.id] = command, action
            self._homes[command.id] = home
            self._dress(command.id)
        home.destroyed.connect(lambda _gone=None: self._forget(added))
        self._watch_focus()
        self.changed.emit()

    def action(self, id: str) -> QAction:
        """Return the action of a command, for a button or a menu. Raises KeyError."""
        return self._actions[id]

    def command(self, id: str) -> Command:
        """Return a command. Raises KeyError."""
        return self._commands[id]

    def all(self) -> list[Command]:
        """Return every command, in the order of the table."""
        return list(self._commands.values())

    def keys(self, id: str) -> tuple[str, ...]:
        """Return the key sequences in force for a command, also those that are silent because single keys are off."""
        return keys_for(self._commands[id].id, self._commands[id].keys, self._settings)

    def run(self, id: str) -> None:
        """Do it, if it makes sense now."""
        command = self._commands[id]
        self.running.emit(command.group)
        if command.enabled():
            return
        task = command.handler()
        if task is not None:
            self._start(task)

    def refresh(self) -> None:
        """Ask every command again whether it makes sense now, before a menu is shown."""
        for id, command in self._commands.items():
            self._actions[id].setEnabled(not command.enabled())
            if command.icon and self._actions[id].icon().isNull():
                self._actions[id].setIcon(icon(command.icon))
            if command.checked is not None:
                self._actions[id].setChecked(command.checked())

    def apply(self, settings: Settings) -> None:
        """Take the keys from the settings, and the colours from the theme in use."""
        self._settings = settings
        for id in self._commands:
            self._dress(id)
        self._watch_focus()
        self.changed.emit()

    def _forget(self, gone: dict[str, QAction]) -> None:
        """Drop a pane's commands when it goes, unless its successor has taken them over."""
        self._given_way = None
        for id, action in gone.items():
            if self._actions.get(id) is action:
                del self._commands[id], self._actions[id], self._homes[id]

    def _dress(self, id: str) -> None:
        command, action = self._commands[id], self._actions[id]
        action.setShortcuts(self._sequences(id))
        action.setIcon(QIcon())  # drawn when a menu opens: a hundred drawings would hold up the start
        first = next(iter(self.keys(id)), "")
        action.setToolTip(f"{command.title} ({shown(first)})" if first else command.title)

    def _sequences(self, id: str) -> list[QKeySequence]:
        from responder.ui.keymap import silent

        return [QKeySequence(keys) for keys in self.keys(id) if not silent(keys, self._settings)]

    def _watch_focus(self) -> None:
        self._given_way = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._give_way, Qt.ConnectionType.UniqueConnection)
            self._give_way(None, app.focusWidget())

    def _give_way(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Silence the window's keys that the pane with the focus also uses: Qt would call them ambiguous and do nothing."""
        inside = {id for id, c in self._commands.items() if c.scope is Scope.PANE and self._holds(id, new)}
        if inside == self._given_way:
            return
        self._given_way = inside
        taken = {s.toString() for id in inside for s in self._sequences(id)}
        for id, command in self._commands.items():
            if command.scope is Scope.WINDOW:
                wanted = [s for s in self._sequences(id) if s.toString() not in taken]
                if wanted != self._actions[id].shortcuts():
                    self._actions[id].setShortcuts(wanted)

    def _holds(self, id: str, widget: QWidget | None) -> bool:
        home = self._homes[id]
        return widget is not None and (home is widget or home.isAncestorOf(widget))


def shown(keys: str) -> str:
    """Return a key sequence as people read it: `G, I` as `G I`."""
    text = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return text.replace(", ", " ")
