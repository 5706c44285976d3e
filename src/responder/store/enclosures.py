"""Files that go with answers: copied into the workspace when they are chosen, by the hash of what they hold."""

import errno
import mimetypes
import os
from hashlib import blake2b
from pathlib import Path, PurePath

from responder.core.errors import DiskFull, NotPossible, StoreError
from responder.core.messages import Enclosure

MOST_BYTES = 25 * 1024 * 1024
"""No network takes a larger file with an answer."""

_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
}


class Enclosures:
    """The folder of files. What was chosen stays as it was, whatever becomes of the original."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, path: Path) -> Enclosure:
        """Copy a file of the person's. Raises NotPossible when it cannot be read or is too large, StoreError."""
        try:
            if path.stat().st_size > MOST_BYTES:
                raise NotPossible(f"{path.name} is too large: a file with an answer has at most 25 MB.")
            data = path.read_bytes()
        except OSError as error:
            raise NotPossible(f"{path.name} cannot be read: {error.strerror or error}") from error
        return self.keep(data, path.name)

    def keep(self, data: bytes, name: str) -> Enclosure:
        """Keep some bytes under a name for people. Raises NotPossible when they are none or too many, StoreError."""
        if not 0 < len(data) <= MOST_BYTES:
            raise NotPossible(f"{name} is empty, or too large: a file with an answer has at most 25 MB.")
        kind, name = _type(data, name), PurePath(name).name
        key = blake2b(data, digest_size=16).hexdigest() + (mimetypes.guess_extension(kind) or "")
        path = self._folder / key
        if not path.exists():
            self._write(path, data)
        return Enclosure(key, name, kind, len(data))

    def path(self, enclosure: Enclosure) -> Path:
        """Return where a file lies; only ever inside the folder."""
        return self._folder / PurePath(enclosure.key).name

    def _write(self, path: Path, data: bytes) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = path.with_name(path.name + ".new")
            with fresh.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFull(
                    f"The disk that holds {self._folder} is full. Nothing was lost; make room and try again."
                ) from error
            raise StoreError(
                f"The file cannot be kept in {self._folder}: {error.strerror or error}"
            ) from error


def _type(data: bytes, name: str) -> str:
    """Return the type by what the file begins with, then by its name: a name may lie."""
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return "application/octet-stream" if guessed.startswith("image/") else guessed
