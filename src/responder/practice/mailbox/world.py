"""What lies in the practice mailbox: folders of numbered mails, and what was delivered to others."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

ABLE = "IMAP4rev1 IDLE UIDPLUS MOVE UNSELECT SPECIAL-USE LITERAL+ SASL-IR AUTH=PLAIN AUTH=XOAUTH2"
"""What the IMAP server says that it can do."""


@dataclass
class Item:
    """One mail in a folder. `at` is when it arrived (s)."""

    uid: int
    raw: bytes
    at: float
    flags: set[str] = field(default_factory=set)

    @property
    def parsed(self) -> Message:
        """Return its head and body."""
        return message_from_bytes(self.raw)

    @property
    def key(self) -> str:
        """Return its Message-ID without the brackets."""
        return str(self.parsed["Message-ID"] or "").strip().strip("<>")

    def header(self, name: str) -> str:
        """Return the text of a header's values, decoded."""
        values = [str(make_header(decode_header(str(value)))) for value in self.parsed.get_all(name, [])]
        return "\n".join(values)


@dataclass
class Folder:
    """Mails in the order of their numbers. `use` is what it is for: `\\Sent`, `\\Junk`, `\\Trash`."""

    name: str
    validity: int
    use: str = ""
    next: int = 1
    items: list[Item] = field(default_factory=list)

    def put(self, raw: bytes, at: float, flags: set[str] | None = None) -> Item:
        """Add a mail, under the next number."""
        item = Item(self.next, raw, at, set(flags or ()))
        self.next += 1
        self.items.append(item)
        return item


@dataclass(frozen=True)
class Delivered:
    """A mail that was handed over for delivery: from whom, to whom, and what."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def parsed(self) -> Message:
        """Return its head and body."""
        return message_from_bytes(self.raw)


class World:
    """One person's mailbox. To be changed in the servers' thread only."""

    def __init__(self) -> None:
        self._validity = 1_700_000_000
        self.folders: dict[str, Folder] = {}
        for name, use in (
            ("INBOX", ""),
            ("Sent", "\\Sent"),
            ("Junk", "\\Junk"),
            ("Trash", "\\Trash"),
            ("Archive", "\\Archive"),
        ):
            self.create(name, use)
        self.offset = 0.0
        self.users: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.delivered: list[Delivered] = []
        self.saves = False
        self.able = ABLE
        self.most = 10_000_000
        self.refused: dict[str, str] = {}
        self.watching: set[Callable[[], None]] = set()

    def create(self, name: str, use: str = "") -> Folder:
        """Make a folder, or return the one there is."""
        self._validity += 1
        return self.folders.setdefault(name, Folder(name, self._validity, use))

    def folder(self, name: str) -> Folder | None:
        """Return a folder; INBOX is one in any spelling (RFC 3501, 5.1)."""
        return self.folders.get("INBOX" if name.upper() == "INBOX" else name)

    def now(self) -> float:
        """Return the time by this server's clock."""
        return time.time() + self.offset

    def put(self, name: str, raw: bytes, flags: set[str] | None = None) -> Item:
        """Let a mail arrive in a folder; whoever waits for news hears it."""
        item = self.folders[name].put(raw, self.now(), flags)
        self.tell()
        return item

    def remove(self, folder: Folder, items: list[Item]) -> None:
        """Take mails out of a folder for good."""
        gone = {item.uid for item in items}
        folder.items = [item for item in folder.items if item.uid not in gone]
        self.tell()

    def renumber(self, name: str, kept: int | None = None) -> None:
        """Give a folder new numbers (another UIDVALIDITY), with only its newest mails."""
        folder = self.folders[name]
        self._validity += 1
        items = folder.items if kept is None else folder.items[len(folder.items) - kept :]
        folder.validity, folder.next, folder.items = self._validity, 1, []
        for item in items:
            folder.put(item.raw, item.at, item.flags)
        self.tell()

    def tell(self) -> None:
        """Tell every open line that something changed."""
        for watcher in list(self.watching):
            watcher()
