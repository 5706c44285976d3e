"""Run pytest as on a machine where PySide6 cannot be imported. usage: scripts/without_qt.py [pytest's arguments]."""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

QT = frozenset({"PySide6", "shiboken6", "qasync", "pytestqt"})
BELOW = ("core", "net", "store", "views", "actions", "ingest", "outbox", "alerts", "connectors", "practice")


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


def main(arguments: Sequence[str]) -> int:
    """Run what was named, or the tests of everything below the window."""
    sys.meta_path.insert(0, NoQt)
    import pytest

    every = ["-m", "not real and not display and not crash", *(f"tests/{name}" for name in BELOW)]
    return int(pytest.main(["-p", "no:pytest-qt", "-p", "no:cacheprovider", *(arguments or every)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
