"""Where a workspace's files lie."""

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import platformdirs


@dataclass(frozen=True)
class Workspace:
    """One folder: the database, the settings, the lock. Credentials are in the system keyring, not here."""

    folder: Path

    @property
    def database(self) -> Path:
        """Return the database's file."""
        return self.folder / "responder.db"

    @property
    def settings(self) -> Path:
        """Return the settings' file."""
        return self.folder / "settings.json"

    @property
    def lock(self) -> Path:
        """Return the file that the running engine holds locked."""
        return self.folder / "engine.lock"

    @property
    def secrets(self) -> Path:
        """Return the file for credentials where a person chose one in place of the keyring."""
        return self.folder / "secrets.json"

    @property
    def log(self) -> Path:
        """Return the window's log file."""
        return self.folder / "responder.log"

    @property
    def call_name(self) -> str:
        """Return the name under which this workspace's window can be called by a second start."""
        return "responder-" + blake2b(str(self.folder.resolve()).encode(), digest_size=8).hexdigest()


def default_folder() -> Path:
    """Return where the workspace lies when nobody says otherwise."""
    return platformdirs.user_data_path("responder", appauthor=False)
