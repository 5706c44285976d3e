from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from responder.core import events as e
from responder.core.messages import State
from responder.core.questions import Draft
from responder.core.replies import ReplyState
from responder.ui import words
from responder.ui.console import Console
from responder.ui.stage import Notice
from responder.ui.thread.blocks import Block, Look
from responder.ui.thread.pane import ThreadPane
from tests.ui import people
from tests.ui.conftest import Append
from tests.ui.story import JOSEE, MARC, OWEN, PRIYA, answered, did, reply_of, submitted


@pytest.fixture
def browsed() -> list[str]:
    return []


@pytest.fixture
def pane(console: Console, qtbot: QtBot, browsed: list[str]) -> Iterator[ThreadPane]:
    made = ThreadPane(console, browsed.append)
    console.stage.commands.add(made, made.commands())
    qtbot.addWidget(made)
    made.resize(546, 780)
    made.show()
    console.stage.show(JOSEE.conversation)
    yield made
    made.hide()


def shown(pane: ThreadPane, look: Look) -> list[Block]:
    return [block for block in pane.view.canvas.blocks if block.look is look]


def press(pane: ThreadPane, block: Block, action: str) -> None:
    pane.view.asked.emit(block, action)


def test_the_header_says_who_wrote_where_and_who_can_read_it(pane: ThreadPane, console: Console) -> None:
    assert (pane.header.name.text(), pane.header.about.text()) == (
        "Josée Exemplaire",
        "Facebook comment · public",
    )
    console.stage.show(PRIYA.conversation)
    assert pane.header.about.text() == "Instagram message · private"


def test_the_strip_says_clock_level_tags_and_assignee(pane: ThreadPane) -> None:
    said = pane.strip.accessibleName()
    for part in ("12 min left", "L2 · Louise", "Livraison", "Remboursement", "Assigned to you"):
        assert part in said


def test_a_commit_about_another_conversation_reads_nothing_again(pane: ThreadPane, append: Append) -> None:
    before = pane.view.canvas.blocks
    append([people.received(MARC.message("Encore", 1, 9))])
    assert pane.view.canvas.blocks is before


def test_what_arrives_shows_at_once(pane: ThreadPane, append: Append, qtbot: QtBot) -> None:
    append([people.received(JOSEE.message("Allo ?", 1, 9))])
    qtbot.waitUntil(lambda: shown(pane, Look.CUSTOMER)[-1].text == "Allo ?")


def test_editing_takes_the_reply_back_and_hands_its_text_over_unsigned(
    pane: ThreadPane, append: Append, console: Console, qtbot: QtBot
) -> None:
    append([submitted("Bonjour\n— Marie", 0, wait=1)])
    qtbot.waitUntil(lambda: bool(shown(pane, Look.UNSENT)))
    with qtbot.waitSignal(console.stage.composed) as composed:
        press(pane, shown(pane, Look.UNSENT)[0], "edit")
    assert composed.args == [Draft(JOSEE.conversation, "Bonjour", 7, "public")]
    assert console.views.outbox() == []


def test_a_reply_that_is_not_to_be_sent_can_be_brought_back(
    pane: ThreadPane, append: Append, console: Console, qtbot: QtBot
) -> None:
    append([submitted("Bonjour", 0, wait=1)])
    qtbot.waitUntil(lambda: bool(shown(pane, Look.UNSENT)))
    with qtbot.waitSignal(console.stage.said) as said:
        press(pane, shown(pane, Look.UNSENT)[0], "withdraw")
    assert said.args is not None
    notice: Notice = said.args[0]
    assert notice.undo is not None
    with qtbot.waitSignal(console.stage.composed):
        notice.undo()


def test_a_held_reply_goes_out_when_its_author_has_read(
    pane: ThreadPane, append: Append, console: Console, qtbot: QtBot
) -> None:
    event = submitted("Bonjour", 2)
    append([event, did(JOSEE.conversation, e.ReplyHeld(reply_of(event), "answered", "karim"))])
    qtbot.waitUntil(lambda: bool(shown(pane, Look.UNSENT)))
    press(pane, shown(pane, Look.UNSENT)[0], "release")
    qtbot.waitUntil(lambda: console.views.outbox()[0].state is ReplyState.QUEUED)


@pytest.mark.parametrize(("action", "left"), [("settle", []), ("resend", [ReplyState.QUEUED])])
def test_a_person_settles_what_nobody_can_tell(
    pane: ThreadPane, append: Append, console: Console, qtbot: QtBot, action: str, left: list[ReplyState]
) -> None:
    event = submitted("Bonjour", 2)
    append([event, did(JOSEE.conversation, e.SendStarted(reply_of(event), 1), 1.5),
            did(JOSEE.conversation, e.SendUncertain(reply_of(event), "lost", True))])  # fmt: skip
    qtbot.waitUntil(lambda: bool(shown(pane, Look.UNSENT)))
    press(pane, shown(pane, Look.UNSENT)[0], action)
    qtbot.waitUntil(lambda: [reply.state for reply in console.views.outbox()] == left)


def test_hiding_a_comment_asks_why_in_the_pane_and_not_in_a_dialog(
    pane: ThreadPane, append: Append, console: Console, qtbot: QtBot
) -> None:
    console.stage.show(OWEN.conversation)
    append([people.received(msgspec.structs.replace(OWEN.message(), state=State.HELD))])
    qtbot.waitUntil(lambda: bool(shown(pane, Look.CUSTOMER)[0].buttons))
    press(pane, shown(pane, Look.CUSTOMER)[0], "spam")
    assert pane.ask.isVisible()
    assert not pane.ask.yes.isEnabled()
    QTest.keyClicks(pane.ask.edit, "Advertising")
    QTest.keyClick(pane.ask.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not shown(pane, Look.CUSTOMER)[0].buttons)
    assert not pane.ask.isVisible()


def test_approving_a_held_comment_needs_no_reason(
    pane: ThreadPane, append: Append, console: Console, qtbot: QtBot
) -> None:
    console.stage.show(OWEN.conversation)
    append([people.received(msgspec.structs.replace(OWEN.message(), state=State.HELD))])
    qtbot.waitUntil(lambda: bool(shown(pane, Look.CUSTOMER)[0].buttons))
    press(pane, shown(pane, Look.CUSTOMER)[0], "approve")
    qtbot.waitUntil(lambda: not shown(pane, Look.CUSTOMER)[0].buttons)


def test_find_counts_the_places_and_goes_round(
    pane: ThreadPane, append: Append, console: Console, qtbot: QtBot
) -> None:
    append([people.received(JOSEE.message("Ma commande ? Ma COMMANDE !", 1, 9))])
    qtbot.waitUntil(lambda: len(shown(pane, Look.CUSTOMER)) == 2)
    console.stage.commands.run("thread.find")
    QTest.keyClicks(pane.find_bar.edit, "commande")
    assert pane.find_bar.count.text() == "3 of 3"
    QTest.keyClick(pane.find_bar.edit, Qt.Key.Key_Return)
    assert pane.find_bar.count.text() == "1 of 3"
    QTest.keyClick(pane.find_bar.edit, Qt.Key.Key_Escape)
    assert not pane.find_bar.isVisible()
    assert pane.view.hasFocus()


def test_a_link_is_handed_to_the_browser(pane: ThreadPane, browsed: list[str]) -> None:
    post = pane.view.canvas.placed(0)
    pane.view.press(post.block, post.hits[0])
    assert browsed == ["https://blog.example/p1"]


def test_the_menu_of_a_message_corrects_its_mood(pane: ThreadPane, console: Console, qtbot: QtBot) -> None:
    block = shown(pane, Look.CUSTOMER)[0]
    pane._show_menu(block, pane.mapToGlobal(pane.rect().center()))
    action = next(action for action in pane._menu.actions() if action.text() == "Positive")
    action.trigger()
    qtbot.waitUntil(lambda: (s := shown(pane, Look.CUSTOMER)[0].state) is not None and s.text == "Positive")
    pane._menu.close()


def test_the_countdown_of_a_reply_goes_on(
    pane: ThreadPane, append: Append, console: Console, qtbot: QtBot
) -> None:
    append([submitted("Bonjour", 0, wait=10 / 60)])
    qtbot.waitUntil(lambda: bool(shown(pane, Look.UNSENT)))
    console.clock.at += 3_000_000  # type: ignore[attr-defined]  # the still clock of the tests
    pane.reload()
    state = shown(pane, Look.UNSENT)[0].state
    assert state is not None
    assert state.text == "Goes out in 7 s"
    assert pane._tick.isActive()


def test_a_long_conversation_reads_its_earlier_messages_when_asked(
    pane: ThreadPane, append: Append, console: Console
) -> None:
    append([people.received(MARC.message(f"Biscuit {n}", 1000 - n, 100 + n)) for n in range(400)])
    console.stage.show(MARC.conversation)
    first = pane.view.canvas.blocks[0]
    assert first.text == "Show 201 earlier messages"
    assert len(shown(pane, Look.CUSTOMER)) == 200
    pane.view.verticalScrollBar().setValue(0)
    key = pane.view.first_spoken()
    before = pane.view.block_rect(pane.view.canvas.index(key) or 0).top()
    press(pane, first, "unfold")
    assert len(shown(pane, Look.CUSTOMER)) == 401
    assert pane.view.block_rect(pane.view.canvas.index(key) or 0).top() == before


def test_nothing_on_screen_without_a_conversation(pane: ThreadPane, console: Console) -> None:
    console.stage.show(None)
    assert not pane.isEnabled()
    assert pane.view.canvas.blocks == []
    assert console.stage.commands.command("thread.next").enabled()


def test_every_part_has_a_name(pane: ThreadPane) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    for made in (*pane.findChildren(QAbstractButton), *pane.findChildren(QLineEdit)):
        if made.isVisible():
            assert made.accessibleName() or getattr(made, "text", lambda: "")(), made


def test_it_speaks_french(console: Console, qtbot: QtBot, append: Append) -> None:
    words.install("fr")
    made = ThreadPane(console)
    qtbot.addWidget(made)
    append(answered())
    console.stage.show(JOSEE.conversation)
    assert shown(made, Look.DAY)[0].text == "Aujourd’hui"
