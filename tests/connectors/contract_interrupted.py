"""The contract of being killed: whatever was stored last, reading goes on there, and nothing is lost or doubled."""

import asyncio

import pytest

from responder.core.ports import Batch
from tests.connectors.contract import SECONDS, Contract, Memory, Simulated, catch_up


async def killed_after(net: Simulated, memory: Memory, count: int, *, stored: bool) -> bool:
    """Read so many batches, keep all but perhaps the last, and die; say whether there were as many."""
    connector = net.connector(memory)
    batches = connector.listen(memory.cursor)
    taken: list[Batch] = []
    try:
        async with asyncio.timeout(SECONDS):
            async for batch in batches:
                taken.append(batch)
                if len(taken) == count:
                    break
                memory.store(batch)
    finally:
        await batches.aclose()  # type: ignore[attr-defined] # every connector's is a generator
        await connector.aclose()
    if len(taken) == count and stored:
        memory.store(taken[-1])
    return len(taken) == count


class InterruptedContract(Contract):
    @pytest.mark.parametrize("stored", [True, False])
    async def test_a_death_after_any_batch_loses_and_doubles_nothing(
        self, net: Simulated, stored: bool
    ) -> None:
        memory = Memory()
        net.write("old")
        await catch_up(net, memory)
        expected = ["old"]
        for turn in range(6):
            for i in range(net.page // 2 + 3):
                net.write(f"turn {turn}, question {i}")
                expected.append(f"turn {turn}, question {i}")
            await killed_after(net, memory, turn % 3 + 1, stored=stored)
        await catch_up(net, memory)
        assert sorted(memory.texts) == sorted(expected)

    @pytest.mark.parametrize("count", [1, 2, 3])
    async def test_a_death_in_the_first_sync_loses_and_doubles_nothing(
        self, net: Simulated, count: int
    ) -> None:
        memory = Memory()
        texts = [f"question {i}" for i in range(net.page + 3)]
        for text in texts:
            net.write(text)
        await killed_after(net, memory, count, stored=True)
        await killed_after(net, memory, count, stored=False)
        await catch_up(net, memory)
        assert sorted(memory.texts) == sorted(texts)
