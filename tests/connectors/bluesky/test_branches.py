"""What customers add below their own posts without naming us: Bluesky notifies nobody of it."""

import json

import pytest

from responder.connectors.bluesky import branches
from responder.connectors.bluesky import cursor as cursors
from responder.connectors.bluesky.cursor import WATCHED, Cursor
from responder.core.clock import DAY, SystemClock
from responder.core.messages import Message
from responder.core.ports import Deletion, Unreadable
from responder.practice.bluesky.server import CUSTOMER, SHOP
from tests.connectors.bluesky.people import Practice
from tests.connectors.contract import Memory, catch_up

BOB = "did:plc:bob222222222222222222222"


@pytest.fixture
def bob(net: Practice) -> str:
    net.net.add_person(BOB, "bob.example", "Bob")
    return BOB


async def came(net: Practice, memory: Memory) -> list[str]:
    """Return the addresses of what came in one round."""
    return [item.remote_id for item in await catch_up(net, memory) if isinstance(item, Message)]


def without(body: bytes, uri: str) -> bytes:
    """Return a page of notifications on which one is not listed yet."""
    page = json.loads(body)
    page["notifications"] = [one for one in page["notifications"] if one["uri"] != uri]
    return json.dumps(page).encode()


async def test_what_a_customer_adds_arrives_once_and_speaks_to_us(net: Practice) -> None:
    memory, asked = Memory(), net.write("where is it?")
    assert await came(net, memory) == [asked]
    added = net.net.post("order 123", to=asked)
    assert await came(net, memory) == [added]
    message = memory.messages[added]
    assert message.addressed
    assert (message.root, message.parent, message.kind) == (asked, asked, memory.messages[asked].kind)
    assert await catch_up(net, memory) == []


async def test_what_was_added_before_the_first_reading_comes_too(net: Practice) -> None:
    asked = net.write("where is it?")
    added = net.net.post("order 123", to=asked)
    assert await came(net, Memory()) == [asked, added]


async def test_it_works_in_somebody_elses_thread(net: Practice, bob: str) -> None:
    top = net.net.post("who bakes well?", who=bob)
    asked = net.net.post("they do", to=top, mention=SHOP)
    memory = Memory()
    await came(net, memory)
    net.net.post("elsewhere", to=top)
    added = net.net.post("do you deliver?", to=asked)
    assert await came(net, memory) == [added]
    assert memory.messages[added].root == top


async def test_others_below_come_only_as_what_a_customers_post_answers(net: Practice, bob: str) -> None:
    memory, asked = Memory(), net.write("where is it?")
    await came(net, memory)
    theirs = net.net.post("mine took a week", who=bob, to=asked)
    assert await came(net, memory) == []
    added = net.net.post("a week!", to=theirs)
    assert await came(net, memory) == [theirs, added]
    assert [memory.messages[one].addressed for one in (theirs, added)] == [False, True]
    assert await catch_up(net, memory) == []


async def test_a_deep_branch_is_read_to_its_end(net: Practice) -> None:
    memory, last = Memory(), net.write("a long story")
    posts = [last := net.net.post(f"{number}", to=last) for number in range(branches.DEPTH + 20)]
    await came(net, memory)
    assert set(posts) <= set(memory.messages)
    assert len(memory.messages) == len(posts) + 1
    assert await catch_up(net, memory) == []
    assert len(memory.cursor or "") < 2000


async def test_a_branch_too_large_to_be_read_whole_gives_what_is_nearest(net: Practice) -> None:
    memory, asked = Memory(), net.write("where is it?")
    await came(net, memory)
    added = net.net.post("order 123", to=asked)
    net.fault(path="getPostThread", status=200, body=b'{"thread":' + b" " * 9_000_000 + b"{}}")
    assert await came(net, memory) == [added]


async def test_changed_and_deleted_additions_are_noticed(net: Practice) -> None:
    memory, asked = Memory(), net.write("where is it?")
    one, two = net.net.post("order 123", to=asked), net.net.post("please", to=asked)
    await came(net, memory)
    net.net.edit(one, "order 124", mention=None)
    net.delete(two)
    items = await catch_up(net, memory)
    assert memory.messages[one].text == "order 124"
    assert memory.messages[one].addressed
    assert Deletion(two) in items
    assert len(items) == 2
    assert await catch_up(net, memory) == []


async def test_a_server_that_leaves_posts_out_deletes_nothing(net: Practice) -> None:
    memory, asked = Memory(), net.write("where is it?")
    added = net.net.post("order 123", to=asked)
    await came(net, memory)
    net.fault(path="getPostThread", rewrite=lambda body: body.replace(b'"replies"', b'"hidden"'))
    assert await catch_up(net, memory) == []
    assert added in memory.messages


async def test_an_answer_of_ours_to_it_joins_in(net: Practice) -> None:
    memory, asked = Memory(), net.write("where is it?")
    await came(net, memory)
    added = net.net.post("order 123", to=asked)
    answer = net.answer_elsewhere(added, "on its way")
    assert await came(net, memory) == [added, answer]
    assert memory.messages[answer].author.ours
    further = net.net.post("thank you", to=answer)
    assert await came(net, memory) == [further]
    assert await catch_up(net, memory) == []


async def test_a_notification_that_comes_after_the_post_gives_it_no_second_time(net: Practice) -> None:
    memory, asked = Memory(), net.write("where is it?")
    await came(net, memory)
    added = net.net.post("order 123", to=asked, mention=SHOP)
    net.fault(path="listNotifications$", rewrite=lambda body: without(body, added))
    assert await came(net, memory) == [added]
    for _ in range(2):
        assert await came(net, memory) == []
    net.delete(added)
    assert await catch_up(net, memory) == [Deletion(added)]


async def test_every_watched_branch_has_its_turn_across_starts(net: Practice) -> None:
    memory = Memory()
    asked = [net.write(f"{number}") for number in range(20)]
    await came(net, memory)
    added = {net.net.post("more", to=one) for one in asked}
    before = net.pace.spent["requests"]
    rounds = [await came(net, memory) for _ in range(6)]
    assert (net.pace.spent["requests"] - before) / 6 < 12
    assert len(rounds[0]) <= branches.OFTEN
    assert sorted(one for new in rounds for one in new) == sorted(added)


async def test_a_cursor_of_before_reads_on_and_watches_what_it_had(net: Practice) -> None:
    memory, asked = Memory(), net.write("where is it?")
    await came(net, memory)
    old = cursors.decode(memory.cursor)
    old.watching, old.watched = False, {}
    memory.cursor = old.write()
    assert "watch" not in memory.cursor
    added = net.net.post("order 123", to=asked)
    assert await came(net, memory) == [added]


async def test_old_conversations_are_let_go(net: Practice) -> None:
    memory, asked = Memory(), net.net.post("where is it?", mention=SHOP, ago=8 * 86400)
    await came(net, memory)
    net.net.post("order 123", to=asked)
    assert await catch_up(net, memory) == []
    assert cursors.decode(memory.cursor).watched == {}


@pytest.mark.parametrize("status", [400, 502])
async def test_a_thread_that_fails_holds_up_nothing(net: Practice, status: int) -> None:
    memory, asked = Memory(), net.write("where is it?")
    await came(net, memory)
    added, other = net.net.post("order 123", to=asked), net.write("hello")
    net.fault(path="getPostThread", status=status, count=5)
    assert await came(net, memory) == [other]
    net.net.faults.clear()
    assert await came(net, memory) == [added]


async def test_an_addition_that_makes_no_sense_is_kept_once(net: Practice) -> None:
    memory, asked = Memory(), net.write("where is it?")
    await came(net, memory)
    net.net.post("broken", to=asked)
    for _ in range(2):
        net.fault(path="getPostThread", rewrite=lambda body: body.replace(b'"broken"', b'["broken"]'))
        await came(net, memory)
    assert len(memory.of(Unreadable)) == 1


def test_what_is_watched_stays_small() -> None:
    cursor, now = Cursor(), SystemClock().now()
    for number in range(WATCHED * 3):
        cursor.watch(f"at://{CUSTOMER}/app.bsky.feed.post/{number:013}", now - DAY + number)
    for branch in cursor.watched.values():
        for number in range(100):
            branch.keep(f"{number:013}", "abcdefg")
    assert len(cursor.watched) == WATCHED
    assert len(cursor.write()) < 40_000
    assert cursors.decode(cursor.write()) == cursor
