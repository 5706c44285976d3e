"""What is Telegram's own about answering."""

from pathlib import Path

import pytest

from responder.connectors.telegram import words
from responder.core.errors import Refused, Throttled, Uncertain
from responder.core.ids import new_id
from responder.core.messages import Visibility
from responder.core.ports import Act, Outgoing, Unproven, Upload
from responder.practice.telegram.server import GROUP
from tests.connectors.contract import Memory, catch_up, now, opened, reply, to
from tests.connectors.contract_receiving import WORLD
from tests.connectors.telegram.people import ANA, Practice


async def test_what_may_have_arrived_stays_for_a_person(net: Practice) -> None:
    item = net.write("question")
    net.fault(method="POST", path=net.writing, after=True, cut=True)
    outgoing = reply(item, "did it arrive?")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        assert await connector.find(outgoing, now()) == Unproven(words.UNPROVEN)
    assert net.answers(item) == ["did it arrive?"]


async def test_every_script_of_the_world_is_sent_as_it_is(net: Practice) -> None:
    item = net.write("question")
    async with opened(net, Memory()) as connector:
        receipt = await connector.send(reply(item, WORLD))
    assert receipt.message.text == WORLD
    assert net.answers(item) == [WORLD]


async def test_the_limit_counts_as_telegram_does(net: Practice) -> None:
    item = net.write("question")
    async with opened(net, Memory()) as connector:
        await connector.send(reply(item, "🙂" * 2048))
        with pytest.raises(Refused, match=r"4,096"):
            await connector.send(reply(item, "🙂" * 2048 + "x"))


async def test_a_group_that_moved_is_answered_where_it_is_now(net: Practice) -> None:
    memory = Memory()
    item = net.write("question")
    await catch_up(net, memory)
    net.server.world.chat(-1_009, "supergroup", title="Moved")
    net.server.world.migrated[GROUP] = -1_009
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, item, "answer"))
    assert receipt.remote_id.startswith("/-1009/")
    assert receipt.message.conversation == memory.messages[item].conversation


async def test_a_customer_who_blocked_the_bot_is_named(net: Practice) -> None:
    item = net.write("question", private=True)
    net.server.world.blocked.add(ANA)
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="blocked the bot"):
            await connector.send(reply(item, "answer"))


async def test_a_crowded_chat_says_when_to_come_back(net: Practice) -> None:
    item = net.write("question")
    body = b'{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}'
    net.refuse_writing(429, body=body)
    async with opened(net, Memory()) as connector:
        with pytest.raises(Throttled) as caught:
            await connector.send(reply(item, "answer"))
    assert caught.value.seconds == 7


async def test_a_picture_goes_with_an_answer(net: Practice, tmp_path: Path) -> None:
    item = net.write("show me")
    picture = tmp_path / "biscuit.png"
    picture.write_bytes(b"\x89PNG biscuit")
    files = (Upload(picture, "image/png"),)
    async with opened(net, Memory()) as connector:
        receipt = await connector.send(Outgoing(new_id(), "here", item, Visibility.PUBLIC, files=files))
        with pytest.raises(Refused, match=r"1,024"):
            await connector.send(Outgoing(new_id(), "x" * 1025, item, Visibility.PUBLIC, files=files))
        with pytest.raises(Refused, match="One picture"):
            await connector.send(Outgoing(new_id(), "x", item, Visibility.PUBLIC, files=files * 2))
        await connector.act(Act("edit", receipt.remote_id, "here it is"))
    assert receipt.message.attachments[0].kind == "image"
    assert net.answers(item) == ["here it is"]


async def test_a_thumb_is_put_and_taken_away(net: Practice) -> None:
    item = net.write("thanks!")
    number = int(item.rpartition("/")[2])
    async with opened(net, Memory()) as connector:
        for _ in range(2):
            await connector.act(Act("favourite", item))
        assert net.server.world.reactions[GROUP, number] == [{"type": "emoji", "emoji": "👍"}]
        await connector.act(Act("unfavourite", item))
    assert net.server.world.reactions[GROUP, number] == []


async def test_too_old_a_message_is_not_deleted(net: Practice) -> None:
    item = net.write("old")
    net.set_clock_offset(3 * 86_400 * 1_000_000)
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="48 hours"):
            await connector.act(Act("delete", item))


async def test_a_business_chat_is_answered_for_its_owner(net: Practice) -> None:
    net.write("hi", private=True)
    async with opened(net, Memory()) as connector:
        receipt = await connector.send(reply(f"bZx9/{ANA}/5", "hello"))
    assert receipt.message.author.ours
    assert receipt.message.root == f"bZx9/{ANA}"
    sent = net.server.world.messages[ANA, int(receipt.remote_id.rpartition("/")[2])]
    assert sent["business_connection_id"] == "Zx9"
