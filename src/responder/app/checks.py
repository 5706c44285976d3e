"""What `responder doctor` looks at: each check says how it is, and what mends it."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from responder.app.paths import Workspace
from responder.app.secrets import ChosenSecrets
from responder.app.sole import sole
from responder.core.errors import AlreadyRunning, ResponderError
from responder.core.settings import Settings

QT_PACKAGES = (
    "libgl1 libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon-x11-0 libxcb-cursor0 "
    "libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libx11-xcb1"
)
ROOM = 500 * 1024 * 1024
"""Bytes that must be free for the database to grow and to be backed up."""


class State(StrEnum):
    """How a thing is."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `mend` says what to do when it is not good."""

    what: str
    state: State
    said: str
    mend: str = ""


def machine() -> Iterator[Finding]:
    """Look at Python, Qt and the display."""
    version = platform.python_version()
    yield Finding("python", State.GOOD, f"{version} in {sys.prefix}")
    yield qt()
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    needed = sys.platform.startswith("linux") and not display
    yield Finding(
        "display", State.NOTE if needed else State.GOOD, display or ("none" if needed else "the system's"),
        "the window needs one; every other command works without" if needed else "",
    )  # fmt: skip


def qt() -> Finding:
    """Load the parts of Qt that the window needs."""
    try:
        from PySide6 import QtNetwork, QtWidgets, __version__
    except ImportError as error:
        return Finding(
            "qt", State.BAD, str(error), f"Debian: sudo apt-get install --no-install-recommends {QT_PACKAGES}"
        )
    loaded = bool(QtNetwork and QtWidgets)
    return Finding("qt", State.GOOD if loaded else State.BAD, f"PySide6 {__version__}")


def files(place: Workspace, settings: Settings, problem: str) -> Iterator[Finding]:
    """Look at the workspace's folder, settings, lock, and the room on the disk."""
    writable = place.usable and os.access(_existing(place), os.W_OK)
    yield Finding("workspace", State.GOOD if writable else State.BAD, str(place.folder),
                  "" if writable else "it is no folder, or may not be written to: change its owner or use --workspace")  # fmt: skip
    yield Finding("settings", State.BAD if problem else State.GOOD, problem or str(place.settings),
                  f"mend {place.settings} by hand, or delete it" if problem else "")  # fmt: skip
    free = shutil.disk_usage(_existing(place)).free
    size = place.database.stat().st_size if place.database.exists() else 0
    enough = free > max(ROOM, 2 * size)
    yield Finding("disk", State.GOOD if enough else State.BAD, f"{free // 1024**2:,} MB free, the database has {size // 1024**2:,} MB",
                  "" if enough else "make room: a backup needs as much as the database")  # fmt: skip
    if writable and place.folder.exists():
        yield _lock(place)
    yield secrets(place, settings)


def _lock(place: Workspace) -> Finding:
    try:
        with sole(place):
            return Finding(
                "engine",
                State.NOTE,
                "not running: nothing is received or sent now",
                "open the window, or run responder sync",
            )
    except AlreadyRunning:
        return Finding("engine", State.GOOD, "running")
    except OSError as error:
        return Finding("engine", State.BAD, str(error), f"make {place.lock} a plain file, or delete it")


def secrets(place: Workspace, settings: Settings) -> Finding:
    """Ask the keyring for something, to see whether it answers."""
    where = "keyring" if not settings.secrets_in_file else f"a file, by your choice: {place.secrets}"
    return attempt("secrets", lambda: (ChosenSecrets(place, lambda: settings).get(UUID(int=0)), where)[1])


def attempt(what: str, look: Callable[[], str], mend: str = "") -> Finding:
    """Make a finding of something that says how it is, or raises in words."""
    try:
        return Finding(what, State.GOOD, look())
    except (ResponderError, OSError) as error:
        return Finding(what, State.BAD, str(error), mend)


def _existing(place: Workspace) -> str:
    folder = Path(os.path.realpath(place.folder))
    while not folder.is_dir():
        folder = folder.parent
    return str(folder)
