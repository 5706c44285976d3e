"""One window after another, and what is said when there can be none."""

import subprocess
import sys
import textwrap
from pathlib import Path

SCRIPT = """
import asyncio, logging, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from responder.app import application
from responder.app.paths import Workspace
from responder.ui.window import Window

place = Workspace(Path(sys.argv[1]))
place.folder.mkdir(exist_ok=True)

def windows():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, Window) and w.isVisible()]

def later(look, again=100):
    def turn():
        if not look():
            QTimer.singleShot(again, turn)
    QTimer.singleShot(again, turn)

def arrange(run):
    def with_timer(main):
        QApplication.instance() or QApplication([])
        later(look)
        return run(main)
    return with_timer
"""


def play(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    code = SCRIPT + textwrap.dedent(script)
    return subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, timeout=90
    )


def test_the_first_run_can_go_over_to_the_practice_network(tmp_path: Path) -> None:
    done = play(
        tmp_path / "workspace",
        """
        seen = []
        def look():
            for window in windows():
                console = window._console
                if not console.practice and "real" not in seen:
                    seen.append("real")
                    console.stage.start(console.services.start_practice("quiet-day"))
                if console.practice and console.views.counters("").folders:
                    seen.append("practice")
                    assert console.services.workspace != place.folder
                    window.close()
                    return True
            return False
        application.run = arrange(application.run)
        print(application.show(place, verbose=False), seen)
        """,
    )
    assert done.stdout == "0 ['real', 'practice']\n", done.stderr[-3000:]
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_used_is_explained_and_left_alone(tmp_path: Path) -> None:
    damage = b"no database" * 1000
    (tmp_path / "responder.db").write_bytes(damage)
    done = play(
        tmp_path,
        """
        from responder.core.errors import StoreError
        def look():
            for box in QApplication.topLevelWidgets():
                if isinstance(box, QMessageBox) and box.isVisible():
                    print(box.informativeText())
                    box.accept()
                    return True
            return False
        application.run = arrange(application.run)
        try:
            application.show(place, verbose=False)
        except StoreError as error:
            print("ended:", error)
        """,
    )
    assert "responder restore FILE" in done.stdout, done.stderr[-3000:]
    assert "ended:" in done.stdout
    assert (tmp_path / "responder.db").read_bytes() == damage


def test_the_window_starts_without_what_it_may_never_need() -> None:
    code = (
        "import sys, responder.app.application\n"
        "late = ('starlette', 'uvicorn', 'httpx', 'jinja2', 'keyring', 'responder.connectors.mastodon.connector')\n"
        "print([name for name in late if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
