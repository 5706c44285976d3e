"""What listening to Mastodon has to know beyond the contract."""

import json
from typing import Any

import pytest

from responder.core.errors import Unreachable
from responder.core.messages import Kind, Message
from responder.core.ports import Deletion, Unreadable
from tests.connectors.contract import Memory, catch_up, listening
from tests.connectors.mastodon.people import Fast, Practice


def asked(net: Practice, path: str) -> int:
    return sum(1 for _, seen in net.server.faults.seen if path in seen)


async def test_a_mention_set_aside_by_the_policy_is_shown(net: Practice) -> None:
    memory = Memory()
    net.server.set_policy(for_not_following="filter")
    await catch_up(net, memory)
    item = net.write("you do not know me")
    await catch_up(net, memory)
    assert item in memory.messages


async def test_it_is_also_found_in_the_list_of_requests(net: Practice) -> None:
    memory = Memory()
    net.server.set_policy(for_not_following="filter")
    item = net.write("you do not know me")
    net.rewrite(lambda entries: [])
    await catch_up(net, memory)
    assert item in memory.messages


async def test_a_private_message_without_a_notification_is_found(net: Practice) -> None:
    memory = Memory()
    await catch_up(net, memory)
    item = net.write("muted but private", private=True)
    net.rewrite(lambda entries: [])
    await catch_up(net, memory)
    assert memory.messages[item].kind is Kind.DIRECT


async def test_a_private_message_comes_once_though_it_is_listed_twice(net: Practice) -> None:
    memory = Memory()
    net.write("between us", private=True)
    await catch_up(net, memory)
    await catch_up(net, memory)
    assert len(memory.of(Message)) == 1


async def test_comments_of_two_people_under_our_post_are_two_conversations(net: Practice) -> None:
    memory = Memory()
    post = net.post_as_us("Our biscuits are back!\n\nCome and taste them.")
    one = net.write("when?", parent=post)
    other = net.server.post("bob@cookies.example", "@grandlievre where?", in_reply_to=post)
    await catch_up(net, memory)
    first, second = memory.messages[one], memory.messages[other]
    assert first.conversation != second.conversation
    assert first.kind is Kind.COMMENT
    assert first.post is not None
    assert first.post.title == "Our biscuits are back!"
    assert set(memory.messages) == {one, other}


async def test_a_thread_of_posts_of_ours_is_what_comments_are_about(net: Practice) -> None:
    memory = Memory()
    first = net.post_as_us("1/2")
    second = net.server.post_as_us("2/2", in_reply_to=first)
    comment = net.write("nice", parent=second)
    await catch_up(net, memory)
    assert memory.messages[comment].root == comment
    assert memory.messages[comment].post is not None
    assert set(memory.messages) == {comment}


async def test_the_whole_thread_is_shown_and_only_what_speaks_to_us_waits(net: Practice) -> None:
    memory = Memory()
    start = net.server.post("bob@cookies.example", "who sells good biscuits?")
    tip = net.server.post("eve@cookies.example", "@bob@cookies.example try the hare", in_reply_to=start)
    call = net.server.post("bob@cookies.example", "@grandlievre are you open?", in_reply_to=tip)
    aside = net.server.post("eve@cookies.example", "@bob@cookies.example they are", in_reply_to=call)
    await catch_up(net, memory)
    assert {key: memory.messages[key].addressed for key in (start, tip, call, aside)} == {
        start: False,
        tip: False,
        call: True,
        aside: False,
    }
    assert {m.root for m in memory.messages.values()} == {start}
    assert [m.remote_id for m in memory.of(Message)] == [start, tip, call, aside]


async def test_a_known_thread_is_not_asked_for_again(net: Practice) -> None:
    memory = Memory()
    first = net.write("question")
    await catch_up(net, memory)
    before = asked(net, "/context")
    second = net.write("and?", parent=first)
    await catch_up(net, memory)
    assert memory.messages[second].root == first
    assert asked(net, "/context") == before


async def test_a_thread_that_cannot_be_read_is_walked_up(net: Practice) -> None:
    memory = Memory()
    start = net.server.post("bob@cookies.example", "start")
    middle = net.server.post("eve@cookies.example", "middle", in_reply_to=start)
    item = net.write("end", parent=middle)
    net.fault(path="/context$", status=404, count=9)
    await catch_up(net, memory)
    assert memory.messages[item].root == start


async def test_a_thread_that_is_out_of_reach_stops_the_turn_and_loses_nothing(net: Practice) -> None:
    memory = Memory()
    start = net.server.post("bob@cookies.example", "start")
    item = net.write("end", parent=start)
    net.fault(path="/context$", status=503)
    net.fault(path=f"/statuses/{start}$", status=503)
    net.fault(path="/verify_credentials$", status=503)
    with pytest.raises(Unreachable):
        await catch_up(net, memory)
    assert memory.messages == {}
    await catch_up(net, memory)
    assert memory.messages[item].root == start


async def test_a_thread_that_the_server_never_gives_holds_up_nothing(net: Practice) -> None:
    memory = Memory()
    top = net.server.post("bob@cookies.example", "top")
    start = net.server.post("bob@cookies.example", "start", in_reply_to=top)
    item = net.write("end", parent=start)
    other = net.write("something else")
    net.fault(path="/context$", status=503, count=99)
    net.fault(path=f"/statuses/{top}$", status=503, count=99)
    await catch_up(net, memory)
    assert memory.messages[item].root == start
    assert other in memory.messages


async def test_an_answer_to_a_stranger_makes_no_conversation(net: Practice) -> None:
    memory = Memory()
    start = net.server.post("bob@cookies.example", "nobody asked us")
    net.server.post_as_us("@bob@cookies.example and yet", in_reply_to=start)
    assert await catch_up(net, memory) == []


@pytest.mark.parametrize(
    "kind", ["favourite", "reblog", "pleroma:emoji_reaction", "admin.sign_up", "", None, "x"]
)
async def test_other_and_unknown_kinds_of_news_are_passed_over(net: Practice, kind: str | None) -> None:
    memory = Memory()
    net.write("liked")
    net.write("mention")

    def other(entries: list[Any]) -> list[Any]:
        entries[-1]["type"] = kind
        return [*entries, {"id": "5", "type": "follow", "account": {"id": "1"}, "status": None}]

    net.rewrite(other, count=3)
    await catch_up(net, memory)
    assert len(memory.of(Message)) == 1
    assert memory.of(Unreadable) == []


async def test_a_server_that_refuses_our_filter_is_asked_without(net: Practice) -> None:
    memory = Memory()
    net.write("hello")
    net.refuse_reading(400)
    await catch_up(net, memory)
    assert len(memory.texts) == 1


async def test_a_server_without_the_optional_routes_is_enough(net: Practice) -> None:
    memory = Memory()
    net.write("hello")
    for path in ("conversations", "requests", "/statuses$", "instance"):
        net.fault(path=path, method="GET", status=404, body=b"", count=50)
    await catch_up(net, memory)
    assert len(memory.texts) == 1


async def test_an_edit_by_somebody_we_follow_is_heard_at_once(net: Practice) -> None:
    memory = Memory()
    net.server.follow("ana@cookies.example")
    item = net.write("befor")
    async with listening(net, memory) as until:
        await until(lambda: net.listeners() == 1)
        net.edit(item, "after")
        await until(lambda: "after" in memory.messages[item].text)


async def test_an_event_told_twice_counts_once(net: Practice) -> None:
    memory = Memory()
    async with listening(net, memory) as until:
        await until(lambda: net.listeners() == 1)
        net.server.double(True)
        net.write("once")
        last = net.write("last")
        await until(lambda: last in memory.messages)
        assert len(memory.of(Message)) == 2


async def test_odd_events_disturb_nothing_and_broken_ones_are_kept(net: Practice) -> None:
    memory = Memory()
    async with listening(net, memory) as until:
        await until(lambda: net.listeners() == 1)
        for event in ("filters_changed", "announcement.reaction", "brand.new", ""):
            net.server.inject(event, "{}")
        net.server.inject("notification", json.dumps({"id": "1", "type": "mention", "status": {"id": []}}))
        net.server.inject("update", "not json at all")
        net.server.inject("conversation", json.dumps({"id": "1", "last_status": None}))
        net.server.inject("delete", "424242")
        item = net.write("still there")
        await until(lambda: item in memory.messages)
        assert len(memory.of(Unreadable)) == 2
        assert Deletion("424242") in memory.items


async def test_merged_notifications_are_read_from_the_pages(net: Practice) -> None:
    memory = Memory()
    net.server.set_policy(for_not_following="filter")
    async with listening(net, memory) as until:
        await until(lambda: net.listeners() == 1)
        item = net.write("set aside")
        net.server.inject("notifications_merged", "1")
        await until(lambda: item in memory.messages)


async def test_after_sleep_the_line_is_opened_anew_and_the_gap_filled() -> None:
    clock = Fast()
    net = Practice()
    net.clock = clock
    net.server.start()
    try:
        memory = Memory()
        async with listening(net, memory) as until:
            await until(lambda: net.listeners() == 1)
            net.server.mute_streams(True)
            item = net.write("while you slept")
            opened = asked(net, "/streaming")
            clock.suspend()
            await until(lambda: item in memory.messages)
            assert asked(net, "/streaming") > opened
    finally:
        net.server.stop()


async def test_an_own_answer_is_heard_on_the_open_line(net: Practice) -> None:
    memory = Memory()
    item = net.write("question")
    async with listening(net, memory) as until:
        await until(lambda: item in memory.messages and net.listeners() == 1)
        answer = net.answer_elsewhere(item, "from the phone")
        await until(lambda: answer in memory.messages)
        assert memory.messages[answer].author.ours
        assert memory.messages[answer].root == item


async def test_an_edited_post_with_another_id_is_the_same_post(net: Practice) -> None:
    memory = Memory()
    item = net.write("befor")
    await catch_up(net, memory)
    net.edit(item, "after")

    def renamed(entries: list[Any]) -> list[Any]:
        for entry in entries:
            entry["status"]["id"] = "99" + entry["status"]["id"]
        return entries

    net.rewrite(renamed, count=5)
    await catch_up(net, memory)
    assert list(memory.messages) == [item]
    assert "after" in memory.messages[item].text


async def test_threads_that_are_not_ours_are_asked_for_once(net: Practice) -> None:
    memory = Memory()
    start = net.server.post("bob@cookies.example", "nobody asked us")
    net.server.post_as_us("@bob@cookies.example and yet", in_reply_to=start)
    await catch_up(net, memory)
    before = asked(net, "/context")
    await catch_up(net, memory)
    assert asked(net, "/context") == before


async def test_our_answer_edited_in_the_app_is_a_new_version(net: Practice) -> None:
    memory = Memory()
    answer = net.answer_elsewhere(net.write("question"), "answr")
    await catch_up(net, memory)
    net.server.edit(answer, "@ana@cookies.example answer")
    await catch_up(net, memory)
    assert "answer" in memory.messages[answer].text


async def test_an_answer_that_came_before_its_question_finds_its_place(net: Practice) -> None:
    memory = Memory()
    item = net.write("question")
    answer = net.answer_elsewhere(item, "quick on the phone")
    net.rewrite(lambda entries: [])
    await catch_up(net, memory)
    assert memory.of(Message) == []
    await catch_up(net, memory)
    assert memory.messages[answer].root == memory.messages[item].root == item


async def test_a_post_of_the_thread_that_is_then_told_to_quote_us_speaks_to_us(net: Practice) -> None:
    memory = Memory()
    start = net.server.post("bob@cookies.example", "look at these")
    net.write("are they yours?", parent=start)
    async with listening(net, memory) as until:
        await until(lambda: net.listeners() == 1)
        assert not memory.messages[start].addressed
        (entity,) = [one for one in net.server.statuses() if one["id"] == start]
        net.server.inject("notification", json.dumps({"id": "77", "type": "quote", "status": entity}))
        await until(lambda: memory.messages[start].addressed)
