"""What a conversation is listed and counted by: one small value, derived from its row by `questions.matches`."""

from functools import cache, lru_cache
from hashlib import blake2b
from uuid import UUID

from msgspec import Struct

from responder.core.conversations import Conversation, Status
from responder.core.events import Mood
from responder.core.questions import Folder, matches

BITS: dict[Folder, int] = {folder: 1 << place for place, folder in enumerate(Folder)}
"""Each folder's bit in `Facets.folders`. MINE says that it is in the assignee's."""

LAST = (1 << 52) - 1
"""The latest time (µs) that lists tell from a later one."""


class Facets(Struct, frozen=True):
    """By what one conversation is found."""

    folders: int
    priority: int
    waiting: int | None
    newest: int
    account: bytes
    network: str
    kind: str
    mood: str | None
    language: str | None
    assignee: str | None
    tags: tuple[str, ...]
    monitors: tuple[bytes, ...]
    places: tuple[str, ...]
    snoozed_until: int | None
    outbox: int
    stuck: int

    def counted(self) -> tuple[object, ...]:
        """Return what the counters look at: two that are equal in it count the same."""
        return (
            self.folders, self.account, self.network, self.kind, self.mood, self.language, self.assignee, self.tags,
            self.monitors, self.places, self.outbox, self.stuck,
        )  # fmt: skip

    @property
    def cell(self) -> int:
        """Return the number of the cell it lies in: all that are equal in what lists filter by, save tags, monitors and places."""
        return _cell(
            self.folders, self.priority, self.account, self.network, self.kind, self.mood, self.language, self.assignee
        )  # fmt: skip

    def values(self) -> list[tuple[str, str]]:
        """Return every (facet, value) that the planner and the counters know it by."""
        pairs = [
            ("account", self.account.hex()),
            ("network", self.network),
            ("kind", self.kind),
            ("mood", self.mood or ""),
            ("language", self.language or ""),
            ("assignee", self.assignee or ""),
        ]
        pairs.extend(("tag", tag) for tag in self.tags)
        pairs.extend(("monitor", monitor.hex()) for monitor in self.monitors)
        pairs.extend(("place", place) for place in self.places)
        return pairs


@lru_cache(maxsize=8192)
def _cell(*parts: object) -> int:
    """Hash them: a number that is the same in whatever order cells are met."""
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=6).digest(), "big", signed=True)


def facets(row: Conversation) -> Facets | None:
    """Return what the row is found by; None while no message of it is known."""
    if row.account is None:
        return None
    return Facets(
        folders=folders(row),
        priority=row.priority,
        waiting=None if row.waiting_since is None else _within(row.waiting_since),
        newest=_within(row.last_at),
        account=row.account.bytes,
        network=row.network,
        kind=row.kind.value,
        mood=row.mood.value if row.mood else None,
        language=row.language,
        assignee=row.assignee,
        tags=row.tags,
        monitors=tuple([monitor.bytes for monitor in row.monitors]) if row.monitors else (),
        places=(row.place,) if row.place else (),
        snoozed_until=row.snoozed_until,
        outbox=row.in_flight + row.awaiting + row.stuck,
        stuck=row.stuck,
    )


def _within(at: int) -> int:
    """Return a time that sorts: a network may claim any year, and lists count on those up to 2112."""
    return max(0, min(at, LAST))


def folders(row: Conversation) -> int:
    """Return the bits of the folders that it is in."""
    return _folders(
        row.status,
        row.spam,
        row.waiting_since is not None,
        row.in_flight > 0,
        row.assignee is not None,
        row.mood is Mood.NEGATIVE,
        row.level > 0,
        row.awaiting > 0,
        bool(row.monitors),
        row.addressed,
    )


@cache
def _folders(
    status: Status,
    spam: bool,
    waits: bool,
    sent: bool,
    assigned: bool,
    negative: bool,
    level: bool,
    awaiting: bool,
    heard: bool,
    addressed: bool,
) -> int:
    """Ask `matches` once for each of the few hundred ways in which rows differ to it."""
    member = "somebody"
    row = Conversation(
        UUID(int=0),
        status=status,
        spam=spam,
        waiting_since=1 if waits else None,
        in_flight=int(sent),
        assignee=member if assigned else None,
        mood=Mood.NEGATIVE if negative else None,
        level=int(level),
        awaiting=int(awaiting),
        monitors=(UUID(int=0),) if heard else (),
        addressed=addressed,
    )
    found = (folder for folder in Folder if matches(row, folder, member))
    return sum(BITS[folder] for folder in found)


def id_of(value: str) -> UUID:
    """Return the account or monitor that a counter is kept under."""
    return UUID(hex=value)
