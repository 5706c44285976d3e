import msgspec
from pytestqt.qtbot import QtBot

from responder.core import events as e
from responder.core.messages import State
from responder.ui.composer.composer import Composer
from responder.ui.console import Console
from responder.ui.stage import Notice
from tests.ui import people
from tests.ui.conftest import Append
from tests.ui.story import OWEN


def test_a_comment_that_readers_do_not_see_yet_is_approved_with_its_answer(
    console: Console, append: Append, qtbot: QtBot
) -> None:
    asked = msgspec.structs.replace(OWEN.message("Is it 220 °C or 200 °C?", 1, 2), state=State.HELD)
    append([people.received(asked)])
    composer, said = Composer(console), list[Notice]()
    qtbot.addWidget(composer)
    console.stage.said.connect(said.append)
    console.stage.show(OWEN.conversation)
    composer.begin()
    composer.edit.insertPlainText("200 °C, we have corrected it")
    told = composer.field.checks.accessibleName()
    assert "Sending also approves Owen Placeholder’s comment, so that readers see both" in told
    composer.sending.send(done=True)
    qtbot.waitUntil(lambda: bool(said))
    thread = console.views.thread(OWEN.conversation)
    assert thread is not None
    acts = [event.body for event in thread.events if isinstance(event.body, e.ActRequested)]
    assert [(act.verb, act.message) for act in acts] == [("approve", asked.id)]
    assert [reply.conversation for reply in console.views.outbox()] == [OWEN.conversation]
