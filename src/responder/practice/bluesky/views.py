"""How people, posts, threads and notifications look in answers (lexicons app.bsky.*.defs)."""

from typing import Any

from responder.practice.bluesky import ids
from responder.practice.bluesky.world import Notice, Person, Record, World, parent, quoted, written

_LABELLER = "did:plc:labeller2222222222222222"


class Views:
    """Writes entities for one reader."""

    def __init__(self, world: World, reader: str) -> None:
        self._world = world
        self._reader = reader

    def person(self, person: Person) -> dict[str, Any]:
        """Return a profileViewBasic."""
        avatar = f"https://cdn.bsky.example/img/avatar/plain/{person.did}/bafkrei@jpeg"
        return {
            "did": person.did, "handle": person.handle, "displayName": person.name, "avatar": avatar,
            "associated": {"chat": {"allowIncoming": "all"}}, "labels": [],
            "viewer": {"muted": False, "blockedBy": False}, "createdAt": "2026-01-01T00:00:00.000Z",
        }  # fmt: skip

    def profile(self, person: Person) -> dict[str, Any]:
        """Return a profileViewDetailed."""
        posts = len(self._world.records[person.did].get("app.bsky.feed.post", {}))
        return {**self.person(person), "followersCount": 12, "followsCount": 3, "postsCount": posts}

    def author(self, did: str) -> dict[str, Any]:
        """Return who wrote something."""
        return self.person(self._world.people[did])

    def labels(self, record: Record) -> list[dict[str, Any]]:
        """Return what moderators said of a post."""
        return [
            {"src": _LABELLER, "uri": record.uri, "cid": record.cid, "val": value, "cts": written(record.at)}
            for value in self._world.labels.get(record.uri, ())
        ]

    def post(self, record: Record) -> dict[str, Any]:
        """Return a postView."""
        world = self._world
        likes = world.likes(record.uri)
        viewer: dict[str, Any] = {"threadMuted": False, "embeddingDisabled": False}
        mine = next((like.uri for like in likes if like.author == self._reader), None)
        if mine:
            viewer["like"] = mine
        if record.uri in world.closed:
            viewer["replyDisabled"] = True
        found: dict[str, Any] = {
            "uri": record.uri, "cid": record.cid, "author": self.author(record.author), "record": record.value,
            "replyCount": len(world.answers(record.uri)), "repostCount": 0, "likeCount": len(likes), "quoteCount": 0,
            "indexedAt": written(record.at), "viewer": viewer, "labels": self.labels(record),
        }  # fmt: skip
        embed = self.embed(record)
        return {**found, "embed": embed} if embed else found

    def embed(self, record: Record) -> dict[str, Any] | None:
        """Return what hangs on a post: pictures, a quoted post, a card."""
        embed = record.value.get("embed") or {}
        match embed.get("$type"):
            case "app.bsky.embed.images":
                images = [self._image(record, image) for image in embed["images"]]
                return {"$type": "app.bsky.embed.images#view", "images": images}
            case "app.bsky.embed.external":
                card = {key: embed["external"][key] for key in ("uri", "title", "description")}
                return {"$type": "app.bsky.embed.external#view", "external": card}
            case "app.bsky.embed.record":
                return {"$type": "app.bsky.embed.record#view", "record": self._quote(str(quoted(record)))}
        return None

    def _image(self, record: Record, image: dict[str, Any]) -> dict[str, Any]:
        base = f"{record.author}/{image['image']['ref']['$link']}@jpeg"
        return {
            "thumb": f"https://cdn.bsky.example/img/feed_thumbnail/plain/{base}",
            "fullsize": f"https://cdn.bsky.example/img/feed_fullsize/plain/{base}",
            "alt": image["alt"],
        }

    def _quote(self, address: str) -> dict[str, Any]:
        found = self._world.get(address)
        if found is None:
            return {"$type": "app.bsky.embed.record#viewNotFound", "uri": address, "notFound": True}
        return {
            "$type": "app.bsky.embed.record#viewRecord", "uri": found.uri, "cid": found.cid,
            "author": self.author(found.author), "value": found.value, "labels": [],
            "indexedAt": written(found.at), "embeds": [],
        }  # fmt: skip

    def notice(self, notice: Notice) -> dict[str, Any]:
        """Return a notification."""
        record = notice.record
        found = {
            "uri": record.uri, "cid": record.cid, "author": self.author(record.author), "reason": notice.reason,
            "record": record.value, "isRead": False, "indexedAt": written(record.sort_at),
            "labels": self.labels(record),
        }  # fmt: skip
        return {**found, "reasonSubject": notice.subject} if notice.subject else found

    def thread(self, address: str, depth: int, height: int) -> dict[str, Any]:
        """Return a post with what is above and below it."""
        record = self._world.get(address)
        if record is None:
            return {"$type": "app.bsky.feed.defs#notFoundPost", "uri": address, "notFound": True}
        found: dict[str, Any] = {"$type": "app.bsky.feed.defs#threadViewPost", "post": self.post(record)}
        above = parent(record)
        if above and height > 0:
            found["parent"] = self.thread(above, 0, height - 1)
        if depth > 0:
            found["replies"] = [self.thread(one.uri, depth - 1, 0) for one in self._world.answers(address)]
        return found

    def feed(self, record: Record) -> dict[str, Any]:
        """Return a feedViewPost."""
        reply = record.value.get("reply")
        if not reply:
            return {"post": self.post(record)}
        ends = {name: self._end(reply[name]["uri"]) for name in ("root", "parent")}
        return {"post": self.post(record), "reply": ends}

    def _end(self, address: str) -> dict[str, Any]:
        found = self._world.get(address)
        if found is None:
            return {"$type": "app.bsky.feed.defs#notFoundPost", "uri": address, "notFound": True}
        return {"$type": "app.bsky.feed.defs#postView", **self.post(found)}


def key_of(notice: Notice) -> tuple[str, str]:
    """Return what notifications are ordered by."""
    return written(notice.record.sort_at), notice.record.cid


def collection_of(address: str) -> str:
    """Return which collection an address is of."""
    return ids.parts(address)[1]
