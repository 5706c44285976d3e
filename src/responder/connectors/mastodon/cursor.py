"""Where we stand with one account: kept as text, so that a restart goes on from there."""

import msgspec
from msgspec import Struct

RECENT = 60
"""How many of the newest incoming posts are remembered, to see edits and deletions of them."""


class Trace(Struct, array_like=True, frozen=True):
    """One post that we delivered: its notification, its fingerprint then, when it was written (µs), a mark of its address."""

    notification: str
    fingerprint: str
    at: int
    address: str = ""


class Cursor(Struct, omit_defaults=True):
    """`notification` is the newest that we have had, `at` (µs, the server's time) when it was made.

    Ids mean nothing by themselves: they are not even sorted on every server.
    """

    notification: str = ""
    at: int = 0
    own: str = ""
    direct: str = ""
    recent: dict[str, Trace] = {}
    begun: bool = False

    def remember(self, status: str, trace: Trace) -> None:
        """Keep a post among the recent ones, the oldest making room."""
        self.recent.pop(status, None)
        self.recent[status] = trace
        while len(self.recent) > RECENT:
            del self.recent[min(self.recent, key=lambda key: self.recent[key].at)]

    def named(self, address: str) -> str | None:
        """Return the id under which we know the post with this address."""
        return next((key for key, trace in self.recent.items() if address and trace.address == address), None)

    def unlisted(self, status: str) -> None:
        """Remember a post as one whose notification is no longer listed."""
        trace = self.recent[status]
        self.recent[status] = Trace("", trace.fingerprint, trace.at, trace.address)

    def knows(self, notification: str) -> bool:
        """Say whether a notification is the newest we had, or one of those remembered."""
        if notification == self.notification:
            return True
        return any(trace.notification == notification for trace in self.recent.values())

    def encode(self) -> str:
        """Write it down."""
        return msgspec.json.encode(self).decode()


def decode(text: str | None) -> Cursor:
    """Read it back; what cannot be read begins anew, which costs work and loses nothing."""
    try:
        return msgspec.json.decode(text or "{}", type=Cursor)
    except msgspec.DecodeError:
        return Cursor()
