import msgspec
from pytestqt.qtbot import QtBot

from responder.core.clock import HOUR
from responder.ui.composer.composer import Composer
from responder.ui.console import Console
from responder.views.composing import Mode
from tests.ui import people
from tests.ui.conftest import Append
from tests.ui.people import NOW
from tests.ui.story import OWEN

WHY = "X lets only those answer whom the author mentioned."


def composer(console: Console, qtbot: QtBot) -> Composer:
    made = Composer(console)
    qtbot.addWidget(made)
    console.stage.show(OWEN.conversation)
    made.show()  # so that closing it keeps the draft before the workspace closes
    return made


def test_that_the_network_takes_no_answer_is_said_before_anybody_types(
    console: Console, append: Append, qtbot: QtBot
) -> None:
    append([people.received(msgspec.structs.replace(OWEN.message("Hm", 1, 2), no_reply=WHY))])
    made = composer(console, qtbot)
    assert WHY in made.field.checks.accessibleName()
    made.begin()
    made.edit.insertPlainText("But I want to")
    assert not made.field.send.isEnabled()
    assert WHY in made.field.send.toolTip()


def test_a_note_is_possible_all_the_same(console: Console, append: Append, qtbot: QtBot) -> None:
    append([people.received(msgspec.structs.replace(OWEN.message("Hm", 1, 2), no_reply=WHY))])
    made = composer(console, qtbot)
    made.begin(Mode.NOTE)
    made.edit.insertPlainText("They cannot be answered there")
    assert made.field.send.isEnabled()


def test_how_long_an_answer_is_taken_stands_above_the_buttons(
    console: Console, append: Append, qtbot: QtBot
) -> None:
    until = NOW + 3 * HOUR
    append([people.received(msgspec.structs.replace(OWEN.message("Hm", 1, 2), reply_until=until))])
    made = composer(console, qtbot)
    made.begin()
    assert "takes an answer for another 3 h" in made.field.checks.accessibleName()
    made.edit.insertPlainText("In time")
    assert "takes an answer for another 3 h" in made.field.checks.accessibleName()
    assert made.field.send.isEnabled()
