"""From posts to what the engine is told: placed in conversations, each version once."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

import msgspec
from msgspec import structs

from responder.connectors.mastodon import parse
from responder.connectors.mastodon.cursor import Cursor, Trace
from responder.connectors.mastodon.parse import Ours, Status
from responder.connectors.mastodon.threads import Place, Threads
from responder.core.messages import Message
from responder.core.ports import Deletion, Item, Unreadable

REMEMBERED = 5000


@dataclass(frozen=True)
class Sighting:
    """A post, how we came by it, and whether that alone says that it speaks to us."""

    status: Status
    notification: str = ""
    addressed: bool = False


@dataclass
class Sightings:
    """What one answer of the server held."""

    posts: list[Sighting] = field(default_factory=list)
    broken: list[Unreadable] = field(default_factory=list)


class News:
    """Turns posts into items. What was delivered already, unchanged, is left out."""

    def __init__(self, ours: Ours, threads: Threads) -> None:
        self._ours = ours
        self._threads = threads
        self._seen: OrderedDict[str, str] = OrderedDict()
        self._broken: set[bytes] = set()
        self._elsewhere: set[str] = set()
        self._aliases: dict[str, str] = {}

    async def items(self, sightings: Sightings, cursor: Cursor) -> list[Item]:
        """Return what is new in what was seen, oldest first, each post after those it hangs from."""
        found: list[Item] = [one for one in sightings.broken if self._first_time(one)]
        named = {sighting.status.key for sighting in sightings.posts}
        for sighting in sorted(sightings.posts, key=lambda one: one.status.created_at):
            try:
                found += await self._read(sighting, cursor, named)
            except ValueError as error:
                found += self._unreadable(sighting.status, error)
        return found

    def knows(self, key: str, cursor: Cursor) -> bool:
        """Say whether some version of a post was delivered."""
        return key in self._seen or key in cursor.recent

    async def concerns(self, status: Status) -> bool:
        """Say whether a post belongs into the inbox: it speaks to us, or stands in a conversation we have."""
        if self._ours.addressed(status) or status.key in self._seen:
            return True
        return await self._threads.known(status) is not None

    def gone(self, key: str, cursor: Cursor) -> Deletion:
        """Return the news that a post is no longer there."""
        self._seen.pop(key, None)
        cursor.recent.pop(key, None)
        return Deletion(key)

    async def _read(self, sighting: Sighting, cursor: Cursor, named: set[str]) -> list[Item]:
        status = self._by_first_name(sighting.status, cursor)
        one = parse.message(status, self._ours, status.key, None, addressed=True)
        mark = short(one)
        addressed = sighting.addressed or self._ours.addressed(status)
        before = self._mark(status.key, cursor)
        if before == mark or (before == aside(mark) and not addressed):
            self._listed(status.key, sighting.notification, cursor)
            return []
        again = status.key in self._elsewhere
        place = await (self._threads.known(status) if again else self._threads.place(status))
        if place is None:
            self._elsewhere.add(status.key)
            return []
        found: list[Item] = []
        for near in place.around:
            if near.key not in named and near.key not in self._seen:
                found += self._context(near, place)
        one = parse.placed(one, place.root, place.post, addressed=addressed)
        self._deliver(one)
        if addressed:
            cursor.remember(status.key, Trace(sighting.notification, mark, one.created_at, address(status)))
        found.insert(_first_under(one, found), one)
        return sorted(found, key=_written)

    def _mark(self, key: str, cursor: Cursor) -> str | None:
        trace = cursor.recent.get(key)
        return self._seen.get(key) or (trace.fingerprint if trace else None)

    def _listed(self, key: str, notification: str, cursor: Cursor) -> None:
        """Note the notification of a post that came by the stream first."""
        trace = cursor.recent.get(key)
        if notification and trace is not None and trace.notification != notification:
            cursor.recent[key] = Trace(notification, trace.fingerprint, trace.at, trace.address)

    def _by_first_name(self, status: Status, cursor: Cursor) -> Status:
        """Return a post under the id that we know it by: snac gives it another one when it is edited."""
        first = cursor.named(address(status))
        if first is not None and first != status.key:
            self._aliases[status.key] = first
        parent = status.parent or ""
        return structs.replace(
            status,
            id=self._aliases.get(status.key, status.id),
            in_reply_to_id=self._aliases.get(parent, status.in_reply_to_id),
        )

    def _context(self, status: Status, place: Place) -> list[Item]:
        addressed = self._ours.addressed(status)
        try:
            one = parse.message(status, self._ours, place.root, place.post, addressed=addressed)
        except ValueError as error:
            return self._unreadable(status, error)
        self._deliver(one)
        return [one]

    def _deliver(self, message: Message) -> None:
        mark = short(message)
        self._seen[message.remote_id] = mark if message.addressed else aside(mark)
        self._seen.move_to_end(message.remote_id)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def _unreadable(self, status: Status, error: ValueError) -> list[Item]:
        one = Unreadable(msgspec.json.encode(status), f"{type(error).__name__}: {error}")
        return [one] if self._first_time(one) else []

    def _first_time(self, one: Unreadable) -> bool:
        new = one.payload not in self._broken and len(self._broken) < REMEMBERED
        if new:
            self._broken.add(one.payload)
        return new


def _first_under(one: Message, found: list[Item]) -> int:
    """Return where the answers to a message begin: some are written in the same millisecond."""
    below = (
        at for at, item in enumerate(found) if isinstance(item, Message) and item.parent == one.remote_id
    )
    return next(below, len(found))


def _written(item: Item) -> int:
    return item.created_at if isinstance(item, Message) else 0


def short(message: Message) -> str:
    """Return a short form of a message's fingerprint: it only has to tell its own versions apart."""
    return message.fingerprint()[:12]


def aside(mark: str) -> str:
    """Return the mark of a version that was delivered as not speaking to us."""
    return f"{mark}-"


def address(status: Status) -> str:
    """Return a short mark of a post's address in the world, the same wherever it is read."""
    return blake2b(status.uri.encode("utf-8", "replace"), digest_size=6).hexdigest() if status.uri else ""


def statuses(posts: Iterable[Status]) -> list[Sighting]:
    """Return posts that came by themselves, not with a notification."""
    return [Sighting(status) for status in posts]
