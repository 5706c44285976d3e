"""What the tests of the outbox do again and again."""

import asyncio
from collections.abc import Awaitable, Callable

from responder.actions.desk import Desk
from responder.actions.reply import NewReply, submit
from responder.core.replies import Reply
from responder.outbox.worker import Outbox
from responder.store.store import Store
from tests.scripted import (
    CONVERSATION,
    Clock,
    done,
)


def hand_in(desk: Desk, text: str = "Hello", conversation: object = CONVERSATION) -> None:
    done(submit(desk, NewReply(conversation, text), undo_seconds=0))  # type: ignore[arg-type]  # always an id


def only(store: Store) -> Reply:
    [row] = store.rows().replies(CONVERSATION)
    return row


async def waited(outbox: Outbox, clock: Clock, seconds: float) -> None:
    clock.pass_(seconds)
    await outbox.once()


async def until(said: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not said():  # noqa: ASYNC110  # the store rings no bell of the test
            await asyncio.sleep(0.005)


async def running(outbox: Outbox, body: Callable[[], Awaitable[None]]) -> None:
    task = asyncio.create_task(outbox.run())
    try:
        await body()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
