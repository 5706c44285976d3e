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
from responder.core.replies import ReplyState
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
    who = f"customer{dice.randint(1, 40)}"
    visibility = dice.choice(("public", "public", "unlisted", "direct"))
    server.post(who, f"@{server.handle} question {dice.random()}", visibility=visibility)


def _count(server: PracticeServer, plan: Plan, tally: Tally) -> None:
    asked, answers = server.incoming(), server.answers()
    there = {str(status["id"]) for status in server.statuses()}
    tally.asked = len(asked)
    store = Store.open(plan.database, plan.clock)
    rows = store.rows()
    known = set()
    for conversation in rows.conversations(InboxQuery(folder=Folder.ALL)):
        known |= {message.remote_id for message in rows.messages_since(conversation, None)}
        for reply in rows.replies(conversation):
            if reply.state is ReplyState.SENT and reply.remote_id not in there:
                tally.false.append(reply.text)
            if reply.state is not ReplyState.SENT:
                tally.unsettled.append(f"{reply.state}: {reply.error}")
    draft = store.draft(DESK)
    store.close()
    tally.lost = [one for one in asked if one not in known]
    tally.unanswered = [one for one in asked if not answers.get(one)]
    tally.doubled = [one for one in asked if len(answers.get(one, ())) > 1]
    saved = int(draft.text.split()[1]) if draft else 0
    tally.drafts_lost = max(0, last_acknowledged(plan.acknowledged) - saved)


@contextmanager
def _processes() -> Iterator[ForkServerContext]:
    """Children are forked from a process that has everything loaded and no thread: a start costs milliseconds."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.victim"])
    yield context
