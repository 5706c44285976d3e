"""Looking for words in what others write."""

import json

import pytest

from responder.core.errors import Refused
from responder.core.messages import Message
from responder.core.monitors import Term, TermKind
from responder.core.ports import Batch, Unreadable
from responder.practice.threads.world import US
from tests.connectors.contract import Memory
from tests.connectors.threads.practice import Practice

WORDS = Term(TermKind.KEYWORD, "butter biscuits")


async def look(net: Practice, cursor: str | None = None, term: Term = WORDS) -> Batch:
    connector = net.connector(Memory())
    try:
        return await connector.search(term, cursor)
    finally:
        await connector.aclose()


def found(batch: Batch) -> list[str]:
    return [one.remote_id for one in batch.items if isinstance(one, Message)]


async def test_words_are_found_once_and_addressed_to_nobody(net: Practice) -> None:
    first = net.server.post("Butter biscuits are back", "ana")
    net.server.post("our butter biscuits")
    batch = await look(net)
    assert found(batch) == [first]
    assert all(isinstance(one, Message) and not one.addressed for one in batch.items)
    second = net.server.post("more butter biscuits", "ben")
    again = await look(net, batch.cursor)
    assert found(again) == [second]
    assert (await look(net, again.cursor)).items == ()


async def test_several_pages_since_the_last_time_all_come(net: Practice) -> None:
    net.server.post("butter biscuits", "ana", ago=999)
    batch = await look(net)
    ids = [net.server.post(f"butter biscuits {n}", "ben", ago=500 - n) for n in range(120)]
    assert found(await look(net, batch.cursor)) == ids


async def test_what_cannot_be_read_is_kept_once(net: Practice) -> None:
    net.server.post("butter biscuits", "ana")

    def spoil(body: bytes) -> bytes:
        listing = json.loads(body)
        listing["data"][0]["text"] = {"what": 5}
        return json.dumps(listing).encode()

    net.fault(method="GET", path="/keyword_search$", rewrite=spoil, count=2)
    batch = await look(net)
    assert [type(one) for one in batch.items] == [Unreadable]
    assert (await look(net, batch.cursor)).items == ()


@pytest.mark.parametrize("term", [Term(TermKind.HASHTAG, "x"), Term(TermKind.KEYWORD, " ")])
async def test_other_terms_are_refused(net: Practice, term: Term) -> None:
    with pytest.raises(Refused, match="look for words"):
        await look(net, term=term)


async def test_without_the_permission_only_our_own_posts_are_searched(net: Practice) -> None:
    net.server.token = net.server.tokens.issue(US, "USER", ("threads_basic",), 0).text
    net.server.post("butter biscuits", "ana")
    assert found(await look(net)) == []
