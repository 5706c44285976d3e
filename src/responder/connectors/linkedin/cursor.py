"""Where reading stands: up to when notices were pulled, and what the comments of the latest posts looked like."""

from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.linkedin import requests
from responder.core.messages import Message
from responder.net import cursors

POSTS = 10
"""Of how many posts, the latest active ones, edits and deletions are noticed."""

COMMENTS = 300
"""How many comments of a post are remembered."""


class Seen(Struct, frozen=True, array_like=True):
    """How a comment looked: a hash, when it was written (µs), how many answers it had, and what it answers."""

    mark: str
    at: int
    answers: int = 0
    parent: str = ""


class Known(Struct, frozen=True):
    """The comments of a post that were given on; all written before `floor` (µs) were, and are no longer remembered.

    `stranger` is true for somebody else's post that named the page.
    """

    seen: dict[str, Seen] = {}
    floor: int = 0
    stranger: bool = False


class Cursor(cursors.Bookmark, Struct, frozen=True):
    """`at` is up to when (µs, LinkedIn's clock) notices were pulled; the posts, the one that was active last at the end.

    `handled` are the notices of the last pull: the next one reaches back over them.
    """

    at: int = 0
    posts: dict[str, Known] = {}
    turn: int = 0
    handled: tuple[str, ...] = ()

    def of(self, post: str, *, older_than: int = 0) -> Known:
        """Return what is known of a post; of one that is not remembered what is older than a time (µs) was given on."""
        return self.posts.get(post) or Known(floor=max(0, older_than))

    def knowing(self, post: str, known: Known) -> "Cursor":
        """Return it with what is known of a post now, which is the latest active one."""
        posts = {urn: one for urn, one in self.posts.items() if urn != post}
        kept = [*posts.items(), (post, _pruned(known))][-POSTS:]
        return replace(self, posts=dict(kept))

    def forgetting(self, post: str) -> "Cursor":
        """Return it without a post that is gone."""
        return replace(self, posts={urn: one for urn, one in self.posts.items() if urn != post})

    def next_turn(self) -> str | None:
        """Return the post that is read again although nobody gave notice of it: another one each round."""
        posts = list(self.posts)
        return posts[self.turn % len(posts)] if posts else None


def read(text: str | None) -> Cursor:
    """Return a stored cursor; when there is none, or none of ours, an empty one: then reading begins anew."""
    cursor = cursors.read(text, Cursor) or Cursor()
    return cursor if all(requests.is_post(post) for post in cursor.posts) else Cursor()


def looked(message: Message, answers: int) -> Seen:
    """Return how a comment looks now."""
    mark = blake2b(message.fingerprint().encode(), digest_size=5).hexdigest()
    return Seen(mark, message.created_at, answers, message.parent or "")


def _pruned(known: Known) -> Known:
    if len(known.seen) <= COMMENTS:
        return known
    floor = sorted(one.at for one in known.seen.values())[-COMMENTS]
    kept = {
        urn: one for urn, one in known.seen.items() if one.at >= floor
    }  # also what was written in the same ms
    return Known(kept, max(known.floor, floor), known.stranger)
