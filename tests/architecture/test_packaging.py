"""The wheel holds everything that the program reads at run time."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "responder"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(out),
        str(ROOT),
    ]
    done = subprocess.run(build, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(out.glob("responder-*.whl"))


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    files = {
        f"responder/{path.relative_to(SOURCES).as_posix()}"
        for path in SOURCES.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - inside == set()


def test_the_wheel_names_the_program_and_the_connectors(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    points = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
    text = archive.read(points).decode()
    assert "responder = responder.app.cli:main" in text
    assert "mastodon = responder.connectors.mastodon" in text


def test_the_wheel_starts_by_itself(wheel: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import responder; assert responder.__file__.startswith(sys.argv[1]), responder.__file__\n"
        "from responder.core import manifest\n"
        "assert manifest.load('responder.connectors.mastodon').id == 'mastodon'\n"
        "from responder.ui.words import install, tr; install('fr')\n"
        "from responder.practice.scenarios.plot import names; assert names()\n"
        "from responder.app.cli import main; main(['--help'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(wheel)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage: responder")
