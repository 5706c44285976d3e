"""What a transaction touched, so that every screen redraws only its part."""

from dataclasses import dataclass, field
from enum import Flag, auto
from uuid import UUID


class Touched(Flag):
    """The parts of the screen that may have to be read again."""

    NONE = 0
    INBOX = auto()
    THREAD = auto()
    SENDING = auto()
    CONTACTS = auto()
    TEMPLATES = auto()
    ACCOUNTS = auto()
    HEALTH = auto()
    MEMBERS = auto()
    MONITORS = auto()
    ALL = INBOX | THREAD | SENDING | CONTACTS | TEMPLATES | ACCOUNTS | HEALTH | MEMBERS | MONITORS


@dataclass(frozen=True)
class Changes:
    """The parts and the conversations that one commit touched. `arrived`: those with a new message."""

    touched: Touched = Touched.NONE
    conversations: frozenset[UUID] = field(default_factory=frozenset)
    arrived: frozenset[UUID] = field(default_factory=frozenset)

    def __or__(self, other: "Changes") -> "Changes":
        """Return both together."""
        return Changes(
            self.touched | other.touched,
            self.conversations | other.conversations,
            self.arrived | other.arrived,
        )
