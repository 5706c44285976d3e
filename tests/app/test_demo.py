"""The tour is the whole product at work: a real window, a real engine, real HTTP on loopback."""

import subprocess
import sys
from pathlib import Path

import pytest

from responder.app.tour_report import Check, verdict

PNG = b"\x89PNG"


def demo(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "responder", "demo", "--offscreen", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=180)


def test_the_tour_ends_well_and_shows_what_happened(tmp_path: Path) -> None:
    done = demo("--pictures", str(tmp_path / "pictures"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the network holds each answer exactly once" in done.stdout
    assert "BAD" not in done.stdout
    pictures = sorted((tmp_path / "pictures").iterdir())
    assert len(pictures) >= 3
    assert all(picture.read_bytes()[:4] == PNG for picture in pictures)


def test_an_unknown_scenario_is_said() -> None:
    done = demo("--scenario", "doomsday")
    assert done.returncode == 3
    assert "There is no scenario doomsday" in done.stderr


@pytest.mark.parametrize(("good", "code"), [(True, 0), (False, 1)])
def test_one_bad_check_spoils_the_tour(good: bool, code: int) -> None:
    said: list[str] = []
    assert verdict([Check("first", True), Check("second", good)], said.append) == code
    assert said[1].startswith("ok" if good else "BAD")
