"""Where reading stands: under posts, in conversations, and which posts tagged us."""

from typing import ClassVar

from msgspec import Struct

from responder.net import cursors
from responder.net.graph.standing import Standing


class Cursor(Standing, Struct, frozen=True):
    """See `Standing`; `tags` maps posts that tag us to what they say."""

    most_posts: ClassVar[int] = 80
    tags: dict[str, str] = {}


def read(text: str | None) -> Cursor | None:
    """Return a stored cursor; None when there is none, or none of ours: then reading begins anew."""
    return cursors.read(text, Cursor)
