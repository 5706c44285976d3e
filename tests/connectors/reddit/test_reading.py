"""What is Reddit's own about receiving."""

from collections.abc import Iterator

import pytest

from responder.connectors.reddit import words
from responder.connectors.reddit.cursor import ANCHORS, Cursor, read
from responder.core.errors import NetworkError, Refused, SignInNeeded
from responder.core.messages import Kind, Message, State, Visibility
from responder.core.monitors import Term, TermKind
from responder.core.ports import Deletion, Gap, Listener
from responder.practice.reddit.server import ACCESS, REFRESH
from tests.connectors.contract import Memory, catch_up, opened
from tests.connectors.reddit.people import Practice


@pytest.fixture
def moderator() -> Iterator[Practice]:
    practice = Practice("r/biscuits")
    practice.server.start()
    yield practice
    practice.server.stop()


async def test_a_mention_deep_in_a_thread_brings_what_stands_above_it(net: Practice) -> None:
    post = net.server.begin("Best shop?", "tell me", who="bob", community="food")
    top = net.server.write("there are many", parent=post, who="cleo")
    below = net.server.write("such as?", parent=top, who="bob")
    call = net.server.write("u/grandlievre of course", parent=below, who="ana")
    memory = Memory()
    await catch_up(net, memory)
    found = memory.of(Message)
    assert [one.remote_id for one in found] == [top, below, call]
    assert [one.addressed for one in found] == [False, False, True]
    assert {one.root for one in found} == {top}
    assert found[2].kind is Kind.MENTION
    assert found[2].post is not None
    assert (found[2].post.title, found[2].post.remote_id) == ("Best shop?", post)


async def test_private_messages_are_one_conversation_with_both_sides(net: Practice) -> None:
    memory = Memory()
    first = net.write("hi", private=True)
    await catch_up(net, memory)
    answer = net.answer_elsewhere(first, "hello")
    second = net.server.whisper("thanks", parent=answer)
    await catch_up(net, memory)
    found = memory.messages
    assert found[first].text == "hello\n\nhi"
    assert {found[one].root for one in (first, answer, second)} == {first}
    assert {found[one].visibility for one in (first, answer, second)} == {Visibility.DIRECT}
    assert found[answer].author.ours


async def test_all_of_a_community_that_we_moderate_is_for_us(moderator: Practice) -> None:
    post = moderator.server.begin("Soggy!", "All of them.")
    comment = moderator.server.write("mine too", parent=post, who="bob")
    memory = Memory()
    await catch_up(moderator, memory)
    assert memory.messages[post].text == "Soggy!\n\nAll of them."
    assert memory.messages[comment].addressed
    assert await catch_up(moderator, memory) == []


async def test_a_verdict_of_a_moderator_is_seen(moderator: Practice) -> None:
    item = moderator.write("buy pills")
    memory = Memory()
    await catch_up(moderator, memory)
    moderator.server.world.things[item].removed = True
    await catch_up(moderator, memory)
    assert memory.messages[item].state is State.TRASH


async def test_what_moderators_elsewhere_removed_is_gone(net: Practice) -> None:
    item = net.write("u/grandlievre rude")
    memory = Memory()
    await catch_up(net, memory)
    net.server.world.moderated.clear()
    net.server.world.things[item].removed = True
    await catch_up(net, memory)
    assert Deletion(item) in memory.items


async def test_a_locked_comment_says_before_typing_that_it_takes_no_answer(net: Practice) -> None:
    item = net.write("question")
    net.server.world.things[item].locked = True
    memory = Memory()
    await catch_up(net, memory)
    assert memory.messages[item].no_reply == words.LOCKED


async def test_an_anchor_that_was_deleted_hides_nothing(net: Practice) -> None:
    memory = Memory()
    first, last = net.write("first"), net.write("last")
    await catch_up(net, memory)
    net.delete(last)
    net.write("next")
    await catch_up(net, memory)
    assert memory.texts == ["first", "last", "next"]
    net.delete(first)
    net.server.world.kept = 0
    await catch_up(net, memory)
    assert [one.why for one in memory.of(Gap)] == [words.MISSED]


async def test_a_community_that_is_closed_to_us_stops_nothing_else(moderator: Practice) -> None:
    moderator.write("hi")
    moderator.fault(path="^/r/biscuits", status=403, count=9)
    memory = Memory()
    await catch_up(moderator, memory)
    assert memory.texts == ["hi"]


async def test_an_inbox_that_is_not_granted_is_said(net: Practice) -> None:
    net.refuse_reading(403)
    with pytest.raises(Refused, match="does not allow"):
        await catch_up(net, Memory())


async def test_a_token_that_ends_is_renewed_by_itself(net: Practice) -> None:
    net.server.access.clear()
    net.write("hi")
    memory = Memory()
    await catch_up(net, memory)
    assert memory.texts == ["hi"]


async def test_an_access_that_was_taken_back_needs_a_sign_in_without_a_word_of_the_token(
    net: Practice,
) -> None:
    net.revoke()
    with pytest.raises(SignInNeeded) as caught:
        await catch_up(net, Memory())
    assert ACCESS not in str(caught.value)
    assert REFRESH not in str(caught.value)


async def test_every_question_is_counted_and_what_is_left_believed(net: Practice) -> None:
    connector = net.connector(Memory())
    pace = connector._means.pace  # type: ignore[attr-defined] # the connector's own
    async for _ in connector.listen(None):
        pass
    await connector.aclose()
    assert pace.spent["requests"] == len(net.server.faults.seen)
    assert pace.heard[-1][1] == int(net.server.remaining)
    assert net.server.agents == {"desktop:AppOfNobody123:0.1 (by /u/grandlievre)"}


async def test_words_are_looked_for_in_posts(net: Practice) -> None:
    net.server.begin("Best biscuits?", "Which ones", community="food")
    async with opened(net, Memory()) as connector:
        listener: Listener = connector  # type: ignore[assignment] # its manifest says that it listens
        term = Term(TermKind.KEYWORD, "best biscuits")
        first = await listener.search(term, None)
        again = await listener.search(term, first.cursor)
        with pytest.raises(Refused):
            await listener.search(Term(TermKind.HASHTAG, "biscuits"), None)
    assert [one.addressed for one in first.items if isinstance(one, Message)] == [False]
    assert again.items == ()


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 429, 500])
async def test_no_failure_holds_a_token(net: Practice, status: int) -> None:
    net.refuse_reading(status, headers={"Location": "https://elsewhere.example/"}, count=3)
    with pytest.raises(NetworkError) as caught:
        await catch_up(net, Memory())
    assert ACCESS not in str(caught.value)


@pytest.mark.parametrize(
    "text", [None, "", "{}", "[]", '{"recent":{"x":"y"}}', '{"anchors":{"a":["x"]}}', "[" * 5000]
)
def test_any_stored_text_is_a_cursor(text: str | None) -> None:
    assert read(text) == Cursor()


def test_several_anchors_are_kept_the_newest_first() -> None:
    cursor = Cursor()
    cursor.reached("a", [f"t1_{i}" for i in range(ANCHORS)])
    cursor.reached("a", ["t1_new"])
    assert cursor.anchors["a"][:2] == ["t1_new", "t1_0"]
    assert len(cursor.anchors["a"]) == ANCHORS
    assert read(cursor.write()) == cursor
