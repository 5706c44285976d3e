"""What hangs on a post: pictures, films, cards, quoted posts (lexicons app.bsky.embed.*)."""

from collections.abc import Iterator
from typing import Any

from responder.core.messages import Attachment
from responder.net.markup import tidy
from responder.net.payloads import web

LONGEST_TEXT = 2000
MOST = 20


def attachments(embed: Any) -> tuple[Attachment, ...]:
    """Return the files and links of an embed view; what is not known, or is no address of the web, is left out."""
    return tuple(_found(embed))[:MOST]


def _found(embed: Any) -> Iterator[Attachment]:
    if not isinstance(embed, dict):
        return
    match str(embed.get("$type", "")).removesuffix("#view"):
        case "app.bsky.embed.images":
            yield from _pictures(embed.get("images"))
        case "app.bsky.embed.gallery":
            yield from _pictures(embed.get("items"))
        case "app.bsky.embed.video":
            yield from _one("video", embed.get("playlist"), embed.get("thumbnail"), embed.get("alt"))
        case "app.bsky.embed.external":
            card = embed.get("external")
            if isinstance(card, dict):
                yield from _one("link", card.get("uri"), card.get("thumb"), card.get("title"))
        case "app.bsky.embed.record":
            yield from _quote(embed.get("record"))
        case "app.bsky.embed.recordWithMedia":
            yield from _found(embed.get("media"))
            inner = embed.get("record")
            yield from _quote(inner.get("record") if isinstance(inner, dict) else None)


def _pictures(images: Any) -> Iterator[Attachment]:
    for image in images if isinstance(images, list) else ():
        if isinstance(image, dict):
            preview = image.get("thumb") or image.get("thumbnail")
            yield from _one("image", image.get("fullsize"), preview, image.get("alt"))


def _quote(record: Any) -> Iterator[Attachment]:
    """Yield the quoted post as a link with its text."""
    if not isinstance(record, dict) or not isinstance(record.get("value"), dict):
        return
    parts = str(record.get("uri", "")).removeprefix("at://").split("/")
    if len(parts) == 3:
        yield from _one(
            "link", f"https://bsky.app/profile/{parts[0]}/post/{parts[2]}", None, record["value"].get("text")
        )


def _one(kind: str, url: Any, preview: Any, description: Any) -> Iterator[Attachment]:
    address = web(url)
    if address:
        said = tidy(description, limit=LONGEST_TEXT) if isinstance(description, str) else ""
        yield Attachment(kind, address, web(preview), said or None)


def quoted(embed: Any) -> str | None:
    """Return the address of what a post quotes, from the embed of its record."""
    if not isinstance(embed, dict):
        return None
    record = embed.get("record")
    if embed.get("$type") == "app.bsky.embed.recordWithMedia" and isinstance(record, dict):
        record = record.get("record")
    uri = record.get("uri") if isinstance(record, dict) else None
    return uri if isinstance(uri, str) and uri.startswith("at://") else None
