from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from responder.ui.console import Console
from responder.ui.palette.palette import Palette
from responder.ui.window import Window


def opened(window: Window, typed: str = "") -> Palette:
    box = window.furniture.palette_box
    box.ask()
    QTest.keyClicks(box.field, typed)
    return box


def shown(box: Palette) -> list[str]:
    return [item.title for item in box.rows.items if not item.head]


def test_a_few_letters_and_enter_run_a_command(window: Window, console: Console, qtbot: QtBot) -> None:
    box = opened(window, "dark")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert console.services.settings.theme == "dark"
    assert not box.isVisible()


def test_the_key_of_a_command_is_beside_it(window: Window) -> None:
    box = opened(window, "snooze")
    assert box.rows.items[1].keys == ("B", "H")


def test_the_focus_returns_to_where_it_was(window: Window) -> None:
    view = window.furniture.inbox.view
    box = opened(window, "esc")
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is view


def test_what_cannot_be_done_now_says_why(window: Window) -> None:
    box = opened(window, "undo")
    item = next(item for item in box.rows.items if item.title == "Undo")
    assert item.run is None
    assert item.hint == "Nothing to take back"


def test_people_and_messages_are_found_and_nothing_above_moves(window: Window, qtbot: QtBot) -> None:
    box = opened(window, "nuts")
    before = shown(box)
    qtbot.waitUntil(lambda: any("contain traces of nuts" in title for title in shown(box)))
    assert shown(box)[: len(before)] == before


def test_a_person_is_opened(window: Window, console: Console, qtbot: QtBot) -> None:
    box = opened(window, "dave")
    qtbot.waitUntil(lambda: "Dave Testcase" in shown(box))
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    row = console.views.conversation(console.stage.conversation) if console.stage.conversation else None
    assert row is not None
    assert row.name == "Dave Testcase"


def test_all_that_was_found_becomes_a_list(window: Window, qtbot: QtBot) -> None:
    box = opened(window, "cookies")
    every = "All messages that say “cookies”"
    qtbot.waitUntil(lambda: every in shown(box))
    while box.rows.items[box.list.currentIndex().row()].title != every:
        QTest.keyClick(box.field, Qt.Key.Key_Down)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert window.furniture.inbox.header.title.text() == "“cookies”"
    assert window.furniture.inbox.model.rowCount() == 1


def test_a_channel_is_found_by_its_name(window: Window) -> None:
    box = opened(window, "youtube")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert window.furniture.inbox.place.query.account is not None


def test_heads_are_stepped_over(window: Window) -> None:
    box = opened(window, "esc")
    for _ in range(len(box.rows.items)):
        QTest.keyClick(box.field, Qt.Key.Key_Down)
        assert not box.rows.items[box.list.currentIndex().row()].head
