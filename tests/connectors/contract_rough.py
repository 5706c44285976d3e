"""The contract of a rough line: whatever it does, and wherever reading stops, nothing is lost or comes twice."""

import random
from typing import Any

import pytest

from responder.core.errors import NetworkError
from responder.core.messages import Message
from tests.connectors.contract import Contract, Memory, Simulated, catch_up

FAULTS: list[dict[str, Any]] = [
    {"status": 503},
    {"status": 429, "headers": {"Retry-After": "1"}},
    {"cut": True, "scrap": b"HTTP/1.1 200 OK\r\nContent-Le", "count": 2},
    {"after": True, "cut": True, "count": 2},
    {"rewrite": lambda body: body[: len(body) // 2]},
]


async def stopped(net: Simulated, memory: Memory, batches: int) -> None:
    """Read, and die after so many batches."""
    connector = net.connector(memory)
    listening = connector.listen(memory.cursor)
    try:
        for _ in range(batches):
            memory.store(await anext(listening))
    except (NetworkError, StopAsyncIteration):
        pass
    finally:
        await listening.aclose()  # type: ignore[attr-defined]  # it is a generator
        await connector.aclose()


class RoughContract(Contract):
    @pytest.mark.parametrize("seed", range(4))
    async def test_a_rough_line_loses_nothing(self, net: Simulated, seed: int) -> None:
        dice, memory, written = random.Random(seed), Memory(), list[str]()
        await catch_up(net, memory)
        for turn in range(8):
            written += [net.write(f"{turn} {i}") for i in range(dice.choice((0, 1, 3, 120)))]
            if dice.random() < 0.7:
                net.fault(method="GET", path=dice.choice((net.reading, ".*")), **dice.choice(FAULTS))
            await stopped(net, memory, dice.randint(1, 3))
        net.heal()
        await catch_up(net, memory)
        await catch_up(net, memory)
        assert [one for one in written if one not in memory.messages] == []
        came = [(one.remote_id, one.fingerprint()) for one in memory.of(Message)]
        assert len(came) == len(set(came))
