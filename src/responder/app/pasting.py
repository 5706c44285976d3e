"""A browser on another machine cannot come back to this one: what it shows may be pasted instead."""

import os
import select
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from threading import Event, Thread
from types import TracebackType
from typing import TextIO
from urllib.parse import parse_qs, urlencode, urlsplit

NOT_BACK = (
    "That is not where the browser ends: its address begins with http://127.0.0.1: or http://localhost:"
)
_GLANCE = 0.2
_LONGEST = 16 * 1024
_HERE = ("http://127.0.0.1:", "http://localhost:")


class Pasting:
    """While a sign-in waits for the browser, takes the line that is typed or piped in back to it instead.

    A context manager; `source` is standard input. One that cannot be waited for is left alone.
    """

    def __init__(self, source: TextIO | None) -> None:
        self._over = Event()
        self._thread: Thread | None = None
        try:
            self._file = source.fileno() if source is not None else None
        except (OSError, ValueError):
            self._file = None

    def __enter__(self) -> "Pasting":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def instead_of(self, asked: str) -> None:
        """Begin to wait for what the browser would bring back from this address."""
        if self._file is not None and self._thread is None:
            self._thread = Thread(target=self._wait, args=(self._file, asked), name="pasting")
            self._thread.start()

    def _wait(self, file: int, asked: str) -> None:
        for line in self._lines(file):
            way = back(asked, line)
            if way is not None:
                _visit(way)
            elif line:
                print(NOT_BACK, file=sys.stderr)

    def _lines(self, file: int) -> Iterator[str]:
        came = b""
        while not self._over.is_set() and len(came) < _LONGEST:
            if not select.select([file], [], [], _GLANCE)[0]:
                continue
            piece = os.read(file, 4096)
            came += piece if piece else b"\n"
            *lines, came = came.split(b"\n")
            yield from (line.decode("utf-8", "replace").strip() for line in lines)
            if not piece:
                return


def back(asked: str, pasted: str) -> str | None:
    """Return the address on this machine that the browser would come to; None for what is no answer.

    `asked` is the page that it was sent to. Pasted is the address it ended at, the code in it, or a token. A page
    that was told beforehand where to come back to does not say it: then any address on this machine is taken.
    """
    query = {name: values[-1] for name, values in parse_qs(urlsplit(asked).query).items()}
    home = next((value for value in query.values() if value.startswith(_HERE)), None)
    if "://" not in pasted:
        code = {"code": pasted, "state": query.get("state", "")}
        return f"{home}?{urlencode(code)}" if home and pasted else None
    here = pasted.startswith(_HERE) if home is None else urlsplit(pasted).netloc == urlsplit(home).netloc
    return pasted if here else None


def _visit(address: str) -> None:
    parts = urlsplit(address)
    line = HTTPConnection("127.0.0.1", parts.port, timeout=10)  # where we wait, whatever localhost means here
    try:
        line.request("GET", f"{parts.path}?{parts.query}")
        line.getresponse().read()
    except OSError:
        return  # the sign-in is over: nobody waits for this any more
    finally:
        line.close()
