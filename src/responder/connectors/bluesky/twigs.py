"""The tree of a thread as a list of posts. Pure; each is read by itself, and no nesting is too deep."""

from dataclasses import dataclass
from typing import Any

from msgspec import Raw, Struct

from responder.connectors.bluesky.entities import LONGEST_URI, Sender
from responder.net.payloads import WRONG, value


class _Node(Struct):
    post: Raw = Raw()
    replies: list[Raw] | None = None


class _Named(Struct):
    uri: str
    cid: str
    author: Sender
    replyCount: Any = 0


@dataclass
class Twig:
    """A post of a thread as it came; `above` is the one that it answers.

    `cut` means that it has answers, of which none came along.
    """

    raw: Raw
    uri: str
    cid: str
    did: str
    above: "Twig | None"
    depth: int
    cut: bool

    @property
    def key(self) -> str:
        """Return the key of its record."""
        return self.uri.rpartition("/")[2]


def grown(tree: Raw, above: Twig | None) -> list[Twig]:
    """Return the posts of a tree, each after the one that it answers. What is not shown has none, nor has what is below."""
    found: list[Twig] = []
    stack = [(tree, above)]
    while stack:
        raw, higher = stack.pop()
        try:
            node = value(raw, _Node)
            named = value(node.post, _Named)
        except WRONG:
            continue
        if not named.uri.startswith(f"at://{named.author.did}/") or len(named.uri) > LONGEST_URI:
            continue
        below = node.replies or []
        cut = not below and isinstance(named.replyCount, int) and named.replyCount > 0
        depth = higher.depth + 1 if higher else 0
        twig = Twig(node.post, named.uri, named.cid, named.author.did, higher, depth, cut)
        found.append(twig)
        stack += [(one, twig) for one in reversed(below)]
    return found
