"""The settings' file: read once, written whole."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import msgspec

from responder.core.settings import Settings


@dataclass(frozen=True)
class Loaded:
    """The settings, and what was wrong with the file (empty when nothing was)."""

    settings: Settings
    problem: str = ""


def load(path: Path) -> Loaded:
    """Read the settings. Where the file cannot be read the defaults hold; one that makes no sense is kept beside itself."""
    try:
        return Loaded(msgspec.json.decode(path.read_bytes(), type=Settings))
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        return Loaded(Settings(), f"{path} cannot be read ({error.strerror}); the defaults are used")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Loaded(Settings(), _keep(path, str(error)))


def _keep(path: Path, why: str) -> str:
    said = f"{path} cannot be read ({why}); the defaults are used"
    copy = path.with_name(f"{path.name}.damaged")
    try:
        shutil.copyfile(path, copy)
    except OSError as error:
        return f"{said}, and a copy cannot be kept ({error.strerror})"
    return f"{said}, and a copy is kept in {copy.name}"


def save(path: Path, settings: Settings) -> None:
    """Write the settings so that a crash leaves either the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
