"""What arrives: threads, changes, direct messages, sessions, and the traps of this network."""

import pytest

from responder.connectors.bluesky import cursor as cursors
from responder.connectors.bluesky.cursor import Cursor
from responder.core.clock import HOUR, SystemClock
from responder.core.errors import SignInNeeded, Unreachable
from responder.core.messages import Kind, Message, Visibility
from responder.core.ports import Deletion, Gap, Unreadable
from responder.net.tokens import read
from responder.practice.bluesky.server import SHOP
from tests.connectors.bluesky.people import Practice
from tests.connectors.contract import Memory, catch_up, opened

BOB = "did:plc:bob222222222222222222222"


@pytest.fixture
def bob(net: Practice) -> str:
    net.net.add_person(BOB, "bob.example", "Bob")
    return BOB


async def read_once(net: Practice, memory: Memory | None = None) -> Memory:
    memory = memory or Memory()
    await catch_up(net, memory)
    return memory


# --- whose conversation


async def test_answers_to_our_post_are_each_a_conversation_about_it(net: Practice, bob: str) -> None:
    post = net.post_as_us("New biscuits\nwith almonds")
    one, two = net.net.post("how much?", to=post), net.net.post("where?", who=bob, to=post)
    memory = await read_once(net)
    first, second = memory.messages[one], memory.messages[two]
    assert first.conversation != second.conversation
    assert (first.kind, first.root) == (Kind.COMMENT, one)
    assert first.post is not None
    assert (first.post.remote_id, first.post.title) == (post, "New biscuits")


async def test_people_who_talk_under_our_post_are_in_one_conversation(net: Practice, bob: str) -> None:
    post = net.post_as_us("New biscuits")
    one = net.net.post("how much?", to=post)
    two = net.net.post("I want to know too", who=bob, to=one)
    memory = await read_once(net)
    assert memory.messages[two].root == one
    assert memory.messages[two].addressed
    assert memory.messages[two].post == memory.messages[one].post


async def test_a_mention_in_somebody_elses_thread_comes_with_what_is_above(net: Practice, bob: str) -> None:
    top = net.net.post("try these", who=bob)
    middle = net.net.post("from where?", to=top)
    asked = net.net.post("from them", who=bob, to=middle, mention=SHOP)
    memory = await read_once(net)
    assert [memory.messages[one].root for one in (top, middle, asked)] == [top] * 3
    assert [memory.messages[one].addressed for one in (top, middle, asked)] == [False, False, True]


async def test_a_quote_of_our_post_is_about_it(net: Practice) -> None:
    post = net.post_as_us("New biscuits")
    quote = net.net.post("look at that", quote=post)
    message = (await read_once(net)).messages[quote]
    assert message.addressed
    assert message.post is not None
    assert message.post.remote_id == post
    assert message.attachments[0].description == "New biscuits"


async def test_an_edit_leaves_a_message_where_it_was(net: Practice) -> None:
    post = net.post_as_us("New biscuits")
    items = [net.net.post("look at that", quote=post), net.net.post("how much?", to=post), net.write("hello")]
    before = (await read_once(net)).messages
    memory = Memory()
    memory.messages, memory.cursor = dict(before), None
    for item in items:
        net.net.edit(item, "another text", mention=None)
    await read_once(net, memory)
    for item in items[:2]:
        after = memory.messages[item]
        assert after.text == "another text"
        assert (after.root, after.post, after.kind, after.addressed) == (
            before[item].root, before[item].post, before[item].kind, True,
        )  # fmt: skip


async def test_a_thread_whose_beginning_is_gone_is_still_one_conversation(net: Practice, bob: str) -> None:
    top = net.net.post("top", who=bob)
    middle = net.net.post("middle", who=bob, to=top)
    one = net.net.post("one", to=middle, mention=SHOP)
    net.delete(top)
    net.delete(middle)
    two = net.net.post("two", to=one, mention=SHOP)
    memory = await read_once(net)
    assert {memory.messages[key].root for key in (one, two)} == {top}


async def test_a_thread_that_the_network_fails_to_give_holds_up_nothing(net: Practice, bob: str) -> None:
    top = net.net.post("top", who=bob)
    middle = net.net.post("middle", who=bob, to=top)
    asked = net.net.post("asked", who=bob, to=middle, mention=SHOP)
    net.fault(path="getPostThread", status=502, count=5)
    assert (await read_once(net)).messages[asked].root == top


async def test_our_own_threads_begin_no_conversation(net: Practice) -> None:
    first = net.post_as_us("one of two")
    net.net.post("two of two", who=SHOP, to=first)
    assert (await read_once(net)).items == []


# --- what a post says


async def test_labels_cover_and_closed_threads_say_so(net: Practice) -> None:
    labelled = net.write("look at this")
    closed = net.write("anybody?")
    net.net.world.labels[labelled] = ["graphic-media", "bot"]
    net.net.world.closed.add(closed)
    memory = await read_once(net)
    assert memory.messages[labelled].spoiler == "graphic-media"
    assert "only some people" in memory.messages[closed].no_reply
    assert memory.messages[labelled].no_reply == ""


async def test_a_message_says_who_and_where(net: Practice) -> None:
    item = net.write("hello")
    message = (await read_once(net)).messages[item]
    assert (
        message.url == f"https://bsky.app/profile/{message.author.remote_id}/post/{item.rpartition('/')[2]}"
    )
    assert (message.author.handle, message.author.name, message.language) == ("ana.example", "Ana", "en")
    assert message.mentions == ()


# --- late, changed, gone


async def test_a_post_that_comes_late_is_not_missed(net: Practice) -> None:
    for number in range(5):
        net.write(f"{number}")
    memory = await read_once(net)
    late = net.net.post("late", mention=SHOP, ago=7200)
    await read_once(net, memory)
    assert late in memory.messages


async def test_a_late_post_among_many_is_found_in_the_next_deep_reading(net: Practice) -> None:
    begin = net.net.post("the first", mention=SHOP, ago=7200)
    memory = await read_once(net)
    for number in range(280):
        net.write(f"{number}")
    await read_once(net, memory)
    assert begin in memory.messages
    late = net.net.post("very late", mention=SHOP, ago=3600)
    await read_once(net, memory)
    assert late not in memory.messages
    cursor = cursors.decode(memory.cursor)
    cursor.turn = 39
    memory.cursor = cursor.write()
    assert [m.remote_id for m in await catch_up(net, memory) if isinstance(m, Message)] == [late]
    assert await catch_up(net, memory) == []


async def test_a_first_reading_is_bounded(net: Practice) -> None:
    for number in range(320):
        net.write(f"{number}")
    memory = await read_once(net)
    assert 200 <= len(memory.of(Message)) < 320
    assert memory.of(Gap) == []
    for turn in range(38, 41):
        cursor = cursors.decode(memory.cursor)
        cursor.turn = turn
        memory.cursor = cursor.write()
        assert await catch_up(net, memory) == []


async def test_every_slice_can_be_resumed_from(net: Practice) -> None:
    memory = await read_once(net)
    ids = [net.write(f"{number}") for number in range(230)]
    connector = net.connector(memory)
    batches = connector.listen(memory.cursor)
    async for batch in batches:
        memory.store(batch)
        break
    await batches.aclose()  # type: ignore[attr-defined]
    await connector.aclose()
    assert 0 < len(memory.messages) < 230
    rest = [m.remote_id for m in await catch_up(net, memory) if isinstance(m, Message)]
    assert set(memory.messages) == set(ids)
    assert len(rest) < 230


async def test_deletions_far_back_are_noticed_in_their_turn(net: Practice) -> None:
    old = net.write("old")
    for number in range(120):
        net.write(f"{number}")
    memory = await read_once(net)
    net.delete(old)
    for _ in range(10):
        await read_once(net, memory)
    assert memory.of(Deletion) == [Deletion(old)]


async def test_a_list_that_fails_for_a_moment_deletes_nothing(net: Practice) -> None:
    item = net.write("I am here")
    memory = await read_once(net)
    net.fault(path="getPosts$", status=200, body=b'{"posts":[]}')
    assert await catch_up(net, memory) == []
    net.fault(path="listNotifications$", status=200, body=b'{"notifications":[]}')
    assert Deletion(item) not in await catch_up(net, memory)


async def test_our_own_answer_deleted_in_the_app_is_noticed(net: Practice) -> None:
    item = net.write("question")
    one, two = net.answer_elsewhere(item, "first"), net.answer_elsewhere(item, "second")
    memory = await read_once(net)
    assert {one, two} <= set(memory.messages)
    net.delete(one)
    await read_once(net, memory)
    net.delete(two)
    await read_once(net, memory)
    assert memory.of(Deletion) == [Deletion(one), Deletion(two)]


async def test_our_answer_may_be_seen_before_what_it_answers(net: Practice) -> None:
    item = net.write("question")
    answer = net.answer_elsewhere(item, "answered at once")
    memory = Memory()
    net.fault(path="listNotifications$", status=200, body=b'{"notifications":[]}')
    await read_once(net, memory)
    assert answer not in memory.messages
    await read_once(net, memory)
    assert {item, answer} <= set(memory.messages)


# --- direct messages


async def test_direct_messages_come_and_go(net: Practice) -> None:
    first = net.net.message("between us")
    memory = await read_once(net)
    second = net.net.message("are you there?")
    third = net.net.message("yes", who=SHOP, to=memory.messages[first].author.remote_id)
    await read_once(net, memory)
    found = [memory.messages[key] for key in (first, second, third)]
    assert len({message.conversation for message in found}) == 1
    assert [message.author.ours for message in found] == [False, False, True]
    assert {message.visibility for message in found} == {Visibility.DIRECT}
    assert found[0].author.handle == "ana.example"
    net.net.unsay(second)
    assert await catch_up(net, memory) == [Deletion(second)]
    assert await catch_up(net, memory) == []


async def test_a_long_talk_while_away_comes_whole(net: Practice) -> None:
    net.net.message("hello")
    memory = await read_once(net)
    ids = [net.net.message(f"{number}") for number in range(130)]
    await read_once(net, memory)
    assert set(ids) <= set(memory.messages)
    assert await catch_up(net, memory) == []


async def test_a_request_that_the_log_leaves_out_is_found_in_the_list(net: Practice, bob: str) -> None:
    memory = await read_once(net)
    item = net.net.message("do you know me?", who=bob)
    net.fault(path="getLog$", status=200, body=b'{"logs":[],"cursor":"2222222222222"}')
    await read_once(net, memory)
    assert item in memory.messages


async def test_a_chat_service_that_is_down_hides_nothing_and_is_said(net: Practice) -> None:
    memory = Memory()
    item, talk = net.write("in public"), net.net.message("in private")
    net.fault(path="chat.bsky", status=502, count=1)
    with pytest.raises(Unreachable):
        await read_once(net, memory)
    assert item in memory.messages
    await read_once(net, memory)
    assert talk in memory.messages


async def test_a_direct_message_that_makes_no_sense_is_kept_and_can_be_read_later(net: Practice) -> None:
    net.net.message("good")
    memory = await read_once(net)
    said = net.net.message("broken")
    net.fault(path="getLog$", rewrite=lambda body: body.replace(b'"broken"', b'["broken"]'))
    await read_once(net, memory)
    (kept,) = memory.of(Unreadable)
    async with opened(net, memory) as connector:
        (item,) = await connector.reread(kept.payload.replace(b'["broken"]', b'"broken"'))
    assert isinstance(item, Message)
    assert item.remote_id == said


async def test_a_post_that_made_no_sense_can_be_read_later(net: Practice) -> None:
    item = net.write("broken")
    memory = Memory()
    net.fault(
        path="listNotifications$", rewrite=lambda body: body.replace(b'"langs":["en"]', b'"langs":"en"')
    )
    await read_once(net, memory)
    (kept,) = memory.of(Unreadable)
    async with opened(net, memory) as connector:
        (message,) = await connector.reread(kept.payload.replace(b'"langs":"en"', b'"langs":["en"]'))
    assert isinstance(message, Message)
    assert (message.remote_id, message.addressed) == (item, True)


# --- sessions and budgets


async def test_an_ended_token_is_renewed_once_and_nobody_logs_in_again(net: Practice) -> None:
    net.write("hello")
    net.net.expire()
    memory = await read_once(net)
    assert len(memory.messages) == 1
    assert (len(net.vault.renewals), net.net.wire.sessions.refreshed) == (1, 1)
    for _ in range(3):
        await read_once(net, memory)
    assert len(net.vault.renewals) == 1


async def test_a_session_is_renewed_ahead_of_its_end(net: Practice) -> None:
    class Later(SystemClock):
        ahead = 0

        def now(self) -> int:
            return super().now() + self.ahead

    clock = Later()
    net.clock = clock
    clock.ahead = 7_150_000_000
    await read_once(net)
    assert len(net.vault.renewals) == 1
    assert read(net.vault.secret).expires_at > clock.now() + HOUR


async def test_a_renewal_that_fails_for_a_moment_is_tried_again(net: Practice) -> None:
    memory = await read_once(net)
    net.net.expire()
    net.fault(path="refreshSession", status=503)
    with pytest.raises(Unreachable):
        await read_once(net, memory)
    await read_once(net, memory)
    net.revoke()
    with pytest.raises(SignInNeeded):
        await read_once(net, memory)


async def test_questions_are_counted_and_the_networks_word_is_heard(net: Practice) -> None:
    await read_once(net)
    assert net.pace.spent["requests"] >= 4
    name, left, resets_at = net.pace.heard[-1]
    assert name == "requests"
    assert 0 < left < 3000
    assert resets_at > SystemClock().now()


def test_a_cursor_stays_small_and_reads_back() -> None:
    cursor = Cursor(begun=True)
    for number in range(1000):
        cursor.keep_own(f"at://did:plc:me/app.bsky.feed.post/{number:013}", "bafyreiabcdefg")
        cursor.keep_said(f"convo/{number}")
    assert len(cursor.write()) < 20_000
    assert cursors.decode(cursor.write()) == cursor
    assert (
        cursors.full(cursors.short("at://did:plc:x/app.bsky.feed.post/3k"))
        == "at://did:plc:x/app.bsky.feed.post/3k"
    )
