"""Faults that the practice mailbox can be told to show."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from responder.practice.mailbox.world import Item

Rewrite = Callable[[list[Item]], list[Item]]


@dataclass
class Fault:
    """What to do with the next `count` commands of a protocol that match.

    IMAP's commands are named as they are sent (`UID FETCH`), and so are SMTP's; `GREETING` is the opening of a line and
    `MAIL TEXT` the end of a mail's text. `reply` is written instead of the answer (after the tag, in IMAP), `raw` as it
    is. With `after` the command is carried out and its answer lost. `rewrite` changes the mails that a fetch gives.
    """

    protocol: Literal["imap", "smtp"]
    command: str
    count: int = 1
    reply: str = ""
    raw: bytes = b""
    cut: bool = False
    after: bool = False
    delay: float = 0.0
    rewrite: Rewrite | None = None


class Faults:
    """Those that wait to be shown, in the order they were given."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.seen: list[tuple[str, str]] = []

    def add(self, fault: Fault) -> None:
        """Arm a fault (any thread)."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Disarm all of them (any thread)."""
        self._waiting.clear()

    def take(self, protocol: str, command: str) -> Fault | None:
        """Return the fault for a command, which is thereby used."""
        self.seen.append((protocol, command))
        for fault in list(self._waiting):
            if fault.protocol == protocol and re.fullmatch(fault.command, command):
                fault.count -= 1
                if fault.count <= 0:
                    self._waiting.remove(fault)
                return fault
        return None
