"""Facets: what in a text is a mention, a link or a hashtag, by offsets in UTF-8 bytes (docs.bsky.app, post-richtext).

Nothing is found by the server: a link without a facet is only text.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import regex
from msgspec import Struct

_MENTION = re.compile(
    r"(?<![\w@./])@((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)"
)
_LINK = re.compile(r"(?<![\w@])https?://[^\s<>\"]+", re.IGNORECASE)
_TAG = regex.compile(r"(?<![\w&/])[#＃](?!\uFE0F)([^\s\p{P}]*[^\d\s\p{P}][^\s]*)")
_TRAILING = ".,;:!?'\"”’»…"

MOST = 100


class Slice(Struct, frozen=True):
    """A stretch of a text, in bytes; the end is not part of it."""

    byteStart: int
    byteEnd: int


class Facet(Struct, frozen=True):
    """What a stretch of a text is."""

    index: Slice
    features: list[Any] = []


def mentioned(facets: Sequence[Facet] | None) -> Iterator[str]:
    """Yield the DIDs that facets mention."""
    for facet in facets or ():
        yield from _values(facet, "mention", "did")


def written_out(text: str, facets: Sequence[Facet] | None) -> str:
    """Return a text with its links written out. Facets that overlap or lie outside of it are passed over."""
    if not facets:
        return text
    raw, end, parts = text.encode("utf-8", "replace"), 0, list[str]()
    for facet in sorted(facets[:MOST], key=lambda one: one.index.byteStart):
        start, stop = facet.index.byteStart, facet.index.byteEnd
        uri = next(_values(facet, "link", "uri"), "")
        if not (end <= start < stop <= len(raw) and uri.lower().startswith(("http://", "https://"))):
            continue
        label = raw[start:stop].decode("utf-8", "replace")
        parts += [raw[end:start].decode("utf-8", "replace"), _shown(label, uri)]
        end = stop
    return "".join(parts) + raw[end:].decode("utf-8", "replace")


def _shown(label: str, uri: str) -> str:
    bare = label.rstrip("…").removesuffix("...").rstrip("/")
    address = uri.partition("://")[2].removeprefix("www.")
    wanted = bare.partition("://")[2] if "://" in bare else bare
    if address.startswith(wanted.removeprefix("www.")) and "." in wanted:
        return uri
    return f"{label} ({uri})"


def _values(facet: Facet, kind: str, name: str) -> Iterator[str]:
    for feature in facet.features:
        if isinstance(feature, dict) and str(feature.get("$type", "")).endswith(f"#{kind}"):
            value = feature.get(name)
            if isinstance(value, str):
                yield value


def handles(text: str) -> list[str]:
    """Return the handles that a text of ours mentions, in lower case, each once."""
    return list(dict.fromkeys(found[1].lower() for found in _MENTION.finditer(text)))


def facets(text: str, people: dict[str, str]) -> list[dict[str, Any]]:
    """Return the facets of a text of ours; `people` maps handles to DIDs, and who is not there stays plain text."""
    found = [*_links(text), *_tags(text)]
    for match in _MENTION.finditer(text):
        did = people.get(match[1].lower())
        if did:
            found.append(
                (match.start(), match.end(), {"$type": "app.bsky.richtext.facet#mention", "did": did})
            )
    taken, kept = 0, list[dict[str, Any]]()
    for start, stop, feature in sorted(found, key=lambda one: one[:2]):
        if start >= taken:
            index = {"byteStart": _bytes(text[:start]), "byteEnd": _bytes(text[:stop])}
            kept.append({"index": index, "features": [feature]})
            taken = stop
    return kept


def _links(text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    for match in _LINK.finditer(text):
        url = match[0].rstrip(_TRAILING)
        while url.endswith(")") and url.count("(") < url.count(")"):
            url = url[:-1].rstrip(_TRAILING)
        if "." in url or "localhost" in url:
            yield (
                match.start(),
                match.start() + len(url),
                {"$type": "app.bsky.richtext.facet#link", "uri": url},
            )


def _tags(text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    for match in _TAG.finditer(text):
        tag = regex.sub(r"\p{P}+$", "", match[1])
        if tag and graphemes(tag) <= 64:
            stop = match.start(1) + len(tag)
            yield match.start(), stop, {"$type": "app.bsky.richtext.facet#tag", "tag": tag}


def graphemes(text: str) -> int:
    """Return how many characters a reader would count."""
    return len(regex.findall(r"\X", text))


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
