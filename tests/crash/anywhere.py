"""The engine in a process of its own, on any network; it kills itself where it is told. A person answers whoever waits."""

import asyncio
import logging
import os
import signal
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from responder.actions.desk import Desk
from responder.actions.reply import NewReply, submit, withdraw
from responder.app.engine import Engine
from responder.app.networks import Networks
from responder.core.accounts import Member
from responder.core.clock import SystemClock
from responder.core.ids import message_id
from responder.core.questions import Folder, InboxQuery
from responder.core.replies import ReplyState
from responder.ingest.receiver import Receiver
from responder.net.keychain import SecretFile
from responder.outbox.policy import Patience
from responder.outbox.worker import Outbox
from responder.store.store import Store

MEMBER = Member("marie", "Marie Curie")
IMPATIENT = Patience(first=0.05, most=0.2, settle=1.0, asking=3.0)
"""Production's decisions after a doubtful try, in seconds in place of minutes."""


@dataclass(frozen=True)
class Life:
    """One life of the engine: it dies at the `nth` time of `kill_at`, or lives until all of `expected` is settled."""

    folder: Path
    kill_at: str = ""
    nth: int = 1
    expected: tuple[str, ...] | None = None

    @property
    def database(self) -> Path:
        """Where the workspace is."""
        return self.folder / "workspace.db"

    @property
    def secrets(self) -> SecretFile:
        """What the sign-in left."""
        return SecretFile(self.folder / "secrets.json")


def live(life: Life) -> None:
    """Run the engine in this process."""
    logging.disable(logging.CRITICAL)
    asyncio.run(_live(life))


async def _live(life: Life) -> None:
    passed: Counter[str] = Counter()

    def step(name: str) -> None:
        passed[name] += 1
        if name == life.kill_at and passed[name] == life.nth:
            os.kill(os.getpid(), signal.SIGKILL)

    clock = SystemClock()
    store = Store.open(life.database, clock, step)
    engine = Engine(store, clock, Networks(), life.secrets)
    parts = [
        Receiver(store, clock, engine.connector, step, paces=engine.pace).run(),
        Outbox(store, clock, engine.connector, step, IMPATIENT).run(),
        _answer(Desk(store, clock, MEMBER)),
    ]
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        while life.expected is None or not settled(store, life.expected):  # noqa: ASYNC110  # no bell of the test
            await asyncio.sleep(0.05)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        store.close()


async def _answer(desk: Desk) -> None:
    """Answer everybody who waits, once; a reply that was held is taken back and written anew."""
    while True:
        rows = desk.store.rows()
        for conversation in rows.conversations(InboxQuery(folder=Folder.NEEDS_REPLY)):
            replies = rows.replies(conversation)
            for reply in replies:
                if reply.state in (ReplyState.HELD, ReplyState.FAILED):
                    await asyncio.wrap_future(withdraw(desk, reply.id))
            if any(reply.state is ReplyState.ASK for reply in replies):
                continue  # a person would look there first
            everything = rows.messages_since(conversation, None)
            text = f"Answer {len(replies)} to {everything[-1].text.split()[-1]}."
            await asyncio.wrap_future(submit(desk, NewReply(conversation, text, seen=everything[-1].id), 0))
        await asyncio.sleep(0.02)


def settled(store: Store, expected: tuple[str, ...]) -> bool:
    """Say whether all that was asked is here, and every answer is sent or waits for a person."""
    rows, (account,) = store.rows(), store.accounts()
    if not all(rows.message(message_id(account.network, account.server, one)) for one in expected):
        return False
    waiting = rows.conversations(InboxQuery(folder=Folder.NEEDS_REPLY))
    asking = [any(one.state is ReplyState.ASK for one in rows.replies(each)) for each in waiting]
    return all(asking) and not rows.in_flight()
