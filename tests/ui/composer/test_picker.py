import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from responder.actions import templates
from responder.core.ids import new_id
from responder.core.templates import Template
from responder.store.store import Store
from responder.ui.composer.composer import Composer
from responder.ui.console import Console
from tests.ui.composer.test_composer import composer as composer  # the fixture
from tests.ui.story import JOSEE

SORRY = Template(new_id(), "Sorry for the wait", "sorry", {
    "fr": "Bonjour {{ customer.first_name }}, désolée.{{ cursor }} À bientôt",
    "en": "Hello {{ customer.first_name }}, sorry.{{ cursor }} See you",
}, "Says sorry")  # fmt: skip
REFUND = Template(new_id(), "Refund", "refund", {"fr": "Nous remboursons {{ amount }} à {{ customer.first_name }}"},
                  tags=("livraison",))  # fmt: skip


@pytest.fixture(autouse=True)
def saved(console: Console) -> None:
    templates.save(console.desk, SORRY).result(10)
    templates.save(console.desk, REFUND).result(10)


def typed(composer: Composer, text: str) -> None:
    composer.begin()
    QTest.keyClicks(composer.edit, text)


def key(composer: Composer, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(composer.edit, key, held)


def test_a_slash_opens_it_and_the_caret_stays_in_the_text(composer: Composer) -> None:
    typed(composer, "Allo /ref")
    picker = composer.inserting.picker
    assert picker.isVisible()
    assert composer.edit.hasFocus()
    use = picker.current()
    assert use is not None
    assert use.template == REFUND


def test_enter_puts_the_template_in_place_of_what_asked_for_it(composer: Composer) -> None:
    typed(composer, "Allo /wait")
    key(composer, Qt.Key.Key_Return)
    assert composer.edit.text() == "Allo Bonjour Josée, désolée. À bientôt"
    assert composer.edit.text()[: composer.edit.caret()] == "Allo Bonjour Josée, désolée."
    assert not composer.inserting.picker.isVisible()


def test_a_whole_code_and_enter_is_enough(composer: Composer) -> None:
    typed(composer, "/sorry")
    key(composer, Qt.Key.Key_Return)
    assert composer.edit.text() == "Bonjour Josée, désolée. À bientôt"


def test_several_templates_go_into_one_reply_and_what_was_written_stays(composer: Composer) -> None:
    typed(composer, "A. ")
    for code in ("/sorry", " /refund"):
        composer.edit.set_caret(len(composer.edit.text()))
        QTest.keyClicks(composer.edit, code)
        key(composer, Qt.Key.Key_Return)
    assert composer.edit.text() == "A. Bonjour Josée, désolée. À bientôt Nous remboursons ⟦amount⟧ à Josée"
    assert composer.session is not None
    assert composer.session.templates == [SORRY.id, REFUND.id]


def test_what_could_not_be_filled_is_marked_to_be_typed_over(composer: Composer) -> None:
    typed(composer, "/refund")
    key(composer, Qt.Key.Key_Return)
    QTest.keyClicks(composer.edit, "12 $")
    assert composer.edit.text() == "Nous remboursons 12 $ à Josée"


def test_arrows_choose_and_go_round(composer: Composer) -> None:
    typed(composer, "/")
    picker = composer.inserting.picker
    first = picker.current()
    for _ in range(sum(entry.use is not None for entry in picker.model.entries)):
        key(composer, Qt.Key.Key_Down)
    assert picker.current() == first
    key(composer, Qt.Key.Key_Down)
    assert picker.current() != first
    key(composer, Qt.Key.Key_Up)
    assert picker.current() == first


def test_another_language_is_one_key_away(composer: Composer) -> None:
    typed(composer, "/wait")
    composer.turn_language()
    assert "Hello" in composer.inserting.picker.preview.text.text()
    key(composer, Qt.Key.Key_Return)
    assert composer.edit.text().startswith("Hello Josée")


def test_esc_closes_it_for_this_word_and_the_text_stays(composer: Composer) -> None:
    typed(composer, "/so")
    key(composer, Qt.Key.Key_Escape)
    assert not composer.inserting.picker.isVisible()
    QTest.keyClicks(composer.edit, "r")
    assert not composer.inserting.picker.isVisible()
    assert composer.edit.text() == "/sor"
    assert composer.edit.hasFocus()


def test_enter_is_a_new_line_when_nothing_fits(composer: Composer) -> None:
    typed(composer, "/zzz")
    key(composer, Qt.Key.Key_Return)
    assert composer.edit.text() == "/zzz\n"


def test_the_preview_says_what_is_missing_how_long_and_how_often(composer: Composer) -> None:
    typed(composer, "/refund")
    preview = composer.inserting.picker.preview
    assert preview.name.text() == "Refund"
    assert "Josée" in preview.text.text()
    assert preview.used.text() == "Not used yet"


def test_a_number_inserts_a_suggested_template(composer: Composer, console: Console) -> None:
    console.stage.commands.run("compose.template1")
    assert composer.edit.text() == "Nous remboursons ⟦amount⟧ à Josée"


def test_the_caret_mark_of_a_template_counts_emoji_right(composer: Composer, console: Console) -> None:
    texts = {"fr": "😀😀 {{ cursor }}fin"}
    templates.save(console.desk, msgspec.structs.replace(SORRY, texts=texts)).result(10)
    typed(composer, "/sorry")
    key(composer, Qt.Key.Key_Return)
    QTest.keyClicks(composer.edit, "x")
    assert composer.edit.text() == "😀😀 xfin"


def test_what_was_used_is_counted_once_it_is_handed_in(
    composer: Composer, console: Console, store: Store, qtbot: QtBot
) -> None:
    typed(composer, "/sorry")
    key(composer, Qt.Key.Key_Return)
    composer.sending.send(done=True)
    qtbot.waitUntil(lambda: any(u.template.id == SORRY.id and u.used == 1 for u in console.views.templates()))


def test_it_closes_when_another_conversation_is_shown(composer: Composer, console: Console) -> None:
    typed(composer, "/")
    console.stage.show(None)
    assert not composer.inserting.picker.isVisible()
    console.stage.show(JOSEE.conversation)
    assert not composer.inserting.picker.isVisible()
