"""PySide6 6.12.0 on Python 3.11 loses a reference to None with nearly every call from Qt into Python."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import PySide6
import pytest

ROOT = Path(__file__).parents[2]

WATCH = """
import asyncio, sys, qasync
from PySide6.QtWidgets import QApplication
app = QApplication([])
async def turn(times):
    for _ in range(times):
        await asyncio.sleep(0)
with qasync.QEventLoop(app) as loop:
    loop.run_until_complete(turn(100))
    before = sys.getrefcount(None)
    loop.run_until_complete(turn(2000))
    print(before - sys.getrefcount(None))
"""


def test_the_loop_gives_back_every_reference_to_none() -> None:
    done = subprocess.run([sys.executable, "-c", WATCH], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 100


def test_the_installed_version_is_below_the_leaking_one() -> None:
    assert tuple(map(int, PySide6.__version__.split(".")[:2])) < (6, 12)


def test_the_project_asks_for_a_version_below_the_leaking_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [line for line in project["dependencies"] if line.startswith("PySide6")]
    assert asked
    assert all(line.endswith(",<6.12") for line in asked)


@pytest.mark.parametrize("lock", ["run", "dev"])
@pytest.mark.parametrize("package", ["pyside6-essentials", "shiboken6"])
def test_the_lock_holds_a_version_below_the_leaking_one(lock: str, package: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    found = re.search(rf"^{package}==6\.(\d+)\.", text, re.MULTILINE)
    assert found is not None
    assert int(found[1]) < 12
