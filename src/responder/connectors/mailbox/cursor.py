"""Where we stand in a mailbox: kept as text, so that a restart goes on from there."""

import msgspec
from msgspec import Struct

RECENT = 50
"""How many of the newest mails are watched."""


class Cursor(Struct, omit_defaults=True):
    """The number of the last mail we had in the folder and among what was sent, and what the numbers count from.

    Numbers mean something only while the folder's UIDVALIDITY is the same. `since` (µs) is how far back the first
    reading went, `last` the Message-ID of the newest mail we had, `at` (µs) when that arrived. `recent` are the newest mails by their
    numbers, to see which of them somebody puts aside.
    """

    validity: int = 0
    uid: int = 0
    sent_validity: int = 0
    sent_uid: int = 0
    since: int = 0
    last: str = ""
    at: int = 0
    recent: dict[int, str] = {}

    def remember(self, uid: int, remote_id: str) -> None:
        """Keep a mail among the recent ones, the oldest making room."""
        self.recent[uid] = remote_id
        while len(self.recent) > RECENT:
            del self.recent[min(self.recent)]

    def encode(self) -> str:
        """Write it down."""
        return msgspec.json.encode(self).decode()


def decode(text: str | None) -> Cursor:
    """Read it back; what cannot be read begins anew, which costs work and loses nothing."""
    try:
        return msgspec.json.decode(text or "{}", type=Cursor)
    except msgspec.MsgspecError:
        return Cursor()
