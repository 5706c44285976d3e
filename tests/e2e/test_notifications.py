"""The desktop tells, the window stays where it is, and a click leads to the conversation."""

import subprocess
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

from responder.actions.desk import Desk
from responder.actions.escalate import escalate
from responder.app.paths import Workspace
from responder.app.session import open_store
from responder.core.accounts import Member
from responder.core.clock import SystemClock
from responder.practice.mastodon import PracticeServer
from tests.e2e import desk
from tests.e2e.screen import Screen


def _karim_escalates(place: Workspace, conversation: UUID, why: str) -> None:
    clock = SystemClock()
    with closing(open_store(place, clock)) as store:
        Desk(store, clock, Member("karim", "Karim Benali")).do(
            "escalate", escalate(2, why, "marie"), [conversation]
        ).result(10)


def test_an_escalation_is_told_by_the_desktop_and_a_click_opens_it(
    screen: Screen, server: PracticeServer, tmp_path: Path
) -> None:
    server.post("nadia@piaille.example", f"{desk.US} Service un peu froid.", language="fr")
    place = desk.workspace(tmp_path / "w", server)
    with desk.program(place, screen.env):
        window = screen.window(desk.BUSINESS)
        conversation = UUID(screen.wait(lambda: desk.only(place)))
        screen.tool("windowminimize", "--sync", window)
        subprocess.run(["dunstctl", "close-all"], env=screen.env, check=True)
        why = f"Un journaliste demande {uuid4()}"
        _karim_escalates(place, conversation, why)
        screen.wait(lambda: why in screen.notifications())
        assert not screen.visible(desk.BUSINESS), "a notification raised the window"
        subprocess.run(["dunstctl", "action"], env=screen.env, check=True)
        screen.wait(lambda: screen.visible(desk.BUSINESS))
