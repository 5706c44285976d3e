"""Counting a text the way its network counts it."""

import unicodedata
from collections.abc import Iterator

import regex

from responder.core.manifest import Counting

_URL = regex.compile(
    r"(?<![\w@#$])https?://(?:[\w-]+\.)+\p{L}{2,}(?::\d+)?(?:[/?#][^\s<>\"«»]*)?", regex.IGNORECASE
)
_MENTION = regex.compile(r"(?<![=/\w])@(\w+(?:[\w.-]*\w)?)@[\w.-]*\w")
_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Regional_Indicator}|\p{Emoji}\uFE0F")
_TRAILING = ".,;:!?'…"
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh 1 for X, all others weigh 2 (the published twitter-text configuration, version 3)."""

Piece = tuple[int, int]
"""Where a piece of text that cannot be cut starts, and what it counts."""


def counted(text: str, counting: Counting) -> int:
    """Return how long the network takes the text to be."""
    return sum(weight for _, weight in _pieces(text, counting))


def excess(text: str, counting: Counting) -> int | None:
    """Return the index from which on the text is too long; None when it fits or nothing limits it."""
    if not counting.limit:
        return None
    total = 0
    for start, weight in _pieces(text, counting):
        total += weight
        if total > counting.limit:
            return start
    return None


def _pieces(text: str, counting: Counting) -> Iterator[Piece]:
    done = 0
    for start, end, weight in _special(text, counting):
        if start < done:
            continue
        yield from _plain(text, done, start, counting.unit)
        yield start, weight
        done = end
    yield from _plain(text, done, len(text), counting.unit)


def _special(text: str, counting: Counting) -> list[tuple[int, int, int]]:
    """Return (start, end, weight) of links and mentions that do not count as written."""
    found: list[tuple[int, int, int]] = []
    if counting.url is not None:
        for match in _URL.finditer(text):
            end = match.start() + len(_trimmed(match.group()))
            found.append((match.start(), end, counting.url))
    if counting.local_mentions:
        for match in _MENTION.finditer(text):
            found.append((match.start(), match.end(), 1 + _weight(match.group(1), counting.unit)))
    return sorted(found)


def _trimmed(url: str) -> str:
    """Return the link without the punctuation of the sentence that it stands in."""
    while url and (url[-1] in _TRAILING or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url


def _plain(text: str, start: int, end: int, unit: str) -> Iterator[Piece]:
    if unit in ("grapheme", "weighted"):
        for match in _GRAPHEME.finditer(text, start, end):
            yield match.start(), 1 if unit == "grapheme" else _weighted(match.group())
    else:
        for index in range(start, end):
            yield index, _weight(text[index], unit)


def _weight(text: str, unit: str) -> int:
    match unit:
        case "grapheme":
            return sum(1 for _ in _GRAPHEME.finditer(text))
        case "weighted":
            return sum(_weighted(match.group()) for match in _GRAPHEME.finditer(text))
        case "utf16":
            return len(text.encode("utf-16-le", "surrogatepass")) // 2
        case "byte":
            return len(text.encode("utf-8", "surrogatepass"))
        case _:
            return len(text)


def _weighted(grapheme: str) -> int:
    """Return what X takes one character for: an emoji is 2, however many code points it is made of."""
    if _EMOJI.search(grapheme):
        return 2
    return sum(1 if _light(ord(char)) else 2 for char in unicodedata.normalize("NFC", grapheme))


def _light(point: int) -> bool:
    return any(first <= point <= last for first, last in _LIGHT)
