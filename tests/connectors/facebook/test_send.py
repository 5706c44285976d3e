"""What a Page says and does: in public, in private, within the windows."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from responder.core.clock import HOUR
from responder.core.errors import Refused, Uncertain, Unreachable
from responder.core.ids import new_id
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Receipt, Unproven, Upload
from tests.connectors.contract import Memory, catch_up, now, opened, reply, to
from tests.connectors.facebook.practice import Practice


def said(code: int, message: str = "no") -> bytes:
    return json.dumps({"error": {"message": message, "code": code}}).encode()


async def test_an_answer_to_an_answer_hangs_under_the_top_comment(net: Practice) -> None:
    memory = Memory()
    top = net.write("question")
    deep = net.write("me too", parent=top)
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, deep, "soon"))
    assert receipt.message.parent == top
    assert receipt.message.root == top
    assert len(net.answers(top)) == 1


async def test_a_recommendation_and_a_visitors_post_are_answered(net: Practice) -> None:
    memory = Memory()
    story, post = net.server.recommend("cold"), net.server.publish("where?", who="Ana")
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        for item in (story, post):
            outgoing = to(memory, item, "we are sorry")
            receipt = await connector.send(outgoing)
            assert receipt.message.root == item
            assert await connector.find(outgoing, now()) == receipt
    assert (net.answers(story), net.answers(post)) == (["we are sorry"], ["we are sorry"])


async def test_a_comment_is_answered_in_private_once(net: Practice) -> None:
    memory = Memory()
    item = net.write("my order 4711 …")
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        receipt = await connector.send(reply(item, "we write to you here", Visibility.DIRECT))
        assert net.private(receipt.remote_id)
        assert receipt.message.root == item
        assert receipt.message.visibility is Visibility.DIRECT
        memory.messages[receipt.remote_id] = receipt.message
        with pytest.raises(Refused, match="in private"):
            await connector.send(reply(item, "and again", Visibility.DIRECT))
    await catch_up(net, memory)
    assert memory.messages[receipt.remote_id].root == item
    assert net.answers(item) == []


async def test_a_lost_private_answer_is_found(net: Practice) -> None:
    memory = Memory()
    item = net.write("my order 4711 …")
    await catch_up(net, memory)
    outgoing = reply(item, "we write to you here", Visibility.DIRECT)
    began = now()
    async with opened(net, memory) as connector:
        assert await connector.find(outgoing, began) == Absent()
        net.fault(method="POST", path="/messages$", after=True, cut=True)
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        found = await connector.find(outgoing, began)
    assert isinstance(found, Receipt)
    assert found.message.root == item


async def test_a_lost_message_is_found_and_another_is_not(net: Practice) -> None:
    memory = Memory()
    item = net.server.message("open?", who="Ana")
    await catch_up(net, memory)
    began = now()
    async with opened(net, memory) as connector:
        net.fault(method="POST", path="/messages$", after=True, cut=True)
        with pytest.raises(Uncertain):
            await connector.send(to(memory, item, "until seven"))
        found = await connector.find(to(memory, item, "until seven"), began)
        assert isinstance(found, Receipt)
        assert await connector.find(to(memory, item, "until eight"), began) == Absent()
    assert [m.text for m in net.server.thread_of(item)] == ["open?", "until seven"]


async def test_after_a_day_messenger_takes_no_answer(net: Practice) -> None:
    memory = Memory()
    item = net.server.message("hello?", ago=90_000)
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="24 hours"):
            await connector.send(to(memory, item, "too late"))
    assert len(net.server.thread_of(item)) == 1


@pytest.mark.parametrize(("days", "granted", "sent"), [(2, True, True), (8, True, False), (2, False, False)])
async def test_a_human_agent_answers_within_seven_days(
    net: Practice, days: int, granted: bool, sent: bool
) -> None:
    net.options["human_agent"] = "yes"
    net.server.world.human_agent = granted
    memory = Memory()
    item = net.server.message("hello?", ago=days * 86_400)
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        if sent:
            await connector.send(to(memory, item, "sorry that it took so long"))
        else:
            with pytest.raises(Refused):
                await connector.send(to(memory, item, "sorry that it took so long"))
    assert len(net.server.thread_of(item)) == 1 + sent


async def test_hiding_and_showing_and_liking_twice_is_once(net: Practice) -> None:
    memory = Memory()
    item = net.write("rude words")
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        for verb, hidden, liked in (("hide", True, False), ("unhide", False, False), ("favourite", False, True), ("unfavourite", False, False)):  # fmt: skip
            for _ in range(2):
                await connector.act(Act(verb, item))
            comment = net.server.world.comments[item]
            assert (comment.hidden, comment.liked) == (hidden, liked)


async def test_a_customers_comment_can_be_deleted_and_is_never_edited(net: Practice) -> None:
    memory = Memory()
    item = net.write("buy pills")
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="own comments"):
            await connector.act(Act("edit", item, "I love it"))
        await connector.act(Act("delete", item))
    assert item not in net.server.world.comments


async def test_a_private_message_is_not_hidden(net: Practice) -> None:
    item = net.server.message("hello")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="private message"):
            await connector.act(Act("hide", item))


async def test_a_picture_goes_with_a_public_answer(net: Practice, tmp_path: Path) -> None:
    memory = Memory()
    item, private = net.write("what does it look like?"), net.server.message("and here?")
    await catch_up(net, memory)
    picture = tmp_path / "tin.png"
    picture.write_bytes(b"\x89PNG picture")
    file = Upload(picture, "image/png", "a tin")
    async with opened(net, memory) as connector:
        shown = replace(to(memory, item, "like this"), files=(file,))
        receipt = await connector.send(shown)
        with pytest.raises(Refused, match="Pictures"):
            await connector.send(replace(to(memory, private, "x"), files=(file,)))
        with pytest.raises(Refused, match="one picture"):
            await connector.send(replace(shown, id=new_id(), files=(file, file)))
    assert list(net.server.world.photos.values()) == [b"\x89PNG picture"]
    assert receipt.message.attachments[0].kind == "image"


async def test_the_same_words_twice_are_refused_unless_they_are_this_answer(net: Practice) -> None:
    memory = Memory()
    item = net.write("question")
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        net.refuse_writing(400, body=said(506))
        with pytest.raises(Refused, match="only once"):
            await connector.send(to(memory, item, "answer"))
        existing = net.answer_elsewhere(item, "answer")
        net.refuse_writing(400, body=said(506))
        assert (await connector.send(to(memory, item, "answer"))).remote_id == existing


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (368, "blocked"),
        (200, "connect the account again"),
        (10, "connect the account again"),
        (551, "cannot be written to"),
    ],
)
async def test_why_facebook_refuses_is_said_in_words(net: Practice, code: int, words: str) -> None:
    memory = Memory()
    item = net.write("question")
    await catch_up(net, memory)
    net.refuse_writing(403, body=said(code))
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match=words):
            await connector.send(to(memory, item, "answer"))


async def test_an_answer_that_cannot_be_read_back_is_a_doubt_that_is_found(net: Practice) -> None:
    memory = Memory()
    item = net.write("question")
    await catch_up(net, memory)
    began = now()
    outgoing = to(memory, item, "answer")

    def nobody(body: bytes) -> bytes:
        return body if item.encode() in body[:60] else b"{}"

    net.fault(method="GET", path=r"/\d+_\d+$", rewrite=nobody, count=3)
    async with opened(net, memory) as connector:
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        net.server.faults.clear()
        assert isinstance(await connector.find(outgoing, began), Receipt)


async def test_what_cannot_be_read_there_proves_nothing(net: Practice) -> None:
    memory = Memory()
    item = net.write("question")
    net.write("below", parent=item)
    await catch_up(net, memory)

    def spoil(body: bytes) -> bytes:
        listing = json.loads(body)
        listing["data"][0]["created_time"] = "once"
        return json.dumps(listing).encode()

    net.fault(method="GET", path="/comments$", rewrite=spoil)
    async with opened(net, memory) as connector:
        assert isinstance(await connector.find(to(memory, item, "answer"), now()), Unproven)


async def test_a_visitors_post_is_answered_in_private(net: Practice) -> None:
    memory = Memory()
    post = net.server.publish("my order 4711 …", who="Ana")
    await catch_up(net, memory)
    outgoing, began = reply(post, "we write to you here", Visibility.DIRECT), now()
    async with opened(net, memory) as connector:
        receipt = await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, began), Unproven)
    assert net.private(receipt.remote_id)
    assert receipt.message.root == post


async def test_the_same_words_to_a_neighbour_are_not_taken_for_this_answer(net: Practice) -> None:
    memory = Memory()
    top = net.write("question")
    one, two = net.write("me too", parent=top), net.write("and me", parent=top)
    await catch_up(net, memory)
    began = now()
    async with opened(net, memory) as connector:
        await connector.send(to(memory, one, "soon"))
        net.fault(method="POST", path="/comments$", cut=True)
        with pytest.raises((Uncertain, Unreachable)):
            await connector.send(to(memory, two, "soon"))
        assert await connector.find(to(memory, two, "soon"), began) == Absent()


async def test_a_visitors_post_is_not_hidden_from_here(net: Practice) -> None:
    post = net.server.publish("buy pills", who="Ana")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="on Facebook itself"):
            await connector.act(Act("hide", post))


async def test_the_same_words_of_an_hour_ago_are_not_taken_for_this_answer(net: Practice) -> None:
    memory = Memory()
    item, private = net.write("how much?"), net.server.message("and for two?")
    await catch_up(net, memory)
    net.set_clock_offset(-HOUR)
    net.answer_elsewhere(item, "nine")
    net.server.message_as_page(private, "nine")
    net.set_clock_offset(0)
    async with opened(net, memory) as connector:
        for one in (item, private):
            assert await connector.find(to(memory, one, "nine"), now()) == Absent()
