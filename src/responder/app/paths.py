"""Where a workspace's files lie."""

import os
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
    def pictures(self) -> Path:
        """Return the folder of pictures that were fetched; it may be deleted at any time."""
        return self.folder / "pictures"

    @property
    def usable(self) -> bool:
        """Say whether the folder is one, or can be made."""
        return self.folder.is_dir() or not os.path.lexists(self.folder)

    def owns(self, path: Path) -> bool:
        """Say whether a file is one that this workspace lives by: nothing else may be written there."""
        beside = [self.database.with_name(self.database.name + suffix) for suffix in ("-wal", "-shm")]
        own = (self.database, *beside, self.settings, self.lock, self.secrets, self.log)
        return os.path.realpath(path) in [os.path.realpath(one) for one in own]

    def make(self) -> None:
        """Make the folder where it is missing, for its owner's eyes: customers' private messages lie in it."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)

    @property
    def call_name(self) -> str:
        """Return the name under which this workspace's window can be called by a second start."""
        return "responder-" + blake2b(os.fsencode(os.path.realpath(self.folder)), digest_size=8).hexdigest()


def default_folder() -> Path:
    """Return where the workspace lies when nobody says otherwise."""
    return platformdirs.user_data_path("responder", appauthor=False)
