"""Marks that must never reach a customer: open blanks, and code of templates."""

import re
from dataclasses import dataclass

from responder.core.errors import NotPossible

OPEN, CLOSE = "⟦", "⟧"
_BLANK = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(frozen=True)
class Blank:
    """A place still to be filled: `length` characters from `start`, marks included."""

    start: int
    length: int
    name: str


def blank(name: str) -> str:
    """Return the mark of a place to be filled."""
    return f"{OPEN}{name}{CLOSE}"


def blanks(text: str) -> tuple[Blank, ...]:
    """Return the open blanks of a text, in order."""
    return tuple(Blank(found.start(), len(found[0]), found[1]) for found in _BLANK.finditer(text))


def refuse_unfinished(text: str) -> None:
    """Raise NotPossible, saying why, when a text must not be sent."""
    if not text.strip():
        raise NotPossible("There is nothing to send.")
    if open_ones := blanks(text):
        raise NotPossible(f"Fill in “{open_ones[0].name}” first.")
    if code := _CODE.search(text):
        raise NotPossible(f"Part of a template was left in the text: {code[0][:40]}")
