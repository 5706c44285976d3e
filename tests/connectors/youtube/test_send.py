"""Answers on YouTube, and what is done to comments."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from responder.core.errors import Gone, Refused, Throttled, Uncertain
from responder.core.messages import Message
from responder.core.monitors import Term, TermKind
from responder.core.ports import Absent, Act, Gap, Listener, Receipt, Unproven, Upload
from tests.connectors.contract import Memory, catch_up, now, opened, reply, to
from tests.connectors.youtube.people import Practice


@pytest_asyncio.fixture
async def memory(net: Practice) -> Memory:
    memory = Memory()
    net.write("question")
    await catch_up(net, memory)
    return memory


@asynccontextmanager
async def listener(net: Practice, memory: Memory) -> AsyncIterator[Listener]:
    connector = net.connector(memory)
    yield connector
    await connector.aclose()


def only(memory: Memory) -> str:
    (item,) = memory.messages
    return item


async def test_an_answer_costs_fifty_units_of_those_kept_for_answers(net: Practice, memory: Memory) -> None:
    before = net.server.world.units
    async with opened(net, memory) as connector:
        await connector.send(to(memory, only(memory), "answer"))
    assert before - net.server.world.units == 51
    assert net.pace.spent == {"units": 51}


async def test_an_answer_to_a_reply_stands_in_its_thread(net: Practice, memory: Memory) -> None:
    item = only(memory)
    below = net.write("me too", parent=item)
    await catch_up(net, memory)
    outgoing = to(memory, below, "@ana of course")
    async with opened(net, memory) as connector:
        receipt = await connector.send(outgoing)
        assert await connector.find(outgoing, now()) == receipt
    assert receipt.message.root == item


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        (403, "commentsDisabled", "switched off"), (400, "commentTextRequired", "empty"), (403, "forbidden", "owner"),
        (403, "ineligibleAccount", "set up"), (400, "parentCommentIsPrivate", "approve it first"),
        (400, "processingFailure", "Try once more"), (400, "operationNotSupported", "nobody"),
    ],
)  # fmt: skip
async def test_a_refused_answer_says_why(
    net: Practice, memory: Memory, status: int, reason: str, words: str
) -> None:
    net.refuse_writing(
        status, body=f'{{"error":{{"errors":[{{"reason":"{reason}"}}],"message":"x"}}}}'.encode()
    )
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match=words):
            await connector.send(to(memory, only(memory), "answer"))


async def test_a_used_up_quota_is_no_doubt(net: Practice, memory: Memory) -> None:
    net.server.world.units = 10
    async with opened(net, memory) as connector:
        with pytest.raises(Throttled, match="midnight in California"):
            await connector.send(to(memory, only(memory), "answer"))
    assert net.answers(only(memory)) == []


async def test_an_answer_that_is_counted_but_not_listed_yet_is_no_absence(
    net: Practice, memory: Memory
) -> None:
    outgoing = to(memory, only(memory), "answer")
    net.fault(method="POST", path=net.writing, after=True, cut=True)
    net.server.world.lag = 1
    async with opened(net, memory) as connector:
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, now()), Unproven)
        net.server.world.lag = 0
        assert isinstance(await connector.find(outgoing, now()), Receipt)


async def test_the_same_words_of_long_ago_are_another_answer(net: Practice, memory: Memory) -> None:
    item = only(memory)
    old = net.answer_elsewhere(item, "Thank you!")
    net.server.change(old, published=now() - 600_000_000)
    async with opened(net, memory) as connector:
        assert await connector.find(to(memory, item, "Thank you!"), now()) == Absent()


async def test_an_answer_among_many_is_found(net: Practice, memory: Memory) -> None:
    item, began = only(memory), now()
    net.answer_elsewhere(item, "mine")
    for number in range(230):
        net.write(f"{number}", parent=item)
    async with opened(net, memory) as connector:
        assert isinstance(await connector.find(to(memory, item, "mine"), began), Receipt)


async def test_under_a_deleted_comment_nothing_is_left(net: Practice, memory: Memory) -> None:
    outgoing = to(memory, only(memory), "answer")
    net.delete(only(memory))
    async with opened(net, memory) as connector:
        assert await connector.find(outgoing, now()) == Absent()


async def test_pictures_are_refused(net: Practice, memory: Memory) -> None:
    outgoing = replace(reply(only(memory), "look"), files=(Upload(Path("x.png"), "image/png"),))
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="pictures"):
            await connector.send(outgoing)


@pytest.mark.parametrize(
    ("verb", "status"), [("approve", "published"), ("hold", "heldForReview"), ("spam", "rejected")]
)
async def test_moderating_twice_is_the_same_as_once(
    net: Practice, memory: Memory, verb: str, status: str
) -> None:
    async with opened(net, memory) as connector:
        for _ in range(2):
            await connector.act(Act(verb, only(memory)))
            assert net.server.world.comments[only(memory)].status == status


async def test_nobody_elses_words_are_changed(net: Practice, memory: Memory) -> None:
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="author"):
            await connector.act(Act("edit", only(memory), "words in a mouth"))
        with pytest.raises(Gone):
            await connector.act(Act("approve", "Ugxnothing"))


async def test_a_search_finds_videos_of_others_once(net: Practice, memory: Memory) -> None:
    world = net.server.world
    critic = world.person("critic")
    first = world.add_video("Grand Lièvre &amp; co, tasted", "So good", critic)
    term = Term(TermKind.KEYWORD, "grand lièvre")
    async with listener(net, memory) as connector:
        found = await connector.search(term, None)
        (hit,) = found.items
        assert isinstance(hit, Message)
        assert (hit.remote_id, hit.addressed, hit.author.name) == (f"video:{first.id}", False, "Critic")
        assert hit.text == "Grand Lièvre & co, tasted\n\nSo good"
        assert (await connector.search(term, found.cursor)).items == ()
        assert net.pace.spent == {"searches": 2}
        with pytest.raises(Refused, match="watched"):
            await connector.send(reply(hit.remote_id, "thank you"))


async def test_more_hits_than_a_search_shows_are_a_gap(net: Practice, memory: Memory) -> None:
    world, term = net.server.world, Term(TermKind.KEYWORD, "biscuit")
    critic = world.person("critic")
    world.add_video("biscuit 0", "", critic)
    async with listener(net, memory) as connector:
        first = await connector.search(term, None)
        for number in range(60):
            world.add_video(f"biscuit {number}", "", critic)
        found = await connector.search(term, first.cursor)
    assert any(isinstance(item, Gap) for item in found.items)


async def test_a_search_for_anything_but_words_is_refused(net: Practice, memory: Memory) -> None:
    async with listener(net, memory) as connector:
        with pytest.raises(Refused, match="words"):
            await connector.search(Term(TermKind.PLACE, "1"), None)
        net.server.world.searches = 0
        with pytest.raises(Throttled):
            await connector.search(Term(TermKind.KEYWORD, "x"), None)
    assert net.pace.heard[0][0] == "searches"
