"""Where reading stands on a Graph API: under each of the latest posts, and in each of the latest conversations."""

from collections.abc import Mapping
from typing import ClassVar, Self

from msgspec import Struct
from msgspec.structs import replace

from responder.net.cursors import Bookmark
from responder.net.graph.walk import Mark

THREADS = 50


class Standing(Bookmark, Struct, frozen=True):
    """What was written before `begun` (µs) is not told; `posts` and `threads` are those that were read, latest last."""

    most_posts: ClassVar[int] = 80
    begun: int
    posts: dict[str, Mark] = {}
    threads: dict[str, Mark] = {}
    inbox: int = 0

    def with_post(self, post: str, mark: Mark) -> Self:
        """Return it with a post as it stands now."""
        return replace(self, posts=_latest(self.posts, post, mark, self.most_posts))

    def without_post(self, post: str) -> Self:
        """Return it without a post."""
        return replace(self, posts={key: mark for key, mark in self.posts.items() if key != post})

    def with_thread(self, thread: str, mark: Mark) -> Self:
        """Return it with a conversation as it stands now."""
        return replace(self, threads=_latest(self.threads, thread, mark, THREADS))


def _latest(marks: Mapping[str, Mark], key: str, mark: Mark, most: int) -> dict[str, Mark]:
    kept = {other: one for other, one in marks.items() if other != key} | {key: mark}
    return dict(list(kept.items())[-most:])
