"""The settings page: sections at the left, one of them at the right."""

from collections.abc import Callable
from types import MappingProxyType

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from responder.core.settings import Settings
from responder.ui.console import Console
from responder.ui.forms import scrolled
from responder.ui.icons import icon
from responder.ui.settings.accounts import Accounts
from responder.ui.settings.appearance import Appearance
from responder.ui.settings.data import Data
from responder.ui.settings.general import General
from responder.ui.settings.keyboard import Keyboard
from responder.ui.settings.notifications import Notifications
from responder.ui.settings.section import Section
from responder.ui.settings.sending import Sending
from responder.ui.settings.variables import Variables
from responder.ui.theme.look import look
from responder.ui.words import mark, tr

SECTIONS: MappingProxyType[str, tuple[str, str, Callable[[Console], Section]]] = MappingProxyType(
    {
        "general": (mark("General"), "sliders-horizontal", General),
        "appearance": (mark("Appearance"), "contrast", Appearance),
        "accounts": (mark("Accounts"), "plug-zap", Accounts),
        "sending": (mark("Sending"), "send", Sending),
        "variables": (mark("Variables"), "braces", Variables),
        "keyboard": (mark("Keyboard"), "keyboard", Keyboard),
        "notifications": (mark("Notifications"), "bell", Notifications),
        "data": (mark("Data"), "save", Data),
    }
)
"""Name, picture and class of every section, in order."""


ROOMY = 720
"""px at 100 %: the width from which the sections are named beside their pictures."""


class SettingsPage(QWidget):
    """Each section is made when it is first shown. Everything is kept at once: there is no Save."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self.sections: dict[str, Section] = {}
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Sections of the settings"))
        self.list.setProperty("kind", "sections")
        self._stack = QStackedWidget()
        for name, (title, _picture, _make) in SECTIONS.items():
            item = QListWidgetItem(tr(title))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        self._dress()
        look().changed.connect(self._dress)
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.list)
        inside.addWidget(self._stack, 1)
        self.setFocusProxy(self.list)
        console.bridge.settings_changed.connect(self._settings_changed)
        self.list.setCurrentRow(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the list of sections to its pictures where the section needs the room."""
        super().resizeEvent(event)
        self._dress()

    def show_section(self, name: str) -> None:
        """Show a section by its name; an unknown one changes nothing."""
        if name in SECTIONS:
            self.list.setCurrentRow(list(SECTIONS).index(name))

    def section(self) -> str:
        """Return the name of the section on screen."""
        return str(self.list.currentItem().data(Qt.ItemDataRole.UserRole))

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        name = str(item.data(Qt.ItemDataRole.UserRole))
        if name not in self.sections:
            made = SECTIONS[name][2](self._console)
            made.setObjectName(f"settings/{name}")
            self.sections[name] = made
            self._stack.addWidget(scrolled(made))
        at = list(self.sections).index(name)
        self._stack.setCurrentIndex(at)

    def _settings_changed(self, settings: Settings) -> None:
        for section in self.sections.values():
            section.show_settings(settings)

    def _dress(self, _theme: object = None) -> None:
        theme = look().theme
        self.list.setIconSize(QSize(theme.px(16), theme.px(16)))
        roomy = self.width() >= theme.px(ROOMY)
        self.list.setFixedWidth(theme.px(220 if roomy else 56))
        for at, (title, picture, _make) in enumerate(SECTIONS.values()):
            item = self.list.item(at)
            item.setText(tr(title) if roomy else "")
            item.setToolTip("" if roomy else tr(title))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, tr(title))
            item.setIcon(icon(picture, size=theme.px(16)))
            item.setSizeHint(QSize(0, theme.px(32)))
