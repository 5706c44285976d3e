from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from responder.core import events as e
from responder.ui.composer.composer import Composer
from responder.ui.console import Console
from responder.ui.contact.panel import ContactPanel
from responder.ui.stage import Notice
from tests.ui import people
from tests.ui.conftest import Append
from tests.ui.story import JOSEE, MARC, PRIYA, did


@pytest.fixture
def panel(console: Console, qtbot: QtBot) -> Iterator[ContactPanel]:
    made = ContactPanel(console)
    qtbot.addWidget(made)
    made.resize(304, 800)
    made.show()
    console.stage.show(JOSEE.conversation)
    yield made
    made.hide()


def words(widget: QWidget) -> str:
    """Everything that can be read in it now."""
    QApplication.processEvents()
    found = (*widget.findChildren(QLabel), *widget.findChildren(QAbstractButton))
    return "\n".join(w.text() for w in found if w.isVisibleTo(widget) and w.text())


def press(widget: QWidget, name: str) -> None:
    next(
        b for b in widget.findChildren(QAbstractButton) if b.accessibleName() == name and not b.isHidden()
    ).click()


def test_it_says_who_it_is_and_how_to_reach_them(panel: ContactPanel) -> None:
    said = words(panel.card)
    for part in ("Josée Exemplaire", "First conversation", "josée.exemplaire", "312 followers"):
        assert part in said


def test_an_escalation_says_who_has_it_who_is_next_and_when(
    panel: ContactPanel, append: Append, qtbot: QtBot
) -> None:
    assert "Louise Pelletier\nwas asked, has not taken it yet" in words(panel.escalation)
    append([did(JOSEE.conversation, e.EscalationAcknowledged(), 1, actor="louise")])
    qtbot.waitUntil(lambda: "has it since" in words(panel.escalation))
    assert "next, at level 3, when somebody raises it" in words(panel.escalation)
    assert "Refund threat" in words(panel.escalation)


def test_without_an_escalation_it_says_who_would_be_told(panel: ContactPanel, console: Console) -> None:
    console.stage.show(MARC.conversation)
    assert "Nothing is escalated. If need be, Louise Pelletier is told first." in words(panel.escalation)


def test_a_suggested_template_shows_its_key_and_goes_into_the_composer(
    panel: ContactPanel, console: Console, qtbot: QtBot
) -> None:
    composer = Composer(console)
    qtbot.addWidget(composer)
    console.stage.commands.add(composer, composer.commands())
    console.stage.show(PRIYA.conversation)
    assert "Ctrl+1" in words(panel.templates)
    assert "Frais de port" not in words(panel.templates)
    press(panel.templates, "Allergens, honest answer, English · not used yet")
    assert "our line also handles almonds" in composer.edit.text()
    composer.save_draft()


def test_earlier_talks_open_on_a_press(
    panel: ContactPanel, console: Console, append: Append, qtbot: QtBot
) -> None:
    assert panel.earlier.isHidden()
    earlier = people.Person("Josée Exemplaire", "facebook", JOSEE.kind, "Merci pour les biscuits", 9000)
    message = earlier.message(number=77)
    append([people.received(replace(message, root="another"))])
    console.stage.show(MARC.conversation)
    console.stage.show(JOSEE.conversation)
    assert not panel.earlier.isHidden()
    made = next(b for b in panel.earlier.findChildren(QAbstractButton) if "Merci" in b.accessibleName())
    with qtbot.waitSignal(console.stage.wanted) as wanted:
        made.click()
    assert wanted.args == [f"conversation/{replace(message, root='another').conversation}"]


def test_a_note_can_be_taken_back_and_written_again(
    panel: ContactPanel, console: Console, append: Append, qtbot: QtBot
) -> None:
    said: list[Notice] = []
    console.stage.said.connect(said.append)
    append([did(JOSEE.conversation, e.NoteAdded(JOSEE.conversation, "Colis bloqué"), 2, actor="karim")])
    qtbot.waitUntil(lambda: "Colis bloqué" in words(panel.notes))
    press(panel.notes, "Take the note back")
    qtbot.waitUntil(lambda: "Colis bloqué" not in words(panel.notes) and bool(said))
    assert said[0].undo is not None
    said[0].undo()
    qtbot.waitUntil(lambda: "Colis bloqué" in words(panel.notes))


def test_a_tag_comes_off_on_a_press(panel: ContactPanel, console: Console, qtbot: QtBot) -> None:
    press(panel.tags, "Take the tag “Livraison” off")
    qtbot.waitUntil(lambda: "Livraison" not in words(panel.tags))


def test_a_section_folds_and_remembers_it(panel: ContactPanel, console: Console, qtbot: QtBot) -> None:
    panel.tags.head.click()
    assert panel.tags.head.accessibleName() == "Tags, folded"
    again = ContactPanel(console)
    qtbot.addWidget(again)
    assert again.tags.folded
    again.tags.fold(False)
    assert not again.tags.folded


def test_without_a_conversation_it_is_empty(panel: ContactPanel, console: Console) -> None:
    console.stage.show(None)
    assert not panel.card.isVisible()
