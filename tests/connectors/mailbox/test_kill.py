"""The process dies while it sends: what became of the answer is never told wrongly."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from responder.core.errors import Uncertain
from responder.core.ids import new_id
from responder.core.messages import Visibility
from responder.core.ports import Absent, Outgoing, Unproven
from tests.connectors.contract import Memory, catch_up, now, opened
from tests.connectors.mailbox.practice import Practice

ROOT = Path(__file__).parents[3]


def die_at(net: Practice, protocol: str, command: str, item: str, reply: Outgoing) -> None:
    """Let another process send, and kill it when it has come so far."""
    net.box.faults.seen.clear()
    net.box.fault(protocol, command, delay=60)
    ports = [str(net.box.imap_port), str(net.box.smtp_port)]
    module = "tests.connectors.mailbox.victim"
    victim = subprocess.Popen([sys.executable, "-m", module, *ports, item, str(reply.id)], cwd=ROOT)
    until = time.monotonic() + 30
    while (protocol, command) not in net.box.faults.seen and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.1)
    victim.kill()
    victim.wait()


@pytest.mark.crash
@pytest.mark.parametrize(
    ("protocol", "command", "delivered", "proved"),
    [
        ("imap", "UID SEARCH", 0, True),
        ("imap", "APPEND", 0, True),
        ("smtp", "GREETING", 0, False),
        ("smtp", "RCPT", 0, False),
        ("smtp", "DATA", 0, False),
        ("smtp", "MAIL TEXT", 1, False),
        ("imap", "UID STORE", 1, False),
    ],
)
def test_a_death_at_any_step_doubles_nothing_and_claims_nothing(
    net: Practice, protocol: str, command: str, delivered: int, proved: bool
) -> None:
    memory = Memory()
    item = net.write("question")
    outgoing = Outgoing(new_id(), "answer", item, Visibility.DIRECT)

    async def afterwards() -> None:
        async with opened(net, memory) as connector:
            found = await connector.find(outgoing, now())
            assert found == Absent() if proved else isinstance(found, Unproven)
            if proved:
                await connector.send(outgoing)
                return
            with pytest.raises(Uncertain):
                await connector.send(outgoing)

    asyncio.run(catch_up(net, memory))
    die_at(net, protocol, command, item, outgoing)
    assert len(net.box.world.delivered) == delivered
    asyncio.run(afterwards())
    assert len(net.box.world.delivered) == delivered + proved
