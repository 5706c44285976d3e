"""What is particular to answering on X: its rules in words, the same words twice, pictures, private messages."""

from pathlib import Path

import pytest

from responder.connectors.x import words
from responder.core.errors import Gone, Refused, Uncertain
from responder.core.ids import new_id
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Outgoing, Receipt, Upload
from tests.connectors.contract import Memory, catch_up, now, opened, reply, to
from tests.connectors.x.practice import Practice


@pytest.fixture
def picture(tmp_path: Path) -> Upload:
    path = tmp_path / "box.png"
    path.write_bytes(b"\x89PNG practice")
    return Upload(path, "image/png", "The new box")


def with_files(parent: str, *files: Upload) -> Outgoing:
    return Outgoing(new_id(), "here it is", parent, Visibility.PUBLIC, files=files)


async def test_an_answer_that_x_does_not_take_says_why(net: Practice) -> None:
    item = net.x.post("bob", "the shop is lovely").id
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused) as caught:
            await connector.send(reply(item, "thank you"))
    assert str(caught.value) == words.NO_REPLY
    assert net.answers(item) == []


async def test_the_same_words_to_somebody_else_are_for_a_person_to_change(net: Practice) -> None:
    net.x.world.same_words_anywhere = True
    memory = Memory()
    one, other = net.write("one"), net.write("other")
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        await connector.send(to(memory, one, "see our page"))
        with pytest.raises(Refused, match="same words twice"):
            await connector.send(to(memory, other, "see our page"))
    assert net.answers(other) == []


async def test_an_answer_with_a_link_comes_back_as_it_was_typed(net: Practice) -> None:
    memory = Memory()
    item = net.write("where?")
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, item, "here: https://shop.example/a?b=1&c=2"))
    await catch_up(net, memory)
    again = memory.messages[receipt.remote_id]
    assert again.fingerprint() == receipt.message.fingerprint()
    assert again.text == "here: https://shop.example/a?b=1&c=2"


async def test_pictures_go_with_their_descriptions(net: Practice, picture: Upload) -> None:
    item = net.write("show me")
    async with opened(net, Memory()) as connector:
        await connector.send(with_files(item, picture))
    (answer,) = net.x.answers(item)
    (number,) = answer.media
    assert net.x.world.pictures[number].alt == "The new box"


async def test_more_pictures_than_x_takes_are_refused_before_any_is_sent(
    net: Practice, picture: Upload
) -> None:
    item, private = net.write("show me"), net.write("show me", private=True)
    async with opened(net, Memory()) as connector:
        for parent, files in ((item, [picture] * 5), (private, [picture] * 2)):
            with pytest.raises(Refused, match="at most"):
                await connector.send(with_files(parent, *files))
    assert net.x.world.pictures == {}


async def test_too_large_a_picture_is_refused(net: Practice, picture: Upload) -> None:
    picture.path.write_bytes(b"x" * 5_000_001)
    item = net.write("show me")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="5 MB"):
            await connector.send(with_files(item, picture))


async def test_a_lost_private_confirmation_is_found(net: Practice) -> None:
    item = net.write("between us", private=True)
    net.fault(method="POST", path="/messages$", after=True, cut=True)
    outgoing = reply(item, "of course", Visibility.DIRECT)
    async with opened(net, Memory()) as connector:
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        found = await connector.find(outgoing, now())
    assert isinstance(found, Receipt)
    assert found.message.visibility is Visibility.DIRECT


async def test_a_private_answer_that_never_left_is_absent(net: Practice) -> None:
    item = net.write("between us", private=True)
    async with opened(net, Memory()) as connector:
        assert await connector.find(reply(item, "of course", Visibility.DIRECT), now()) == Absent()


async def test_a_private_answer_is_deleted_once(net: Practice) -> None:
    item = net.write("between us", private=True)
    async with opened(net, Memory()) as connector:
        receipt = await connector.send(reply(item, "oops", Visibility.DIRECT))
        for _ in range(2):
            await connector.act(Act("delete", receipt.remote_id))
    assert [dm.text for dm in net.x.world.dms] == ["between us"]


async def test_a_reply_under_our_post_is_hidden_and_shown(net: Practice) -> None:
    ours = net.x.post("shop", "Good morning").id
    item = net.write("rubbish", parent=ours)
    async with opened(net, Memory()) as connector:
        for verb, hidden in (("hide", True), ("hide", True), ("unhide", False)):
            await connector.act(Act(verb, item))
            assert net.x.world.posts[item].hidden is hidden
        with pytest.raises(Refused, match="conversations that this account began"):
            await connector.act(Act("hide", net.write("elsewhere")))


async def test_a_private_answer_to_a_public_post_never_goes_out_in_public(net: Practice) -> None:
    item = net.write("hello")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="in private only"):
            await connector.send(reply(item, "your order number is 17", Visibility.DIRECT))
    assert net.answers(item) == []


async def test_somebody_elses_post_is_not_deleted(net: Practice) -> None:
    item = net.write("mine")
    async with opened(net, Memory()) as connector:
        with pytest.raises(Refused, match="somebody else's"):
            await connector.act(Act("delete", item))
        with pytest.raises(Refused, match="not let answers be edited"):
            await connector.act(Act("edit", item, "x"))


@pytest.mark.parametrize("remote_id", ["", "x/../1", "1" * 30, "dm/1"])
async def test_what_is_no_post_is_gone(net: Practice, remote_id: str) -> None:
    async with opened(net, Memory()) as connector:
        with pytest.raises(Gone):
            await connector.send(reply(remote_id, "hello"))


async def test_premium_accounts_may_write_more(net: Practice) -> None:
    net.x.world.us.subscription = "Premium"
    async with opened(net, Memory()) as connector:
        assert (await connector.check()).limits.characters == 25_000
