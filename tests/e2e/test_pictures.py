"""Pictures and a new account with nothing but a keyboard, in the real program, on a real display."""

import re
from pathlib import Path

from PySide6.QtGui import QColor, QImage

from responder.practice.mastodon import PracticeServer
from tests.e2e import desk
from tests.e2e.screen import Screen

PURPLE = QColor("#a000c8")
"""No colour of the window."""


def purple(folder: Path) -> Path:
    """Make a picture that cannot be mistaken for the window."""
    made = QImage(320, 240, QImage.Format.Format_RGB32)
    made.fill(PURPLE)
    path = folder / "biscuit.png"
    assert made.save(str(path))
    return path


def pixels(shot: Path) -> int:
    """Count the picture's pixels on the screen, roughly: one of 16."""
    seen = QImage(str(shot))
    return sum(
        seen.pixelColor(x, y) == PURPLE for x in range(0, seen.width(), 4) for y in range(0, seen.height(), 4)
    )


def test_a_customers_picture_is_shown_and_one_of_ours_is_sent_by_keyboard(
    screen: Screen, server: PracticeServer, tmp_path: Path
) -> None:
    picture = purple(tmp_path)
    media = (server.add_picture(picture.read_bytes(), "image/png", "Un biscuit cassé"),)
    server.post("josee@piaille.example", f"{desk.US} Voyez la boîte.", language="fr", media=media)
    place = desk.workspace(tmp_path / "w", server)
    with desk.program(place, screen.env):
        screen.window(desk.BUSINESS)
        screen.wait(lambda: desk.only(place))
        screen.keys("g", "a", "shift+n", "Home", "Return")
        assert pixels(screen.shot(tmp_path / "before.png")) == 0
        screen.keys("n", "Tab", "Return")
        screen.wait(lambda: pixels(screen.shot(tmp_path / "shown.png")) > 1_000, 10)
        screen.keys("r")
        screen.type("A new box leaves tonight:")
        screen.keys("ctrl+shift+h", slowly=1.0)
        screen.type(str(picture))
        screen.keys("Return", slowly=1.0)
        screen.keys("Tab")
        screen.type("The new box")
        screen.keys("ctrl+Return")
        screen.wait(server.answers)
    ours = [post for post in server.statuses() if "new box" in post["content"]]
    assert [one["description"] for post in ours for one in post["media_attachments"]] == ["The new box"]


def test_a_network_is_found_and_its_form_left_again_by_keyboard(
    screen: Screen, server: PracticeServer, tmp_path: Path
) -> None:
    place = desk.workspace(tmp_path / "w", server)
    with desk.program(place, screen.env):
        screen.window(desk.BUSINESS)

        def sees(pattern: str) -> bool:
            return re.search(pattern, screen.accessible("Responder")) is not None

        screen.keys("ctrl+k")
        screen.type("connect an account")
        screen.keys("Return", slowly=1.0)
        screen.wait(lambda: sees("name='Find a network'.*SHOWING"))
        for _ in range(12):
            if sees("name='Find a network'.*FOCUSED"):
                break
            screen.keys("Tab")
        screen.type("wordpress.com")
        screen.keys("Return", slowly=1.0)
        assert sees("name='Connect WordPress.com'.*SHOWING")
        assert sees("text name='[^']+'.*FOCUSED")
        screen.keys("Escape")
        screen.wait(lambda: sees("name='Connect WordPress.com'.*FOCUSED"))
        screen.keys("Escape")
        screen.wait(lambda: not sees("name='Find a network'.*SHOWING"))
