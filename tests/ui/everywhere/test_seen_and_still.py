"""The focus can be seen, and nothing moves by itself (WCAG 2.4.7, 2.3.3)."""

from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QAbstractAnimation, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from responder.ui.window import Window
from tests.ui.everywhere.places import settle, visit

BY_TAB = Qt.FocusReason.TabFocusReason
RING = 2
"""Pixels that a ring is wide at least."""


def test_with_reduced_motion_nothing_is_animated(window: Window, qapp: QApplication) -> None:
    services = window._console.services
    services.save_settings(replace(services.settings, reduce_motion=True))
    running: list[str] = []

    def look_for(place: str) -> None:
        found = [*window.findChildren(QAbstractAnimation), *qapp.style().findChildren(QAbstractAnimation)]
        moving = [a for a in found if a.state() == QAbstractAnimation.State.Running]
        running.extend(f"{place}: {type(animation).__name__}" for animation in moving)

    for place in visit(window, qapp):
        look_for(place)
    window._navigator.go("inbox")
    for key in ("e", "l"):
        QTest.keyClick(window.focusWidget() or window, key)
        qapp.processEvents()
        look_for(key)
    assert running == []


@dataclass(frozen=True)
class Seen:
    before: QImage
    after: QImage

    def changed(self) -> int:
        """How many pixels became others."""
        size = self.before.size()
        return sum(
            self.before.pixel(x, y) != self.after.pixel(x, y)
            for x in range(size.width())
            for y in range(size.height())
        )


def _focused(window: Window, qapp: QApplication, widget: QWidget) -> Seen:
    where = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    window.furniture.inbox.view.setFocus()
    settle(qapp)
    before = window.grab(where).toImage()
    widget.setFocus(BY_TAB)
    settle(qapp)
    return Seen(before, window.grab(where).toImage())


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_focus_is_seen_on_every_button_and_field(window: Window, qapp: QApplication, theme: str) -> None:
    services = window._console.services
    services.save_settings(replace(services.settings, theme=theme))
    settle(qapp)
    widgets = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(widgets) > 10
    faint = []
    for widget in widgets:
        ring = RING * 2 * min(widget.width(), widget.height())
        if _focused(window, qapp, widget).changed() < ring:
            faint.append(f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}")
    assert faint == []
