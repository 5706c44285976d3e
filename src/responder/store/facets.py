"""What a conversation is listed and counted by: one small value, derived from its row by `questions.matches`."""

from dataclasses import dataclass
from uuid import UUID

from responder.core.conversations import Conversation
from responder.core.questions import Folder, matches

BITS: dict[Folder, int] = {folder: 1 << place for place, folder in enumerate(Folder)}
"""Each folder's bit in `Facets.folders`. MINE says that it is in the assignee's."""

LAST = (1 << 52) - 1
"""The latest time (µs) that lists tell from a later one."""


@dataclass(slots=True, frozen=True)
class Facets:
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
    snoozed_until: int | None
    outbox: int
    stuck: int

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
        return pairs


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
        snoozed_until=row.snoozed_until,
        outbox=row.in_flight + row.awaiting + row.stuck,
        stuck=row.stuck,
    )


def _within(at: int) -> int:
    """Return a time that sorts: a network may claim any year, and lists count on those up to 2112."""
    return max(0, min(at, LAST))


def folders(row: Conversation) -> int:
    """Return the bits of the folders that it is in."""
    member = row.assignee
    bits = 0
    for folder, bit in BITS.items():
        if folder is Folder.MINE and member is None:
            continue
        if matches(row, folder, member or ""):
            bits |= bit
    return bits


def account_of(value: str) -> UUID:
    """Return the account that a counter is kept under."""
    return UUID(hex=value)
