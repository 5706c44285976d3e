from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from responder.ui.console import Console
from responder.ui.stage import Notice
from responder.ui.window import Window


def test_one_toast_at_a_time(window: Window, console: Console) -> None:
    console.stage.say("First")
    console.stage.say("Second")
    toast = window.furniture.toast
    assert toast.notice is not None
    assert toast.notice.text == "Second"


def test_a_toast_takes_no_focus_and_goes_by_itself(window: Window, console: Console, qtbot: QtBot) -> None:
    before = QApplication.focusWidget()
    console.stage.said.emit(Notice("Gone soon", seconds=0.3))
    assert QApplication.focusWidget() is before
    qtbot.waitUntil(lambda: not window.furniture.toast.isVisible(), timeout=3000)


def test_its_clock_stops_under_the_pointer(window: Window, console: Console, qtbot: QtBot) -> None:
    toast = window.furniture.toast
    console.stage.said.emit(Notice("Stays", seconds=0.3))
    point = QPointF(1, 1)
    QApplication.sendEvent(toast, QEnterEvent(point, point, point))
    qtbot.wait(700)
    assert toast.isVisible()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not toast.isVisible(), timeout=3000)


def test_its_clock_stops_while_the_focus_is_inside(window: Window, console: Console, qtbot: QtBot) -> None:
    toast = window.furniture.toast
    console.stage.said.emit(Notice("Stays", lambda: None, seconds=0.3))
    toast.findChildren(type(toast._undo))[0].setFocus()
    qtbot.wait(700)
    assert toast.isVisible()


def test_a_reply_that_has_gone_out_cannot_be_taken_back(
    window: Window, console: Console, qtbot: QtBot
) -> None:
    console.stage.said.emit(Notice("Reply goes out", lambda: None, seconds=0.3, ring=True))
    assert window.acting.can_undo
    qtbot.waitUntil(lambda: not window.acting.can_undo, timeout=3000)


def test_the_last_twenty_can_be_taken_back(window: Window, console: Console) -> None:
    taken: list[int] = []
    for number in range(25):
        console.stage.say(f"Thing {number}", lambda number=number: taken.append(number))
    while window.acting.can_undo:
        window.acting.undo()
    assert taken == list(range(24, 4, -1))


def test_it_stands_above_the_status_bar(window: Window, console: Console) -> None:
    console.stage.say("Here")
    toast, status = window.furniture.toast, window.furniture.status
    assert toast.geometry().bottom() < status.geometry().top()
