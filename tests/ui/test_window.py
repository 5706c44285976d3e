from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from responder.core import events as e
from responder.core.questions import Folder
from responder.ui.columns import Width
from responder.ui.console import Console
from responder.ui.keymap import PRESETS
from responder.ui.theme.look import look
from responder.ui.window import Window
from tests.ui import people
from tests.ui.conftest import Append
from tests.ui.people import person

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def press(window: Window, *keys: str) -> None:
    """Type into whatever has the focus; "shift+j", "g", "ctrl+k"."""
    for key in keys:
        *held, name = key.split("+") if key != "+" else ("+",)
        modifiers = Qt.KeyboardModifier.NoModifier
        for modifier in held:
            modifiers |= getattr(
                Qt.KeyboardModifier, f"{modifier.title().replace('Ctrl', 'Control')}Modifier"
            )
        QTest.keyClick(
            window.focusWidget() or window, getattr(Qt.Key, f"Key_{name.title()}", None) or name, modifiers
        )


def name(window: Window, console: Console) -> str:
    row = console.views.conversation(console.stage.conversation) if console.stage.conversation else None
    return row.name if row else ""


def titles(window: Window) -> list[str]:
    model = window.furniture.inbox.model
    return [model.row(n).name for n in range(model.rowCount())]


def test_the_first_conversation_is_open(window: Window, console: Console) -> None:
    assert name(window, console) == "Nadia Fictive"
    assert window.furniture.conversation is window.furniture.middle.currentWidget()


def test_j_and_k_move_in_the_list(window: Window, console: Console, qtbot: QtBot) -> None:
    press(window, "j", "j")
    qtbot.waitUntil(lambda: name(window, console) == "Priya Sample")
    press(window, "k")
    qtbot.waitUntil(lambda: name(window, console) == "Josée Exemplaire")


def test_done_takes_the_row_away_at_once_and_the_next_becomes_current(
    window: Window, console: Console, qtbot: QtBot
) -> None:
    press(window, "e")
    assert titles(window)[0] == "Josée Exemplaire"
    qtbot.waitUntil(lambda: name(window, console) == "Josée Exemplaire")
    qtbot.waitUntil(lambda: console.views.counters("marie").folders[Folder.RESOLVED] == 1)


def test_z_brings_it_back_and_goes_there(window: Window, console: Console, qtbot: QtBot) -> None:
    press(window, "e")
    qtbot.waitUntil(lambda: window.acting.can_undo)
    press(window, "z")
    qtbot.waitUntil(lambda: name(window, console) == "Nadia Fictive")
    assert titles(window)[0] == "Nadia Fictive"
    assert window.furniture.inbox.model.held == set()


def test_the_sidebar_follows_within_a_moment(window: Window, qtbot: QtBot) -> None:
    def shown(key: str) -> str:
        return next(entry.count for entry in window.furniture.sidebar.entries() if entry.key == key)

    assert (shown("needs-reply"), shown("negative"), shown("escalated")) == ("8", "3", "1")
    press(window, "e")
    qtbot.waitUntil(lambda: shown("needs-reply") == "7")


@pytest.mark.parametrize(
    ("keys", "folder"),
    [("gi", Folder.NEEDS_REPLY), ("gm", Folder.MINE), ("gn", Folder.NEGATIVE), ("ge", Folder.ESCALATED),
     ("gt", Folder.RESOLVED), ("ga", Folder.ALL)],
)  # fmt: skip
def test_g_and_a_letter_go_to_a_folder(window: Window, keys: str, folder: Folder) -> None:
    press(window, *keys)
    assert window.furniture.inbox.place.query.folder is folder


def test_mood_star_and_take_are_one_key_each(window: Window, console: Console, qtbot: QtBot) -> None:
    press(window, "+", "s", "i")

    def done() -> bool:
        row = console.views.conversation(person("Nadia").conversation)
        return row is not None and (row.mood, row.starred, row.assignee) == ("positive", True, "marie")

    qtbot.waitUntil(done)


def test_a_tag_is_put_on_with_l_and_a_number(window: Window, console: Console, qtbot: QtBot) -> None:
    known = console.views.tags()[0][0]
    press(window, "l")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "1")
    row = person("Nadia").conversation
    qtbot.waitUntil(lambda: known.lower() in console.views.conversation(row).tags)


def test_a_new_tag_is_typed(window: Window, console: Console, qtbot: QtBot) -> None:
    press(window, "l")
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "Froid hivernal")
    QTest.keyClick(field, Qt.Key.Key_Return)
    row = person("Nadia").conversation
    qtbot.waitUntil(lambda: "froid hivernal" in console.views.conversation(row).tags)


def test_everything_that_matches_is_tagged_not_only_the_page(
    window: Window, console: Console, qtbot: QtBot
) -> None:
    press(window, "g", "a", "*", "a", "l")
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "noel")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("noel", 8) in console.views.tags())


def test_bulk_actions_are_undone_as_one(window: Window, console: Console, qtbot: QtBot) -> None:
    press(window, "x", "shift+j", "shift+j", "e")
    assert len(titles(window)) == 5
    qtbot.waitUntil(lambda: window.acting.can_undo)
    press(window, "z")
    qtbot.waitUntil(lambda: len(titles(window)) == 8)
    assert console.views.counters("marie").folders[Folder.RESOLVED] == 0


def test_selecting_several_shows_them_together_and_esc_ends_it(window: Window) -> None:
    press(window, "x", "shift+j")
    assert window.furniture.middle.currentWidget() is window.furniture.selection
    assert window.furniture.inbox.target_count() == 2
    press(window, "escape")
    assert not window.furniture.inbox.view.checking


@pytest.mark.parametrize("kind", [QLineEdit, QComboBox, QTextBrowser])
def test_single_keys_stay_silent_where_people_type(
    window: Window, console: Console, qtbot: QtBot, kind: Callable[[QWidget], QWidget]
) -> None:
    field = kind(window)
    field.show()
    field.setFocus()
    before = titles(window)
    QTest.keyClicks(field, ALPHABET + "]!#")
    qtbot.wait(50)
    assert titles(window) == before
    assert not window.acting.can_undo
    assert QApplication.activeModalWidget() is None


def test_single_keys_can_be_turned_off(window: Window, console: Console, qtbot: QtBot) -> None:
    services = console.services
    services.save_settings(msgspec.structs.replace(services.settings, single_keys=False))
    before = titles(window)
    for letter in ALPHABET:
        press(window, letter)
    qtbot.wait(50)
    assert titles(window) == before
    assert not window.acting.can_undo
    press(window, "ctrl+k")
    assert window.furniture.palette_box.isVisible()


def test_a_key_can_be_given_to_something_else(window: Window, console: Console) -> None:
    services = console.services
    keys = {"conversation.done": ("Y",)}
    services.save_settings(msgspec.structs.replace(services.settings, keys=keys))
    press(window, "e")
    assert len(titles(window)) == 8
    press(window, "y")
    assert len(titles(window)) == 7


@pytest.mark.parametrize("preset", PRESETS)
def test_every_command_has_a_title_and_its_keys_differ_from_all_others(
    window: Window, console: Console, preset: str
) -> None:
    services, registry = console.services, console.stage.commands
    services.save_settings(msgspec.structs.replace(services.settings, preset=preset))
    taken: dict[str, str] = {}
    for command in registry.all():
        assert command.title
        if command.scope.value == "window":
            for keys in registry.keys(command.id):
                assert taken.setdefault(keys, command.id) == command.id
    for id, keys in ((id, keys) for keys, id in taken.items()):
        beginnings = [other for other in taken if keys.startswith(f"{other},")]
        assert beginnings == [], f"{keys} of {id} can never be typed"


def test_theme_and_text_size_change_live(window: Window, console: Console) -> None:
    before = window.furniture.inbox.view.rows.height()
    console.stage.commands.run("view.theme.dark")
    assert look().theme.name == "dark"
    console.stage.commands.run("view.bigger")
    assert window.furniture.inbox.view.rows.height() > before
    console.stage.commands.run("view.normal")
    assert window.furniture.inbox.view.rows.height() == before


def test_the_language_changes_live(window: Window, console: Console) -> None:
    services = console.services
    services.save_settings(msgspec.structs.replace(services.settings, language="fr"))
    assert window.furniture.inbox.header.title.text() == "À répondre"
    assert console.stage.commands.command("conversation.undo").title == "Annuler"


@pytest.mark.parametrize(
    ("width", "expected"), [(1440, Width.FULL), (1100, Width.OVERLAY), (900, Width.RAIL), (600, Width.SINGLE)]
)
def test_fewer_columns_stand_in_a_narrower_window(
    window: Window, qtbot: QtBot, width: int, expected: Width
) -> None:
    window.resize(width, 800)
    qtbot.waitUntil(lambda: window.furniture.columns.width_now is expected)
    assert window.furniture.inbox.isVisible()


def test_the_status_bar_leaves_out_what_does_not_fit(window: Window, qtbot: QtBot) -> None:
    status = window.furniture.status
    assert status._checked.isVisible()
    window.resize(480, 600)
    qtbot.waitUntil(lambda: not status._checked.isVisible())
    assert status._trouble.isVisible()
    qtbot.waitUntil(lambda: status._trouble.width() >= status._trouble.sizeHint().width())


def test_in_one_column_enter_opens_and_back_returns(window: Window, qtbot: QtBot) -> None:
    window.resize(600, 800)
    qtbot.waitUntil(lambda: window.furniture.columns.width_now is Width.SINGLE)
    window.furniture.inbox.view.setFocus()
    press(window, "return")
    assert not window.furniture.inbox.isVisible()
    assert window.furniture.columns.back.isVisible()
    window.furniture.columns.back.click()
    assert window.furniture.inbox.isVisible()


def test_everything_that_can_be_focused_or_pressed_has_a_name(window: Window) -> None:
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and isinstance(widget, QAbstractButton | QAbstractItemView | QLineEdit)
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text().strip()))
    ]
    assert nameless == []


def test_nothing_that_can_be_pressed_is_smaller_than_24_pixels(window: Window) -> None:
    small = [
        (button.accessibleName() or button.text(), button.size().toTuple())
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and button.size().boundedTo(QSize(24, 24)) != QSize(24, 24)
    ]
    assert small == []


def test_tab_visits_the_panes_and_comes_back(window: Window) -> None:
    seen: list[QWidget] = []
    for _ in range(80):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in seen:
            break
        seen.append(focus)
    assert window.furniture.inbox.view in seen
    assert window.furniture.sidebar.folders in seen
    assert window.furniture.top.menu in seen


def test_f6_goes_round_the_panes(window: Window) -> None:
    seen = []
    for _ in range(4):
        press(window, "f6")
        seen.append(QApplication.focusWidget())
    assert len(set(map(id, seen))) >= 3


def test_pages_open_and_esc_returns_to_the_list(window: Window, console: Console) -> None:
    console.stage.go("templates")
    assert window.furniture.pages.currentWidget() is window.furniture.page("templates")
    console.stage.go("inbox")
    assert window.furniture.pages.currentWidget() is window.furniture.columns


def test_menus_hold_every_command(window: Window, console: Console) -> None:
    held: set[str] = set()

    def walk(actions: list[QAction]) -> None:
        for action in actions:
            menu = action.menu()
            if menu is not None:
                walk(menu.actions())
            held.add(action.objectName())

    walk(window.menuBar().actions())
    assert {command.id for command in console.stage.commands.all()} <= held


def test_a_reply_goes_to_the_row_that_is_marked_however_fast_the_keys_come(
    window: Window, console: Console
) -> None:
    press(window, "j", "r")
    assert name(window, console) == "Josée Exemplaire"


def test_what_was_sent_and_done_leaves_and_taken_back_stands_where_it_was(
    window: Window, console: Console, qtbot: QtBot
) -> None:
    press(window, "j", "r")
    qtbot.waitUntil(lambda: isinstance(window.focusWidget(), QPlainTextEdit))
    QTest.keyClicks(window.focusWidget(), "Je regarde tout de suite.")
    press(window, "ctrl+return")
    qtbot.waitUntil(lambda: "Josée Exemplaire" not in titles(window))
    assert window.furniture.inbox.header.count.text() == "7"
    qtbot.waitUntil(lambda: window.acting.can_undo)
    window.acting.undo()
    qtbot.waitUntil(lambda: titles(window)[1:2] == ["Josée Exemplaire"])
    assert window.furniture.inbox.model.held == set()
    assert window.furniture.inbox.header.count.text() == "8"


def test_the_head_of_the_list_counts_as_the_sidebar_does(
    window: Window, console: Console, qtbot: QtBot, append: Append
) -> None:
    append([people.event(person("Marc").conversation, e.Resolved(), people.NOW, "resolve", "louise")])
    qtbot.waitUntil(lambda: window.furniture.inbox.header.count.text() == "7")
    assert len(titles(window)) == 8


def test_an_arrival_in_an_empty_list_is_shown_at_once(
    window: Window, console: Console, append: Append, qtbot: QtBot
) -> None:
    press(window, "g", "s", "g", "b")
    inbox = window.furniture.inbox
    assert inbox.nothing.hasFocus()
    append([people.event(person("Marc").conversation, e.Snoozed(None), people.NOW, "snooze", "louise")])
    qtbot.waitUntil(lambda: titles(window) == ["Marc-André Fictif"])
    assert inbox.model.held == set()
    assert inbox.view.hasFocus()


def test_the_toast_leaves_the_buttons_for_a_selection_free(window: Window, qtbot: QtBot) -> None:
    press(window, "s", "x")
    furniture = window.furniture
    qtbot.waitUntil(furniture.toast.isVisible)

    def free() -> bool:
        foot = furniture.inbox.foot
        return furniture.toast.geometry().bottom() < foot.mapTo(furniture, QPoint(0, 0)).y()

    qtbot.waitUntil(free)
