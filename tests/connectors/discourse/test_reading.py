"""What is Discourse's own about receiving."""

from uuid import UUID

import pytest

from responder.connectors.discourse import feed, parse
from responder.connectors.discourse.cursor import REMEMBERED, Cursor, read
from responder.connectors.discourse.parse import Post
from responder.core.errors import NetworkError, Throttled
from responder.core.messages import Kind, Message, State, Visibility
from responder.core.monitors import Term, TermKind
from responder.core.ports import Deletion, Gap, Listener
from responder.practice.discourse.server import ADMIN_KEY
from tests.connectors.contract import Memory, catch_up, opened
from tests.connectors.discourse.people import Practice

AT = "2026-03-02T10:15:29.000Z"


async def test_elsewhere_only_what_names_or_answers_us_is_for_us(net: Practice) -> None:
    net.forum.begin("Weather", "lovely today")
    mention = net.forum.begin("Open?", "@shop are you open on Sunday?")
    ours = int(net.forum.begin("News", "New biscuits!", who="shop"))
    topic = net.forum.world.posts[ours].topic
    net.forum.write("yum", topic=topic)
    memory = Memory()
    await catch_up(net, memory)
    named, answer = memory.of(Message)
    assert (named.remote_id, named.kind) == (str(mention), Kind.MENTION)
    assert (answer.text, answer.kind) == ("yum", Kind.COMMENT)
    assert named.post is not None
    assert named.post.title == "Open?"


async def test_a_private_topic_is_one_conversation_with_both_sides(net: Practice) -> None:
    item = net.write("between us", private=True)
    topic = net.forum.world.posts[int(item)].topic
    memory = Memory()
    await catch_up(net, memory)
    net.forum.write("we hear you", topic=topic, who="shop")
    net.forum.write("thank you", topic=topic)
    await catch_up(net, memory)
    assert [one.text for one in memory.of(Message)] == ["between us", "we hear you", "thank you"]
    assert {one.root for one in memory.of(Message)} == {f"t{topic}"}
    assert {one.visibility for one in memory.of(Message)} == {Visibility.DIRECT}
    assert memory.of(Message)[1].author.ours
    assert memory.texts == ["between us", "thank you"]


async def test_an_answer_knows_the_post_that_it_answers(net: Practice) -> None:
    memory = Memory()
    item = net.write("question")
    answer = net.answer_elsewhere(item, "answer")
    await catch_up(net, memory)
    assert memory.messages[answer].parent == item


async def test_a_call_in_an_old_topic_brings_how_it_began(net: Practice) -> None:
    first = net.forum.begin("Which shop?", "Whose biscuits are best?")
    memory = Memory()
    await catch_up(net, memory)
    topic = net.forum.world.posts[first].topic
    call = net.forum.write("@shop of course", topic=topic)
    net.rewrite(lambda _: [])
    await catch_up(net, memory)
    context, message = memory.of(Message)
    assert (context.remote_id, context.addressed) == (str(first), False)
    assert message.remote_id == str(call)
    assert message.conversation == context.conversation


async def test_a_call_that_is_told_later_than_its_post_is_not_missed(net: Practice) -> None:
    post = net.forum.begin("Which shop?", "@shop of course")
    late = list(net.forum.world.notifications)
    net.forum.world.notifications.clear()
    memory = Memory()
    await catch_up(net, memory)
    assert memory.texts == []
    net.forum.world.notifications.extend(late)
    await catch_up(net, memory)
    assert [one.remote_id for one in memory.of(Message)] == [str(post)]


async def test_a_hidden_post_is_held_and_a_deleted_one_gone_for_staff_too(net: Practice) -> None:
    memory = Memory()
    item, other = net.write("spam?"), net.write("stay")
    await catch_up(net, memory)
    net.forum.world.posts[int(item)].hidden = True
    net.forum.world.delete(net.forum.us, net.forum.world.posts[int(other)])
    await catch_up(net, memory)
    assert memory.messages[item].state is State.HELD
    assert Deletion(other) in memory.items


async def test_a_whisper_among_staff_is_not_a_customers_word(net: Practice) -> None:
    net.forum.world.posts[int(net.write("psst"))].type = 4
    assert [one for one in await catch_up(net, Memory()) if isinstance(one, Message)] == []


async def test_a_colleague_of_the_forums_staff_answers_for_us(net: Practice) -> None:
    memory = Memory()
    net.write("question")
    net.forum.world.user("marie", staff=True)
    net.forum.write("answer", who="marie")
    await catch_up(net, memory)
    assert memory.of(Message)[1].author.ours


async def test_holes_between_the_numbers_lose_nothing(net: Practice) -> None:
    memory = Memory()
    net.write("old")
    await catch_up(net, memory)
    first = net.write("before the hole")
    for _ in range(170):
        next(net.forum.world._ids)
    ids = [net.write(f"{i}") for i in range(51)]
    await catch_up(net, memory)
    assert {first, *ids} <= set(memory.messages)
    assert memory.of(Gap) == []


async def test_too_much_at_once_is_a_gap_and_no_silence(net: Practice) -> None:
    memory = Memory()
    net.write("old")
    await catch_up(net, memory)
    for _ in range(feed.PAGES * feed.WINDOW):
        next(net.forum.world._ids)
    for i in range(51):
        net.write(f"{i}")
    await catch_up(net, memory)
    (gap,) = memory.of(Gap)
    assert gap.since < gap.until
    await catch_up(net, memory)
    assert len(memory.of(Gap)) == 1


async def test_a_limit_in_the_middle_of_a_round_is_taken_up_where_it_stopped(net: Practice) -> None:
    memory = Memory()
    net.write("public")
    net.write("private", private=True)
    body = (
        b'{"errors":["slow down"],"error_type":"rate_limit","extras":{"wait_seconds":23,"time_left":"23 s"}}'
    )
    net.fault(path="private-messages", status=429, body=body)
    with pytest.raises(Throttled) as caught:
        await catch_up(net, memory)
    assert caught.value.seconds == 23
    assert memory.texts == ["public"]
    await catch_up(net, memory)
    assert memory.texts == ["public", "private"]


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 429, 500])
async def test_no_failure_holds_the_key(net: Practice, status: int) -> None:
    net.fault(path="session/current", status=status, headers={"Location": "https://elsewhere.example/"})
    with pytest.raises(NetworkError) as caught:
        await catch_up(net, Memory())
    assert ADMIN_KEY not in str(caught.value)


async def test_every_question_is_counted(net: Practice) -> None:
    connector = net.connector(Memory())
    pace = connector._means.pace  # type: ignore[attr-defined] # the connector's own
    async for _ in connector.listen(None):
        pass
    await connector.aclose()
    assert pace.spent["requests"] == len(net.forum.faults.seen)


async def test_words_are_looked_for_in_public(net: Practice) -> None:
    net.forum.begin("Praise", "I love these biscuits")
    net.forum.whisper("secret biscuits")
    async with opened(net, Memory()) as connector:
        listener: Listener = connector  # type: ignore[assignment] # its manifest says that it listens
        first = await listener.search(Term(TermKind.KEYWORD, "biscuits"), None)
        again = await listener.search(Term(TermKind.KEYWORD, "biscuits"), first.cursor)
    assert [(one.text, one.addressed) for one in first.items if isinstance(one, Message)] == [
        ("I love these biscuits", False)
    ]
    assert again.items == ()


def test_files_in_a_post_are_named() -> None:
    cooked = '<a class="lightbox" href="/uploads/a.png">x</a><a class="attachment" href="javascript:x">y</a>'
    post = Post(1, 2, 3, AT, cooked=cooked)
    ours = parse.Ours(parse.Person(1, "shop"), "https://f.example", "f.example", UUID(int=1))
    (file,) = parse.message(post, parse.Topic(2), ours, addressed=True).attachments
    assert (file.kind, file.url) == ("image", "https://f.example/uploads/a.png")


@pytest.mark.parametrize(
    "text", [None, "", "{}", "[]", '{"recent":{"x":"y"}}', '{"private":{"x":1}}', "[" * 5000]
)
def test_any_stored_text_is_a_cursor(text: str | None) -> None:
    assert read(text) == Cursor()


def test_only_the_latest_posts_are_remembered() -> None:
    cursor = Cursor()
    for number in range(1, REMEMBERED + 5):
        cursor.given(Post(number, 1, number, AT), private=False)
    assert len(cursor.recent) == REMEMBERED
    assert not cursor.remembers(4)
    assert read(cursor.write()) == cursor
