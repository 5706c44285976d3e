"""One engine a workspace: the lock that says so."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from responder.app.paths import Workspace
from responder.core.errors import AlreadyRunning, DatabaseReadOnly


@contextmanager
def sole(place: Workspace) -> Iterator[None]:
    """Hold the workspace alone. Raises AlreadyRunning; the lock goes with the process, however it ends."""
    try:
        place.make()
        lock = FileLock(place.lock, blocking=False)
        lock.acquire()
    except Timeout:
        raise AlreadyRunning(
            f"Another Responder is running on {place.folder}: it receives and sends; close it to do this"
        ) from None
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        raise DatabaseReadOnly(f"{place.folder} may not be written to: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()
