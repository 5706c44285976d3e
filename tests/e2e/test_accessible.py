"""What a screen reader is told, read back over AT-SPI from the running program."""

import re
import time
from pathlib import Path

from responder.practice.mastodon import PracticeServer
from tests.e2e import desk
from tests.e2e.screen import Screen

CONTROLS = ("push button", "toggle button", "check box", "radio button", "text", "list", "combo box", "menu item",
            "list item", "tree item", "slider", "spin button", "entry")  # fmt: skip
SETTLES = 1.0
"""Seconds that a busy machine may take to show a page."""

LINE = re.compile(r"^ *([\w ]+) name='((?:[^'\\]|\\.)*)'")


def nameless(tree: str) -> list[str]:
    """Return the lines of controls on screen that have no name."""
    found = []
    for line in tree.splitlines():
        parts = LINE.match(line)
        if parts and parts[1] in CONTROLS and not parts[2].strip() and "SHOWING" in line:
            found.append(line.strip())
    return found


def test_every_control_on_every_page_has_a_name(
    screen: Screen, server: PracticeServer, tmp_path: Path
) -> None:
    server.post("josee@piaille.example", f"{desk.US} Toujours rien reçu.", language="fr")
    place = desk.workspace(tmp_path / "w", server)
    with desk.program(place, screen.env):
        screen.window(desk.BUSINESS)
        screen.wait(lambda: desk.only(place))
        seen = {}
        for name, keys in {
            "inbox": ("g", "a", "shift+n", "Home", "Return"),
            "palette": ("ctrl+k",),
            "settings": ("Escape", "g", "s"),
            "appearance": ("Down",),
            "accounts": ("Down",),
            "sending": ("Down",),
            "variables": ("Down",),
            "keyboard": ("Down",),
            "notifications": ("Down",),
            "data": ("Down",),
        }.items():
            screen.keys(*keys)
            time.sleep(SETTLES)
            seen[name] = screen.accessible("Responder")
        for command in ("channels", "monitors", "new monitor", "connect an account"):
            screen.keys("ctrl+k")
            screen.type(command)
            screen.keys("Return", slowly=SETTLES)
            seen[command] = screen.accessible("Responder")
        screen.keys("Tab")
        screen.type("facebook")
        screen.keys("Return", slowly=SETTLES)
        seen["connect"] = screen.accessible("Responder")
    assert {name: nameless(tree) for name, tree in seen.items() if nameless(tree)} == {}
    assert re.search(r"list item name='Josee.*Toujours rien reçu", seen["inbox"])
    assert "name='Commands and their keys'" in seen["keyboard"]
    assert "name='What it does not show'" in seen["channels"]
    assert "name='Hashtags'" in seen["new monitor"]
    assert re.search(r"name='App ID' desc='The number of your own app.*FOCUSED", seen["connect"])
    assert "name='It will not: " in seen["connect"]
