"""What an account says and does: in public, in private, within the windows."""

from dataclasses import replace
from pathlib import Path

import pytest

from responder.core.clock import HOUR
from responder.core.errors import Gone, Malformed, Refused, Uncertain
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Receipt, Unproven, Upload
from tests.connectors.contract import Memory, catch_up, now, opened, reply, to
from tests.connectors.instagram.practice import Practice


async def test_an_answer_to_an_answer_hangs_under_the_top_comment(net: Practice) -> None:
    memory = Memory()
    top = net.write("question")
    deep = net.write("me too", parent=top)
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, deep, "soon"))
    assert (receipt.message.parent, receipt.message.root) == (top, top)


async def test_a_tag_is_answered_and_nobody_can_look_for_the_answer(net: Practice) -> None:
    memory = Memory()
    post = net.server.publish("with @grandlievre", "ana", tagged=True)
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, post, "thank you"))
        assert isinstance(await connector.find(to(memory, post, "thank you"), now()), Unproven)
        with pytest.raises(Refused, match="in private"):
            await connector.send(reply(post, "thank you", Visibility.DIRECT))
    assert receipt.message.root == post
    assert [one.text for one in net.server.under(post)] == ["thank you"]


async def test_a_comment_is_answered_in_private_once(net: Practice) -> None:
    memory = Memory()
    item = net.write("my order 4711 …")
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        receipt = await connector.send(reply(item, "we write to you here", Visibility.DIRECT))
        memory.messages[receipt.remote_id] = receipt.message
        with pytest.raises(Refused, match="already answered in private"):
            await connector.send(reply(item, "and again", Visibility.DIRECT))
    await catch_up(net, memory)
    assert net.private(receipt.remote_id)
    assert memory.messages[receipt.remote_id].root == item
    assert net.answers(item) == []


async def test_a_lost_private_answer_is_found_and_another_is_not(net: Practice) -> None:
    memory = Memory()
    item = net.write("my order 4711 …")
    await catch_up(net, memory)
    outgoing, began = reply(item, "we write to you here", Visibility.DIRECT), now()
    async with opened(net, memory) as connector:
        assert await connector.find(outgoing, began) == Absent()
        net.fault(method="POST", path="/messages$", after=True, cut=True)
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        found = await connector.find(outgoing, began)
        assert await connector.find(reply(item, "something else", Visibility.DIRECT), began) == Absent()
    assert isinstance(found, Receipt)
    assert found.message.root == item


async def test_an_old_comment_takes_no_private_answer(net: Practice) -> None:
    memory = Memory()
    item = net.server.comment(net.post, "last week", ago=8 * 86_400)
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="seven days"):
            await connector.send(reply(item, "hello", Visibility.DIRECT))


@pytest.mark.parametrize(
    ("days", "feature", "sent"), [(0.5, "", True), (2, "", False), (2, "yes", True), (8, "yes", False)]
)
async def test_messages_take_answers_within_their_window(
    net: Practice, days: float, feature: str, sent: bool
) -> None:
    net.options["human_agent"] = feature
    net.server.world.human_agent = bool(feature)
    memory = Memory()
    item = net.server.message("hello?", ago=days * 86_400)
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        if sent:
            await connector.send(to(memory, item, "here we are"))
        else:
            with pytest.raises(Refused, match="only within"):
                await connector.send(to(memory, item, "here we are"))
    assert len(net.server.thread_of(item)) == 1 + sent


async def test_hiding_and_showing_twice_is_once(net: Practice) -> None:
    memory = Memory()
    item = net.write("rude words")
    async with opened(net, memory) as connector:
        for verb, hidden in (("hide", True), ("unhide", False)):
            for _ in range(2):
                await connector.act(Act(verb, item))
            assert net.server.world.comments[item].hidden is hidden


async def test_hiding_what_is_gone_says_so_and_editing_is_not_possible(net: Practice) -> None:
    item, private = net.write("x"), net.server.message("y")
    net.delete(item)
    async with opened(net, Memory()) as connector:
        with pytest.raises(Gone):
            await connector.act(Act("hide", item))
        with pytest.raises(Refused, match="nobody edit"):
            await connector.act(Act("edit", item, "z"))
        with pytest.raises(Refused, match="private message"):
            await connector.act(Act("hide", private))


async def test_pictures_are_refused_before_anything_is_sent(net: Practice, tmp_path: Path) -> None:
    memory = Memory()
    item = net.write("what does it look like?")
    await catch_up(net, memory)
    file = Upload(tmp_path / "tin.png", "image/png")
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="no pictures"):
            await connector.send(replace(to(memory, item, "this"), files=(file,)))
    assert net.answers(item) == []


async def test_closed_comments_are_refused_in_the_networks_words(net: Practice) -> None:
    memory = Memory()
    item = net.write("question")
    await catch_up(net, memory)
    net.server.run(lambda: setattr(net.server.world.media[net.post], "open", False))
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="turned off"):
            await connector.send(to(memory, item, "answer"))


async def test_the_same_words_to_a_neighbour_are_not_taken_for_this_answer(net: Practice) -> None:
    memory = Memory()
    top = net.write("question")
    one, two = net.write("me too", parent=top), net.write("and me", parent=top)
    await catch_up(net, memory)
    began = now()
    async with opened(net, memory) as connector:
        await connector.send(to(memory, one, "soon"))
        assert await connector.find(to(memory, two, "soon"), began) == Absent()


async def test_a_post_of_somebody_elses_is_not_hidden(net: Practice) -> None:
    post = net.server.publish("with @grandlievre", "ana", tagged=True)
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="only be answered"):
            await connector.act(Act("hide", post))


async def test_a_conversation_that_cannot_be_read_proves_nothing(net: Practice) -> None:
    memory = Memory()
    item = net.write("my order 4711 …")
    await catch_up(net, memory)
    net.fault(method="GET", path="/conversations$", status=200, body=b'{"data":[{"id":5}]}')
    async with opened(net, memory) as connector:
        with pytest.raises(Malformed):
            await connector.find(reply(item, "hello", Visibility.DIRECT), now())


async def test_the_same_words_of_an_hour_ago_are_not_taken_for_this_answer(net: Practice) -> None:
    memory = Memory()
    item, private = net.write("how much?"), net.server.message("and for two?")
    await catch_up(net, memory)
    net.set_clock_offset(-HOUR)
    net.answer_elsewhere(item, "nine")
    net.server.message_as_us(private, "nine")
    net.set_clock_offset(0)
    async with opened(net, memory) as connector:
        for one in (item, private):
            assert await connector.find(to(memory, one, "nine"), now()) == Absent()
