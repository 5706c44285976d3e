"""What arrives from YouTube, and what it costs."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from responder.core.errors import Malformed, Refused, SignInNeeded, Throttled
from responder.core.messages import Message, State
from responder.core.ports import Deletion, Gap, Item
from responder.practice.youtube.api import SCOPE
from tests.connectors.contract import Memory, catch_up, now, opened
from tests.connectors.means import Held
from tests.connectors.youtube.people import Practice


def states(items: list[Item]) -> list[tuple[str, State]]:
    return [(item.remote_id, item.state) for item in items if isinstance(item, Message)]


def refusal(reason: str, message: str = "no") -> bytes:
    return f'{{"error":{{"code":403,"message":"{message}","errors":[{{"reason":"{reason}"}}]}}}}'.encode()


async def test_a_quiet_round_costs_two_units_and_each_is_counted(net: Practice) -> None:
    memory = Memory()
    net.write("hello")
    await catch_up(net, memory)
    before = net.server.world.units
    assert await catch_up(net, memory) == []
    assert before - net.server.world.units == 2
    assert net.pace.spent == {"units": 2}


async def test_replies_beyond_those_that_come_along_are_read_once(net: Practice) -> None:
    memory = Memory()
    top = net.write("question")
    replies = [net.write(f"{number}", parent=top) for number in range(120)]
    await catch_up(net, memory)
    assert {top, *replies} == set(memory.messages)
    asked = net.server.asked("/comments")
    for _ in range(3):
        assert await catch_up(net, memory) == []
    assert net.server.asked("/comments") - asked <= 3  # the remembered ones by name, a part each round


async def test_in_a_very_long_thread_only_the_new_one_is_news(net: Practice) -> None:
    memory = Memory()
    top = net.write("question")
    for number in range(200):
        net.server.change(net.write(f"{number}", parent=top), published=now() - (300 - number) * 1_000_000)
    await catch_up(net, memory)
    fresh = net.write("after all of them", parent=top)
    net.delete(net.write("and one that goes", parent=top))
    items = await catch_up(net, memory)
    assert [item.remote_id for item in items if isinstance(item, Message)] == [fresh]


async def test_a_new_reply_in_a_long_thread_costs_one_more_question(net: Practice) -> None:
    memory = Memory()
    top = net.write("question")
    for number in range(30):
        net.write(f"{number}", parent=top)
    await catch_up(net, memory)
    await catch_up(net, memory)
    before = net.server.world.units
    new = net.write("one more", parent=top)
    assert [item.remote_id for item in await catch_up(net, memory) if isinstance(item, Message)] == [new]
    assert before - net.server.world.units <= 4


async def test_the_whole_history_is_never_walked_again(net: Practice) -> None:
    memory = Memory()
    net.server.world.page = 10
    for number in range(35):
        net.write(f"{number}")
    await catch_up(net, memory)
    before = net.server.asked("/commentThreads")
    net.write("new")
    await catch_up(net, memory)
    assert (
        net.server.asked("/commentThreads") - before == 4
    )  # the newest page, what is held, and 25 others by name


async def test_what_is_held_says_so_until_it_is_approved(net: Practice) -> None:
    memory = Memory()
    held = net.server.comment("buy here", status="heldForReview")
    assert states(await catch_up(net, memory)) == [(held, State.HELD)]
    assert await catch_up(net, memory) == []
    net.server.change(held, status="published")
    assert states(await catch_up(net, memory)) == [(held, State.PUBLISHED)]


async def test_a_held_comment_that_was_removed_is_gone(net: Practice) -> None:
    memory = Memory()
    held = net.server.comment("buy here", status="heldForReview")
    await catch_up(net, memory)
    net.server.change(held, status="rejected")
    assert await catch_up(net, memory) == [Deletion(held)]


async def test_a_held_reply_comes_in_its_conversation(net: Practice) -> None:
    memory = Memory()
    top = net.write("question")
    await catch_up(net, memory)
    held = net.server.comment("spam below", parent=top, status="heldForReview")
    assert states(await catch_up(net, memory)) == [(held, State.HELD)]
    assert memory.messages[held].root == top
    assert await catch_up(net, memory) == []


async def test_a_comment_put_aside_later_is_held_then(net: Practice) -> None:
    memory = Memory()
    item = net.write("hm")
    await catch_up(net, memory)
    net.server.change(item, status="heldForReview")
    assert states(await catch_up(net, memory)) == [(item, State.HELD)]


async def test_what_youtube_takes_for_spam_is_spam(net: Practice) -> None:
    memory = Memory()
    item = net.server.comment("win!!", status="likelySpam")
    assert states(await catch_up(net, memory)) == [(item, State.SPAM)]
    assert await catch_up(net, memory) == []
    assert await catch_up(net, memory) == []


async def test_a_comment_approved_far_down_is_noticed_by_its_name(net: Practice) -> None:
    memory = Memory()
    net.server.world.page = 3
    held = net.server.comment("old", status="heldForReview")
    for number in range(12):
        net.write(f"{number}")
    await catch_up(net, memory)
    net.server.change(held, status="published")
    assert states(await catch_up(net, memory)) == [(held, State.PUBLISHED)]


async def test_an_edit_and_a_deletion_far_down_are_noticed_in_turn(net: Practice) -> None:
    memory = Memory()
    top = net.write("question")
    reply, *_ = [net.write(f"r{number}", parent=top) for number in range(9)]
    net.server.world.page = 10
    for number in range(20):
        net.write(f"{number}")
    await catch_up(net, memory)
    for _ in range(2):
        await catch_up(net, memory)
    net.edit(reply, "changed")
    for _ in range(2):
        await catch_up(net, memory)
    assert memory.messages[reply].text == "changed"
    net.delete(reply)
    for _ in range(2):
        await catch_up(net, memory)
    assert Deletion(reply) in memory.items


async def test_with_its_first_comment_the_whole_thread_is_gone(net: Practice) -> None:
    memory = Memory()
    top = net.write("question")
    reply = net.write("me too", parent=top)
    await catch_up(net, memory)
    net.delete(top)
    assert await catch_up(net, memory) == [Deletion(top), Deletion(reply)]


async def test_what_a_customer_says_below_our_own_comment_has_it_above(net: Practice) -> None:
    memory = Memory()
    ours = net.post_as_us("Ask us anything")
    assert await catch_up(net, memory) == []
    question = net.write("how long?", parent=ours)
    await catch_up(net, memory)
    assert memory.messages[question].root == ours
    assert not memory.messages[ours].addressed


async def test_more_than_is_read_at_once_is_a_gap(net: Practice) -> None:
    memory = Memory()
    net.write("old")
    await catch_up(net, memory)
    net.server.world.page = 2
    for number in range(104):
        net.write(f"{number}")
    await catch_up(net, memory)
    await catch_up(net, memory)
    assert len(memory.of(Gap)) == 1


async def test_a_crash_between_two_pages_loses_nothing(net: Practice) -> None:
    memory = Memory()
    net.write("old")
    await catch_up(net, memory)
    net.server.world.page = 5
    ids = [net.write(f"{number}") for number in range(17)]
    async with opened(net, memory) as connector:
        async for batch in connector.listen(memory.cursor):
            memory.store(batch)
            break
    assert not set(ids) <= set(memory.messages)
    await catch_up(net, memory)
    assert set(ids) <= set(memory.messages)


@pytest.mark.parametrize("page", [1, 2, 3])
async def test_small_pages_bring_the_same(net: Practice, page: int) -> None:
    memory = Memory()
    net.server.world.page = page
    ids = [net.write(f"{number}") for number in range(4)]
    top = net.write("long")
    ids += [top, *(net.write(f"r{number}", parent=top) for number in range(7))]
    await catch_up(net, memory)
    assert set(ids) == set(memory.messages)
    assert await catch_up(net, memory) == []


async def test_a_used_up_quota_waits_for_midnight_in_california(net: Practice) -> None:
    net.server.world.units = 0
    with pytest.raises(Throttled, match="midnight in California") as caught:
        await catch_up(net, Memory())
    there = datetime.now(ZoneInfo("America/Los_Angeles"))
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    assert abs(caught.value.seconds - (midnight - datetime.now(UTC)).total_seconds()) < 3700
    ((budget, left, _),) = net.pace.heard
    assert (budget, left) == ("units", 0)


@pytest.mark.parametrize(
    ("reason", "kind", "words"),
    [
        ("rateLimitExceeded", Throttled, "less often"), ("insufficientPermissions", SignInNeeded, "every box"),
        ("accessNotConfigured", Refused, "switched off"), ("channelSuspended", Refused, "suspended"), ("strange", Refused, "because"),
    ],
)  # fmt: skip
async def test_a_refusal_is_said_in_words(
    net: Practice, reason: str, kind: type[Exception], words: str
) -> None:
    net.refuse_reading(403, body=refusal(reason, "because"))
    with pytest.raises(kind, match=words):
        await catch_up(net, Memory())


async def test_an_ended_token_is_renewed_once_and_reading_goes_on(net: Practice) -> None:
    memory = Memory()
    net.write("hello")
    net.server.accounts.access.clear()
    connector = net.connector(memory)
    async for batch in connector.listen(None):
        memory.store(batch)
    vault = connector._means.vault  # type: ignore[attr-defined] # the test's own
    await connector.aclose()
    assert isinstance(vault, Held)
    assert (len(vault.renewals), memory.texts) == (1, ["hello"])


async def test_a_picture_comes_along_and_its_changing_address_is_no_edit(net: Practice) -> None:
    memory = Memory()
    item = net.write("look")
    net.server.change(item, picture="https://yt3.example/signed?e=1")
    await catch_up(net, memory)
    assert memory.messages[item].attachments[0].url == "https://yt3.example/signed?e=1"
    net.server.change(item, picture="https://yt3.example/signed?e=2")
    assert await catch_up(net, memory) == []


async def test_a_comment_that_nobody_may_answer_says_so_before_one_types(net: Practice) -> None:
    memory = Memory()
    item = net.write("hello")
    net.server.world.videos[net.server.video].comments_on = False
    await catch_up(net, memory)
    assert "no answer" in memory.messages[item].no_reply


async def test_a_message_tells_where_it_stands(net: Practice) -> None:
    memory = Memory()
    item = net.write("hello")
    await catch_up(net, memory)
    message = memory.messages[item]
    assert (message.author.handle, message.author.name) == ("ana", "@ana")
    assert message.post is not None
    assert message.post.title == "Biscuits, step by step"
    assert message.url == f"https://www.youtube.com/watch?v={net.server.video}&lc={item}"


async def test_videos_that_cannot_be_read_cost_only_their_title(net: Practice) -> None:
    memory = Memory()
    item = net.write("hello")
    net.fault(method="GET", path="/videos$", status=404)
    await catch_up(net, memory)
    assert memory.messages[item].post is not None


async def test_a_thread_that_could_not_be_read_is_read_again(net: Practice) -> None:
    memory = Memory()
    item = net.write("hello")
    bodies: list[Any] = []

    def keep(entries: list[Any]) -> list[Any]:
        bodies.extend(entries)
        return entries

    net.rewrite(keep)
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        (message,) = await connector.reread(json.dumps(bodies[0]).encode())
        assert message == memory.messages[item]
        (alone,) = await connector.reread(json.dumps(bodies[0]["snippet"]["topLevelComment"]).encode())
        assert alone == message
        with pytest.raises(Malformed):
            await connector.reread(b"{}")


async def test_checking_tells_another_channel_and_missing_permissions(net: Practice) -> None:
    async with opened(net, Memory()) as connector:
        assert (await connector.check()).missing == ()
    async with opened(net, Memory()) as connector:
        net.server.world.us.id = "UCother"
        with pytest.raises(SignInNeeded, match="another channel"):
            await connector.check()
    assert SCOPE in net.secret


async def test_a_new_reply_under_an_old_comment_is_noticed_within_its_turn(net: Practice) -> None:
    memory = Memory()
    net.server.world.page = 10
    old = net.write("long ago")
    for number in range(45):
        net.write(f"{number}")
    await catch_up(net, memory)
    reply = net.write("me too", parent=old)
    for _ in range(3):
        await catch_up(net, memory)
    assert memory.messages[reply].root == old


async def test_an_old_comment_that_is_deleted_is_gone_within_its_turn(net: Practice) -> None:
    memory = Memory()
    net.server.world.page = 10
    old = net.write("long ago")
    for number in range(45):
        net.write(f"{number}")
    await catch_up(net, memory)
    net.delete(old)
    for _ in range(3):
        await catch_up(net, memory)
    assert Deletion(old) in memory.items
    assert len(memory.of(Deletion)) == 1


async def test_what_is_old_costs_two_units_a_round_however_much_it_is(net: Practice) -> None:
    memory = Memory()
    net.server.world.page = 30
    for number in range(140):
        net.write(f"{number}")
    await catch_up(net, memory)
    for _ in range(3):
        before = net.server.world.units
        assert await catch_up(net, memory) == []
        assert before - net.server.world.units == 4


async def test_many_held_threads_are_not_walked_each_round(net: Practice) -> None:
    memory = Memory()
    net.server.world.page = 3
    tops = [net.write(f"{number}") for number in range(9)]
    for top in tops:
        net.server.comment("spam", parent=top, status="heldForReview")
        net.write("fine", parent=top)
        net.write("very fine", parent=top)
    await catch_up(net, memory)
    before = net.server.world.units
    assert await catch_up(net, memory) == []
    assert before - net.server.world.units <= 4
