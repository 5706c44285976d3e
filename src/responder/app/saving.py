"""Files of strangers, written whole or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def written(path: Path, data: bytes) -> None:
    """Write a file whole, or leave what was there. It may not be run. Raises OSError."""
    fresh = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with open(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666), "wb"
        ) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
