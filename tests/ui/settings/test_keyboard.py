import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from responder.ui.commands import Command, Group, Scope
from responder.ui.console import Console
from responder.ui.settings.capture import NEXT_KEY_MS, stroke
from responder.ui.settings.key_list import caps, spoken
from responder.ui.settings.keyboard import Keyboard


@pytest.fixture
def home(qtbot: QtBot, console: Console) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    commands = [
        Command("conversation.done", "Done", lambda: None, Group.CONVERSATION, ("E",)),
        Command("conversation.tag", "Tag…", lambda: None, Group.CONVERSATION, ("L",)),
        Command("go.inbox", "Needs reply", lambda: None, Group.GO, ("G, I",)),
        Command("composer.send", "Send", lambda: None, Group.WRITE, ("Ctrl+Return",), Scope.PANE),
    ]
    console.stage.commands.add(made, commands)
    return made


@pytest.fixture
def keyboard(qtbot: QtBot, console: Console, home: QWidget) -> Keyboard:
    made = Keyboard(console)
    console.bridge.settings_changed.connect(made.show_settings)
    console.bridge.settings_changed.connect(console.stage.commands.apply)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.list.setFocus()
    return made


def press(
    keyboard: Keyboard, id: str, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    keyboard.list.setCurrentIndex(keyboard.model.index(keyboard.model.row_of(id)))
    QTest.keyClick(keyboard.list, Qt.Key.Key_Return)
    assert keyboard.capture
    for key in keys:
        QTest.keyClick(keyboard.capture, key, held)


def test_a_key_is_changed_by_pressing_it(keyboard: Keyboard, console: Console, qtbot: QtBot) -> None:
    press(keyboard, "conversation.done", Qt.Key.Key_D, held=Qt.KeyboardModifier.ControlModifier)
    assert console.services.settings.keys == {"conversation.done": ("Ctrl+D",)}
    line = keyboard.current()
    assert line
    assert (line.command.id, line.keys, line.changed) == ("conversation.done", ("Ctrl+D",), True)
    assert "Was E" in spoken(line)
    qtbot.waitUntil(keyboard.list.hasFocus)


def test_a_sequence_of_two_keys_is_caught(keyboard: Keyboard, console: Console) -> None:
    press(keyboard, "go.inbox", Qt.Key.Key_G, Qt.Key.Key_Q)
    assert console.services.settings.keys == {"go.inbox": ("G, Q",)}


def test_a_letter_alone_is_taken_after_a_moment(keyboard: Keyboard, console: Console, qtbot: QtBot) -> None:
    press(keyboard, "conversation.done", Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: bool(console.services.settings.keys), timeout=NEXT_KEY_MS + 2000)
    assert console.services.settings.keys == {"conversation.done": ("Y",)}


def test_escape_changes_nothing(keyboard: Keyboard, console: Console) -> None:
    press(keyboard, "conversation.done", Qt.Key.Key_Escape)
    assert console.services.settings.keys == {}
    assert keyboard.capture is None


def test_a_conflict_is_shown_on_both_lines_at_once(keyboard: Keyboard) -> None:
    press(keyboard, "conversation.tag", Qt.Key.Key_E, Qt.Key.Key_E)
    QTest.keyClick(keyboard.list, Qt.Key.Key_Delete)
    press(keyboard, "conversation.tag", Qt.Key.Key_G, held=Qt.KeyboardModifier.ShiftModifier)
    assert keyboard.current().rivals == ()  # type: ignore[union-attr]  # there is a current line
    keyboard.keep(keys={"conversation.tag": ("G",)})
    assert keyboard.model.line(keyboard.model.row_of("conversation.tag")).rivals == ("Needs reply",)
    assert keyboard.model.line(keyboard.model.row_of("go.inbox")).rivals == ("Tag…",)


def test_another_pane_may_use_the_same_key(keyboard: Keyboard) -> None:
    keyboard.keep(keys={"composer.send": ("E",)})
    assert keyboard.model.line(keyboard.model.row_of("conversation.done")).rivals == ()


def test_delete_takes_the_key_away_and_reset_can_be_undone(keyboard: Keyboard, console: Console) -> None:
    notices: list[object] = []
    console.stage.said.connect(notices.append)
    keyboard.list.setCurrentIndex(keyboard.model.index(keyboard.model.row_of("conversation.done")))
    QTest.keyClick(keyboard.list, Qt.Key.Key_Delete)
    assert console.services.settings.keys == {"conversation.done": ()}
    assert console.stage.commands.action("conversation.done").shortcuts() == []
    keyboard.reset.click()
    assert console.services.settings.keys == {}
    notices[0].undo()  # type: ignore[attr-defined]  # a Notice
    assert console.services.settings.keys == {"conversation.done": ()}


def test_insert_adds_a_second_key(keyboard: Keyboard, console: Console) -> None:
    keyboard.list.setCurrentIndex(keyboard.model.index(keyboard.model.row_of("conversation.done")))
    QTest.keyClick(keyboard.list, Qt.Key.Key_Insert)
    assert keyboard.capture
    QTest.keyClick(keyboard.capture, Qt.Key.Key_F4)
    assert console.services.settings.keys == {"conversation.done": ("E", "F4")}


def test_an_action_is_found_by_its_name_or_its_key(keyboard: Keyboard) -> None:
    for wanted in ("needs", "g i"):
        keyboard.search.setText(wanted)
        assert keyboard.model.rowCount() == 2
        assert keyboard.model.line(1).command.id == "go.inbox"


def test_single_keys_go_off_as_a_whole(keyboard: Keyboard, console: Console) -> None:
    keyboard.single.click()
    assert not console.services.settings.single_keys
    assert console.stage.commands.action("conversation.done").shortcuts() == []
    assert console.stage.commands.action("composer.send").shortcuts()


def test_a_symbol_is_taken_by_the_character_it_produces(qtbot: QtBot) -> None:
    on_french = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Exclam, Qt.KeyboardModifier.NoModifier, "!")
    on_american = QKeyEvent(
        QKeyEvent.Type.KeyPress, Qt.Key.Key_Exclam, Qt.KeyboardModifier.ShiftModifier, "!"
    )
    assert stroke(on_french) == stroke(on_american)


def test_keys_are_drawn_as_caps(qtbot: QtBot) -> None:
    assert caps("Ctrl+Shift+K") == ["Ctrl", "Shift", "K"]
    assert caps("G, I") == ["G", "I"]
    assert caps("Ctrl++") == ["Ctrl", "+"]


def test_a_pane_that_goes_takes_its_commands_with_it(qtbot: QtBot, console: Console) -> None:
    registry = console.stage.commands
    pane = QWidget()
    registry.add(pane, [Command("a.b", "A", lambda: None, Group.APP, ("F7",))])
    pane.deleteLater()
    qtbot.waitUntil(lambda: "a.b" not in {command.id for command in registry.all()})
