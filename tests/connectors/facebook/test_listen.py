"""What a Page hears: visitors, mentions, recommendations, Messenger, and what Facebook keeps back."""

import json
from typing import Any

import pytest

from responder.connectors.facebook.connector import open as open_connector
from responder.core.clock import DAY, HOUR
from responder.core.errors import NetworkError, Throttled
from responder.core.messages import Kind, Message, State, Visibility
from responder.core.ports import Connector, Deletion, Gap, Unreadable
from responder.practice.facebook.server import SECRET
from responder.practice.facebook.world import PAGE
from responder.practice.graph.fields import parse
from tests.connectors.contract import Memory, catch_up
from tests.connectors.facebook.practice import Practice
from tests.connectors.means import Unhurried


async def test_a_visitors_post_and_all_below_it_is_one_conversation(net: Practice) -> None:
    memory = Memory()
    post = net.server.publish("where is my parcel?", who="Ana")
    answer = net.server.answer_as_page(post, "on its way")
    more = net.server.comment(post, "thanks", who="Ana")
    await catch_up(net, memory)
    assert memory.messages[post].kind is Kind.MENTION
    assert memory.messages[post].author.name == "Ana"
    assert {memory.messages[one].root for one in (post, answer, more)} == {post}
    assert memory.messages[answer].author.ours
    assert memory.messages[more].parent == post


async def test_a_post_elsewhere_that_names_the_page_is_a_mention(net: Practice) -> None:
    memory = Memory()
    post = net.server.publish("the best biscuits", who="Ben", tagged=True)
    await catch_up(net, memory)
    assert memory.messages[post].kind is Kind.MENTION
    assert await catch_up(net, memory) == []


async def test_a_visitors_post_that_is_taken_back_is_gone(net: Practice) -> None:
    memory = Memory()
    post = net.server.publish("oops", who="Ana")
    await catch_up(net, memory)
    net.server.run(lambda: net.server.world.posts.pop(post))
    await catch_up(net, memory)
    assert Deletion(post) in memory.items


async def test_recommendations_are_reviews_and_their_answers_ours(net: Practice) -> None:
    memory = Memory()
    good = net.server.recommend("lovely", who="Ana")
    bad = net.server.recommend("cold", who="Ben", kind="negative")
    answer = net.server.answer_as_page(bad, "we are sorry")
    await catch_up(net, memory)
    assert (memory.messages[good].kind, memory.messages[good].rating) == (Kind.REVIEW, 5.0)
    assert memory.messages[bad].rating == 1.0
    assert memory.messages[answer].root == bad
    assert await catch_up(net, memory) == []


async def test_a_recommendation_without_a_post_says_that_it_takes_no_answer(net: Practice) -> None:
    memory = Memory()
    net.server.recommend("lovely", story=False)
    await catch_up(net, memory)
    (review,) = memory.of(Message)
    assert review.no_reply


async def test_messages_are_private_and_answered_until_a_day_after(net: Practice) -> None:
    memory = Memory()
    item = net.server.message("are you open?", who="Ana", ago=3600)
    ours = net.server.message_as_page(item, "until seven")
    await catch_up(net, memory)
    message = memory.messages[item]
    assert (message.kind, message.visibility) == (Kind.DIRECT, Visibility.DIRECT)
    assert message.reply_until == message.created_at + DAY
    assert memory.messages[ours].author.ours
    assert memory.messages[ours].root == message.root
    assert await catch_up(net, memory) == []


async def test_with_the_human_agent_feature_the_window_is_seven_days(net: Practice) -> None:
    net.options["human_agent"] = "yes"
    memory = Memory()
    item = net.server.message("hello", ago=90_000)
    await catch_up(net, memory)
    assert memory.messages[item].reply_until == memory.messages[item].created_at + 7 * DAY


async def test_a_long_exchange_in_messenger_comes_whole_and_once(net: Practice) -> None:
    memory = Memory()
    net.server.message("first", who="Ana")
    await catch_up(net, memory)
    ids = [net.server.message(f"{n}", who="Ana") for n in range(130)]
    others = [net.server.message(f"{n}", who=f"Person {n}") for n in range(25)]
    found = [m.remote_id for m in await catch_up(net, memory) if isinstance(m, Message)]
    assert sorted(found) == sorted([*ids, *others])
    assert await catch_up(net, memory) == []


async def test_a_hidden_comment_is_held(net: Practice) -> None:
    memory = Memory()
    item = net.write("spoilt")
    await catch_up(net, memory)
    net.server.run(lambda: setattr(net.server.world.comments[item], "hidden", True))
    await catch_up(net, memory)
    assert memory.messages[item].state is State.HELD


async def test_who_keeps_their_profile_private_has_no_name(net: Practice) -> None:
    memory = Memory()
    one, two = net.write("I am nobody"), net.server.comment(net.post, "so am I", who="Zoë")
    net.server.entities.private_people = set(net.server.world.people) - {PAGE}
    await catch_up(net, memory)
    assert memory.messages[one].author.name == "?"
    assert memory.messages[one].author.remote_id != memory.messages[two].author.remote_id
    assert not memory.messages[one].author.ours


async def test_comments_under_older_posts_are_found(net: Practice) -> None:
    memory = Memory()
    for number in range(60):
        net.server.publish(f"post {number}")
    await catch_up(net, memory)
    item = net.write("about the first one")
    await catch_up(net, memory)
    assert item in memory.messages


async def test_what_is_older_than_a_month_is_not_told_at_first(net: Practice) -> None:
    memory = Memory()
    net.server.comment(net.post, "years ago", ago=40 * 86_400)
    item = net.server.comment(net.post, "last week", ago=7 * 86_400)
    await catch_up(net, memory)
    assert list(memory.messages) == [item]


async def test_the_top_comment_of_an_answer_comes_along(net: Practice) -> None:
    memory = Memory()
    old = net.server.comment(net.post, "last year", ago=300 * 86_400)
    item = net.server.comment(old, "still so", who="Ben")
    await catch_up(net, memory)
    assert not memory.messages[old].addressed
    assert memory.messages[item].root == old


async def test_a_sign_in_without_messenger_reads_the_rest(net: Practice) -> None:
    memory = Memory()
    net.server.token = net.server.tokens.issue(PAGE, "PAGE", ("pages_read_user_content",), 0).text
    net.server.message("unheard")
    item = net.write("heard")
    await catch_up(net, memory)
    assert list(memory.messages) == [item]


async def test_mentions_that_may_not_be_read_disturb_nothing(net: Practice) -> None:
    memory = Memory()
    denied = json.dumps({"error": {"message": "(#10) Page Public Content Access", "code": 10}}).encode()
    net.fault(method="GET", path="/(tagged|ratings)$", status=403, body=denied, count=9)
    item = net.write("heard")
    await catch_up(net, memory)
    assert list(memory.messages) == [item]


async def test_a_used_up_budget_says_for_how_long(net: Practice) -> None:
    body = json.dumps({"error": {"message": "(#32) Page request limit reached", "code": 32}}).encode()
    header = json.dumps({PAGE: [{"type": "pages", "call_count": 102, "estimated_time_to_regain_access": 19}]})
    net.refuse_reading(403, body=body, headers={"X-Business-Use-Case-Usage": header})
    with pytest.raises(Throttled) as caught:
        await catch_up(net, Memory())
    assert caught.value.seconds == 19 * 60


async def test_every_question_is_counted_and_the_headers_are_believed(net: Practice) -> None:
    net.server.usage = {"X-App-Usage": '{"call_count":90,"total_time":5,"total_cputime":5}'}
    given = net.means(Memory())
    connector = open_connector(net.account, given)
    async for _ in connector.listen(None):
        pass
    await connector.aclose()
    assert isinstance(given.pace, Unhurried)
    asked = [path for method, path in net.server.faults.seen if method == "GET"]
    assert given.pace.spent["requests"] == len(asked)
    assert given.pace.spent["conversations"] == 1
    assert {left for _, left, _ in given.pace.heard} == {480}


async def test_a_broken_message_is_kept_and_read_later(net: Practice) -> None:
    memory = Memory()
    item = net.server.message("hello")

    def spoil(body: bytes) -> bytes:
        listing = json.loads(body)
        listing["data"][0]["messages"]["data"][0]["message"] = {"what": 5}
        return json.dumps(listing).encode()

    net.fault(method="GET", path="/conversations$", rewrite=spoil)
    await catch_up(net, memory)
    (kept,) = memory.of(Unreadable)
    connector = net.connector(memory)
    good = net.server.run(lambda: _shown(net, item))
    (message,) = await connector.reread(json.dumps(good).encode())
    await connector.aclose()
    assert isinstance(message, Message)
    assert message.root.startswith("t_")
    assert b"what" in kept.payload


def _shown(net: Practice, item: str) -> dict[str, Any]:
    found = net.server.world.message(item)
    assert found is not None
    return net.server.entities.direct(*found, parse("id,created_time,from,to,message"))


async def test_a_clock_that_is_an_hour_off_loses_no_message(net: Practice) -> None:
    memory = Memory()
    for offset in (0, HOUR, 0):
        net.set_clock_offset(offset)
        net.server.message(f"at {offset}", who="Ana")
        net.write(f"said at {offset}")
        await catch_up(net, memory)
    assert len(memory.texts) == 6


async def test_reading_that_is_cut_anywhere_loses_nothing(net: Practice) -> None:
    memory = Memory()
    await catch_up(net, memory)
    wanted = {net.write(f"{n}") for n in range(230)}
    wanted |= {net.server.message(f"{n}", who=f"Person {n % 12}") for n in range(40)}
    wanted |= {net.server.publish(f"visitor {n}", who="Ana") for n in range(4)}
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
        del net.server.world.posts[net.post]
        del net.server.world.comments[item]

    net.server.run(remove)
    assert await catch_up(net, memory) == [Deletion(item)]


async def test_a_recommendation_that_is_taken_back_is_gone(net: Practice) -> None:
    memory = Memory()
    story = net.server.recommend("cold", kind="negative")
    await catch_up(net, memory)

    def remove() -> None:
        del net.server.world.posts[story]
        net.server.world.ratings.clear()

    net.server.run(remove)
    assert Deletion(story) in await catch_up(net, memory)


async def test_where_too_much_was_asked_for_less_is(net: Practice) -> None:
    memory = Memory()
    item = net.write("heard")
    said = "Please reduce the amount of data you're asking for, then retry your request"
    net.fault(
        method="GET",
        path="/feed$",
        status=500,
        body=json.dumps({"error": {"message": said, "code": 1}}).encode(),
        count=2,
    )
    await catch_up(net, memory)
    assert item in memory.messages


async def test_no_secret_is_in_what_is_said_of_failures(net: Practice) -> None:
    for path, body in (("/feed$", b"<html>"), ("/me$", b'{"id":'), ("/debug_token$", b"[]")):
        net.fault(method="GET", path=path, status=200, body=body)
        connector = net.connector(Memory())
        with pytest.raises(NetworkError) as caught:
            await _used(connector)
        await connector.aclose()
        for secret in (net.server.token, SECRET):
            assert secret not in f"{caught.value} {caught.value!r}"


async def _used(connector: Connector) -> None:
    await connector.check()
    async for _ in connector.listen(None):
        pass


async def test_a_list_that_is_refused_for_no_permission_is_a_gap(net: Practice) -> None:
    memory = Memory()
    item = net.write("heard")
    body = json.dumps({"error": {"message": "(#100) nonexisting field (ratings)", "code": 100}}).encode()
    net.fault(method="GET", path="/ratings$", status=400, body=body)
    await catch_up(net, memory)
    assert item in memory.messages
    (gap,) = memory.of(Gap)
    assert "recommendations" in gap.why
