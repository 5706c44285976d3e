"""Two steps to an answer, and what is done to replies."""

from dataclasses import replace
from pathlib import Path

import pytest

from responder.core.clock import HOUR
from responder.core.errors import Gone, Refused, Uncertain, Unreachable
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Receipt, Unproven, Upload
from tests.connectors.contract import Memory, catch_up, now, opened, reply, to
from tests.connectors.means import Unhurried
from tests.connectors.threads.practice import Practice


class Clockwork:
    """The real time, but nobody waits."""

    def __init__(self, clock: object) -> None:
        self._clock = clock
        self.slept: list[float] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._clock, name)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def test_a_reply_is_published_once_however_often_it_is_tried(net: Practice) -> None:
    memory = Memory()
    item = net.write("how much?")
    await catch_up(net, memory)
    outgoing = to(memory, item, "nine")
    async with opened(net, memory) as connector:
        net.fault(method="POST", path="/threads_publish$", after=True, cut=True)
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        await connector.send(outgoing)
    assert net.answers(item) == ["nine"]
    assert len(net.server.world.containers) == 1


async def test_a_container_that_is_not_published_proves_absence(net: Practice) -> None:
    memory = Memory()
    item = net.write("how much?")
    await catch_up(net, memory)
    outgoing, began = to(memory, item, "nine"), now()
    async with opened(net, memory) as connector:
        net.fault(method="POST", path="/threads_publish$", cut=True)
        with pytest.raises((Uncertain, Unreachable)):
            await connector.send(outgoing)
        net.fault(method="GET", path="/replies$", status=503, count=9)
        assert await connector.find(outgoing, began) == Absent()


async def test_a_failed_first_step_has_published_nothing(net: Practice) -> None:
    memory = Memory()
    item = net.write("how much?")
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        net.fault(method="POST", path="/me/threads$", after=True, cut=True)
        with pytest.raises(Unreachable):
            await connector.send(to(memory, item, "nine"))
    assert net.answers(item) == []


async def test_a_published_answer_that_is_not_shown_is_a_doubt(net: Practice) -> None:
    memory = Memory()
    item = net.write("how much?")
    await catch_up(net, memory)
    outgoing, began = to(memory, item, "nine"), now()
    async with opened(net, memory) as connector:
        net.fault(method="POST", path="/threads_publish$", after=True, cut=True)
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        net.fault(method="GET", path="/replies$", status=200, body=b'{"data":[]}')
        assert isinstance(await connector.find(outgoing, began), Unproven)
        assert isinstance(await connector.find(outgoing, began), Receipt)


@pytest.mark.parametrize(("slow", "sent"), [(2, True), (99, False)])
async def test_a_container_is_waited_for(net: Practice, slow: int, sent: bool) -> None:
    net.server.world.slow = slow
    memory = Memory()
    item = net.write("how much?")
    await catch_up(net, memory)
    connector = net.connector(memory)
    clock = Clockwork(connector._sender._clock)
    connector._sender._clock = clock  # type: ignore[assignment] # a clock that does not wait
    if sent:
        await connector.send(to(memory, item, "nine"))
    else:
        with pytest.raises(Unreachable, match="nothing was published"):
            await connector.send(to(memory, item, "nine"))
    await connector.aclose()
    assert len(clock.slept) >= 2
    assert len(net.answers(item)) == sent


async def test_a_mention_is_answered_and_nobody_can_look_for_the_answer(net: Practice) -> None:
    memory = Memory()
    item = net.server.post("I like @grandlievre", "ben")
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, item, "thank you"))
    async with opened(net, memory) as connector:
        assert isinstance(await connector.find(to(memory, item, "thank you"), now()), Unproven)
    assert (receipt.message.root, receipt.message.parent) == (item, item)


async def test_hiding_is_for_replies_to_our_posts(net: Practice) -> None:
    top = net.write("rude")
    deep = net.write("ruder", parent=top)
    async with opened(net, Memory()) as connector:
        for verb, hidden in (("hide", True), ("unhide", False)):
            for _ in range(2):
                await connector.act(Act(verb, top))
            assert net.server.world.media[top].hidden is hidden
        with pytest.raises(Refused, match="below them"):
            await connector.act(Act("hide", deep))
        net.delete(deep)
        with pytest.raises(Gone):
            await connector.act(Act("hide", deep))
        with pytest.raises(Refused, match="edit"):
            await connector.act(Act("edit", top, "x"))
        with pytest.raises(Refused, match="our own"):
            await connector.act(Act("delete", top))


async def test_what_threads_cannot_do_is_refused_before_anything_is_sent(
    net: Practice, tmp_path: Path
) -> None:
    memory = Memory()
    item = net.write("how much?")
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="public server"):
            await connector.send(replace(to(memory, item, "x"), files=(Upload(tmp_path, "image/png"),)))
        with pytest.raises(Refused, match="private"):
            await connector.send(reply(item, "x", Visibility.DIRECT))
    assert net.answers(item) == []


async def test_answers_are_counted_and_the_network_says_how_many_are_left(net: Practice) -> None:
    memory = Memory()
    item = net.write("how much?")
    await catch_up(net, memory)
    connector = net.connector(memory)
    await connector.send(to(memory, item, "nine"))
    await connector.check()
    await connector.aclose()
    pace = connector._means.pace
    assert isinstance(pace, Unhurried)
    assert pace.spent["replies"] == 1
    assert [(name, left) for name, left, _ in pace.heard] == [("replies", 999)]


async def test_the_same_words_said_just_before_are_not_taken_for_this_answer(net: Practice) -> None:
    memory = Memory()
    item = net.write("how much?")
    await catch_up(net, memory)
    began = now()
    async with opened(net, memory) as connector:
        await connector.send(to(memory, item, "nine"))
        assert await connector.find(to(memory, item, "nine"), began) == Absent()


async def test_an_answer_to_what_is_gone_by_now_is_a_doubt(net: Practice) -> None:
    memory = Memory()
    item = net.write("how much?")
    await catch_up(net, memory)
    net.answer_elsewhere(item, "nine")
    net.delete(item)
    async with opened(net, memory) as connector:
        assert isinstance(await connector.find(to(memory, item, "nine"), now()), Unproven)


async def test_the_same_words_of_an_hour_ago_are_not_taken_for_this_answer(net: Practice) -> None:
    memory = Memory()
    item, other = net.write("how much?"), net.write("and for two?")
    await catch_up(net, memory)
    net.set_clock_offset(-HOUR)
    net.answer_elsewhere(item, "nine")
    net.answer_elsewhere(other, "nine")
    net.set_clock_offset(0)
    async with opened(net, memory) as connector:
        for one in (item, other):
            assert await connector.find(to(memory, one, "nine"), now()) == Absent()
