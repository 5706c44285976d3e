"""The contract of listening for ever: what a stream brings, and what must not depend on it."""

from responder.core.messages import Message
from responder.core.ports import Deletion
from tests.connectors.contract import Contract, Memory, Simulated, listening


class LiveContract(Contract):
    async def test_listening_brings_what_is_written_meanwhile(self, net: Simulated) -> None:
        memory = Memory()
        net.write("before")
        async with listening(net, memory) as until:
            net.write("meanwhile")
            await until(lambda: len(memory.texts) == 2)

    async def test_what_was_written_while_the_line_was_cut_is_not_missed(self, net: Simulated) -> None:
        memory = Memory()
        async with listening(net, memory) as until:
            await until(lambda: net.listeners() == 1)
            net.drop_streams()
            net.write("while cut")
            await until(lambda: len(memory.texts) == 1)
            await until(lambda: net.listeners() == 1)
            net.write("after")
            await until(lambda: len(memory.texts) == 2)

    async def test_a_line_cut_in_the_middle_of_a_frame_loses_nothing(self, net: Simulated) -> None:
        memory = Memory()
        async with listening(net, memory) as until:
            await until(lambda: net.listeners() == 1)
            net.drop_streams(b'\x81\x7e\x20\x00{"stream":["user"],"event":"noti')
            net.write("half said")
            await until(lambda: len(memory.texts) == 1)

    async def test_garbage_on_the_line_loses_nothing(self, net: Simulated) -> None:
        memory = Memory()
        async with listening(net, memory) as until:
            await until(lambda: net.listeners() == 1)
            net.drop_streams(b"\xff\xff\xff\xff\x00\x01garbage")
            net.write("after the noise")
            await until(lambda: len(memory.texts) == 1)

    async def test_an_edit_and_a_deletion_reach_an_open_line(self, net: Simulated) -> None:
        memory = Memory()
        item = net.write("first")
        other = net.write("other")
        async with listening(net, memory) as until:
            net.delete(other)
            await until(lambda: Deletion(other) in memory.items)
            assert item in memory.messages

    async def test_stopping_leaves_nothing_behind(self, net: Simulated) -> None:
        memory = Memory()
        async with listening(net, memory):
            pass
        net.write("nobody listens")
        assert all("nobody" not in m.text for m in memory.of(Message))
