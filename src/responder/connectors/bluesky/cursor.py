"""Where reading stands: which notifications, answers of ours and direct messages were given on."""

from hashlib import blake2b

from msgspec import Struct

from responder.connectors.bluesky.entities import View
from responder.net import cursors

REMEMBERED = 250
"""Of how many posts, the latest by time, edits and deletions are noticed."""

SLACK = 50
"""How many more there may be before the oldest make room, all at once."""

OWN = 150
SAID = 100

_PREFIX = "at://"
_POST = "/app.bsky.feed.post/"


class Trace(Struct, array_like=True, frozen=True):
    """A post that was given on: a mark of its version, when it was written (µs)."""

    mark: str
    at: int


class Cursor(cursors.Notebook, Struct, omit_defaults=True):
    """`at` is the time of the latest notification (µs); up to `floor` all were given on and are not remembered.

    What was written before `begin`, the first reading left out for good.

    `turn` says which of the remembered ones are asked for next. `rev` is how far the log of direct messages was
    read (None: not at all), `said` are the latest that were given on.
    """

    at: int = 0
    floor: int = 0
    begin: int = 0
    begun: bool = False
    turn: int = 0
    seen: dict[str, Trace] = {}
    own: dict[str, str] = {}
    rev: str | None = None
    said: list[str] = []

    def fresh(self, view: View) -> bool:
        """Say whether this version of a notification's post was not given on yet."""
        trace = self.seen.get(short(view.uri))
        if trace is None:
            return view.at > self.floor and view.at >= self.begin
        return trace.mark != mark(view.cid)

    def keep(self, view: View) -> None:
        """Remember a post as given on; the oldest make room."""
        self.seen[short(view.uri)] = Trace(mark(view.cid), view.at)
        self.at = max(self.at, view.at)
        if len(self.seen) > REMEMBERED + SLACK:
            for oldest in sorted(self.seen, key=lambda key: self.seen[key].at)[:-REMEMBERED]:
                self.floor = max(self.floor, self.seen.pop(oldest).at)

    def keep_own(self, uri: str, cid: str) -> None:
        """Remember an answer of ours."""
        self.own[short(uri)] = mark(cid)
        if len(self.own) > OWN:
            del self.own[min(self.own, key=_key)]

    def has_said(self, remote_id: str) -> bool:
        """Say whether a direct message is among the latest that were given on."""
        return _digest(remote_id) in self.said

    def keep_said(self, remote_id: str) -> bool:
        """Remember a direct message; say whether it is a new one."""
        if self.has_said(remote_id):
            return False
        self.said = [*self.said, _digest(remote_id)][-SAID:]
        return True


def decode(text: str | None) -> Cursor:
    """Read it back; what cannot be read begins anew, which costs work and loses nothing."""
    return cursors.read(text, Cursor) or Cursor()


def short(uri: str) -> str:
    """Return an address as it is remembered."""
    return uri.removeprefix(_PREFIX).replace(_POST, "//")


def full(key: str) -> str:
    """Return the address for what is remembered."""
    return _PREFIX + key.replace("//", _POST)


def mark(cid: str) -> str:
    """Return a short mark of a version."""
    return cid[-7:]


def _key(short_uri: str) -> str:
    return short_uri.rpartition("/")[2]


def _digest(remote_id: str) -> str:
    return blake2b(remote_id.encode(), digest_size=6).hexdigest()
