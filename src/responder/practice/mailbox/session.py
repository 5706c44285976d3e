"""What one client's IMAP line stands for: who is signed in, which folder is open, what it was told."""

import asyncio
from collections.abc import Awaitable, Callable

from responder.practice.mailbox import syntax
from responder.practice.mailbox.syntax import Word, Wrong
from responder.practice.mailbox.world import Folder, Item, World

FLAGS = "(\\Answered \\Flagged \\Deleted \\Seen \\Draft)"


class No(Exception):
    """What was asked is refused."""


class Session:
    """The state of a line."""

    def __init__(self, world: World, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.world = world
        self.reader, self.writer = reader, writer
        self.user = ""
        self.folder: Folder | None = None
        self.readonly = False
        self.told: list[int] = []
        self.rewrite: Callable[[list[Item]], list[Item]] | None = None
        self.idling = False

    def say(self, line: bytes) -> None:
        """Send something, unless the client has gone."""
        if not self.writer.is_closing():
            self.writer.write(line)

    @property
    def opened(self) -> Folder:
        """Return the folder that is open. Raises Wrong."""
        if self.folder is None:
            raise Wrong("open a folder first")
        return self.folder

    def chosen(self, written: str, *, by_uid: bool) -> list[Item]:
        """Return the mails of a set of positions, or of numbers."""
        items = self.opened.items
        most = max((item.uid for item in items), default=0) if by_uid else len(items)
        wanted = syntax.numbers(written, most)
        return [
            item for position, item in enumerate(items, 1) if (item.uid if by_uid else position) in wanted
        ]

    def changed(self) -> None:
        """Hear that something changed: whoever waits is told at once."""
        if self.idling:
            self.news()

    def news(self) -> None:
        """Tell what went and what came since the last time (RFC 3501, 7.3 and 7.4)."""
        if self.folder is None:
            return
        now = [item.uid for item in self.folder.items]
        there = set(now)
        for position in range(len(self.told), 0, -1):
            if self.told[position - 1] not in there:
                self.say(f"* {position} EXPUNGE\r\n".encode())
        if there - set(self.told):
            self.say(f"* {len(now)} EXISTS\r\n".encode())
        self.told = now


Handler = Callable[[Session, list[Word]], Awaitable[str]]
"""Carries a command out and returns its tagged answer. Raises No or Wrong."""
