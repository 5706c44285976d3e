"""Kills the engine again and again against a practice network that also drops lines, then counts."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from uuid import UUID

from responder.actions.accounts import connect
from responder.actions.desk import Desk
from responder.core.accounts import Account
from responder.core.questions import Folder, InboxQuery
from responder.core.replies import Reply, ReplyState
from responder.practice.mastodon.dialects import Dialect
from responder.practice.mastodon.server import PracticeServer
from responder.store.store import Store
from tests.crash.fast import FastClock
from tests.crash.victim import DESK, MEMBER, Plan, last_acknowledged, live

STEPS = (
    "receive:arrived", "receive:stored", "store.commit", "store.committed", "send:due", "send:started",
    "send:confirmed", "send:recorded", "send:failed", "send:look", "send:looked", "act:due", "act:done",
    "act:recorded",
)  # fmt: skip
"""Every labelled step of receiving and sending; the empty name is a kill at a random time."""

POST = {"path": r"/api/v1/statuses$", "method": "POST"}
FAULTS: tuple[dict[str, object], ...] = (
    {**POST, "after": True, "cut": True},
    {**POST, "after": True, "cut": True},
    {**POST, "cut": True},
    {**POST, "status": 503},
    {**POST, "status": 429, "headers": {"retry-after": "3"}},
    {**POST, "delay": 0.2},
    {**POST, "delay": 0.2, "after": True, "cut": True},
    {"path": "/api/v1/notifications", "cut": True},
    {"path": "/api/v1/notifications", "status": 500},
    {"path": "/api/v1/accounts/.*/statuses", "cut": True},
    {"path": "/favourite", "after": True, "cut": True},
    {"path": ".*", "method": "GET", "status": 502},
)


@dataclass
class Tally:
    """What was there after the last life."""

    kills: int = 0
    asked: int = 0
    sent: int = 0
    lost: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    drafts_lost: int = 0


def torment(folder: Path, dialect: Dialect, kills: int, seed: int) -> Tally:
    """Kill the engine so many times, let it finish, and count what went wrong."""
    dice = random.Random(seed)
    clock = FastClock(time.time_ns() // 1000)
    tally = Tally()
    with PracticeServer("empty", dialect=dialect, clock=clock) as server, _processes() as processes:
        server.set_budget(1_000_000)
        plan = Plan(folder, _account(server), server.token, clock)
        _connect(plan)
        while tally.kills < kills:
            at = STEPS[tally.kills % len(STEPS)] if dice.random() < 0.75 else ""
            tally.kills += _one_life(
                server, processes, replace(plan, kill_at=at, nth=dice.randint(1, 2)), dice
            )
        server.faults.clear()
        last = processes.Process(target=live, args=(replace(plan, expected=tuple(server.incoming())),))
        last.start()
        last.join(60)
        assert last.exitcode == 0
        last.close()
        _count(server, plan, tally)
    return tally


def _account(server: PracticeServer) -> Account:
    host = server.url.removeprefix("http://")
    handle = f"@{server.handle}"
    return Account(
        UUID(int=7), "mastodon", host, server.account_id, handle, handle, options={"url": server.url}
    )


def _connect(plan: Plan) -> None:
    store = Store.open(plan.database, plan.clock)
    connect(Desk(store, plan.clock, MEMBER), plan.account).result(10)
    store.close()


def _one_life(server: PracticeServer, processes: ForkServerContext, plan: Plan, dice: random.Random) -> int:
    for _ in range(dice.randint(1, 3)):
        _somebody_asks(server, dice)
    for _ in range(dice.randint(0, 2)):
        server.fault(**dice.choice(FAULTS))
    victim = processes.Process(target=live, args=(plan,))
    victim.start()
    if dice.random() < 0.5:
        time.sleep(dice.uniform(0.05, 0.3))
        _somebody_asks(server, dice)
    if dice.random() < 0.2:
        server.drop_streams()
    victim.join(1.5 if plan.kill_at else dice.uniform(0.2, 1.2))
    victim.kill()
    victim.join()
    killed = victim.exitcode == -9
    victim.close()
    return int(killed)


def _somebody_asks(server: PracticeServer, dice: random.Random) -> None:
    """Ask something new, add to what one asked before, or answer back to our answer."""
    text = f"@{server.handle} question {dice.random()}"
    known = [one for one in server.statuses() if one["visibility"] != "direct"]
    if known and dice.random() < 0.3:
        server.post("chatty", text, in_reply_to=dice.choice(known[-20:])["id"])
        return
    visibility = dice.choice(("public", "public", "unlisted", "direct"))
    server.post(f"customer{dice.randint(1, 40)}", text, visibility=visibility)


def _count(server: PracticeServer, plan: Plan, tally: Tally) -> None:
    asked = server.incoming()
    answers = {str(status["id"]): str(status["content"]) for status in server.statuses()}
    tally.asked = len(asked)
    store = Store.open(plan.database, plan.clock)
    rows = store.rows()
    known: set[str] = set()
    for conversation in rows.conversations(InboxQuery(folder=Folder.ALL)):
        known |= {message.remote_id for message in rows.messages_since(conversation, None)}
        for reply in rows.replies(conversation):
            _check(reply, answers, tally)
    tally.unanswered = [str(one) for one in rows.conversations(InboxQuery(folder=Folder.NEEDS_REPLY))]
    tally.lost = [one for one in asked if one not in known]
    draft = store.draft(DESK)
    saved = int(draft.text.split()[1]) if draft else 0
    tally.drafts_lost = max(0, last_acknowledged(plan.acknowledged) - saved)
    store.close()


def _check(reply: Reply, answers: dict[str, str], tally: Tally) -> None:
    """Compare what we say of a reply with what is on the network."""
    words = reply.text.partition("\n")[0]
    there = [remote_id for remote_id, text in answers.items() if words in text]
    tally.sent += len(there)
    if len(there) > 1:
        tally.doubled.append(words)
    if (reply.state is ReplyState.SENT) != (reply.remote_id in there) or (
        there and reply.remote_id not in there
    ):
        tally.false.append(f"{reply.state}: {words}")
    if reply.state not in (ReplyState.SENT, ReplyState.WITHDRAWN):
        tally.unsettled.append(f"{reply.state}: {reply.error}")


@contextmanager
def _processes() -> Iterator[ForkServerContext]:
    """Children are forked from a process that has everything loaded and no thread: a start costs milliseconds."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.victim"])
    yield context
