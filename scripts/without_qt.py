"""Run pytest as on a machine where PySide6 cannot be imported. usage: scripts/without_qt.py [pytest's arguments].

Run as a script it starts pytest with itself as a plug-in, so that the processes that share the work are without Qt too.
"""

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

QT = frozenset({"PySide6", "shiboken6", "qasync", "pytestqt"})
BELOW = ("core", "net", "store", "views", "actions", "ingest", "outbox", "alerts", "connectors", "practice")

RUN = tuple(part for part in BELOW if part not in ("connectors", "practice"))
"""What is run: twenty networks are imported whole by a test instead, as nothing of theirs asks what window there is."""


class NoQt:
    """Finds nothing of Qt."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse Qt's packages, and leave all others to the next finder."""
        if name.partition(".")[0] in QT:
            raise ImportError(f"{name} is not on this machine")
        return None


def block() -> None:
    """Let nothing of Qt be imported from now on."""
    if not any(finder is NoQt for finder in sys.meta_path):
        sys.meta_path.insert(0, NoQt)


def main(arguments: Sequence[str]) -> int:
    """Run what was named, or the tests of everything below the window, side by side."""
    block()
    import pytest

    here = str(Path(__file__).parent)
    sys.path.insert(0, here)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
    workers = str((os.cpu_count() or 1) + 1)
    every = [
        "-n",
        workers,
        "-m",
        "not real and not display and not crash",
        *(f"tests/{name}" for name in RUN),
    ]
    plugins = ["-p", "without_qt", "-p", "no:pytest-qt", "-p", "no:cacheprovider"]
    return int(pytest.main([*plugins, *(arguments or every)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
else:
    block()
