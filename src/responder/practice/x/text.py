"""Text as X reads it: what counts, whom it names, what it links to."""

import html
import re
import unicodedata
from typing import Any

import regex

SHORT = "https://t.co/"
_URL = re.compile(r"https?://[^\s<>\"]+")
_HANDLE = re.compile(r"(?<![\w/])@(\w{1,15})")
_TAG = re.compile(r"(?<![\w&])#(\w+)")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Regional_Indicator}|\p{Emoji}\uFE0F")
_AHEAD = re.compile(r"(?:@\w{1,15}\s+)*")


def weight(text: str) -> int:
    """Return the weighted length (twitter-text configuration 3); the handles ahead of a reply count nothing."""
    total = 23 * len(_URL.findall(text))
    for character in regex.findall(r"\X", _URL.sub("", text)):
        if _EMOJI.search(character):
            total += 2
        else:
            total += sum(_of(ord(point)) for point in unicodedata.normalize("NFC", character))
    return total


def _of(point: int) -> int:
    light = point <= 4351 or 8192 <= point <= 8205 or 8208 <= point <= 8223 or 8242 <= point <= 8247
    return 1 if light else 2


def handles(text: str) -> list[str]:
    """Return the handles that a text names, in lower case."""
    return [name.lower() for name in _HANDLE.findall(text)]


def ahead(text: str) -> int:
    """Return where the text begins after the handles of those who are answered."""
    found = _AHEAD.match(text)
    return found.end() if found else 0


def shown(text: str, links: dict[str, str]) -> str:
    """Return a text as the API gives it: links shortened, three characters escaped."""
    for short, long in links.items():
        text = text.replace(long, short)
    return html.escape(text, quote=False)


def shortened(text: str, number: str) -> dict[str, str]:
    """Return the short form of every link in a text."""
    return {f"{SHORT}{number[-8:]}{at}": url for at, url in enumerate(dict.fromkeys(_URL.findall(text)))}


def entities(text: str, links: dict[str, str], ids: dict[str, str]) -> dict[str, Any]:
    """Return what the API says is in a text that it gave."""
    found: dict[str, Any] = {}
    names = [
        {"start": m.start(), "end": m.end(), "username": m[1], "id": ids[m[1].lower()]}
        for m in _HANDLE.finditer(text)
        if m[1].lower() in ids
    ]
    tags = [{"start": m.start(), "end": m.end(), "tag": m[1]} for m in _TAG.finditer(text)]
    urls = [
        {"start": text.index(short), "end": text.index(short) + len(short), "url": short, "expanded_url": long, "display_url": long[8:]}
        for short, long in links.items()
        if short in text
    ]  # fmt: skip
    for name, value in (("mentions", names), ("hashtags", tags), ("urls", urls)):
        if value:
            found[name] = value
    return found
