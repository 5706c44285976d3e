"""What an account hears, and what Instagram keeps back."""

import json

import pytest

from responder.connectors.instagram.connector import open as open_connector
from responder.core.clock import DAY
from responder.core.messages import Kind, Message, State, Visibility
from responder.core.ports import Deletion, Unreadable
from responder.net import tokens
from responder.practice.graph.fields import parse
from responder.practice.instagram.world import US
from tests.connectors.contract import Memory, catch_up
from tests.connectors.instagram.practice import Practice
from tests.connectors.means import Held, Unhurried


@pytest.mark.parametrize("oldest_first", [False, True])
async def test_in_whatever_order_comments_come_none_is_missed(net: Practice, oldest_first: bool) -> None:
    net.server.world.oldest_first = oldest_first
    memory = Memory()
    ids = [net.server.comment(net.post, f"{n}", ago=9_000 - n * 60) for n in range(80)]
    await catch_up(net, memory)
    assert set(memory.messages) == set(ids)
    new = net.write("the newest")
    found = [m.remote_id for m in await catch_up(net, memory) if isinstance(m, Message)]
    assert found == [new]


async def test_answers_beyond_those_that_come_along_are_read_on(net: Practice) -> None:
    memory = Memory()
    top = net.write("question")
    await catch_up(net, memory)
    ids = [net.write(f"me too {n}", parent=top) for n in range(60)]
    await catch_up(net, memory)
    assert set(ids) <= set(memory.messages)
    assert {memory.messages[one].root for one in ids} == {top}
    assert await catch_up(net, memory) == []


async def test_an_answer_to_an_old_comment_is_noticed(net: Practice) -> None:
    memory = Memory()
    top = net.server.comment(net.post, "old", ago=3 * 86_400)
    for number in range(10):
        net.server.comment(net.post, f"{number}", ago=3_600)
    await catch_up(net, memory)
    late = net.write("still so", parent=top)
    await catch_up(net, memory)
    assert late in memory.messages


async def test_a_post_that_tags_us_is_a_mention_once(net: Practice) -> None:
    memory = Memory()
    post = net.server.publish("with @grandlievre", "ana", tagged=True)
    await catch_up(net, memory)
    assert memory.messages[post].kind is Kind.MENTION
    assert memory.messages[post].author.handle == "ana"
    assert await catch_up(net, memory) == []
    net.server.run(lambda: net.server.world.media.pop(post))
    assert Deletion(post) in await catch_up(net, memory)


async def test_messages_are_private_and_answered_until_a_day_after(net: Practice) -> None:
    memory = Memory()
    item = net.server.message("open?", "ana", ago=3_600, picture="https://scontent.example/s.jpg")
    ours = net.server.message_as_us(item, "until seven")
    await catch_up(net, memory)
    message = memory.messages[item]
    assert (message.kind, message.visibility) == (Kind.DIRECT, Visibility.DIRECT)
    assert message.reply_until == message.created_at + DAY
    assert message.attachments[0].kind == "image"
    assert memory.messages[ours].author.ours
    assert memory.messages[ours].root == message.root


async def test_a_long_exchange_comes_whole_and_once(net: Practice) -> None:
    memory = Memory()
    net.server.message("first", "ana")
    await catch_up(net, memory)
    ids = [net.server.message(f"{n}", "ana") for n in range(90)]
    others = [net.server.message(f"{n}", f"person{n}") for n in range(25)]
    found = [m.remote_id for m in await catch_up(net, memory) if isinstance(m, Message)]
    assert sorted(found) == sorted([*ids, *others])


async def test_one_person_is_one_contact_in_comments_and_in_messages(net: Practice) -> None:
    memory = Memory()
    comment, message = net.server.comment(net.post, "hi", "ana"), net.server.message("hello", "ana")
    await catch_up(net, memory)
    assert memory.messages[comment].contact == memory.messages[message].contact


async def test_who_is_not_named_is_nobody_in_particular(net: Practice) -> None:
    memory = Memory()
    net.server.entities.nameless = {net.server.world.person("ana")}
    one, two = net.server.comment(net.post, "a", "ana"), net.server.comment(net.post, "b", "ana")
    await catch_up(net, memory)
    assert memory.messages[one].author.name == "?"
    assert memory.messages[one].contact != memory.messages[two].contact


async def test_a_hidden_comment_is_held(net: Practice) -> None:
    memory = Memory()
    item = net.write("spoilt")
    await catch_up(net, memory)
    net.server.run(lambda: setattr(net.server.world.comments[item], "hidden", True))
    await catch_up(net, memory)
    assert memory.messages[item].state is State.HELD


async def test_older_posts_are_read_too_and_the_distant_past_is_not(net: Practice) -> None:
    memory = Memory()
    for number in range(30):
        net.server.publish(f"post {number}")
    item = net.write("about the first")
    net.server.comment(net.post, "long ago", ago=60 * 86_400)
    await catch_up(net, memory)
    assert list(memory.messages) == [item]


async def test_the_top_comment_of_an_answer_comes_along(net: Practice) -> None:
    memory = Memory()
    old = net.server.comment(net.post, "last year", ago=300 * 86_400)
    item = net.write("still so", parent=old)
    await catch_up(net, memory)
    assert not memory.messages[old].addressed
    assert memory.messages[item].root == old


async def test_a_sign_in_without_messages_reads_the_rest(net: Practice) -> None:
    scopes = ("instagram_business_basic", "instagram_business_manage_comments")
    net.server.token = net.server.tokens.issue(US, "USER", scopes, 0).text
    net.server.message("unheard")
    item = net.write("heard")
    memory = Memory()
    await catch_up(net, memory)
    assert list(memory.messages) == [item]


async def test_a_token_is_renewed_a_month_before_it_ends(net: Practice) -> None:
    net.server.drift = 40 * DAY
    given = net.means(Memory())
    assert isinstance(given.vault, Held)
    aged = tokens.read(given.vault.secret)
    given.vault.secret = type(aged)(aged.access, expires_at=1, life=60 * DAY).write()
    connector = open_connector(net.account, given)
    await connector.check()
    await connector.check()
    await connector.aclose()
    assert len(given.vault.renewals) == 1
    assert tokens.read(given.vault.secret).access != aged.access


async def test_every_question_is_counted(net: Practice) -> None:
    given = net.means(Memory())
    connector = open_connector(net.account, given)
    async for _ in connector.listen(None):
        pass
    await connector.aclose()
    assert isinstance(given.pace, Unhurried)
    assert given.pace.spent == {"requests": len(net.server.faults.seen), "conversations": 1}


async def test_a_broken_message_is_kept_and_read_later(net: Practice) -> None:
    memory = Memory()
    item = net.server.message("hello")

    def spoil(body: bytes) -> bytes:
        listing = json.loads(body)
        listing["data"][0]["messages"]["data"][0]["created_time"] = {"what": 5}
        return json.dumps(listing).encode()

    net.fault(method="GET", path="/conversations$", rewrite=spoil)
    await catch_up(net, memory)
    (kept,) = memory.of(Unreadable)
    assert b"what" in kept.payload
    found = net.server.world.message(item)
    assert found is not None
    good = net.server.run(
        lambda: net.server.entities.direct(*found, parse("id,created_time,from,to,message"))
    )
    connector = net.connector(memory)
    (message,) = await connector.reread(json.dumps(good).encode())
    await connector.aclose()
    assert isinstance(message, Message)
    assert message.root == found[0].id


async def test_reading_that_is_cut_anywhere_loses_nothing(net: Practice) -> None:
    memory = Memory()
    await catch_up(net, memory)
    wanted = {net.write(f"{n}") for n in range(230)}
    wanted |= {net.server.message(f"{n}", f"person{n % 12}") for n in range(40)}
    for cut in (1, 2, 3, 5):
        connector = net.connector(memory)
        async for batch in connector.listen(memory.cursor):
            memory.store(batch)
            cut -= 1
            if not cut:
                break
        await connector.aclose()
    await catch_up(net, memory)
    assert wanted <= set(memory.messages)


async def test_a_post_that_is_deleted_takes_its_comments_along(net: Practice) -> None:
    memory = Memory()
    item = net.write("below")
    await catch_up(net, memory)

    def remove() -> None:
        del net.server.world.media[net.post]
        del net.server.world.comments[item]

    net.server.run(remove)
    assert await catch_up(net, memory) == [Deletion(item)]


async def test_where_too_much_was_asked_for_less_is(net: Practice) -> None:
    memory = Memory()
    item = net.write("heard")
    said = "Please reduce the amount of data you're asking for, then retry your request"
    body = json.dumps({"error": {"message": said, "code": 1}}).encode()
    net.fault(method="GET", path="/media$", status=500, body=body)
    await catch_up(net, memory)
    assert item in memory.messages
