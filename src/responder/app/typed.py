"""What a person typed or piped in: text, or a clear no."""

import sys
from collections.abc import Callable
from typing import TextIO

from responder.core.errors import NotPossible


def is_text(given: str) -> bool:
    """Say whether it was understood: bytes in another encoding arrive as halves of characters."""
    return not any("\ud800" <= character <= "\udfff" for character in given)


def standard_input() -> str:
    """Read standard input whole. Raises NotPossible when it is closed or no text."""
    return _read(lambda stream: stream.read())


def piped_line() -> str:
    """Read one line of standard input; empty at its end. Raises NotPossible when it is closed or no text."""
    return _read(lambda stream: stream.readline())


def _read(how: Callable[[TextIO], str]) -> str:
    if sys.stdin is None:
        raise NotPossible("Standard input is closed: there is nothing to read")
    try:
        given = how(sys.stdin)
    except UnicodeDecodeError:
        given = "\ud800"
    if not is_text(given):
        raise NotPossible("Standard input is not text in this system's encoding (UTF-8 on most)")
    return given
