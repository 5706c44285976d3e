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

WATCHED = 60
"""Below how many posts, those where something was written last, is looked for more."""

BELOW = 15
"""Of how many posts below each of them edits and deletions are noticed."""

_PREFIX = "at://"
_POST = "/app.bsky.feed.post/"


class Trace(Struct, array_like=True, frozen=True):
    """A post that was given on: a mark of its version, when it was written (µs)."""

    mark: str
    at: int


class Branch(Struct, array_like=True):
    """What is below a post that is watched: when its author or we last wrote there (µs), marks of the author's posts.

    Those with keys up to `floor` are not remembered any more. `read` is the turn in which it was read last.
    """

    at: int
    posts: dict[str, str] = {}
    floor: str = ""
    read: int = 0

    def keep(self, key: str, version: str) -> None:
        """Remember a post as given on; keys sort by time, and the oldest makes room."""
        self.posts[key] = version
        if len(self.posts) > BELOW:
            self.floor = max(self.floor, min(self.posts))
            del self.posts[min(self.posts)]


class Cursor(cursors.Notebook, Struct, omit_defaults=True):
    """`at` is the time of the latest notification (µs); up to `floor` all were given on and are not remembered.

    What was written before `begin`, the first reading left out for good.

    `turn` says which of the remembered ones are asked for next. `rev` is how far the log of direct messages was
    read (None: not at all), `said` are the latest that were given on.

    `watched` are the posts below which is looked for what their authors add; `watching` is not set in cursors of
    before there were any.
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
    watching: bool = False
    watched: dict[str, Branch] = {}

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

    def watch(self, uri: str, at: int) -> None:
        """Look from now on for what is added below a post."""
        self.watched.setdefault(short(uri), Branch(at))
        if len(self.watched) > WATCHED:
            del self.watched[min(self.watched, key=lambda key: self.watched[key].at)]

    def start_watching(self) -> None:
        """Make up for what an earlier version did not watch: the latest that were given on."""
        if not self.watching:
            for key, trace in self.seen.items():
                self.watch(full(key), trace.at)
        self.watching = True

    def stir(self, uri: str, at: int) -> None:
        """Note that we answered in a branch: more may come there soon."""
        branch = self.watched.get(short(uri))
        if branch is not None:
            branch.at = max(branch.at, at)

    def had_below(self, view: View) -> bool:
        """Say whether this version of a post was given on as one that is below another."""
        return any(one.posts.get(_key(view.uri)) == mark(view.cid) for one in self._branches(view))

    def take_over(self, view: View) -> None:
        """Remember a post that was found below another, and is notified of only now, among the others."""
        if self.had_below(view):
            self.keep(view)
        if short(view.uri) in self.seen:
            for branch in self._branches(view):
                branch.posts.pop(_key(view.uri), None)

    def _branches(self, view: View) -> list[Branch]:
        who = f"{view.author.did}//"
        return [branch for top, branch in self.watched.items() if top.startswith(who)]

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
