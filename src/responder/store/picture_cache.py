"""Pictures that were fetched, kept on the disk up to a size; the ones not looked at for longest go first."""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

MOST_BYTES = 200 * 1024 * 1024
ROOM = 0.9
"""To which part of the most the cache is brought down, so that not every picture trims it."""


class PictureCache:
    """A folder of pictures by address. A disk that refuses only means that they are fetched again."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._most = folder, most_bytes

    def get(self, url: str) -> bytes | None:
        """Return a picture that is kept; it counts as looked at now."""
        path = self._path(url)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data

    def put(self, url: str, data: bytes) -> None:
        """Keep a picture, and let others go when there are too many."""
        path = self._path(url)
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_bytes(data)
            fresh.replace(path)
            self._trim()

    def _trim(self) -> None:
        kept = [(path, path.stat()) for path in self._folder.glob("*") if path.is_file()]
        size = sum(found.st_size for _, found in kept)
        if size <= self._most:
            return
        for path, found in sorted(kept, key=lambda one: one[1].st_mtime_ns):
            if size <= self._most * ROOM:
                return
            path.unlink(missing_ok=True)
            size -= found.st_size

    def _path(self, url: str) -> Path:
        return self._folder / blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
