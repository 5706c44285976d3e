"""What is particular to reading X: who may be answered, what it costs, edits, holes, private messages."""

import json
from typing import Any

import pytest

from responder.connectors.x import requests, words
from responder.connectors.x.connector import X
from responder.core.errors import Refused, Throttled, Unreachable
from responder.core.messages import Kind, Message, Visibility
from responder.core.monitors import Term, TermKind
from responder.core.ports import Deletion, Gap, Unreadable
from tests.connectors.contract import Memory, catch_up
from tests.connectors.means import Unhurried
from tests.connectors.x.practice import Practice


class Purse(Unhurried):
    """Has so many reads left, and no more."""

    left = 0

    def spend(self, units: int = 1, *, budget: str = "requests", answering: bool = False) -> None:
        if budget == "reads":
            if units > self.left:
                raise Throttled("The budget of reads is used up", 60)
            self.left -= units
        super().spend(units, budget=budget)


def found(connector: X) -> Unhurried:
    pace = connector._means.pace
    assert isinstance(pace, Unhurried)
    return pace


async def hits(net: Practice, kind: TermKind, text: str, cursor: str | None = None) -> tuple[list[Any], str]:
    connector = net.connector(Memory())
    try:
        batch = await connector.search(Term(kind, text), cursor)
    finally:
        await connector.aclose()
    return list(batch.items), batch.cursor


async def test_a_reply_to_our_post_is_a_comment_under_it(net: Practice) -> None:
    memory = Memory()
    ours = net.x.post("shop", "Our new box is here").id
    answer = net.write("lovely", parent=ours)
    await catch_up(net, memory)
    message = memory.messages[answer]
    assert (message.kind, message.root, message.parent) == (Kind.COMMENT, ours, ours)
    assert message.post is not None
    assert message.post.title == "Our new box is here"
    assert ours not in memory.messages


async def test_who_mentions_us_may_be_answered(net: Practice) -> None:
    memory = Memory()
    item = net.write("hello")
    await catch_up(net, memory)
    assert memory.messages[item].no_reply == ""


async def test_who_did_not_summon_us_says_so_before_typing(net: Practice) -> None:
    ours = net.x.post("shop", "We open at nine").id
    net.x.post("ana", "the shop opens at nine", quoted=ours)
    net.x.post("bob", "the shop is lovely")
    items, _ = await hits(net, TermKind.KEYWORD, "the shop")
    assert [(m.author.handle, m.no_reply) for m in items] == [("ana", ""), ("bob", words.NO_REPLY)]
    assert not any(m.addressed for m in items)


async def test_an_enterprise_contract_may_answer_anybody(net: Practice) -> None:
    net.options["plan"] = "enterprise"
    net.x.post("bob", "the shop is lovely")
    ((message,), _) = await hits(net, TermKind.KEYWORD, "the shop")
    assert message.no_reply == ""


async def test_a_strangers_post_above_comes_as_context(net: Practice) -> None:
    memory = Memory()
    root = net.x.post("bob", "who sells cookies here?").id
    item = net.x.post("ana", "@shop does", reply_to=root).id
    await catch_up(net, memory)
    context = memory.messages[root]
    assert (context.addressed, context.author.handle, context.no_reply) == (False, "bob", words.NO_REPLY)
    assert memory.messages[item].conversation == context.conversation
    assert await catch_up(net, memory) == []


async def test_what_we_answered_elsewhere_comes_with_our_answer(net: Practice) -> None:
    memory = Memory()
    question = net.x.post("bob", "who sells cookies here?").id
    answer = net.answer_elsewhere(question, "we do")
    await catch_up(net, memory)
    assert [(one, memory.messages[one].author.ours) for one in memory.messages] == [
        (question, False),
        (answer, True),
    ]
    assert not any(message.addressed for message in memory.messages.values())


async def test_a_repost_of_what_was_said_to_us_is_not_said_to_us(net: Practice) -> None:
    memory = Memory()
    item, repost = net.write("hello"), net.write("RT hello")

    def marked(entries: list[Any]) -> list[Any]:
        for entry in entries:
            if entry["id"] == repost:
                entry["referenced_posts"] = [{"type": "retweeted", "id": item}]
        return entries

    net.rewrite(marked)
    await catch_up(net, memory)
    assert list(memory.messages) == [item]


async def test_more_than_x_lists_becomes_a_gap_once(net: Practice) -> None:
    memory = Memory()
    net.write("old")
    await catch_up(net, memory)
    for i in range(requests.DEPTH + 30):
        net.write(f"storm {i}")
    await catch_up(net, memory)
    await catch_up(net, memory)
    (gap,) = memory.of(Gap)
    assert gap.since < gap.until
    assert len(memory.texts) == requests.DEPTH + 1


async def test_a_page_that_was_stored_is_not_asked_for_again_after_a_crash(net: Practice) -> None:
    memory = Memory()
    net.write("old")
    await catch_up(net, memory)
    ids = [net.write(f"{i}") for i in range(250)]
    connector = net.connector(memory)
    batches = connector.listen(memory.cursor)
    memory.store(await anext(batches))
    await batches.aclose()  # type: ignore[attr-defined]  # it is a generator
    await connector.aclose()
    net.x.world.billed.clear()
    await catch_up(net, memory)
    assert set(ids) <= set(memory.messages)
    assert (
        len([one for one in net.x.world.billed if one[1] in ids[150:]]) <= 100
    )  # only the look at the latest
    assert memory.of(Gap) == []


async def test_a_page_with_nothing_on_it_is_not_the_end(net: Practice) -> None:
    memory = Memory()
    item = net.write("hello")
    empty = {"meta": {"result_count": 0, "next_token": f"practicetoken0000{int(item) + 1}"}}
    net.fault(path=net.reading, rewrite=lambda body: json.dumps(empty).encode(), count=3)
    await catch_up(net, memory)
    assert item in memory.messages
    net.fault(path=net.reading, rewrite=lambda body: json.dumps(empty).encode(), count=30)
    with pytest.raises(Unreachable, match="nothing on it"):
        await catch_up(net, memory)


async def test_what_was_counted_is_what_came(net: Practice) -> None:
    for i in range(3):
        net.write(f"{i}")
    net.write("private", private=True)
    connector = net.connector(Memory())
    async for _ in connector.listen(None):
        pass
    await connector.aclose()
    assert found(connector).spent == {"requests": 3, "reads": 3 + 2, "messages": 1}


async def test_with_little_left_smaller_pages_are_asked_for(net: Practice) -> None:
    for i in range(8):
        net.write(f"{i}")
    connector = net.connector(Memory())
    purse = Purse(0)
    purse.left = 7
    connector._api._pace = purse
    batches = connector.listen(None)
    assert len((await anext(batches)).items) == 5
    with pytest.raises(Throttled, match="used up"):
        await anext(batches)
    await connector.aclose()


async def test_credits_that_are_used_up_say_where_they_are_bought(net: Practice) -> None:
    net.x.api.broke = True
    with pytest.raises(Throttled, match=r"console\.x\.com"):
        await catch_up(net, Memory())


@pytest.mark.parametrize("family", ["post", "tweet"])
async def test_either_family_of_names_is_spoken(net: Practice, family: str) -> None:
    net.x.api.family = family
    memory = Memory()
    item = net.write("hello & welcome")
    await catch_up(net, memory)
    assert memory.messages[item].text == "@shop hello & welcome"
    assert memory.messages[item].author.handle == "ana"


async def test_an_edit_that_no_list_shows_is_noticed_all_the_same(net: Practice) -> None:
    memory = Memory()
    item = net.write("where is it?")
    await catch_up(net, memory)
    net.x.edit(item, "never mind, found it")  # it does not mention us any more
    await catch_up(net, memory)
    message = memory.messages[item]
    assert message.text == "never mind, found it"
    assert message.edited_at is not None


async def test_what_its_author_hides_goes_here_too(net: Practice) -> None:
    memory = Memory()
    item = net.write("oh no")
    await catch_up(net, memory)
    net.x.protect("ana")
    assert await catch_up(net, memory) == [Deletion(item)]
    assert await catch_up(net, memory) == []


async def test_the_latest_posts_are_looked_at_once_an_hour(net: Practice) -> None:
    net.options.pop("recheck_minutes")
    memory = Memory()
    net.write("hello")
    await catch_up(net, memory)
    net.x.faults.seen.clear()
    await catch_up(net, memory)
    assert ("GET", "/2/tweets") not in net.x.faults.seen


async def test_a_private_conversation_is_one_conversation(net: Practice) -> None:
    memory = Memory()
    first, second = (net.write(text, private=True) for text in ("hello", "are you there?"))
    await catch_up(net, memory)
    one, other = memory.messages[first], memory.messages[second]
    assert one.conversation == other.conversation
    assert (one.kind, one.visibility, one.addressed) == (Kind.DIRECT, Visibility.DIRECT, True)
    assert await catch_up(net, memory) == []


async def test_without_the_permission_private_messages_are_not_asked_for(net: Practice) -> None:
    net.scopes = ("tweet.read", "users.read")
    net.write("private", private=True)
    memory = Memory()
    await catch_up(net, memory)
    assert memory.messages == {}
    assert ("GET", "/2/dm_events") not in net.x.faults.seen


async def test_a_broken_private_message_is_kept_once(net: Practice) -> None:
    memory = Memory()
    net.write("private", private=True)

    def spoil(body: bytes) -> bytes:
        listing = json.loads(body)
        listing["data"][0]["dm_conversation_id"] = "../users/1"
        return json.dumps(listing).encode()

    net.fault(path="/dm_events$", rewrite=spoil, count=2)
    await catch_up(net, memory)
    await catch_up(net, memory)
    assert len(memory.of(Unreadable)) == 1


async def test_links_are_written_out_and_characters_unescaped(net: Practice) -> None:
    memory = Memory()
    item = net.write("is <this> & https://shop.example/a?b=1&c=2 right?")
    await catch_up(net, memory)
    assert memory.messages[item].text == "@shop is <this> & https://shop.example/a?b=1&c=2 right?"


async def test_a_long_post_is_read_whole(net: Practice) -> None:
    memory = Memory()
    item = net.write("long " * 100 + "end")
    await catch_up(net, memory)
    assert memory.messages[item].text.endswith("end")


async def test_a_monitor_hears_only_what_is_new(net: Practice) -> None:
    net.options.pop("recheck_minutes")
    net.x.post("ana", "#cookies for all")
    items, cursor = await hits(net, TermKind.HASHTAG, "cookies")
    assert len(items) == 1
    for i in range(230):
        net.x.post("bob", f"#cookies {i}")
    items, cursor = await hits(net, TermKind.HASHTAG, "cookies", cursor)
    assert len(items) == 230
    assert await hits(net, TermKind.HASHTAG, "cookies", cursor) == ([], cursor)


async def test_a_hit_that_is_deleted_goes_here_too(net: Practice) -> None:
    net.x.post("ana", "#cookies for all")
    taken_back = net.x.post("ana", "#cookies for nobody").id
    _, cursor = await hits(net, TermKind.HASHTAG, "cookies")
    net.x.delete(taken_back)
    items, cursor = await hits(net, TermKind.HASHTAG, "cookies", cursor)
    assert items == [Deletion(taken_back)]
    assert (await hits(net, TermKind.HASHTAG, "cookies", cursor))[0] == []


async def test_a_monitor_of_an_account_hears_what_it_says_and_what_is_said_to_it(net: Practice) -> None:
    net.x.post("rival", "we bake")
    net.x.post("ana", "@rival bakes better")
    net.x.post("ana", "nothing")
    items, _ = await hits(net, TermKind.ACCOUNT, "@rival")
    assert [m.text for m in items if isinstance(m, Message)] == ["we bake", "@rival bakes better"]


async def test_a_monitor_that_slept_for_weeks_says_what_it_missed(net: Practice) -> None:
    net.x.post("ana", "#cookies")
    items, _ = await hits(
        net, TermKind.HASHTAG, "cookies", '{"track":{"since":"1500000000000000000","begun":true}}'
    )
    assert [type(item) for item in items] == [Gap, Message]


@pytest.mark.parametrize("term", [Term(TermKind.FEED, "https://x.example"), Term(TermKind.KEYWORD, "x" * 600), Term(TermKind.KEYWORD, ' " ')])  # fmt: skip
def test_what_x_cannot_look_for_is_refused(term: Term) -> None:
    with pytest.raises(Refused):
        requests.query(term, "shop")


async def test_what_could_not_be_read_once_is_read_later(net: Practice) -> None:
    item = net.write("hello")
    connector = net.connector(Memory())
    (message,) = await connector.reread(json.dumps({"id": item, "text": "x", "created_at": "2026-01-01T00:00:00Z", "author_id": "1"}).encode())  # fmt: skip
    await connector.aclose()
    assert isinstance(message, Message)
    assert message.author.handle == "ana"
