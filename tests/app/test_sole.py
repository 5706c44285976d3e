import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from responder.app.paths import Workspace
from responder.app.sole import sole
from responder.core.errors import AlreadyRunning, DatabaseReadOnly

HOLD = """
import sys, time
from pathlib import Path
from responder.app.paths import Workspace
from responder.app.sole import sole
with sole(Workspace(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(60)
"""


def held_elsewhere(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, folder], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_workspace_has_one_engine_and_a_crash_frees_it(tmp_path: Path) -> None:
    other = held_elsewhere(tmp_path)
    with pytest.raises(AlreadyRunning, match="Another Responder"), sole(Workspace(tmp_path)):
        pass
    os.kill(other.pid, signal.SIGKILL)
    other.communicate()
    with sole(Workspace(tmp_path)):
        pass


def test_two_workspaces_do_not_meet(tmp_path: Path) -> None:
    with sole(Workspace(tmp_path / "one")), sole(Workspace(tmp_path / "two")):
        pass


def test_it_can_be_held_again(tmp_path: Path) -> None:
    for _ in range(2):
        with sole(Workspace(tmp_path)):
            pass


def test_a_folder_that_may_not_be_written_to_is_said() -> None:
    forbidden = Workspace(Path("/sys/responder"))  # not even root may make a folder there
    with pytest.raises(DatabaseReadOnly, match="/sys/responder"), sole(forbidden):
        pass
