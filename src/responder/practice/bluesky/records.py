"""What the lexicons allow in a record, as far as our people write them (lexicons app.bsky.feed.*)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import regex

MOST_GRAPHEMES = 300
MOST_BYTES = 3000
PICTURE_BYTES = 2_000_000

_GRAPHEME = regex.compile(r"\X")

Blobs = Mapping[str, tuple[bytes, str]]


def graphemes(text: str) -> int:
    """Return how many characters a reader would count."""
    return len(_GRAPHEME.findall(text))


def check(collection: str, value: dict[str, Any], blobs: Blobs) -> str:
    """Return what is wrong with a record; nothing when it is right."""
    if not _is_time(value.get("createdAt")) and collection != "app.bsky.actor.profile":
        return 'Record must have the property "createdAt"'
    if collection == "app.bsky.feed.post":
        return next(iter(_post(value, blobs)), "")
    if collection == "app.bsky.feed.like" and not _is_ref(value.get("subject")):
        return 'Record must have the property "subject"'
    return ""


def _post(value: dict[str, Any], blobs: Blobs) -> Iterator[str]:
    text = value.get("text")
    if not isinstance(text, str):
        yield 'Record must have the property "text"'
        return
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        yield f"Record/text must not be longer than {MOST_BYTES} characters"
    if graphemes(text) > MOST_GRAPHEMES:
        yield f"Record/text must not be longer than {MOST_GRAPHEMES} graphemes"
    reply = value.get("reply")
    if reply is not None and not (_is_ref(reply.get("root")) and _is_ref(reply.get("parent"))):
        yield "Record/reply must have the properties root and parent"
    if len(value.get("langs") or ()) > 3:
        yield "Record/langs must not have more than 3 elements"
    yield from _facets(value.get("facets") or ())
    yield from _embed(value.get("embed") or {}, blobs)


def _facets(facets: Any) -> Iterator[str]:
    for number, facet in enumerate(facets):
        index = facet.get("index") or {}
        for name in ("byteStart", "byteEnd"):
            if not isinstance(index.get(name), int) or index[name] < 0:
                yield f"Record/facets/{number}/index/{name} must be an integer"
        for feature in facet.get("features") or ():
            needed = {"mention": "did", "link": "uri", "tag": "tag"}.get(
                str(feature.get("$type")).partition("#")[2]
            )
            if needed and not isinstance(feature.get(needed), str):
                yield f'Record/facets/{number} must have the property "{needed}"'


def _embed(embed: dict[str, Any], blobs: Blobs) -> Iterator[str]:
    if embed.get("$type") != "app.bsky.embed.images":
        return
    images = embed.get("images") or ()
    if len(images) > 4:
        yield "Record/embed/images must not have more than 4 elements"
    for image in images:
        if not isinstance(image.get("alt"), str):
            yield 'Record/embed/images must have the property "alt"'
        blob = image.get("image") or {}
        if blob.get("ref", {}).get("$link") not in blobs:
            yield "Could not find blob"
        elif blob["size"] > PICTURE_BYTES:
            yield "Record/embed/images: blob is too large"


def _is_ref(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("uri"), str) and isinstance(value.get("cid"), str)


def _is_time(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(datetime.fromisoformat(value))
    except ValueError:
        return False
