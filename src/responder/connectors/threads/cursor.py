"""Where reading stands: under each of our latest posts, and among mentions, what was seen last."""

from typing import ClassVar

from msgspec import Struct

from responder.net import cursors
from responder.net.graph.standing import Standing
from responder.net.graph.walk import Mark


class Cursor(Standing, Struct, frozen=True):
    """See `Standing`; `turn` counts rounds."""

    most_posts: ClassVar[int] = 50
    mentions: Mark | None = None
    turn: int = 0


def read(text: str | None) -> Cursor | None:
    """Return a stored cursor; None when there is none, or none of ours: then reading begins anew."""
    return cursors.read(text, Cursor)
