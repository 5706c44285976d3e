from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from responder.core import events as e
from responder.core.messages import Visibility
from responder.core.questions import Draft
from responder.core.replies import Reply
from responder.store.store import Store
from responder.ui.composer.composer import Composer
from responder.ui.console import Console
from responder.ui.stage import Notice
from responder.views.composing import Mode
from tests.ui import people
from tests.ui.conftest import Append
from tests.ui.story import JOSEE, MARC, PRIYA, did, ours, submitted

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def composer(console: Console, qtbot: QtBot) -> Iterator[Composer]:
    window = QWidget()
    made = Composer(console)
    column = QVBoxLayout(window)
    column.addStretch(1)
    column.addWidget(made)
    console.stage.commands.add(made, made.commands())
    qtbot.addWidget(window)
    window.resize(560, 600)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    console.stage.show(JOSEE.conversation)
    yield made
    window.close()


@pytest.fixture
def said(console: Console) -> list[Notice]:
    heard: list[Notice] = []
    console.stage.said.connect(heard.append)
    return heard


def write(composer: Composer, text: str) -> None:
    composer.begin()
    composer.edit.insertPlainText(text)


def outbox(console: Console) -> list[Reply]:
    return console.views.outbox()


def checks(composer: Composer) -> str:
    return composer.field.checks.accessibleName()


def modes(composer: Composer) -> list[str]:
    return [mode for mode in ("public", "private", "note") if not composer.modes._buttons[mode].isHidden()]


# --- how it is answered


def test_only_what_the_network_allows_is_offered(composer: Composer, console: Console) -> None:
    assert modes(composer) == ["public", "private", "note"]
    console.stage.show(MARC.conversation)
    assert modes(composer) == ["public", "note"]


def test_what_was_said_in_private_is_never_answered_in_public(
    composer: Composer, console: Console, qtbot: QtBot
) -> None:
    console.stage.show(PRIYA.conversation)
    assert modes(composer) == ["private", "note"]
    write(composer, "Hello")
    composer.sending.send(done=True)
    qtbot.waitUntil(lambda: bool(outbox(console)))
    assert outbox(console)[0].visibility is Visibility.DIRECT


def test_it_always_says_as_whom(composer: Composer) -> None:
    composer.begin()
    assert composer.field.signed.text() == "— Marie · as Biscuiterie Grand Lièvre on Facebook"
    assert composer.edit.placeholderText() == "Reply as Marie. Type / for a template"


def test_a_mention_is_answered_with_the_mention(composer: Composer, console: Console) -> None:
    console.stage.show(MARC.conversation)
    composer.begin()
    assert composer.edit.text() == "@marc-andré.fictif "
    assert not composer.field.send.isEnabled()


def test_a_written_text_changes_its_readers_only_when_asked(composer: Composer) -> None:
    write(composer, "Entre nous")
    composer.turning.turn(Mode.NOTE)
    assert composer.session is not None
    assert composer.session.mode is Mode.PUBLIC
    assert composer.ask.isVisible()
    composer.ask.yes.click()
    assert composer.session.mode is Mode.NOTE
    assert composer.edit.text() == "Entre nous"
    composer.turning.turn(Mode.PUBLIC)
    composer.ask.no.click()
    assert composer.session.mode is Mode.NOTE


def test_an_empty_field_turns_at_once(composer: Composer) -> None:
    composer.begin(Mode.NOTE)
    assert composer.session is not None
    assert composer.session.mode is Mode.NOTE
    assert composer.field.send.accessibleName() == "Add note"
    QTest.keyClick(composer.edit, Qt.Key.Key_M, CTRL)
    assert composer.session.mode is Mode.PUBLIC


# --- length, blanks, checks


def test_the_length_is_the_networks_with_the_signature(composer: Composer, console: Console) -> None:
    console.stage.show(MARC.conversation)
    write(composer, "see https://a.example/" + "x" * 80)
    used = len("@marc-andré.fictif see ") + 23 + len("\n— Marie")
    assert composer.field.counter.words() == f"{used} / 500"


def test_a_content_warning_goes_with_the_answer_and_takes_its_room(
    composer: Composer, console: Console, append: Append, qtbot: QtBot
) -> None:
    wary = msgspec.structs.replace(MARC.message("And this?", minutes=0, number=2), spoiler="food")
    append([people.received(wary)])
    console.stage.show(MARC.conversation)
    write(composer, "yes")
    used = len("@marc-andré.fictif yes") + len("\n— Marie") + len("food")
    assert composer.field.counter.words() == f"{used} / 500"
    composer.sending.send(done=True)
    qtbot.waitUntil(lambda: bool(outbox(console)))
    assert outbox(console)[0].spoiler == "food"


@pytest.mark.parametrize(
    ("length", "tone"), [(10, "text.tertiary"), (445, "warn.text"), (600, "danger.text")]
)
def test_the_counter_turns_amber_then_red(composer: Composer, length: int, tone: str) -> None:
    write(composer, "x" * length)
    assert composer.field.counter.tone() == tone


def test_what_is_too_long_is_not_sent_and_says_why(
    composer: Composer, console: Console, said: list[Notice]
) -> None:
    write(composer, "x" * 502)
    assert checks(composer) == "10 characters too many for Facebook"
    assert not composer.field.send.isEnabled()
    composer.sending.send(done=True)
    assert outbox(console) == []
    assert said[0].text == "10 characters too many for Facebook"
    assert composer.edit.highlighter._excess == 492


def test_an_open_blank_is_walked_by_tab_and_keeps_it_from_being_sent(
    composer: Composer, console: Console
) -> None:
    write(composer, "Voici ⟦rabais⟧ 😀 et ⟦date⟧.")
    assert "Fill or delete “rabais” before sending" in checks(composer)
    assert not composer.field.send.isEnabled()
    QTest.keyClick(composer.edit, Qt.Key.Key_Tab)
    QTest.keyClicks(composer.edit, "10 %")
    QTest.keyClick(composer.edit, Qt.Key.Key_Tab)
    QTest.keyClicks(composer.edit, "mardi")
    assert composer.edit.text() == "Voici 10 % 😀 et mardi."
    assert composer.field.send.isEnabled()


def test_another_language_than_the_customers_is_mentioned(composer: Composer) -> None:
    composer.language.chosen.emit("en")
    write(composer, "Hello")
    assert checks(composer) == "The customer wrote in French"
    assert composer.field.send.isEnabled()


def test_somebody_elses_answer_makes_send_ask_and_keeps_the_draft(
    composer: Composer, console: Console, append: Append, qtbot: QtBot
) -> None:
    write(composer, "Bonjour Josée")
    event = submitted("J’ai répondu", 1, "karim")
    assert isinstance(event.body, e.ReplySubmitted)
    message = ours("J’ai répondu", 20 / 60, 5)
    sent = e.ReplySent(event.body.reply, message.remote_id, message.id)
    append(
        [
            event,
            people.received(message),
            msgspec.structs.replace(event, id=message.id, body=sent, at=people.NOW),
        ]
    )
    qtbot.waitUntil(lambda: checks(composer) == "Karim answered 20 s ago. Read it first.")
    composer.sending.send(done=True)
    assert composer.ask.isVisible()
    assert composer.edit.text() == "Bonjour Josée"
    assert outbox(console) == []
    composer.ask.yes.click()
    qtbot.waitUntil(lambda: [reply.text for reply in outbox(console)] == ["Bonjour Josée\n— Marie"])


# --- sending


def test_sending_hands_in_a_signed_reply_that_ends_the_conversation(
    composer: Composer, console: Console, said: list[Notice], qtbot: QtBot
) -> None:
    write(composer, "Bonjour Josée")
    QTest.keyClick(composer.edit, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(said))
    (reply,) = outbox(console)
    assert (reply.text, reply.resolve, reply.visibility) == (
        "Bonjour Josée\n— Marie",
        True,
        Visibility.PUBLIC,
    )
    assert said[0].text == "Reply to Josée Exemplaire goes out in 10 s"
    assert said[0].ring
    assert composer.edit.text() == ""


def test_what_is_sent_and_done_leaves_and_says_so(composer: Composer, console: Console, qtbot: QtBot) -> None:
    write(composer, "Bonjour Josée")
    with qtbot.waitSignal(console.stage.finished) as finished:
        composer.field.send.click()
    assert finished.args == [JOSEE.conversation]
    assert not composer.edit.hasFocus()


def test_send_and_keep_open_does_not_end_it(composer: Composer, console: Console, qtbot: QtBot) -> None:
    write(composer, "Bonjour Josée")
    QTest.keyClick(composer.edit, Qt.Key.Key_S, CTRL | SHIFT)
    qtbot.waitUntil(lambda: bool(outbox(console)))
    assert not outbox(console)[0].resolve


def test_undo_brings_text_caret_and_mode_back(
    composer: Composer, console: Console, said: list[Notice], qtbot: QtBot
) -> None:
    composer.begin(Mode.PRIVATE)
    composer.edit.insertPlainText("Bonjour 😀 Josée")
    composer.edit.set_caret(9)
    composer.sending.send(done=True)
    qtbot.waitUntil(lambda: bool(said))
    composer.turning.turn(Mode.NOTE)
    undo = said[0].undo
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: composer.edit.text() == "Bonjour 😀 Josée")
    assert composer.edit.caret() == 9
    assert composer.session is not None
    assert composer.session.mode is Mode.PRIVATE
    assert outbox(console) == []


def test_a_reply_for_approval_waits(
    composer: Composer, console: Console, said: list[Notice], qtbot: QtBot
) -> None:
    write(composer, "Bonjour Josée")
    composer.field.approval.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].text == "The reply to Josée Exemplaire waits for approval"
    assert outbox(console)[0].state == "awaiting"


def test_a_note_stays_in_the_house(
    composer: Composer, console: Console, said: list[Notice], qtbot: QtBot
) -> None:
    composer.begin(Mode.NOTE)
    composer.edit.insertPlainText("Colis bloqué")
    composer.sending.send()
    qtbot.waitUntil(lambda: bool(said))
    thread = console.views.thread(JOSEE.conversation)
    assert thread is not None
    assert any(isinstance(event.body, e.NoteAdded) for event in thread.events)
    assert outbox(console) == []
    assert said[0].undo is not None


def test_a_refused_reply_gives_the_text_back(
    composer: Composer, console: Console, store: Store, said: list[Notice], qtbot: QtBot
) -> None:
    write(composer, "Bonjour Josée")
    store.append([did(people.account_id("facebook"), e.AccountRemoved(), 0)]).result(10)
    composer.sending.send(done=True)
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].bad
    qtbot.waitUntil(lambda: composer.edit.text() == "Bonjour Josée")
    assert checks(composer) == "The account of this conversation is not connected."


# --- drafts


def kept(console: Console) -> Draft | None:
    return console.views.draft(JOSEE.conversation)


def test_a_pause_saves_the_draft(composer: Composer, console: Console, qtbot: QtBot) -> None:
    write(composer, "Bonjour")
    qtbot.waitUntil(
        lambda: (d := kept(console)) is not None and (d.text, d.caret, d.mode) == ("Bonjour", 7, "public")
    )


def test_leaving_saves_at_once_and_coming_back_restores_all_of_it(
    composer: Composer, console: Console, qtbot: QtBot
) -> None:
    composer.begin(Mode.PRIVATE)
    composer.edit.insertPlainText("En privé")
    composer.edit.set_caret(2)
    console.stage.show(MARC.conversation)
    assert composer.edit.text() == ""
    qtbot.waitUntil(lambda: kept(console) is not None)
    console.stage.show(JOSEE.conversation)
    assert (composer.edit.text(), composer.edit.caret()) == ("En privé", 2)
    assert composer.session is not None
    assert composer.session.mode is Mode.PRIVATE


def test_mentions_alone_are_no_draft(
    composer: Composer, console: Console, store: Store, qtbot: QtBot
) -> None:
    console.stage.show(MARC.conversation)
    composer.begin()
    composer.save_draft()
    store.append([]).result(10)
    assert console.views.draft(MARC.conversation) is None


def test_a_discarded_draft_comes_back(
    composer: Composer, console: Console, said: list[Notice], qtbot: QtBot
) -> None:
    write(composer, "Bonjour")
    composer.sending.discard()
    qtbot.waitUntil(lambda: bool(said))
    assert composer.edit.text() == ""
    undo = said[0].undo
    assert undo is not None
    undo()
    assert composer.edit.text() == "Bonjour"


def test_a_reply_to_be_edited_comes_into_the_field(composer: Composer, console: Console) -> None:
    console.stage.composed.emit(Draft(JOSEE.conversation, "Encore", 3, "public"))
    assert (composer.edit.text(), composer.edit.caret()) == ("Encore", 3)


def test_a_text_for_another_conversation_goes_there(
    composer: Composer, console: Console, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(console.stage.wanted) as wanted:
        console.stage.composed.emit(Draft(MARC.conversation, "Encore", 3, "public"))
    assert wanted.args == [f"conversation/{MARC.conversation}"]
    assert composer.edit.text() == ""


# --- shape


def test_it_is_one_line_until_one_writes(composer: Composer, qtbot: QtBot) -> None:
    assert not composer.field.send.isVisible()
    composer.begin()
    qtbot.waitUntil(composer.field.send.isVisible)


def test_the_field_grows_to_twelve_lines(composer: Composer, qtbot: QtBot) -> None:
    composer.begin()
    one = composer.edit.sizeHint().height()
    composer.edit.insertPlainText("\n".join("x" * 30))
    twelve = composer.edit.sizeHint().height()
    assert 8 * one < twelve < 12.5 * one
    assert composer.edit.minimumSizeHint().height() == twelve


def test_esc_leaves_and_keeps_the_draft(composer: Composer, console: Console, qtbot: QtBot) -> None:
    write(composer, "Bonjour")
    QTest.keyClick(composer.edit, Qt.Key.Key_Escape)
    assert not composer.edit.hasFocus()
    qtbot.waitUntil(lambda: kept(console) is not None)
