"""Killed while it receives and sends, on networks that each make sending certain in their own way."""

import asyncio
import random
import time
from collections import Counter
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from responder.actions.desk import Desk
from responder.app import practising
from responder.app.connecting import connect
from responder.app.networks import Networks
from responder.core.clock import SystemClock
from responder.core.questions import Folder, InboxQuery
from responder.core.replies import Reply, ReplyState
from responder.store.store import Store
from tests.app.every_network import Network, practised
from tests.connectors.contract import Simulated
from tests.crash.anywhere import MEMBER, Life, live

KILLS = 20
STEPS = (
    "receive:arrived", "send:started", "send:confirmed", "receive:stored", "store.commit", "send:due", "store.committed",
    "send:started", "send:recorded", "send:look", "",
)  # fmt: skip
"""Where it dies; the empty name is a random time."""

FAULTS: tuple[dict[str, object], ...] = (
    {"after": True, "cut": True}, {"cut": True}, {"status": 503}, {"delay": 0.3, "after": True, "cut": True},
)  # fmt: skip


@pytest.fixture
def processes() -> ForkServerContext:
    """Children are forked from a process that has everything loaded and no thread."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.anywhere"])
    return context


@pytest.mark.crash
@pytest.mark.parametrize("name", ["bluesky", "discourse", "email", "telegram", "wordpress", "x"])
def test_twenty_kills_lose_nothing_double_nothing_and_claim_nothing(
    name: str, tmp_path: Path, processes: ForkServerContext
) -> None:
    dice, life = random.Random(name), Life(tmp_path)
    with practised(name) as net:
        sign_in(name, net, life)
        asked: list[str] = []
        for number in range(KILLS):
            for _ in range(dice.randint(1, 2)):
                asked.append(net.there.write(f"question {len(asked)}"))
            die(net.there, processes, Life(tmp_path, STEPS[number % len(STEPS)], dice.randint(1, 2)), dice)
        disarm(net.there)
        last = processes.Process(target=live, args=(Life(tmp_path, expected=tuple(asked)),))
        last.start()
        last.join(60)
        last.kill()
        told(life, [text for item in asked for text in net.there.answers(item)], asked)


def sign_in(name: str, net: Network, life: Life) -> None:
    """Connect the account, as a person would."""
    with closing(Store.open(life.database, SystemClock())) as store:
        desk, form = Desk(store, SystemClock(), MEMBER), net.form
        asyncio.run(connect(desk, Networks(), life.secrets, name, form, net.browser, practising.the_only))


def die(there: Simulated, processes: ForkServerContext, life: Life, dice: random.Random) -> None:
    """Let the engine live until it is killed, on a network that is not always well."""
    if dice.random() < 0.6:
        there.fault(method=there.method, path=there.writing, **dice.choice(FAULTS))
    victim = processes.Process(target=live, args=(life,))
    victim.start()
    victim.join(1.5 if life.kill_at else dice.uniform(0.3, 1.5))
    victim.kill()
    victim.join()
    assert victim.exitcode == -9
    victim.close()


def disarm(there: Simulated) -> None:
    """Let the network be well from now on."""
    until = time.monotonic() + 0.5
    for part in vars(there).values():
        if hasattr(part, "faults"):
            part.faults.clear()
    time.sleep(max(0.0, until - time.monotonic()))  # a delayed one may be under way


def told(life: Life, there: list[str], asked: list[str]) -> None:
    """Compare what we say with what is on the network."""
    with closing(Store.open(life.database, SystemClock())) as store:
        rows = store.rows()
        conversations = list(rows.conversations(InboxQuery(folder=Folder.ALL)))
        known = Counter(m.remote_id for one in conversations for m in rows.messages_since(one, None))
        replies = [reply for one in conversations for reply in rows.replies(one)]
    assert [item for item in asked if known[item] != 1] == []
    assert [reply.text for reply in replies if times(reply, there) > 1] == []
    assert [reply.state for reply in replies if not honest(reply, there)] == []
    assert 0 < sum(times(reply, there) for reply in replies) == len(there)


def times(reply: Reply, there: list[str]) -> int:
    """Count how often a reply is on the network."""
    return sum(reply.text.partition("\n")[0] in text for text in there)


def honest(reply: Reply, there: list[str]) -> bool:
    """Say whether a reply is where we say it is: there, not there, or nobody knows."""
    match reply.state:
        case ReplyState.SENT:
            return times(reply, there) == 1
        case ReplyState.WITHDRAWN:
            return times(reply, there) == 0
    return reply.state is ReplyState.ASK
