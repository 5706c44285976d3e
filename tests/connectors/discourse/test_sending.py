"""What is Discourse's own about answering."""

from pathlib import Path

import pytest

from responder.connectors.discourse import connector as discourse
from responder.core.errors import Refused, Throttled, Uncertain
from responder.core.ids import new_id
from responder.core.messages import Visibility
from responder.core.ports import Act, Outgoing, Receipt, Upload
from tests.connectors.clocks import Ahead
from tests.connectors.contract import Memory, now, opened, reply
from tests.connectors.discourse.people import Practice
from tests.connectors.means import means


async def test_the_same_words_elsewhere_wait_for_the_forum(net: Practice) -> None:
    one, other = net.write("question one"), net.write("question two")
    async with opened(net, Memory()) as connector:
        await connector.send(reply(one, "see our page"))
        with pytest.raises(Throttled) as caught:
            await connector.send(reply(other, "see our page"))
    assert caught.value.seconds == 300
    assert net.answers(other) == []


async def test_markdown_is_compared_as_it_was_typed(net: Practice) -> None:
    item = net.write("question")
    outgoing = reply(item, "**No**, see [here](https://a.example) & <b>there</b>\n\n- one\n- two")
    async with opened(net, Memory()) as connector:
        await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, now()), Receipt)


async def test_an_answer_that_waits_for_a_moderator_is_said_not_to_be_out(net: Practice) -> None:
    item = net.write("question")
    net.forum.world.approves = True
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="until a moderator approves"):
            await connector.send(reply(item, "answer"))


async def test_too_short_is_said_in_the_forums_words(net: Practice) -> None:
    item = net.write("question")
    net.forum.world.shortest = 20
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="minimum is 20 characters"):
            await connector.send(reply(item, "answer"))


async def test_a_closed_topic_takes_no_answer(net: Practice) -> None:
    item = net.write("question")
    net.forum.world.topics[net.forum.question].closed = True
    net.forum.us.staff = False
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="closed"):
            await connector.send(reply(item, "answer"))


async def test_pictures_are_uploaded_and_the_answer_is_found_with_them(net: Practice, tmp_path: Path) -> None:
    item = net.write("show me")
    picture = tmp_path / "biscuit.png"
    picture.write_bytes(b"\x89PNG biscuit")
    one = Upload(picture, "image/png", "a [biscuit]")
    outgoing = Outgoing(new_id(), "here", item, Visibility.PUBLIC, files=(one,))
    async with opened(net, Memory()) as connector:
        receipt = await connector.send(outgoing)
        found = await connector.find(outgoing, now())
    assert isinstance(found, Receipt)
    assert found.remote_id == receipt.remote_id
    assert net.answers(item) == ["here\n\n![a (biscuit)](upload://u1.png)"]


async def test_staff_report_spam_and_take_posts_away(net: Practice) -> None:
    item, other = net.write("buy pills"), net.write("rude")
    async with opened(net, Memory()) as connector:
        for _ in range(2):
            await connector.act(Act("spam", item))
            await connector.act(Act("trash", other))
        with pytest.raises(Refused, match="somebody else's"):
            await connector.act(Act("delete", item))
    assert net.forum.world.posts[int(item)].hidden
    assert net.forum.world.posts[int(other)].deleted_at is not None


async def test_who_is_not_staff_takes_nothing_away(net: Practice) -> None:
    item = net.write("rude")
    net.forum.us.staff = False
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="does not allow"):
            await connector.act(Act("trash", item))
        assert "take posts of others away" in (await connector.check()).missing[0]


async def test_a_like_is_given_once(net: Practice) -> None:
    item = net.write("thanks")
    async with opened(net, Memory()) as connector:
        for _ in range(2):
            await connector.act(Act("favourite", item))
    assert net.forum.world.posts[int(item)].flags == {2: {1}}


async def test_other_peoples_words_are_not_changed(net: Practice) -> None:
    item = net.write("mine")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="nobody's words"):
            await connector.act(Act("edit", item, "yours"))


async def test_a_clock_of_ours_that_is_ahead_hides_no_answer(net: Practice) -> None:
    item, clock = net.write("question"), Ahead()
    net.fault(method="POST", path=net.writing, after=True, cut=True)
    outgoing, began = reply(item, "did it arrive?"), clock.now()
    connector = discourse.open(net.account, means(net.secret, clock=clock, once=True))
    with pytest.raises(Uncertain):
        await connector.send(outgoing)
    await connector.aclose()
    connector = discourse.open(net.account, means(net.secret, clock=clock, once=True))
    assert isinstance(await connector.find(outgoing, began), Receipt)
    await connector.aclose()
