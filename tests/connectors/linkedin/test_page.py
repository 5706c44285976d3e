"""What is particular to LinkedIn: notices, versions, two levels, addresses, pages to choose from."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from responder.connectors.linkedin import parse, requests, words
from responder.connectors.linkedin.connector import alike
from responder.connectors.linkedin.cursor import POSTS
from responder.core.accounts import Account
from responder.core.clock import DAY
from responder.core.errors import Gone, Malformed, Refused, Uncertain
from responder.core.ids import new_id
from responder.core.messages import Kind, Message, Visibility
from responder.core.ports import Absent, Act, Deletion, Gap, Outgoing, Receipt, Upload
from responder.practice.linkedin.world import ORGANIZATION
from tests.connectors.contract import Memory, catch_up, now, opened, reply, to
from tests.connectors.hostile import listed, spoiled
from tests.connectors.linkedin.practice import ANA, Practice
from tests.connectors.means import Unhurried
from tests.practice.test_linkedin import DOCUMENTED

ACCOUNT = Account(new_id(), "linkedin", "linkedin.com", ORGANIZATION, "the-shop", "The Shop")


async def test_a_comment_stands_under_its_post(net: Practice) -> None:
    memory = Memory()
    item = net.write("Where?")
    await catch_up(net, memory)
    message = memory.messages[item]
    assert message.post is not None
    assert (message.post.remote_id, message.post.title) == (net.post.share, "We are hiring")
    assert message.author.name == words.MEMBER


async def test_names_are_shown_where_linkedin_tells_them(net: Practice) -> None:
    net.linkedin.api.names = True
    memory = Memory()
    item = net.write("Where?")
    await catch_up(net, memory)
    assert memory.messages[item].author.name == "Ana Roy"


async def test_a_post_that_names_the_page_is_a_mention_and_may_be_answered(net: Practice) -> None:
    memory = Memory()
    await catch_up(net, memory)
    theirs = net.linkedin.post("Thank you, The Shop!", author=ANA)
    await catch_up(net, memory)
    message = memory.messages[theirs.share]
    assert (message.kind, message.text, message.author.remote_id) == (
        Kind.MENTION,
        "Thank you, The Shop!",
        ANA,
    )
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, theirs.share, "You are welcome"))
    assert receipt.message.conversation == message.conversation
    assert [one.text for one in net.linkedin.under(theirs.share)] == ["You are welcome"]
    assert await catch_up(net, memory) == [receipt.message]


async def test_below_somebody_elses_post_only_what_answers_us_is_for_us(net: Practice) -> None:
    memory = Memory()
    await catch_up(net, memory)
    theirs = net.linkedin.post("Thank you, The Shop!", author=ANA)
    chat = net.linkedin.comment(theirs.share, "urn:li:person:bob", "nice").urn
    ours = net.linkedin.comment(theirs.share, ORGANIZATION, "Welcome").urn
    answer = net.linkedin.comment(theirs.share, ANA, "see you", parent=ours).urn
    await catch_up(net, memory)
    assert [memory.messages[one].addressed for one in (chat, ours, answer)] == [False, False, True]
    assert {memory.messages[one].root for one in (chat, ours, answer)} == {theirs.share}


async def test_without_notices_the_latest_posts_are_read(net: Practice) -> None:
    net.linkedin.api.notices_on = False
    memory = Memory()
    await catch_up(net, memory)
    item = net.write("Where?")
    await catch_up(net, memory)
    assert item in memory.messages


async def test_an_old_post_that_wakes_up_brings_what_is_new_and_what_it_answers(net: Practice) -> None:
    memory = Memory()
    old = net.write("an old question")
    net.write("an old remark")
    for one in (*net.linkedin.world.comments.values(), *net.linkedin.world.notices):
        one.at -= 3_600_000
    posts = [net.linkedin.post(f"post {i}") for i in range(POSTS)]
    await catch_up(net, memory)
    assert memory.messages == {}
    new = net.write("still no answer?", parent=old)
    await catch_up(net, memory)
    assert list(memory.messages) == [old, new]
    for post in posts:
        net.linkedin.comment(post.share, ANA, "hello")
    await catch_up(net, memory)
    assert len(memory.items) == 2 + POSTS
    assert await catch_up(net, memory) == []


async def test_an_edited_answer_to_a_comment_is_noticed(net: Practice) -> None:
    memory = Memory()
    top = net.write("Where?")
    answer = net.write("yes, where?", parent=top)
    await catch_up(net, memory)
    net.edit(answer, "yes, where and when?")
    await catch_up(net, memory)
    assert memory.messages[answer].text == "yes, where and when?"


async def test_a_deleted_comment_takes_its_answers_with_it(net: Practice) -> None:
    memory = Memory()
    top = net.write("Where?")
    answer = net.write("yes, where?", parent=top)
    await catch_up(net, memory)
    net.delete(top)
    assert set(await catch_up(net, memory)) == {Deletion(top), Deletion(answer)}
    assert await catch_up(net, memory) == []


async def test_a_comment_that_slips_between_two_pages_is_not_taken_for_deleted(net: Practice) -> None:
    memory = Memory()
    item = net.write("Where?")
    net.write("other")
    await catch_up(net, memory)
    net.rewrite(lambda entries: [entry for entry in entries if net.key(entry) != item])
    assert await catch_up(net, memory) == []


async def test_more_than_sixty_days_away_is_a_gap(net: Practice) -> None:
    memory = Memory()
    await catch_up(net, memory)
    cursor = json.loads(memory.cursor or "")
    memory.cursor = json.dumps({**cursor, "at": now() - 70 * DAY})
    await catch_up(net, memory)
    (gap,) = memory.of(Gap)
    assert gap.until - gap.since > 9 * DAY


async def test_a_retired_version_says_what_to_change(net: Practice) -> None:
    net.options["version"] = "202401"
    with pytest.raises(Refused, match="has ended version 202401") as caught:
        await catch_up(net, Memory())
    assert "field Version" in str(caught.value)


async def test_a_version_that_is_retired_while_we_listen_is_no_silence(net: Practice) -> None:
    memory = Memory()
    net.write("Where?")
    await catch_up(net, memory)
    net.linkedin.api.versions.clear()
    with pytest.raises(Refused, match="has ended version"):
        await catch_up(net, memory)


async def test_a_permission_that_is_taken_away_is_no_silence(net: Practice) -> None:
    memory = Memory()
    net.write("Where?")
    await catch_up(net, memory)
    net.fault(path=r"/socialActions/", status=403, body=b'{"status":403,"code":"ACCESS_DENIED"}')
    with pytest.raises(Refused, match="permission"):
        await catch_up(net, memory)


async def test_a_strangers_post_that_may_not_be_read_stops_nothing(net: Practice) -> None:
    memory = Memory()
    await catch_up(net, memory)
    theirs = net.linkedin.post("Thank you, The Shop!", author=ANA)
    net.fault(path=f"/socialActions/{theirs.share}", status=403, body=b"{}")
    await catch_up(net, memory)
    assert theirs.share in memory.messages


async def test_a_deleted_post_takes_its_comments_with_it(net: Practice) -> None:
    memory = Memory()
    item = net.write("Where?")
    await catch_up(net, memory)
    net.linkedin.delete_post(net.post.share)
    assert await catch_up(net, memory) == [Deletion(item)]
    assert await catch_up(net, memory) == []


async def test_only_an_answer_since_the_attempt_is_taken_for_it(net: Practice) -> None:
    memory = Memory()
    item = net.write("Where?")
    old = net.answer_elsewhere(item, "See our page")
    await catch_up(net, memory)
    net.linkedin.world.comments[old.rpartition(",")[2].rstrip(")")].at -= 3_600_000
    async with opened(net, memory) as connector:
        assert await connector.find(to(memory, item, "See our page"), now()) == Absent()


async def test_a_yes_without_a_body_is_known_by_its_header(net: Practice) -> None:
    memory = Memory()
    item = net.write("Where?")
    await catch_up(net, memory)
    net.fault(method="POST", path=net.writing, rewrite=lambda body: b"")
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, item, "In Lyon"))
    await catch_up(net, memory)
    assert memory.messages[receipt.remote_id].text == "In Lyon"


async def test_an_answer_to_an_unknown_comment_finds_its_thread(net: Practice) -> None:
    top = net.write("Where?")
    answer = net.write("yes, where?", parent=top)
    async with opened(net, Memory()) as connector:
        receipt = await connector.send(reply(answer, "In Lyon"))
        assert isinstance(await connector.find(reply(answer, "In Lyon"), now()), Receipt)
    assert receipt.message.root == top
    assert net.answers(top) == ["In Lyon"]


async def test_a_comment_is_liked_as_the_page(net: Practice) -> None:
    item = net.write("Lovely")
    async with opened(net, Memory()) as connector:
        for _ in range(2):
            await connector.act(Act("favourite", item))
    assert net.linkedin.world.found_comment(item).likes == {ORGANIZATION}


async def test_somebody_elses_comment_is_neither_edited_nor_deleted(net: Practice) -> None:
    item = net.write("mine")
    async with opened(net, Memory()) as connector:
        for verb in ("delete", "edit"):
            with pytest.raises(Refused, match="does not let"):
                await connector.act(Act(verb, item, "x"))
        with pytest.raises(Gone):
            await connector.act(Act("edit", "urn:li:comment:(../users,1)", "x"))


async def test_pictures_are_refused_before_anything_is_sent(net: Practice, tmp_path: Any) -> None:
    item = net.write("show me")
    files = (Upload(tmp_path / "x.png", "image/png"),)
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="Pictures"):
            await connector.send(Outgoing(new_id(), "here", item, Visibility.PUBLIC, files=files))
    assert net.answers(item) == []


async def test_a_private_answer_never_goes_out_in_public(net: Practice) -> None:
    item = net.write("hello")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="no private answers"):
            await connector.send(reply(item, "your order number is 17", Visibility.DIRECT))
    assert net.answers(item) == []


async def test_a_yes_that_names_no_comment_is_uncertain(net: Practice) -> None:
    item = net.write("Where?")
    net.fault(method="POST", path=net.writing, status=201, body=b"")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Uncertain):
            await connector.send(reply(item, "In Lyon"))


async def test_questions_are_counted_answers_apart(net: Practice) -> None:
    connector = net.connector(Memory())
    async for _ in connector.listen(None):
        pass
    await connector.aclose()
    pace = connector._means.pace
    assert isinstance(pace, Unhurried)
    assert pace.spent == {"requests": 2}


@pytest.mark.parametrize(("one", "other", "equal"), [("a_b (c)", "a\\_b \\(c\\)", True), ("é", "e\u0301", True), ("a", "b", False)])  # fmt: skip
def test_escapes_do_not_count_when_comparing(one: str, other: str, equal: bool) -> None:
    assert alike(one, other) is equal


def test_addresses_are_written_as_restli_wants() -> None:
    urn = "urn:li:comment:(urn:li:activity:1,2)"
    assert requests.comments(urn).startswith(
        "/rest/socialActions/urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A1%2C2%29/comments"
    )
    assert "actions=List(COMMENT,ADMIN_COMMENT" in requests.notices(ORGANIZATION, 1, 2)
    assert "timeRange=(start:1,end:2)" in requests.notices(ORGANIZATION, 1, 2)
    assert requests.comment(urn, ORGANIZATION).endswith("/comments/2?actor=urn%3Ali%3Aorganization%3A2414183")


@settings(max_examples=300, deadline=None)
@given(spoiled(DOCUMENTED))
def test_whatever_a_comment_holds_it_is_read_or_put_aside(value: Any) -> None:
    body = b'{"elements":[' + listed(value)[1:-1] + b"," + json.dumps(DOCUMENTED).encode() + b"]}"
    try:
        found, bad = parse.comments(body)
    except Malformed:
        return
    assert len(found) + len(bad) == 2
    for comment in found:
        assert isinstance(parse.message(comment, ACCOUNT, None), Message)
