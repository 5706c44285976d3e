"""Links in plain text: found, and told where they really lead."""

import re
from dataclasses import dataclass

from PySide6.QtCore import QUrl

_LINK = re.compile(r"https?://[^\s<>\"'`\u00a0\u2028⟦⟧]+", re.IGNORECASE)
_TRAILING = ".,;:!?…»”’*_"
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Link:
    """A link in a text, and its address."""

    start: int
    end: int
    url: str


def find(text: str) -> tuple[Link, ...]:
    """Return the links of a text, without the punctuation that follows them."""
    found = []
    for match in _LINK.finditer(text):
        url = _trimmed(match.group())
        if QUrl(url).host():
            found.append(Link(match.start(), match.start() + len(url), url))
    return tuple(found)


def _trimmed(url: str) -> str:
    while url:
        last = url[-1]
        opening = _PAIRS.get(last)
        unbalanced = opening is not None and url.count(last) > url.count(opening)
        if last not in _TRAILING and not unbalanced:
            break
        url = url[:-1]
    return url


def openable(url: str | None) -> bool:
    """Say whether the system browser may be handed this address."""
    if not url:
        return False
    parsed = QUrl(url)
    return parsed.isValid() and parsed.scheme().lower() in ("http", "https") and bool(parsed.host())


def target(url: str) -> str:
    """Return where the link really leads: host in ASCII, so that a look-alike letter shows."""
    return bytes(QUrl(url).toEncoded().data()).decode("ascii", "replace")
