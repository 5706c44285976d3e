"""What assistive technology gets, without a display: names, targets, the keyboard's way through."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from responder.ui.composer.picker import TemplatePicker
from responder.ui.console import Console
from responder.ui.window import Window
from tests.ui.everywhere.places import on_screen, settle, visit

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
SMALLEST = 24
ROUNDS = 90
"""Presses of Tab: more than twice what any page has."""


def _named(widget: QWidget) -> bool:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface is not None and bool(interface.text(QAccessible.Text.Name).strip())


def test_no_control_is_without_a_name(window: Window, qapp: QApplication) -> None:
    nameless = []
    for place in visit(window, qapp):
        for widget in on_screen(window):
            if isinstance(widget, CONTROLS) and not _named(widget):
                nameless.append(f"{place}: {type(widget).__name__} {widget.objectName()}")
    assert nameless == [], nameless


def test_nothing_to_click_is_smaller_than_24(window: Window, qapp: QApplication) -> None:
    small = []
    for place in visit(window, qapp):
        for widget in on_screen(window):
            if not isinstance(widget, QAbstractButton) or not widget.isEnabled():
                continue
            if widget.height() < SMALLEST or (
                widget.width() < SMALLEST and not isinstance(widget, QCheckBox)
            ):
                small.append(
                    f"{place}: {widget.accessibleName() or widget.text()} {widget.width()}x{widget.height()}"
                )
    assert small == []


def _reached(widget: QWidget, seen: set[QWidget]) -> bool:
    """Say whether Tab came to a widget, or to another of its group: the arrows do the rest."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive():
        return any(one in seen for one in group.buttons())
    return widget in seen


def _stops(page: QWidget) -> list[QWidget]:
    """Return what Tab must reach: enabled, visible, and taking the focus by Tab."""
    by_tab = Qt.FocusPolicy.TabFocus
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & by_tab
        and not widget.focusProxy()
    ]


def test_tab_visits_everything_and_comes_back(window: Window, qapp: QApplication) -> None:
    missed = []
    for place in visit(window, qapp):
        if place.startswith(("conversation", "outbox")):
            continue  # inside a composer Tab is a character of its own: F6 leaves it
        wanted = set(_stops(window))
        seen: set[QWidget] = set()
        for _ in range(ROUNDS):
            QTest.keyClick(qapp.focusWidget() or window, Qt.Key.Key_Tab)
            if (now := qapp.focusWidget()) is not None:
                seen.add(now)
        missed += [
            f"{place}: {type(w).__name__} {w.accessibleName() or w.objectName()}"
            for w in wanted
            if not _reached(w, seen)
        ]
    assert missed == [], missed


class _Strays(QObject):
    """Notes widgets that are shown as windows of their own, which takes the focus and flickers."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        allowed = (QMainWindow, QMenu, QDialog, TemplatePicker)
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, allowed):
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_part_is_ever_shown_as_a_window_of_its_own(
    window: Window, qapp: QApplication, language: str
) -> None:
    strays = _Strays()
    qapp.installEventFilter(strays)
    services = window._console.services
    services.save_settings(replace(services.settings, language=language))
    for _place in visit(window, qapp):
        pass
    qapp.removeEventFilter(strays)
    settle(qapp)
    assert strays.seen == []


def test_the_first_run_has_the_window_to_itself(empty_console: Console, qapp: QApplication) -> None:
    services = empty_console.services
    services.save_settings(replace(services.settings, member=""))
    window = Window(empty_console)
    try:
        window.show()
        settle(qapp)
        assert window.furniture.pages.currentWidget().objectName() == "setup"
        assert not window.furniture.sidebar.isVisible()
        window._navigator.go("inbox")
        settle(qapp)
        assert window.furniture.sidebar.isVisible()
    finally:
        window.close()
        window.deleteLater()
        settle(qapp)
