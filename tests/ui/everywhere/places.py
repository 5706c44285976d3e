"""Every place of the window, and what is on screen there."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from responder.ui.settings.page import SECTIONS
from responder.ui.window import Window
from tests.ui import people
from tests.ui.monitors import ecosystem

PLACES = (
    "inbox",
    f"conversation/{people.person('Josée').conversation}",
    "outbox",
    *(f"settings/{name}" for name in SECTIONS),
    "health",
    "templates",
    "monitors",
    "monitors/new",
    "places",
    f"monitors/{ecosystem.BRAND.id}",
    f"monitor/{ecosystem.BRAND.id}",
    "setup/account",
    f"setup/account/{people.account_id('wordpress')}",
)


def settle(app: QApplication) -> None:
    """Let everything happen that waits, also what Qt deletes later."""
    for _ in range(6):
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def visit(window: Window, app: QApplication) -> Iterator[str]:
    """Go to every place in turn."""
    for place in PLACES:
        window._navigator.go(place)
        settle(app)
        yield place


def on_screen(window: Window, kind: type[QWidget] = QWidget) -> list[QWidget]:
    """Return the widgets that can be seen."""
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]
