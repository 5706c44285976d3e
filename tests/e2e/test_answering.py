"""The whole job with nothing but a keyboard, in the real program, on a real display."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QImage

from responder.core.conversations import Conversation, Status
from responder.practice.mastodon import PracticeServer
from tests.e2e import desk
from tests.e2e.screen import Screen


def test_a_comment_is_read_tagged_escalated_answered_and_done_by_keyboard(
    screen: Screen, server: PracticeServer, tmp_path: Path
) -> None:
    server.post("josee@piaille.example", f"{desk.US} Ma commande devait arriver mardi.", language="fr")
    place = desk.workspace(tmp_path / "w", server)
    with desk.program(place, screen.env):
        screen.window(desk.BUSINESS)
        conversation = UUID(screen.wait(lambda: desk.only(place)))

        def becomes(what: Callable[[Conversation], bool]) -> None:
            screen.wait(lambda: what(desk.row(place, conversation)), 10)

        screen.keys("g", "i", "shift+n", "Home")
        screen.keys("l")
        screen.type("livraison")
        screen.keys("Return")
        becomes(lambda row: row.tags == ("livraison",))
        screen.keys("shift+f", "2")
        screen.type("Devait arriver mardi")
        screen.keys("Return")
        becomes(lambda row: row.level == 2)
        screen.keys("r")
        screen.type("/sorry")
        screen.keys("Return", "Tab", slowly=0.5)
        screen.type("18 h")
        screen.keys("ctrl+Return")
        screen.wait(server.answers)
        becomes(lambda row: row.status is Status.RESOLVED and row.in_flight == 0)
        picture = QImage(str(screen.shot(tmp_path / "done.png")))
    ((text,),) = server.answers().values()
    assert "18 h" in text
    assert "⟦" not in text
    assert text.rstrip().endswith("— Marie")
    assert desk.row(place, conversation).level_reason == "Devait arriver mardi"
    assert len({picture.pixel(x, y) for x in range(0, 1440, 9) for y in range(0, 900, 9)}) > 20
