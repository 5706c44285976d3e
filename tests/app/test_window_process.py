"""The window as a process: started, called by a second start, worked beside, and ended."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from responder.app.paths import Workspace
from responder.app.sole import sole
from responder.core.errors import AlreadyRunning

RESPONDER = [sys.executable, "-m", "responder"]
OFFSCREEN = os.environ | {"QT_QPA_PLATFORM": "offscreen"}


def run(place: Workspace, *words: str) -> subprocess.CompletedProcess[str]:
    command = [*RESPONDER, "--workspace", str(place.folder), *words]
    return subprocess.run(command, env=OFFSCREEN, capture_output=True, text=True, timeout=60)


def busy(place: Workspace) -> bool:
    try:
        with sole(place):
            return False
    except AlreadyRunning:
        return True


@contextmanager
def window(place: Workspace) -> Iterator[subprocess.Popen[str]]:
    command = [*RESPONDER, "--workspace", str(place.folder)]
    process = subprocess.Popen(
        command, env=OFFSCREEN, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        until = time.monotonic() + 30
        while (
            "ready" not in (place.log.read_text() if place.log.exists() else "") and time.monotonic() < until
        ):
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_a_second_start_calls_the_first_window(place: Workspace) -> None:
    with window(place) as first:
        second = run(place)
        assert (second.returncode, second.stderr) == (0, "")
        assert first.poll() is None
        assert "called to the front" in place.log.read_text()


def test_commands_work_beside_the_window(place: Workspace) -> None:
    with window(place) as first:
        rows = json.loads(run(place, "inbox", "--json").stdout)["conversations"]
        tagged = run(place, "tag", str(rows[0]["number"]), "parcel", "--json")
        assert json.loads(tagged.stdout)["tags"] == ["parcel"]
        assert first.poll() is None
        assert run(place, "rebuild").returncode == 4


def test_asked_to_end_it_goes_down_in_order(place: Workspace) -> None:
    with window(place) as process:
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=30)
        assert (process.returncode, said) == (0, "")
    assert not busy(place)


def test_killed_it_leaves_nothing_in_the_way(place: Workspace) -> None:
    with window(place) as process:
        assert busy(place)
        process.kill()
        process.communicate()
    with window(place) as again:
        assert again.poll() is None


def test_without_a_display_it_says_what_works(tmp_path: Path) -> None:
    bare = {
        name: value
        for name, value in OFFSCREEN.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [*RESPONDER, "--workspace", str(tmp_path)], env=bare, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "There is no display here" in done.stderr
