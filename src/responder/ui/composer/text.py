"""What the composer finds in a text: blanks to be filled, and a template being asked for. No Qt."""

import re
from dataclasses import dataclass

from responder.actions.wording import Blank, blanks

_SLASH = re.compile(r"(?:^|(?<=[\s(«“\"']))/([\w-]{0,40})$")


@dataclass(frozen=True)
class Slash:
    """A template asked for by typing: where the `/` is, and what follows it."""

    start: int
    words: str


def slash_before(text: str, caret: int) -> Slash | None:
    """Return what stands between a `/` at the start of a word and the caret, if anything does."""
    line = text.rfind("\n", 0, caret) + 1
    found = _SLASH.search(text[line:caret])
    return Slash(line + found.start(), found[1]) if found is not None else None


def next_blank(text: str, caret: int, *, back: bool = False) -> Blank | None:
    """Return the open blank after (or before) the caret, going round; None when all are filled."""
    found = blanks(text)
    if not found:
        return None
    if back:
        before = [blank for blank in found if blank.start + blank.length < caret]
        return before[-1] if before else found[-1]
    return next((blank for blank in found if blank.start >= caret), found[0])


def spaced(before: str, inserted: str, after: str) -> tuple[str, int]:
    """Return what to insert so that words do not run together, and how far its own text begins in it."""
    lead = " " if before and not before[-1].isspace() and inserted[:1].isalnum() else ""
    tail = " " if after[:1].isalnum() and inserted[-1:].isalnum() else ""
    return lead + inserted + tail, len(lead)
