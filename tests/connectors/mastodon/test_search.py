"""Looking for what is not addressed to us."""

import json

import pytest

from responder.core.errors import Refused
from responder.core.ids import new_id
from responder.core.messages import Message, Visibility
from responder.core.monitors import Term, TermKind
from responder.core.ports import Batch, Listener, Outgoing, Unreadable
from responder.practice.mastodon.dialects import GOTOSOCIAL, SNAC, Dialect
from tests.connectors.contract import Memory
from tests.connectors.mastodon.people import CUSTOMER, Practice

TAG = Term(TermKind.HASHTAG, "#biscuits")
WORD = Term(TermKind.KEYWORD, "biscuits")
HER = Term(TermKind.ACCOUNT, f"@{CUSTOMER}")
BOB = "bob@cookies.example"


def opened(net: Practice) -> Listener:
    return net.connector(Memory())  # type: ignore[return-value]  # it listens, as its manifest says


async def once(net: Practice, term: Term, cursor: str | None = None) -> Batch:
    listener = opened(net)
    try:
        return await listener.search(term, cursor)
    finally:
        await listener.aclose()


def ids(batch: Batch) -> list[str]:
    return [item.remote_id for item in batch.items if isinstance(item, Message)]


@pytest.mark.parametrize("term", [TAG, WORD])
async def test_posts_of_strangers_are_found_oldest_first_and_not_twice(net: Practice, term: Term) -> None:
    first = net.server.post(CUSTOMER, "I like #biscuits")
    second = net.server.post(BOB, "I do not like #biscuits")
    net.server.post(BOB, "nor bread")
    batch = await once(net, term)
    assert ids(batch) == [first, second]
    assert all(isinstance(one, Message) and not one.addressed for one in batch.items)
    third = net.server.post(CUSTOMER, "why, Bob? #biscuits")
    batch = await once(net, term, batch.cursor)
    assert ids(batch) == [third]
    assert ids(await once(net, term, batch.cursor)) == []


async def test_what_one_account_writes_is_found(net: Practice) -> None:
    post = net.server.post(CUSTOMER, "a new shop!")
    net.server.post(BOB, "no shop")
    batch = await once(net, HER)
    assert ids(batch) == [post]
    net.fault(path="/api/v2/search", status=500, count=1)
    later = net.server.post(CUSTOMER, "and another")
    assert ids(await once(net, HER, batch.cursor)) == [later]


async def test_more_than_a_page_comes_page_by_page_and_none_is_missed(net: Practice) -> None:
    batch = await once(net, TAG)
    net.server.post(CUSTOMER, "#biscuits")
    batch = await once(net, TAG)
    wanted = [net.server.post(CUSTOMER, f"no. {n} #biscuits") for n in range(95)]
    found: list[str] = []
    while new := ids(batch := await once(net, TAG, batch.cursor)):
        found += new
    assert found == wanted


async def test_our_own_posts_are_passed_over(net: Practice) -> None:
    net.post_as_us("our #biscuits")
    batch = await once(net, TAG)
    assert batch.items == ()
    assert ids(await once(net, TAG, batch.cursor)) == []


async def test_a_hit_stands_in_the_conversation_of_its_thread(net: Practice) -> None:
    root = net.server.post(CUSTOMER, "what shall we eat?")
    middle = net.server.post(BOB, "bread", in_reply_to=root)
    hit = net.server.post(CUSTOMER, "#biscuits!", in_reply_to=middle)
    (one,) = (await once(net, TAG)).items
    assert isinstance(one, Message)
    assert (one.remote_id, one.root, one.parent) == (hit, root, middle)


async def test_a_search_asks_for_a_few_threads_and_the_next_one_goes_on(net: Practice) -> None:
    roots = [net.server.post(CUSTOMER, f"talk {n}") for n in range(14)]
    hits = [net.server.post(BOB, "#biscuits", in_reply_to=root) for root in roots]
    batch = await once(net, TAG)
    assert ids(batch) == hits[:6]
    assert ids(await once(net, TAG, batch.cursor)) == hits[6:12]


async def test_an_answer_to_a_hit_reaches_its_author(net: Practice) -> None:
    hit = net.server.post(CUSTOMER, "where are good #biscuits?")
    listener = opened(net)
    reply = Outgoing(new_id(), "At our place!", hit, Visibility.PUBLIC)
    receipt = await listener.send(reply)
    await listener.aclose()
    (answer,) = [one for one in net.server.statuses() if one["id"] == receipt.remote_id]
    assert (answer["in_reply_to_id"], [one["acct"] for one in answer["mentions"]]) == (hit, [CUSTOMER])


async def test_what_cannot_be_read_stops_nothing(net: Practice) -> None:
    good = net.server.post(CUSTOMER, "#biscuits")
    bad = net.server.post(CUSTOMER, "#biscuits again")

    def broken(body: bytes) -> bytes:
        posts = json.loads(body)
        dated = [{**one, "created_at": "soon"} if one["id"] == bad else one for one in posts]
        return json.dumps([*dated, {"id": 7}]).encode()

    net.fault(path="/api/v1/timelines/tag/", rewrite=broken, count=1)
    batch = await once(net, TAG)
    assert ids(batch) == [good]
    assert sum(isinstance(item, Unreadable) for item in batch.items) == 2


async def test_a_server_whose_feeds_are_closed_says_so_instead_of_finding_nothing(net: Practice) -> None:
    net.server.close_feeds()
    with pytest.raises(Refused, match="shows hashtags to nobody"):
        await once(net, TAG)


async def test_somebody_whom_nobody_knows_is_told(net: Practice) -> None:
    with pytest.raises(Refused, match="Nobody is called @nobody@x"):
        await once(net, Term(TermKind.ACCOUNT, "nobody@x.example"))


async def test_a_place_cannot_be_looked_for(net: Practice) -> None:
    with pytest.raises(Refused):
        await once(net, Term(TermKind.PLACE, "42"))


@pytest.mark.parametrize("dialect", [SNAC, GOTOSOCIAL])
async def test_a_server_without_it_refuses_in_words_or_finds_nothing(dialect: Dialect) -> None:
    practice = Practice(dialect)
    with practice.server:
        practice.server.post(CUSTOMER, "#biscuits")
        if dialect is GOTOSOCIAL:
            assert (await once(practice, WORD)).items == ()
            return
        for term in (TAG, WORD, HER):
            with pytest.raises(Refused, match="server"):
                await once(practice, term)
