"""The theme in use: held by the application object, so that painters and panes find it without being handed it."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from responder.core.settings import Settings
from responder.ui.theme.qss import style_sheet
from responder.ui.theme.theme import Theme, make

TEXT_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)
"""The sizes that Ctrl++ and Ctrl+- walk, in percent."""


class Look(QObject):
    """`changed(Theme)` is sent after the style sheet is in place; icons are asked for again then."""

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = make("light")
        self._settings = Settings()
        self._applied: tuple[str, int] | None = None
        self._files = QTemporaryDir()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self._follow())

    def apply(self, settings: Settings) -> None:
        """Wear what the settings ask for; nothing happens when it is worn already."""
        self._settings = settings
        self._follow()

    def _follow(self) -> None:
        wanted = (self._name(), self._settings.text_percent)
        if wanted == self._applied:
            return
        self._applied = wanted
        self.theme = make(*wanted)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(_palette(self.theme))
            app.setStyleSheet(style_sheet(self.theme, Path(self._files.path())))
        self.changed.emit(self.theme)

    def _name(self) -> str:
        hints = QGuiApplication.styleHints()
        system_dark = hints.colorScheme() is Qt.ColorScheme.Dark
        chosen = self._settings.theme
        if chosen == "system":
            contrast = hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
            return ("contrast-" if contrast else "") + ("dark" if system_dark else "light")
        if chosen == "contrast":
            return "contrast-dark" if system_dark else "contrast-light"
        return chosen


def look() -> Look:
    """Return the look of the running application; made at the first call."""
    app = QApplication.instance()
    assert app is not None, "a QApplication comes first"
    found = app.findChild(Look)
    return found if isinstance(found, Look) else Look(app)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for role, token in (
        (QPalette.ColorRole.Window, "surface.base"),
        (QPalette.ColorRole.WindowText, "text.primary"),
        (QPalette.ColorRole.Base, "surface.base"),
        (QPalette.ColorRole.AlternateBase, "surface.muted"),
        (QPalette.ColorRole.Text, "text.primary"),
        (QPalette.ColorRole.Button, "surface.raised"),
        (QPalette.ColorRole.ButtonText, "text.primary"),
        (QPalette.ColorRole.ToolTipBase, "surface.raised"),
        (QPalette.ColorRole.ToolTipText, "text.primary"),
        (QPalette.ColorRole.Highlight, "accent.solid"),
        (QPalette.ColorRole.HighlightedText, "accent.on"),
        (QPalette.ColorRole.Link, "accent.text"),
        (QPalette.ColorRole.PlaceholderText, "text.tertiary"),
    ):
        palette.setColor(role, QColor(theme.hex(token)))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.color("text.disabled"))
    return palette
