"""Finding words in a conversation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from responder.ui.thread.blocks import Block


@dataclass(frozen=True)
class Match:
    """A place found: the block, and the stretch in code points."""

    key: str
    start: int
    end: int


def matches(blocks: Sequence[Block], words: str) -> list[Match]:
    """Return every place where the words stand, whatever their case, from top to bottom."""
    if not words.strip():
        return []
    pattern = re.compile(re.escape(words.strip()), re.IGNORECASE)
    return [
        Match(block.key, found.start(), found.end())
        for block in blocks
        if block.look.spoken or not block.look.framed
        for found in pattern.finditer(block.text)
    ]
