"""The real engine in a process of its own, with a person at the desk; it kills itself where it is told."""

import asyncio
import contextlib
import logging
import os
import signal
from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from responder.actions import drafts
from responder.actions.acts import request
from responder.actions.desk import Desk
from responder.actions.reply import NewReply, submit, withdraw
from responder.app.engine import Roots
from responder.connectors.mastodon import connector as mastodon
from responder.core.accounts import Account, Member
from responder.core.ids import message_id
from responder.core.messages import Message
from responder.core.ports import Connector
from responder.core.questions import Draft, Folder, InboxQuery
from responder.ingest.receiver import Receiver
from responder.outbox.worker import Outbox
from responder.store.store import Store
from tests.connectors.means import means
from tests.crash.fast import FastClock

T = TypeVar("T")
MEMBER = Member("marie", "Marie Curie")
DESK = UUID(int=1)
"""The conversation that the draft is kept under."""


@dataclass(frozen=True)
class Plan:
    """One life of the engine. It dies at the `nth` time of `kill_at`; with `expected` it lives until all is done."""

    folder: Path
    account: Account
    token: str
    clock: FastClock
    kill_at: str = ""
    nth: int = 1
    expected: tuple[str, ...] | None = None

    @property
    def database(self) -> Path:
        """Where the workspace is."""
        return self.folder / "workspace.db"

    @property
    def acknowledged(self) -> Path:
        """Where the number of the last draft that was called saved is."""
        return self.folder / "acknowledged"


def live(plan: Plan) -> None:
    """Run the engine in this process."""
    logging.disable(logging.CRITICAL)
    asyncio.run(_live(plan))


async def _live(plan: Plan) -> None:
    passed: Counter[str] = Counter()

    def step(name: str) -> None:
        passed[name] += 1
        if name == plan.kill_at and passed[name] == plan.nth:
            os.kill(os.getpid(), signal.SIGKILL)

    store = Store.open(plan.database, plan.clock, step)
    desk = Desk(store, plan.clock, MEMBER)

    def connect(account: Account, *, once: bool = False) -> Connector:
        return mastodon.open(account, means(plan.token, clock=plan.clock, known=Roots(store, account)))

    engine = [
        Receiver(store, plan.clock, connect, step).run(),
        Outbox(store, plan.clock, connect, step).run(),
        _answer(desk),
        _write(desk, plan.acknowledged),
    ]
    tasks = [asyncio.create_task(part) for part in engine]
    try:
        await (_finished(store, plan) if plan.expected is not None else asyncio.Event().wait())
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        store.close()


async def _answer(desk: Desk) -> None:
    """Answer everybody who waits, and like what they wrote; a reply that was held is taken back and written anew."""
    while True:
        rows = desk.store.rows()
        for conversation in rows.conversations(InboxQuery(folder=Folder.NEEDS_REPLY)):
            replies = rows.replies(conversation)
            for reply in replies:
                if reply.state.stuck:
                    await _done(withdraw(desk, reply.id))
            asked = last_asked(rows.messages_since(conversation, None))
            await _done(request(desk, asked.id, "favourite"))
            text = f"Answer {len(replies)} to {asked.remote_id}."
            await _done(submit(desk, NewReply(conversation, text, seen=asked.id), 0))
        await asyncio.sleep(0.02)


async def _write(desk: Desk, acknowledged: Path) -> None:
    """Keep a draft, and note each number after it was called saved."""
    for number in count(last_acknowledged(acknowledged) + 1):
        await _done(drafts.save(desk, Draft(DESK, f"draft {number}")))
        acknowledge(acknowledged, number)
        await asyncio.sleep(0.05)


def last_acknowledged(path: Path) -> int:
    """Return the number of the last draft that was called saved."""
    return int(path.read_text()) if path.exists() else 0


def acknowledge(path: Path, number: int) -> None:
    """Note that a draft was called saved, whole or not at all."""
    beside = path.with_suffix(".new")
    beside.write_text(str(number))
    beside.replace(path)


async def _finished(store: Store, plan: Plan) -> None:
    """Wait until all that was posted is here and nothing waits or is on its way."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(45):
            while not _settled(store, plan):  # noqa: ASYNC110  # the store rings no bell of the test
                await asyncio.sleep(0.05)


def _settled(store: Store, plan: Plan) -> bool:
    rows = store.rows()
    account = plan.account
    return (
        all(rows.message(message_id(account.network, account.server, one)) for one in plan.expected or ())
        and not list(rows.conversations(InboxQuery(folder=Folder.NEEDS_REPLY)))
        and not rows.in_flight()
        and not store.pending_acts()
    )


def last_asked(messages: list[Message]) -> Message:
    """Return the last message of a customer."""
    return max((one for one in messages if not one.author.ours), key=lambda one: one.created_at)


async def _done(future: "Future[T]") -> T:
    return await asyncio.wrap_future(future)
