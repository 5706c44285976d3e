"""What is Discord's own about answering."""

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.connectors.discord import connector as discord
from responder.connectors.discord import sending
from responder.core.errors import Refused, Uncertain
from responder.core.ids import new_id
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Outgoing, Receipt, Upload
from tests.connectors.clocks import Ahead
from tests.connectors.contract import Memory, now, opened, reply
from tests.connectors.discord.people import Practice
from tests.connectors.means import means


@given(st.uuids(), st.uuids())
def test_a_nonce_fits_and_is_each_replys_own(one: UUID, other: UUID) -> None:
    assert len(sending.nonce(one)) <= 25
    assert (sending.nonce(one) == sending.nonce(other)) == (one == other)


async def test_a_doubtful_answer_sent_again_is_the_same_answer(net: Practice) -> None:
    item = net.write("question")
    net.fault(method="POST", path=net.writing, after=True, cut=True)
    outgoing = reply(item, "once")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        receipt = await connector.send(outgoing)
        assert (await connector.find(outgoing, now())) == receipt
    assert net.answers(item) == ["once"]


async def test_an_earlier_answer_of_the_same_words_is_not_this_one(net: Practice) -> None:
    item = net.write("question")
    async with opened(net, Memory()) as connector:
        await connector.send(reply(item, "yes"))
        assert await connector.find(reply(item, "yes"), now() + 600_000_000) == Absent()


async def test_an_answer_calls_nobody(net: Practice) -> None:
    item = net.write("question")
    seen: list[bytes] = []

    def look(body: bytes) -> bytes:
        seen.append(body)
        return body

    net.fault(method="POST", path=net.writing, rewrite=look)
    async with opened(net, Memory()) as connector:
        receipt = await connector.send(reply(item, "@everyone hi"))
    assert receipt.message.text == "@everyone hi"
    assert b'"mention_everyone":false' in seen[0]


async def test_nothing_is_asked_after_an_answer_is_out(net: Practice) -> None:
    item = net.write("question")
    async with opened(net, Memory()) as connector:
        await connector.send(reply(item, "answer"))
    assert net.server.faults.seen[-1][0] == "POST"


async def test_pictures_go_with_an_answer(net: Practice, tmp_path: Path) -> None:
    item = net.write("show me")
    picture = tmp_path / "biscuit.png"
    picture.write_bytes(b"\x89PNG biscuit")
    one = Upload(picture, "image/png", "a biscuit")
    async with opened(net, Memory()) as connector:
        receipt = await connector.send(Outgoing(new_id(), "here", item, Visibility.PUBLIC, files=(one, one)))
        with pytest.raises(Refused, match="ten pictures"):
            await connector.send(Outgoing(new_id(), "x", item, Visibility.PUBLIC, files=(one,) * 11))
    assert [(file.kind, file.description) for file in receipt.message.attachments] == [
        ("image", "a biscuit")
    ] * 2
    assert "cdn." not in receipt.message.attachments[0].url


async def test_a_thumb_is_put_and_taken_away(net: Practice) -> None:
    item = net.write("thanks!")
    async with opened(net, Memory()) as connector:
        for _ in range(2):
            await connector.act(Act("favourite", item))
        assert net.server.world.reactions == {(item.partition("/")[2], "👍")}
        await connector.act(Act("unfavourite", item))
    assert net.server.world.reactions == set()


async def test_other_peoples_words_are_not_changed(net: Practice) -> None:
    item = net.write("mine")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="nobody's words"):
            await connector.act(Act("edit", item, "yours"))


@pytest.mark.parametrize(
    ("code", "said"), [(50013, "permission"), (50007, "private"), (160005, "locked"), (7, "odd")]
)
async def test_refusals_are_put_in_words(net: Practice, code: int, said: str) -> None:
    item = net.write("question")
    net.refuse_writing(403, body=b'{"message":"odd","code":%d}' % code)
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match=said):
            await connector.send(reply(item, "answer"))


async def test_an_answer_in_a_thread_is_found_there(net: Practice) -> None:
    item = net.write("my parcel")
    thread = net.server.thread(item.partition("/")[2])
    inside = f"{thread}/{net.server.write('it is wet', channel=thread)}"
    outgoing = reply(inside, "oh no")
    async with opened(net, Memory()) as connector:
        receipt = await connector.send(outgoing)
        found = await connector.find(outgoing, now())
    assert isinstance(found, Receipt)
    assert (found.remote_id, found.message.root) == (receipt.remote_id, item)


async def test_a_clock_of_ours_that_is_ahead_hides_no_answer(net: Practice) -> None:
    item, clock = net.write("question"), Ahead()
    net.fault(method="POST", path=net.writing, after=True, cut=True)
    outgoing, began = reply(item, "did it arrive?"), clock.now()
    connector = discord.open(net.account, means(net.secret, clock=clock, once=True))
    with pytest.raises(Uncertain):
        await connector.send(outgoing)
    await connector.aclose()
    connector = discord.open(net.account, means(net.secret, clock=clock, once=True))
    assert isinstance(await connector.find(outgoing, began), Receipt)
    await connector.aclose()
