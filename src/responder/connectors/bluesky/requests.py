"""What we ask, as plain values. Pure."""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from responder.core.clock import to_iso

PAGE = 100
SOME = 25
"""How many posts may be asked for by name at once."""

NOTIFICATIONS = "app.bsky.notification.listNotifications"
POSTS = "app.bsky.feed.getPosts"
THREAD = "app.bsky.feed.getPostThread"
FEED = "app.bsky.feed.getAuthorFeed"
SEARCH = "app.bsky.feed.searchPosts"
PROFILE = "app.bsky.actor.getProfile"
SESSION = "com.atproto.server.getSession"
RESOLVE = "com.atproto.identity.resolveHandle"
RECORD = "com.atproto.repo.getRecord"
RECORDS = "com.atproto.repo.listRecords"
PUT = "com.atproto.repo.putRecord"
DELETE = "com.atproto.repo.deleteRecord"
UPLOAD = "com.atproto.repo.uploadBlob"
LOG = "chat.bsky.convo.getLog"
CONVOS = "chat.bsky.convo.listConvos"
CONVO = "chat.bsky.convo.getConvo"
CONVO_WITH = "chat.bsky.convo.getConvoForMembers"
MESSAGES = "chat.bsky.convo.getMessages"
SAY = "chat.bsky.convo.sendMessage"
ACCEPT = "chat.bsky.convo.acceptConvo"

CHAT = {"atproto-proxy": "did:web:api.bsky.chat#bsky_chat"}
"""Tells the data server to whom direct messages are passed on."""

POINTS = {PUT: 3, DELETE: 1}
"""What writing costs of the account's points (a record made; an update would be 2)."""

POST = "app.bsky.feed.post"
LIKE = "app.bsky.feed.like"
GATE = "app.bsky.feed.threadgate"

_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(2023, 1, 1, tzinfo=UTC)


def key(id: UUID) -> str:
    """Return the record key for a reply: a TID, always the same for the same id (atproto.com/specs/tid).

    Ids of version 7 hold the time; within the second, 30 bits of a digest of the id keep two apart.
    """
    digest = int.from_bytes(blake2b(id.bytes, digest_size=8).digest(), "big")
    seconds = (
        (id.int >> 80) // 1000 if id.version == 7 else round(_EPOCH.timestamp()) + (digest >> 40) % 10**7
    )
    return tid(seconds * 1_000_000 + digest % 1_000_000, digest >> 24)


def key_for(uri: str) -> str:
    """Return the record key for our like of a post: always the same, so that liking twice is liking once."""
    digest = int.from_bytes(blake2b(uri.encode(), digest_size=8).digest(), "big")
    return tid(round(_EPOCH.timestamp() * 1_000_000) + digest % 10**13, digest >> 50)


def tid(at: int, clock: int) -> str:
    """Return the 13 letters for a time (µs) and the number of a clock."""
    value = (at & (2**53 - 1)) << 10 | clock & 1023
    return "".join(_LETTERS[value >> shift & 31] for shift in range(60, -1, -5))


def record(
    text: str, facets: list[dict[str, Any]], reply: dict[str, Any], now: int, language: str | None
) -> dict[str, Any]:
    """Return a post that answers another."""
    found: dict[str, Any] = {"$type": POST, "text": text, "createdAt": to_iso(now), "reply": reply}
    if facets:
        found["facets"] = facets
    if language:
        found["langs"] = [language]
    return found


def like(uri: str, cid: str, now: int) -> dict[str, Any]:
    """Return a like."""
    return {"$type": LIKE, "subject": {"uri": uri, "cid": cid}, "createdAt": to_iso(now)}


def pictures(blobs: list[tuple[dict[str, Any], str]]) -> dict[str, Any]:
    """Return what hangs pictures on a post: uploaded files with what they show."""
    images = [{"image": blob, "alt": description} for blob, description in blobs]
    return {"$type": "app.bsky.embed.images", "images": images}
