"""Answers to reviews."""

from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from responder.core.errors import Gone, Refused
from responder.core.messages import State
from responder.core.ports import Absent, Act, Deletion, Receipt, Upload
from tests.connectors.contract import Memory, catch_up, now, opened, to
from tests.connectors.google_business.people import Practice


@pytest_asyncio.fixture
async def memory(net: Practice) -> Memory:
    memory = Memory()
    net.write("Cold food", stars=2)
    await catch_up(net, memory)
    return memory


def only(memory: Memory) -> str:
    (item,) = memory.messages
    return item


async def test_an_answer_never_replaces_a_colleagues(net: Practice, memory: Memory) -> None:
    item = only(memory)
    net.answer_elsewhere(item, "We called you")
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="another answer already"):
            await connector.send(to(memory, item, "Sorry"))
        assert await connector.find(to(memory, item, "Sorry"), now()) == Absent()
    assert net.answers(item) == ["We called you"]


async def test_the_same_answer_twice_is_one_answer(net: Practice, memory: Memory) -> None:
    item = only(memory)
    async with opened(net, memory) as connector:
        first = await connector.send(to(memory, item, "Sorry"))
    async with opened(net, memory) as connector:
        again = await connector.send(to(memory, item, "Sorry"))
    assert first == again
    assert net.server.asked("/reply") == 1


async def test_an_answer_that_google_still_checks_is_not_shown_as_published(
    net: Practice, memory: Memory
) -> None:
    net.server.world.moderated = True
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, only(memory), "Sorry"))
    assert receipt.message.state is State.HELD


async def test_both_budgets_are_counted(net: Practice, memory: Memory) -> None:
    async with opened(net, memory) as connector:
        await connector.send(to(memory, only(memory), "Sorry"))
    assert net.pace.spent == {"requests": 4, "edits": 1}


async def test_an_answer_to_our_answer_is_one_to_the_review(net: Practice, memory: Memory) -> None:
    item = only(memory)
    async with opened(net, memory) as connector:
        outgoing = replace(to(memory, item, "Sorry"), in_reply_to=f"{item}/reply")
        receipt = await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, now()), Receipt)
    assert receipt.remote_id == f"{item}/reply"


async def test_a_review_itself_is_never_touched(net: Practice, memory: Memory) -> None:
    async with opened(net, memory) as connector:
        for verb in ("delete", "edit"):
            with pytest.raises(Refused, match="its author's"):
                await connector.act(Act(verb, only(memory), "Lovely food"))
        for remote_id in (
            "../../accounts/reply",
            "locations/1/reviews/../x/reply",
            "locations/9/reviews/x/reply",
        ):
            with pytest.raises(Gone):
                await connector.act(Act("delete", remote_id))


async def test_the_same_edit_twice_is_written_once(net: Practice, memory: Memory) -> None:
    item = only(memory)
    async with opened(net, memory) as connector:
        await connector.send(to(memory, item, "Sory"))
        for _ in range(2):
            await connector.act(Act("edit", f"{item}/reply", "Sorry"))
    assert net.server.asked("/reply") == 2


async def test_pictures_are_refused(net: Practice, memory: Memory) -> None:
    outgoing = replace(to(memory, only(memory), "look"), files=(Upload(Path("x.png"), "image/png"),))
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="pictures"):
            await connector.send(outgoing)


async def test_under_a_deleted_review_nothing_is_left(net: Practice, memory: Memory) -> None:
    outgoing = to(memory, only(memory), "Sorry")
    net.delete(only(memory))
    async with opened(net, memory) as connector:
        assert await connector.find(outgoing, now()) == Absent()


async def test_an_answer_given_after_another_was_taken_back_is_another(net: Practice, memory: Memory) -> None:
    item = only(memory)
    async with opened(net, memory) as connector:
        first = await connector.send(to(memory, item, "Sory"))
        await catch_up(net, memory)
        await connector.act(Act("delete", first.remote_id))
        second = await connector.send(to(memory, item, "Sorry"))
    assert second.remote_id != first.remote_id


async def test_an_answer_given_anew_before_we_looked_is_not_an_edit_of_the_old(
    net: Practice, memory: Memory
) -> None:
    item = only(memory)
    async with opened(net, memory) as connector:
        first = await connector.send(to(memory, item, "Sory"))
        await catch_up(net, memory)
        await connector.act(Act("delete", first.remote_id))
        second = await connector.send(to(memory, item, "Sorry"))
        memory.messages[second.remote_id] = second.message
        await catch_up(net, memory)
        assert Deletion(first.remote_id) in memory.items
        assert memory.messages[second.remote_id].text == "Sorry"
        await connector.act(Act("delete", second.remote_id))
    assert net.answers(item) == []


async def test_in_googles_own_app_too_an_answer_after_another_is_another(
    net: Practice, memory: Memory
) -> None:
    item = only(memory)
    for text, answer in (("Sory", f"{item}/reply"), ("Sorry", f"{item}/reply2")):
        net.answer_elsewhere(item, text)
        await catch_up(net, memory)
        assert memory.messages[answer].text == text
        net.server.change(net.name(item), reply=None)
        assert await catch_up(net, memory) == [Deletion(answer)]


async def test_an_edit_leaves_our_answer_where_it_was(net: Practice, memory: Memory) -> None:
    item = only(memory)
    async with opened(net, memory) as connector:
        sent = await connector.send(to(memory, item, "Sory"))
        await catch_up(net, memory)
        await connector.act(Act("edit", sent.remote_id, "Sorry"))
        await catch_up(net, memory)
    there = memory.messages[sent.remote_id]
    assert (there.created_at, there.text) == (sent.message.created_at, "Sorry")
    assert there.edited_at is not None
    assert there.edited_at > there.created_at
