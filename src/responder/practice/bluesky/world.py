"""What is on the practice Bluesky: people, their repositories, and what the AppView made of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from responder.practice.bluesky import ids
from responder.practice.bluesky.records import check

POST = "app.bsky.feed.post"
LIKE = "app.bsky.feed.like"
PROFILE = "app.bsky.actor.profile"

_ANCESTORS = 5
"""How far up a thread those who wrote are told of an answer (the AppView's REPLY_NOTIF_DEPTH)."""


class Trouble(Exception):
    """A refusal, as an XRPC error."""

    def __init__(self, status: int, error: str, message: str = "", **headers: str) -> None:
        super().__init__(message or error)
        self.status = status
        self.error = error
        self.headers = headers


@dataclass
class Person:
    """Somebody with an account here. `app_passwords` maps each to whether it may read direct messages."""

    did: str
    handle: str
    name: str = ""
    password: str = ""
    app_passwords: dict[str, bool] = field(default_factory=dict)
    takes_messages: bool = True


@dataclass
class Record:
    """A record; `at` is when the AppView indexed it (µs)."""

    uri: str
    cid: str
    value: dict[str, Any]
    at: int

    @property
    def author(self) -> str:
        """Return the DID of who wrote it."""
        return ids.parts(self.uri)[0]

    @property
    def sort_at(self) -> int:
        """Return when it counts as written: the claim, but never later than it was seen."""
        return min(moment(str(self.value["createdAt"])), self.at)


@dataclass
class Notice:
    """Something that somebody is told of."""

    record: Record
    reason: str
    subject: str | None = None


class World:
    """Everything there is. `listed` is how many notifications are still listed (None: all of them)."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self.drift = 0
        self.people: dict[str, Person] = {}
        self.records: dict[str, dict[str, dict[str, Record]]] = {}
        self.notices: dict[str, list[Notice]] = {}
        self.blobs: dict[str, tuple[bytes, str]] = {}
        self.listed: int | None = None
        self.closed: set[str] = set()
        self.labels: dict[str, list[str]] = {}
        self._last = 0

    def now(self) -> int:
        """Return the time here (µs)."""
        return self._now() + self.drift

    def stamp(self) -> int:
        """Return a time (µs) that differs from those given out before also where it is written in ms."""
        if self.drift:
            return self.now()
        self._last = max(self.now(), self._last + 1000)
        return self._last

    def add_person(self, did: str, handle: str, name: str = "", password: str = "") -> Person:
        """Let somebody in."""
        person = Person(did, handle, name, password)
        self.people[did] = person
        self.records[did] = {}
        self.notices[did] = []
        return person

    def who(self, identifier: str) -> Person | None:
        """Return a person by DID or handle."""
        found = self.people.get(identifier)
        return found or next((p for p in self.people.values() if p.handle == identifier.lower()), None)

    # --- records

    def get(self, address: str) -> Record | None:
        """Return a record by its address, which may name its author by handle."""
        who, collection, rkey = ids.parts(address)
        person = self.who(who)
        return self.records[person.did].get(collection, {}).get(rkey) if person else None

    def put(self, did: str, collection: str, rkey: str, value: dict[str, Any]) -> Record:
        """Write a record, in place of what was there. Raises Trouble for one that its lexicon does not allow."""
        value = {"$type": collection, **value}
        wrong = check(collection, value, self.blobs)
        if wrong:
            raise Trouble(400, "InvalidRequest", f"Invalid {collection} record: {wrong}")
        address = ids.uri(did, collection, rkey)
        self.remove(address)
        record = Record(address, ids.cid(value), value, self.stamp())
        self.records[did].setdefault(collection, {})[rkey] = record
        for told, notice in self._told(record, collection):
            if told in self.notices and told != did:
                self.notices[told].append(notice)
        return record

    def remove(self, address: str) -> None:
        """Delete a record, and what people were told of it; one that is not there is no error."""
        who, collection, rkey = ids.parts(address)
        self.records[who].get(collection, {}).pop(rkey, None)
        for notices in self.notices.values():
            notices[:] = [notice for notice in notices if notice.record.uri != address]

    def posts(self) -> Iterator[Record]:
        """Yield every post."""
        for collections in self.records.values():
            yield from collections.get(POST, {}).values()

    def answers(self, address: str) -> list[Record]:
        """Return the posts right under one, oldest first."""
        found = [one for one in self.posts() if parent(one) == address]
        return sorted(found, key=lambda one: one.sort_at)

    def likes(self, address: str) -> list[Record]:
        """Return who likes something."""
        every = (collections.get(LIKE, {}) for collections in self.records.values())
        return [one for likes in every for one in likes.values() if one.value["subject"]["uri"] == address]

    # --- who is told

    def _told(self, record: Record, collection: str) -> Iterator[tuple[str, Notice]]:
        if collection == LIKE:
            subject = record.value["subject"]["uri"]
            yield ids.parts(subject)[0], Notice(record, "like", subject)
        elif collection == POST:
            told: set[str] = set()
            for who, notice in (*self._mentioned(record), *self._quoted(record), *self._above(record)):
                if who not in told:
                    told.add(who)
                    yield who, notice

    def _mentioned(self, record: Record) -> Iterator[tuple[str, Notice]]:
        for facet in record.value.get("facets") or ():
            for feature in facet["features"]:
                if feature["$type"].endswith("#mention"):
                    yield feature["did"], Notice(record, "mention")

    def _quoted(self, record: Record) -> Iterator[tuple[str, Notice]]:
        quote = quoted(record)
        if quote:
            yield ids.parts(quote)[0], Notice(record, "quote", quote)

    def _above(self, record: Record) -> Iterator[tuple[str, Notice]]:
        above = parent(record)
        for _ in range(_ANCESTORS):
            if above is None:
                return
            yield ids.parts(above)[0], Notice(record, "reply", above)
            found = self.get(above)
            above = parent(found) if found else None


def parent(record: Record) -> str | None:
    """Return the address of what a post answers."""
    reply = record.value.get("reply")
    return str(reply["parent"]["uri"]) if reply else None


def quoted(record: Record) -> str | None:
    """Return the address of what a post quotes."""
    embed = record.value.get("embed") or {}
    match embed.get("$type"):
        case "app.bsky.embed.record":
            return str(embed["record"]["uri"])
        case "app.bsky.embed.recordWithMedia":
            return str(embed["record"]["record"]["uri"])
    return None


def moment(text: str) -> int:
    """Read a time as µs."""
    at = datetime.fromisoformat(text)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return round(at.timestamp() * 1_000_000)


def written(at: int) -> str:
    """Write µs as a time."""
    text = datetime.fromtimestamp(at / 1_000_000, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
