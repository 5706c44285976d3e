"""Marks that must never reach a customer: open blanks, and code of templates."""

import re

from responder.core.errors import NotPossible
from responder.views.composing import Blank as Blank
from responder.views.composing import blanks as blanks

OPEN, CLOSE = "⟦", "⟧"
_CODE = re.compile(r"\{[{%]\s*(?:customer|member|business|network|cursor)\b[^{}]*\}")


def blank(name: str) -> str:
    """Return the mark of a place to be filled."""
    return f"{OPEN}{name}{CLOSE}"


def refuse_unfinished(text: str) -> None:
    """Raise NotPossible, saying why, when a text must not be sent."""
    if not text.strip():
        raise NotPossible("There is nothing to send.")
    if open_ones := blanks(text):
        raise NotPossible(f"Fill in “{open_ones[0].name}” first.")
    if code := _CODE.search(text):
        raise NotPossible(f"Part of a template was left in the text: {code[0][:40]}")
