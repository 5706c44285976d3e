"""Where reading stands: under each of our latest posts, and among mentions, what was seen last."""

from hashlib import blake2b

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from responder.core.ports import Unreadable
from responder.net.graph.walk import Mark

POSTS = 50
_BAD = 50


class Cursor(Struct, frozen=True):
    """What was written before `begun` (µs) is not told; `posts` are those that were read, latest last."""

    begun: int
    posts: dict[str, Mark] = {}
    mentions: Mark | None = None
    turn: int = 0
    bad: tuple[str, ...] = ()

    def write(self) -> str:
        """Return it as the text that is stored."""
        return msgspec.json.encode(self).decode()

    def with_post(self, post: str, mark: Mark) -> "Cursor":
        """Return it with a post as it stands now."""
        kept = {key: one for key, one in self.posts.items() if key != post} | {post: mark}
        return replace(self, posts=dict(list(kept.items())[-POSTS:]))

    def unkept(self, broken: list[Unreadable]) -> list[Unreadable]:
        """Return what could not be read and was not put aside yet."""
        return [one for one in broken if _hash(one.payload) not in self.bad]

    def having_kept(self, broken: list[Unreadable]) -> "Cursor":
        """Return it after some payloads were put aside, so that each is counted once."""
        return replace(self, bad=(*self.bad, *(_hash(one.payload) for one in broken))[-_BAD:])


def read(text: str | None) -> Cursor | None:
    """Return a stored cursor; None when there is none, or none of ours: then reading begins anew."""
    try:
        return msgspec.json.decode(text or "", type=Cursor)
    except (msgspec.MsgspecError, RecursionError):
        return None


def _hash(payload: bytes) -> str:
    return blake2b(payload, digest_size=5).hexdigest()
