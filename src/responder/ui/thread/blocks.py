"""What the thread shows, one block under the other: plain values, without Qt."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from responder.ui.thread.strong import Span

if TYPE_CHECKING:
    from PySide6.QtGui import QImage


class Look(StrEnum):
    """How a block is drawn."""

    CUSTOMER = "customer"
    OTHER = "other"
    OURS = "ours"
    UNSENT = "unsent"
    NOTE = "note"
    EARLIER = "earlier"
    POST = "post"
    EVENT = "event"
    DAY = "day"
    FOLD = "fold"

    @property
    def framed(self) -> bool:
        """Say whether it stands in a block of its own, and not on one line."""
        return self not in (Look.EVENT, Look.DAY, Look.FOLD)

    @property
    def spoken(self) -> bool:
        """Say whether somebody wrote it: these are what N and P stop at."""
        return self in (Look.CUSTOMER, Look.OTHER, Look.OURS, Look.UNSENT, Look.NOTE)


@dataclass(frozen=True)
class Chip:
    """A word with an icon. `tone` is a family of colours: plain, danger, warn, ok, mark or note."""

    text: str
    icon: str = ""
    tone: str = "plain"


@dataclass(frozen=True)
class Button:
    """Something that can be done about a block."""

    action: str
    label: str
    icon: str = ""


@dataclass(frozen=True)
class Notice:
    """A line under the text; with an `action` it is a link."""

    text: str
    icon: str = ""
    tone: str = "plain"
    action: str = ""


@dataclass(frozen=True)
class File:
    """An attachment. With a `picture`, its address, it can be shown: fetched only when a person asks.

    `image` is the picture once it is here; `note` says that it is on its way, or why it cannot be shown. `saves` is
    the address of one that only the connector can fetch, to be saved when a person asks.
    """

    label: str
    url: str
    picture: str = ""
    note: str = ""
    image: "QImage | None" = None
    saves: str = ""


@dataclass(frozen=True)
class Block:
    """One thing in the thread. `key` stays the same when it is built again; `subject` is a message, reply or note."""

    key: str
    look: Look
    at: int
    text: str
    subject: UUID | None = None
    person: str = ""
    name: str = ""
    aside: str = ""
    time: str = ""
    icon: str = ""
    badge: Chip | None = None
    state: Chip | None = None
    strong: tuple[Span, ...] = ()
    tags: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    notices: tuple[Notice, ...] = ()
    buttons: tuple[Button, ...] = ()
    struck: bool = False
    url: str = ""
    language: str = ""

    def spoken_text(self) -> str:
        """Return the block in reading order, for a screen reader and for a copy of the whole block."""
        head = [self.name, self.aside, self.badge.text if self.badge else ""]
        head += [self.state.text if self.state else "", self.time]
        about = ", ".join(part for part in head if part)
        rest = [self.text, *(file.label for file in self.files), *(notice.text for notice in self.notices)]
        rest += [", ".join(self.tags)] if self.tags else []
        body = ". ".join(part.rstrip(".") if part.endswith(".") else part for part in rest if part)
        return f"{about}. {body}" if about and body else about or body
