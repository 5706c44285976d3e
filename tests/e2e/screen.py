"""A screen without a monitor: real windows, real key strokes."""

import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.real.servers import scripts

PATIENCE = 30.0


class Screen:
    """One X display with a window manager, a notification service, a tray and the accessibility bus."""

    def __init__(self, state: Path) -> None:
        self._script = scripts() / "xvfb.sh"
        self._own = {**os.environ, "STATE_DIR": str(state)}
        told = self._run("start")
        found = dict(re.findall(r"^export (\w+)=(.*)$", told, re.MULTILINE))
        self.env = {**os.environ, **found}
        self.env.pop("WAYLAND_DISPLAY", None)

    def stop(self) -> None:
        """End everything that was started."""
        self._run("stop")

    def keys(self, *names: str, slowly: float = 0.25) -> None:
        """Press keys one after another, by their X names; each has time to do its work."""
        for name in names:
            self.tool("key", "--clearmodifiers", name)
            time.sleep(slowly)

    def type(self, text: str) -> None:
        """Type a text."""
        self.tool("type", "--delay", "15", text)

    def layout(self, name: str) -> None:
        """Change the keyboard's layout."""
        subprocess.run(["setxkbmap", name], env=self.env, check=True)

    def window(self, title: str) -> str:
        """Wait for a window and give it the keyboard, as a person's click would."""
        found = self.wait(lambda: self.visible(title))
        self.tool("windowactivate", "--sync", found)
        return found

    def shot(self, target: Path) -> Path:
        """Keep a picture of the screen."""
        self._run("shot", str(target))
        return target

    def notifications(self) -> str:
        """Return what the notification service has shown."""
        return self._run("notifications")

    def accessible(self, name: str) -> str:
        """Return what a screen reader sees of a program."""
        return self._run("a11y", name)

    def tool(self, *arguments: str) -> str:
        """Run xdotool."""
        return subprocess.run(
            ["xdotool", *arguments], env=self.env, check=True, capture_output=True, text=True
        ).stdout

    def visible(self, title: str) -> str:
        """Return the window with this title that can be seen; "" when there is none."""
        done = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title],
            env=self.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout.split()[0] if done.stdout.split() else ""

    @staticmethod
    def wait(ready: Callable[[], object], seconds: float = PATIENCE) -> str:
        """Wait until something is there and return it as text."""
        until = time.monotonic() + seconds
        while not (found := ready()):
            assert time.monotonic() < until, "waited in vain"
            time.sleep(0.1)
        return str(found)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            ["bash", str(self._script), *arguments],
            env=self._own, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=900,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout
