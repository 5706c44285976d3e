import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from responder.ui import words
from responder.ui.composer.composer import Composer
from responder.ui.console import Console
from responder.views.composing import Mode
from tests.ui.story import JOSEE, MARC


def test_a_note_begins_without_the_mentions_of_an_answer(console: Console, qtbot: QtBot) -> None:
    composer = Composer(console)
    qtbot.addWidget(composer)
    console.stage.show(MARC.conversation)
    composer.begin()
    composer.begin(Mode.NOTE)
    assert composer.edit.text() == ""
    assert composer.modes._buttons["note"].isChecked()
    composer.begin(Mode.PUBLIC)
    assert composer.edit.text() == "@marc-andré.fictif "


@pytest.mark.parametrize("language", ["en", "fr"])
def test_where_it_is_narrow_less_is_said_and_nothing_cut(
    console: Console, language: str, qtbot: QtBot
) -> None:
    words.install(language)
    narrow = Composer(console)
    qtbot.addWidget(narrow)
    narrow.show_conversation(JOSEE.conversation)
    narrow.resize(330, 300)
    narrow.show()
    narrow.begin()
    narrow.resize(331, 300)
    buttons = [made for made in narrow.findChildren(QPushButton) if made.isVisible() and made.text()]
    assert len(buttons) > 3
    assert [made.text() for made in buttons if made.width() < made.sizeHint().width()] == []
