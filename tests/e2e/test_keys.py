"""Keys by the character they produce, on the layouts that our people use."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from responder.core.conversations import Conversation
from responder.core.events import Mood
from responder.practice.mastodon import PracticeServer
from tests.e2e import desk
from tests.e2e.screen import Screen


@pytest.mark.parametrize("layout", ["us", "ca", "fr", "de"])
def test_the_main_keys_do_their_work(
    screen: Screen, server: PracticeServer, tmp_path: Path, layout: str
) -> None:
    server.post("owen@cookies.example", f"{desk.US} Step 4 says 220 °C. A typo?", language="en")
    place = desk.workspace(tmp_path / "w", server)
    screen.layout(layout)
    try:
        with desk.program(place, screen.env):
            screen.window(desk.BUSINESS)
            conversation = UUID(screen.wait(lambda: desk.only(place)))

            def becomes(what: Callable[[Conversation], bool]) -> None:
                screen.wait(lambda: what(desk.row(place, conversation)), 10)

            screen.keys("g", "a", "shift+n", "Home")
            screen.keys("exclam")
            becomes(lambda row: row.spam)
            screen.keys("z")
            becomes(lambda row: not row.spam)
            screen.keys("minus")
            becomes(lambda row: row.mood is Mood.NEGATIVE)
            screen.keys("plus")
            becomes(lambda row: row.mood is Mood.POSITIVE)
            screen.keys("i")
            becomes(lambda row: row.assignee == "marie")
            screen.keys("s")
            becomes(lambda row: row.starred)
    finally:
        screen.layout("us")
