"""Listening by asking, round after round: what each finds is given on with the cursor that stands behind it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TypeVar

from responder.core.ports import Batch, Item, Means
from responder.net.cursors import Bookmark

C = TypeVar("C", bound=Bookmark)

News = AsyncGenerator[tuple[list[Item], C], None]
"""What a round finds, part by part, each with where reading stands once it is stored."""


async def rounds(means: Means, cursor: C, around: Callable[[C], News[C]]) -> AsyncGenerator[Batch, None]:
    """Yield what every round finds, for ever, or once; at least one batch for each, with the last cursor."""
    while True:
        lively, stored = False, False
        async with aclosing(around(cursor)) as news:
            async for items, cursor in news:
                lively, stored = lively or bool(items), bool(items)
                if items:
                    yield Batch(tuple(items), cursor.write())
        if not stored:
            yield Batch((), cursor.write())
        if means.once:
            return
        await means.pace.turn(news=lively)
