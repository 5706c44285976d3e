"""Everything below the window works on a machine where PySide6 cannot be imported.

Here it is imported whole and its quick tests run; `.ci/run` runs all of them so.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNNER = ROOT / "scripts" / "without_qt.py"

QUICK = ("core", "net", "views", "actions", "alerts", "outbox")

BLOCKED = f"""
import sys
sys.path.insert(0, {str(RUNNER.parent)!r})
from without_qt import BELOW, NoQt
sys.meta_path.insert(0, NoQt)
"""

IMPORT_ALL = """
import pkgutil, responder
from importlib import import_module
names = [m.name for part in BELOW for m in pkgutil.walk_packages([f"{responder.__path__[0]}/{part}"], f"responder.{part}.")]
for name in names:
    import_module(name)
print(len(names))
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BLOCKED + code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


def test_the_blocker_blocks() -> None:
    assert "is not on this machine" in run("import PySide6.QtCore").stderr


def test_every_module_below_the_window_can_be_imported() -> None:
    done = run(IMPORT_ALL)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 80


def test_the_quick_tests_pass() -> None:
    folders = [f"tests/{name}" for name in QUICK]
    command = [sys.executable, RUNNER, "-q", "-x", *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:]


def test_the_command_line_works(tmp_path: Path) -> None:
    code = "from responder.app.cli import main; sys.exit(main(sys.argv[1:]))"
    done = run(code, "--workspace", str(tmp_path), "inbox", "--json")
    assert done.returncode == 0, done.stderr
    assert '"conversations": []' in done.stdout
