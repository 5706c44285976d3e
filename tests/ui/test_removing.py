from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from responder.core.events import ActRequested
from responder.ui.console import Console
from responder.ui.window import Window
from tests.ui.people import person


def typed(text: str) -> None:
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_hiding_asks_why_and_the_reason_is_kept(window: Window, console: Console, qtbot: QtBot) -> None:
    owen = person("Owen").conversation
    window.furniture.inbox.view.go_to(owen)
    console.stage.commands.run("conversation.remove")
    typed("trash")
    typed("Insults our baker")

    def acts() -> list[ActRequested]:
        thread = console.views.thread(owen)
        return (
            [event.body for event in thread.events if isinstance(event.body, ActRequested)] if thread else []
        )

    qtbot.waitUntil(lambda: len(acts()) == 1)
    assert (acts()[0].verb, acts()[0].reason) == ("trash", "Insults our baker")


def test_nothing_is_hidden_without_a_reason(window: Window, console: Console, qtbot: QtBot) -> None:
    window.furniture.inbox.view.go_to(person("Owen").conversation)
    console.stage.commands.run("conversation.remove")
    typed("trash")
    typed("")
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_where_nobody_can_hide_it_says_so(window: Window, console: Console) -> None:
    window.furniture.inbox.view.go_to(person("Priya").conversation)
    command = console.stage.commands.command("conversation.remove")
    assert command.enabled() == "This network does not let anybody hide what others write"
