"""What is Reddit's own about answering."""

import pytest

from responder.connectors.reddit import connector as reddit
from responder.connectors.reddit.words import complaint, patience
from responder.core.errors import Gone, Refused, Throttled, Uncertain
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Receipt
from tests.connectors.clocks import Ahead
from tests.connectors.contract import Memory, catch_up, now, opened, reply
from tests.connectors.means import means
from tests.connectors.reddit.people import Practice


async def test_an_account_that_writes_too_often_is_told_for_how_long(net: Practice) -> None:
    item = net.write("question")
    net.server.world.throttle = (
        "Looks like you've been doing that a lot. Take a break for 9 minutes before trying again."
    )
    async with opened(net, Memory()) as connector:
        with pytest.raises(Throttled) as caught:
            await connector.send(reply(item, "answer"))
    assert caught.value.seconds == 541
    assert net.answers(item) == []


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("try again in 9 minutes.", 541),
        ("in 1 second", 2),
        ("in 500 milliseconds", 1.5),
        ("in 2 hours", 7200),
        ("later", 300),
    ],
)
def test_how_long_to_wait_is_read_out_of_words(said: str, seconds: float) -> None:
    assert patience(said) == seconds


def test_what_we_have_no_words_for_is_said_in_theirs() -> None:
    assert "odd thing" in str(complaint("ODD", "odd thing"))
    assert isinstance(complaint("DELETED_COMMENT", ""), Gone)


async def test_a_locked_thread_takes_no_answer(net: Practice) -> None:
    item = net.write("question")
    net.server.world.things[item].locked = True
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="locked"):
            await connector.send(reply(item, "answer"))


async def test_an_answer_that_one_list_does_not_show_yet_is_found_in_the_other(net: Practice) -> None:
    item = net.write("question")
    began = now()
    net.fault(method="POST", path=net.writing, after=True, cut=True)
    empty = b'{"kind":"Listing","data":{"children":[],"after":null}}'
    net.fault(path="^/user/grandlievre/comments", rewrite=lambda _: empty)
    outgoing = reply(item, "did it arrive?")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, began), Receipt)


async def test_a_comment_of_the_same_words_from_before_is_not_this_one(net: Practice) -> None:
    item = net.write("question")
    net.set_clock_offset(-3_600_000_000)
    net.answer_elsewhere(item, "yes")
    net.set_clock_offset(0)
    async with opened(net, Memory()) as connector:
        assert await connector.find(reply(item, "yes"), now()) == Absent()


async def test_a_private_answer_is_found_among_what_was_sent(net: Practice) -> None:
    item = net.write("between us", private=True)
    outgoing = reply(item, "only to you")
    async with opened(net, Memory()) as connector:
        assert await connector.find(outgoing, now()) == Absent()
        receipt = await connector.send(outgoing)
        found = await connector.find(outgoing, now())
    assert isinstance(found, Receipt)
    assert found.remote_id == receipt.remote_id
    assert found.message.visibility is Visibility.DIRECT


async def test_a_post_is_answered_by_a_comment(net: Practice) -> None:
    post = net.server.begin("Soggy!", "All of them.")
    outgoing = reply(post, "so sorry")
    async with opened(net, Memory()) as connector:
        receipt = await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, now()), Receipt)
    assert receipt.message.root == post


async def test_votes_and_verdicts_are_those_of_the_api(net: Practice) -> None:
    item = net.write("buy pills")
    thing = net.server.world.things[item]
    async with opened(net, Memory()) as connector:
        for _ in range(2):
            await connector.act(Act("favourite", item))
            await connector.act(Act("spam", item))
        assert (thing.votes, thing.removed, thing.spam) == ({"grandlievre": 1}, True, True)
        await connector.act(Act("trash", item))
        assert (thing.removed, thing.spam) == (True, False)
        await connector.act(Act("approve", item))
        await connector.act(Act("unfavourite", item))
    assert (thing.votes, thing.removed) == ({"grandlievre": 0}, False)


async def test_who_is_no_moderator_there_is_told_so(net: Practice) -> None:
    item = net.write("buy pills")
    net.server.world.moderated.clear()
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="not be a moderator"):
            await connector.act(Act("trash", item))


async def test_markdown_and_entities_come_back_as_typed(net: Practice) -> None:
    item = net.write("a < b &amp; c")
    memory = Memory()
    await catch_up(net, memory)
    assert memory.messages[item].text == "a < b &amp; c"


async def test_a_clock_of_ours_that_is_ahead_hides_no_answer(net: Practice) -> None:
    item, clock = net.write("question"), Ahead()
    net.fault(method="POST", path=net.writing, after=True, cut=True)
    outgoing, began = reply(item, "did it arrive?"), clock.now()
    connector = reddit.open(net.account, means(net.secret, clock=clock, once=True))
    with pytest.raises(Uncertain):
        await connector.send(outgoing)
    await connector.aclose()
    connector = reddit.open(net.account, means(net.secret, clock=clock, once=True))
    assert isinstance(await connector.find(outgoing, began), Receipt)
    await connector.aclose()
