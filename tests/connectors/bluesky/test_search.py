"""What monitors look for."""

import pytest

from responder.connectors.bluesky.connector import Bluesky
from responder.core.errors import Refused
from responder.core.messages import Message
from responder.core.monitors import Term, TermKind
from responder.core.ports import Batch, Gap
from responder.practice.bluesky.server import SHOP
from tests.connectors.bluesky.people import Practice
from tests.connectors.contract import Memory, catch_up

WORD = Term(TermKind.KEYWORD, "biscuits")


async def search(net: Practice, term: Term, cursor: str | None = None, memory: Memory | None = None) -> Batch:
    connector = net.connector(memory or Memory())
    assert isinstance(connector, Bluesky)
    try:
        return await connector.search(term, cursor)
    finally:
        await connector.aclose()


def ids(batch: Batch) -> list[str]:
    return [item.remote_id for item in batch.items if isinstance(item, Message)]


async def test_words_are_found_once_and_not_as_if_addressed_to_us(net: Practice) -> None:
    first = net.net.post("I love biscuits")
    net.net.post("I love cake")
    net.post_as_us("Our biscuits")
    batch = await search(net, WORD)
    assert ids(batch) == [first]
    assert not any(item.addressed for item in batch.items if isinstance(item, Message))
    second = net.net.post("more biscuits")
    again = await search(net, WORD, batch.cursor)
    assert ids(again) == [second]
    assert ids(await search(net, WORD, again.cursor)) == []


@pytest.mark.parametrize("text", ["biscuits", "#biscuits", " Biscuits "])
async def test_a_hashtag_is_not_only_a_word(net: Practice, text: str) -> None:
    feature = {"$type": "app.bsky.richtext.facet#tag", "tag": "Biscuits"}
    tagged = net.net.post(
        "#Biscuits", facets=[{"index": {"byteStart": 0, "byteEnd": 9}, "features": [feature]}]
    )
    net.net.post("#biscuits without being one")
    assert ids(await search(net, Term(TermKind.HASHTAG, text))) == [tagged]


@pytest.mark.parametrize("text", ["ana.example", "@Ana.example", "https://bsky.app/profile/ana.example"])
async def test_an_account_is_followed(net: Practice, text: str) -> None:
    post = net.net.post("anything")
    assert ids(await search(net, Term(TermKind.ACCOUNT, text))) == [post]


async def test_several_pages_written_meanwhile_all_come(net: Practice) -> None:
    net.net.post("biscuits 0")
    batch = await search(net, WORD)
    posts = [net.net.post(f"biscuits {number}") for number in range(250)]
    assert ids(await search(net, WORD, batch.cursor)) == posts


async def test_more_than_can_be_looked_through_is_a_gap(net: Practice) -> None:
    net.net.post("biscuits 0")
    batch = await search(net, WORD)
    for number in range(520):
        net.net.post(f"biscuits {number}")
    found = await search(net, WORD, batch.cursor)
    assert [type(item) for item in found.items if not isinstance(item, Message)] == [Gap]
    assert len(ids(found)) == 500


async def test_a_hit_in_a_thread_with_us_is_part_of_it(net: Practice) -> None:
    post = net.post_as_us("New!")
    first = net.net.post("what are they?", to=post)
    hit = net.net.post("biscuits, I think", to=first)
    memory = Memory()
    await catch_up(net, memory)
    (found,) = [item for item in (await search(net, WORD)).items if isinstance(item, Message)]
    assert (found.remote_id, found.root) == (hit, first)
    assert memory.messages[hit].root == first


async def test_what_cannot_be_looked_for_is_refused(net: Practice) -> None:
    with pytest.raises(Refused):
        await search(net, Term(TermKind.PLACE, "x"))
    with pytest.raises(Refused):
        await search(net, Term(TermKind.ACCOUNT, "nobody.example"))


async def test_a_cursor_that_makes_no_sense_begins_anew(net: Practice) -> None:
    post = net.net.post("biscuits", mention=SHOP)
    assert ids(await search(net, WORD, "{nonsense")) == [post]
