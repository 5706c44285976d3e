"""Everything below the window works on a machine where PySide6 cannot be imported."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

BLOCKED = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "qasync", "pytestqt"):
            raise ImportError(name + " is not on this machine")
sys.meta_path.insert(0, NoQt())
"""

BELOW = ("core", "net", "store", "views", "actions", "ingest", "outbox", "alerts", "connectors", "practice")


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCKED + code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
    )


def test_the_blocker_blocks() -> None:
    assert "is not on this machine" in run("import PySide6.QtCore").stderr


def test_the_part_without_a_window_passes_its_tests_without_qt() -> None:
    folders = [f"tests/{name}" for name in BELOW]
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
    options = [
        "-q",
        "-x",
        "-p",
        "no:pytest-qt",
        "-p",
        "no:cacheprovider",
        "-m",
        "not real and not display and not crash",
    ]
    result = run("import pytest; sys.exit(pytest.main(sys.argv[1:]))", *options, *folders)
    assert result.returncode == 0, result.stdout[-4000:]


def test_the_command_line_works_without_qt(tmp_path: Path) -> None:
    result = run(
        "from responder.app.cli import main; sys.exit(main(sys.argv[1:]))",
        "--workspace",
        str(tmp_path),
        "inbox",
        "--json",
    )
    assert result.returncode == 0, result.stderr
    assert '"conversations": []' in result.stdout
