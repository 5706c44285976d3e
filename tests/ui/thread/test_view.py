from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QHelpEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from responder.core.settings import Settings
from responder.ui.theme.look import look
from responder.ui.thread.blocks import Block, Button, Chip, File, Look
from responder.ui.thread.canvas import Anchor
from responder.ui.thread.find import matches
from responder.ui.thread.view import ThreadView


def block(number: int, text: str = "", **more: object) -> Block:
    made = {"look": Look.CUSTOMER, "name": f"Person {number}", "time": "13:22", **more}
    return Block(f"k{number}", at=number, text=text or f"Message {number} " * 8, **made)  # type: ignore[arg-type]


@pytest.fixture
def view(qtbot: QtBot) -> ThreadView:
    made = ThreadView()
    qtbot.addWidget(made)
    made.resize(540, 600)
    made.show()
    return made


def laid_out(view: ThreadView) -> int:
    return len(view.canvas._placed)


def test_two_thousand_messages_lay_out_only_what_is_looked_at(view: ThreadView) -> None:
    view.set_blocks([block(n) for n in range(2000)])
    assert view.at_end()
    assert 0 < laid_out(view) < 40


def test_the_last_message_is_in_view_at_first(view: ThreadView) -> None:
    view.set_blocks([block(n) for n in range(100)])
    assert view.block_rect(99).bottom() <= view.viewport().height()


def test_what_is_looked_at_stays_when_a_message_comes(view: ThreadView) -> None:
    blocks = [block(n) for n in range(100)]
    view.set_blocks(blocks)
    view.verticalScrollBar().setValue(2000)
    index = view.canvas.stack.at(view.verticalScrollBar().value())
    before = view.block_rect(index).top()
    view.set_blocks([*blocks, block(100)])
    assert view.block_rect(index).top() == before


def test_scrolling_back_does_not_jump_over_blocks_that_were_only_estimated(view: ThreadView) -> None:
    view.set_blocks([block(n, "Long text " * (n % 40 + 1)) for n in range(300)])
    bar = view.verticalScrollBar()
    seen = []
    while bar.value() > 0:
        seen.append(view.canvas.stack.at(bar.value()))
        bar.setValue(bar.value() - 300)
    assert all(0 <= above - below <= 8 for above, below in pairwise(seen))


def test_there_is_a_scroll_bar_only_where_there_is_something_to_scroll(
    view: ThreadView, qtbot: QtBot
) -> None:
    view.set_blocks([block(n) for n in range(100)])
    qtbot.waitUntil(view.verticalScrollBar().isVisible)
    view.set_blocks([block(1)])
    qtbot.waitUntil(lambda: not view.verticalScrollBar().isVisible())


def test_a_message_that_did_not_change_keeps_its_layout(view: ThreadView) -> None:
    view.set_blocks([block(1), block(2)])
    placed = view.canvas.placed(0)
    view.set_blocks([block(1), block(2, "Other")])
    assert view.canvas.placed(0) is placed
    assert view.canvas.placed(1).block.text == "Other"


def centre(view: ThreadView, index: int, hit: int) -> QPoint:
    placed = view.canvas.placed(index)
    return (placed.hits[hit].rect.center() + QPointF(view.block_rect(index).topLeft())).toPoint()


def test_a_button_asks_for_its_action(view: ThreadView, qtbot: QtBot) -> None:
    view.set_blocks(
        [block(1, buttons=(Button("edit", "Edit", "pencil"), Button("withdraw", "Do not send", "x")))]
    )
    with qtbot.waitSignal(view.asked) as asked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre(view, 0, 1))
    assert asked.args is not None
    assert asked.args[1] == "withdraw"


def on_text(view: ThreadView, index: int, character: int) -> QPointF:
    placed = view.canvas.placed(index)
    assert placed.body is not None
    line = placed.body.lineForTextPosition(character)
    x = line.cursorToX(character)
    x = x[0] if isinstance(x, tuple) else x
    return (
        placed.body_at
        + QPointF(x + 1, line.y() + line.height() / 2)
        + QPointF(view.block_rect(index).topLeft())
    )


def test_a_link_goes_to_the_browser_and_shows_where_it_leads(view: ThreadView, qtbot: QtBot) -> None:
    view.set_blocks([block(1, "👍 see https://exаmple.test/x now")])
    at = on_text(view, 0, 12)
    with qtbot.waitSignal(view.link) as opened:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert opened.args == ["https://exаmple.test/x"]
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, at.toPoint(), at.toPoint()))
    assert "xn--" in QToolTip.text()
    QToolTip.hideText()


def test_a_file_that_is_no_web_address_cannot_be_pressed(view: ThreadView) -> None:
    view.set_blocks(
        [block(1, files=(File("Picture", "file:///etc/passwd"), File("Sound", "https://a.example/1")))]
    )
    assert [hit.label for hit in view.canvas.placed(0).hits] == ["Sound"]


def drag(view: ThreadView, start: QPointF, end: QPointF) -> None:
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start.toPoint())
    move = QMouseEvent(
        QEvent.Type.MouseMove, end, port.mapToGlobal(end), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(port, move)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end.toPoint())


def test_text_is_marked_over_blocks_and_copied_whole_characters(view: ThreadView) -> None:
    view.set_blocks([block(1, "Un 😀 deux"), block(2, "trois quatre")])
    drag(view, on_text(view, 0, 3), on_text(view, 1, 5))
    assert view.selected_text() == "😀 deux\ntrois"
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "😀 deux\ntrois"


def test_a_double_click_marks_a_word(view: ThreadView) -> None:
    view.set_blocks([block(1, "Un deux trois")])
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=on_text(view, 0, 5).toPoint())
    assert view.selected_text() == "deux"


def test_n_and_p_stop_at_what_somebody_wrote(view: ThreadView) -> None:
    view.set_blocks([block(1), Block("e", Look.EVENT, 2, "Marie took it", icon="user-check"), block(3)])
    view.step(1)
    view.step(1)
    assert view.marks.focused == "k3"
    view.step(-1)
    assert view.marks.focused == "k1"


def test_tab_walks_the_places_of_the_focused_message_and_enter_presses(
    view: ThreadView, qtbot: QtBot
) -> None:
    view.set_blocks([block(1, buttons=(Button("edit", "Edit"), Button("withdraw", "Do not send")))])
    view.setFocus()
    view.focus_block("k1")
    QTest.keyClick(view, Qt.Key.Key_Tab)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    with qtbot.waitSignal(view.asked) as asked:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert asked.args is not None
    assert asked.args[1] == "withdraw"


def painted(view: ThreadView) -> QImage:
    return view.viewport().grab().toImage()


def test_the_focus_ring_is_seen(view: ThreadView) -> None:
    view.set_blocks([block(1), block(2)])
    view.setFocus()
    before = painted(view)
    view.focus_block("k1")
    assert painted(view) != before


def test_a_found_word_is_marked_and_scrolled_to(view: ThreadView) -> None:
    blocks = [block(n, "biscuit à l’érable" if n == 3 else "rien") for n in range(100)]
    view.set_blocks(blocks)
    found = matches(blocks, "Érable")
    view.set_found(found, 0)
    assert [match.key for match in found] == ["k3"]
    assert 0 <= view.block_rect(3).top() <= view.viewport().height()


@pytest.mark.parametrize(
    "text",
    ["مرحبا بكم في المتجر", "你好，世界。" * 40, "👨‍👩‍👧‍👦" * 30, "a\u202eb\u2066c", "\x00\x07", "é" * 5000],
)
def test_any_script_is_laid_out_within_the_block(view: ThreadView, text: str) -> None:
    view.set_blocks([block(1, text)])
    placed = view.canvas.placed(0)
    assert placed.body is not None
    right = placed.frame.right() - placed.body_at.x()
    for number in range(placed.body.lineCount()):
        assert placed.body.lineAt(number).naturalTextWidth() <= right
    painted(view)


def test_hebrew_begins_at_the_right(view: ThreadView) -> None:
    view.set_blocks([block(1, "שלום")])
    body = view.canvas.placed(0).body
    assert body is not None
    assert body.lineAt(0).naturalTextRect().left() > 200


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("width", [420, 540])
def test_head_and_buttons_stay_inside_at_any_size_of_text(view: ThreadView, percent: int, width: int) -> None:
    look().apply(Settings(theme="light", text_percent=percent))
    view.resize(width, 600)
    long = block(1, name="A very long name " * 5, aside="as a very long business name", buttons=(
        Button("resend", "It is not there: send again", "send"), Button("settle", "It is there", "check")))  # fmt: skip
    view.set_blocks([long], Anchor(end=True))
    placed = view.canvas.placed(0)
    assert all(hit.rect.right() <= placed.frame.right() for hit in placed.hits)
    look().apply(Settings(theme="light"))


def test_large_text_gives_the_name_a_line_of_its_own(view: ThreadView) -> None:
    one = block(
        1,
        name="Marie Tremblay",
        aside="as Biscuiterie Grand Lièvre",
        state=Chip("Waiting, not sent", "clock"),
    )
    view.set_blocks([one])
    before = view.canvas.placed(0).body_at.y()
    look().apply(Settings(theme="light", text_percent=200))
    assert view.canvas.placed(0).body_at.y() > 2.5 * before
    look().apply(Settings(theme="light"))


def test_a_screen_reader_finds_a_list_with_every_message(view: ThreadView) -> None:
    view.set_blocks([block(1, "Bonjour"), block(2, "Merci", language="fr")])
    found = QAccessible.queryAccessibleInterface(view)
    assert found is not None
    assert found.role() == QAccessible.Role.List
    assert found.childCount() == 2
    item = found.child(1)
    assert item.role() == QAccessible.Role.ListItem
    assert item.text(QAccessible.Text.Name) == "Person 2, 13:22. Merci"
    assert item.text(QAccessible.Text.Description) == "fr"
    assert item.rect().height() > 20


def test_another_theme_paints_other_colours_and_stays_where_it_was(view: ThreadView) -> None:
    view.set_blocks([block(n) for n in range(50)])
    view.verticalScrollBar().setValue(500)
    before = view.canvas.stack.at(view.verticalScrollBar().value())
    light = painted(view)
    look().apply(Settings(theme="dark"))
    assert painted(view) != light
    assert view.canvas.stack.at(view.verticalScrollBar().value()) == before
    look().apply(Settings(theme="light"))
