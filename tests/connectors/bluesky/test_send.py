"""Answering: once, to nobody else, and what Bluesky refuses in words."""

from pathlib import Path
from uuid import UUID

import pytest

from responder.connectors.bluesky import requests
from responder.core.clock import SystemClock
from responder.core.errors import Gone, NotPossible, Refused, SignInNeeded, Uncertain
from responder.core.ids import new_id
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Outgoing, Receipt, Unproven, Upload
from responder.practice.bluesky.ids import tid
from responder.practice.bluesky.server import CUSTOMER, QUIET_PASSWORD, SHOP
from tests.connectors.bluesky.people import PICTURE, Practice, secret
from tests.connectors.contract import Memory, catch_up, now, opened, reply, to


async def received(net: Practice, text: str = "question", *, private: bool = False) -> tuple[Memory, str]:
    memory, item = Memory(), net.write(text, private=private)
    await catch_up(net, memory)
    return memory, item


def record(net: Practice, uri: str) -> dict[str, object]:
    return next(one.value for one in net.net.records() if one.uri == uri)


# --- the key


@pytest.mark.parametrize("number", [0, 1, 2**127, 0x018F_0000_0000_7000_8000_0000_0000_0001])
def test_a_key_is_a_valid_tid_and_always_the_same(number: int) -> None:
    key = requests.key(UUID(int=number))
    assert len(key) == 13
    assert key[0] in "234567abcdefghij"
    assert set(key) <= set("234567abcdefghijklmnopqrstuvwxyz")
    assert key == requests.key(UUID(int=number))


def test_keys_rise_with_the_time_of_the_reply() -> None:
    before, key, after = tid(now() - 10_000_000), requests.key(new_id()), tid(now() + 10_000_000)
    assert before < key < after


def test_a_thousand_keys_of_one_moment_differ() -> None:
    assert len({requests.key(UUID(int=7 << 76 | 2 << 62 | n)) for n in range(1000)}) == 1000


async def test_another_post_under_the_key_is_never_taken_for_the_answer(net: Practice) -> None:
    memory, item = await received(net)
    outgoing = to(memory, item, "answer")
    value = {"text": "something else", "createdAt": "2026-01-01T00:00:00Z"}
    net.net.host.call(lambda: net.net.world.put(SHOP, requests.POST, requests.key(outgoing.id), value))
    async with opened(net, memory) as connector:
        assert isinstance(await connector.find(outgoing, 0), Unproven)
        with pytest.raises(Refused, match="write the answer anew"):
            await connector.send(outgoing)


# --- answers


async def test_an_answer_hangs_where_the_thread_hangs(net: Practice) -> None:
    top = net.net.post("top")
    item = net.net.post("question", to=top, mention=SHOP)
    memory = Memory()
    await catch_up(net, memory)
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, item, "answer"))
    hangs = record(net, receipt.remote_id)["reply"]
    assert isinstance(hangs, dict)
    assert (hangs["root"]["uri"], hangs["parent"]["uri"]) == (top, item)
    assert receipt.message.root == top


async def test_mentions_of_people_who_exist_are_marked(net: Practice) -> None:
    memory, item = await received(net)
    async with opened(net, memory) as connector:
        receipt = await connector.send(to(memory, item, "👍 @ana.example and @nobody.example"))
    (facet,) = record(net, receipt.remote_id)["facets"]  # type: ignore[misc, index, union-attr]
    assert facet["features"][0]["did"] == CUSTOMER
    assert facet["index"] == {"byteStart": 5, "byteEnd": 17}


async def test_the_text_may_differ_at_a_second_try_and_is_still_one_answer(net: Practice) -> None:
    memory, item = await received(net)
    id = new_id()
    async with opened(net, memory) as connector:
        first = await connector.send(reply(item, "answer", id=id))
        second = await connector.send(reply(item, "answer, changed", id=id))
    assert (second.remote_id, second.message.text) == (first.remote_id, "answer")
    assert net.answers(item) == ["answer"]


async def test_pictures_go_with_their_descriptions(net: Practice, tmp_path: Path) -> None:
    memory, item = await received(net)
    file = tmp_path / "a.png"
    file.write_bytes(PICTURE)
    outgoing = Outgoing(
        new_id(),
        "look",
        item,
        Visibility.PUBLIC,
        language="fr",
        files=(Upload(file, "image/png", "a biscuit"),),
    )
    async with opened(net, memory) as connector:
        receipt = await connector.send(outgoing)
        await catch_up(net, memory)
    assert record(net, receipt.remote_id)["langs"] == ["fr"]
    (attachment,) = memory.messages[receipt.remote_id].attachments
    assert attachment.description == "a biscuit"


@pytest.mark.parametrize("files", ["five", "large", "gone"])
async def test_pictures_that_bluesky_does_not_take_are_refused(
    net: Practice, tmp_path: Path, files: str
) -> None:
    memory, item = await received(net)
    file = tmp_path / "a.png"
    if files != "gone":
        file.write_bytes(PICTURE * (10_000 if files == "large" else 1))
    uploads = (Upload(file, "image/png"),) * (5 if files == "five" else 1)
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="nothing was published"):
            await connector.send(Outgoing(new_id(), "look", item, Visibility.PUBLIC, files=uploads))
    assert net.answers(item) == []


@pytest.mark.parametrize(
    ("text", "taken"),
    [("👩‍👩‍👧‍👦" * 100, True), ("e\u0301" * 300, True), ("x" * 301, False), ("👩‍👩‍👧‍👦" * 130, False)],
)
async def test_length_is_counted_in_graphemes_and_bytes(net: Practice, text: str, taken: bool) -> None:
    memory, item = await received(net)
    async with opened(net, memory) as connector:
        if taken:
            await connector.send(to(memory, item, text))
        else:
            with pytest.raises(Refused, match="300 characters"):
                await connector.send(to(memory, item, text))
    assert len(net.answers(item)) == taken


async def test_a_closed_thread_is_refused(net: Practice) -> None:
    memory, item = await received(net)
    net.net.world.closed.add(item)
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="lets only some people answer"):
            await connector.send(to(memory, item, "answer"))


async def test_a_token_that_ends_meanwhile_does_not_double_an_answer(net: Practice) -> None:
    memory, item = await received(net)
    net.net.expire()
    async with opened(net, memory) as connector:
        await connector.send(to(memory, item, "answer"))
    assert net.answers(item) == ["answer"]
    assert len(net.vault.renewals) == 1


# --- direct messages


async def test_a_direct_message_is_answered_accepted_and_found(net: Practice) -> None:
    memory, item = await received(net, private=True)
    outgoing, began = to(memory, item, "answer"), now()
    convo = item.partition("/")[0]
    async with opened(net, memory) as connector:
        assert await connector.find(outgoing, began) == Absent()
        receipt = await connector.send(outgoing)
        found = await connector.find(outgoing, began)
    assert isinstance(found, Receipt)
    assert found.remote_id == receipt.remote_id
    assert receipt.message.root == convo
    assert net.net.said(convo) == [(CUSTOMER, "question"), (SHOP, "answer")]


async def test_a_lost_confirmation_of_a_direct_message_is_found(net: Practice) -> None:
    memory, item = await received(net, private=True)
    outgoing, began = to(memory, item, "answer"), now()
    net.fault(method="POST", path="sendMessage", after=True, cut=True)
    async with opened(net, memory) as connector:
        with pytest.raises(Uncertain):
            await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, began), Receipt)


async def test_the_same_words_said_long_before_are_not_this_answer(net: Practice) -> None:
    memory, item = await received(net, private=True)
    async with opened(net, memory) as connector:
        await connector.send(to(memory, item, "answer"))
        assert await connector.find(to(memory, item, "answer"), now() + 60_000_000) == Absent()


async def test_a_public_question_can_be_answered_in_private(net: Practice) -> None:
    memory, item = await received(net)
    outgoing, began = reply(item, "your number, please?", Visibility.DIRECT), now()
    async with opened(net, memory) as connector:
        assert await connector.find(outgoing, began) == Absent()
        receipt = await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, began), Receipt)
    assert receipt.message.visibility.private
    assert net.answers(item) == []
    assert net.net.said(receipt.message.root) == [(SHOP, "your number, please?")]


async def test_who_takes_no_direct_messages_is_said_in_words(net: Practice) -> None:
    memory, item = await received(net)
    net.net.world.people[CUSTOMER].takes_messages = False
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="takes no direct messages"):
            await connector.send(reply(item, "psst", Visibility.DIRECT))


async def test_a_session_without_that_right_may_not_answer_in_private(net: Practice) -> None:
    memory, item = await received(net)
    net.vault.secret = secret(net.net, QUIET_PASSWORD)
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="sign in again and allow it"):
            await connector.send(reply(item, "psst", Visibility.DIRECT))
    assert net.vault.renewals == []


@pytest.mark.parametrize("what", ["long", "picture"])
async def test_direct_messages_have_limits_of_their_own(net: Practice, tmp_path: Path, what: str) -> None:
    memory, item = await received(net, private=True)
    files = (Upload(tmp_path / "a.png", "image/png"),) if what == "picture" else ()
    text = "x" * (1001 if what == "long" else 500)
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="nothing was sent"):
            await connector.send(Outgoing(new_id(), text, item, Visibility.DIRECT, files=files))


# --- acts


async def test_liking_twice_is_liking_once_and_unliking_takes_back_also_the_apps(net: Practice) -> None:
    memory, item = await received(net)
    async with opened(net, memory) as connector:
        for _ in range(2):
            await connector.act(Act("favourite", item))
        assert len(net.net.records("app.bsky.feed.like")) == 1
        for _ in range(2):
            await connector.act(Act("unfavourite", item))
    assert net.net.records("app.bsky.feed.like") == []


async def test_liking_what_is_gone_says_so(net: Practice) -> None:
    memory, item = await received(net)
    net.delete(item)
    async with opened(net, memory) as connector:
        with pytest.raises(Gone):
            await connector.act(Act("favourite", item))


async def under_our_post(net: Practice) -> tuple[Memory, str, str]:
    post = net.post_as_us("New!")
    item, memory = net.net.post("buy pills", to=post), Memory()
    await catch_up(net, memory)
    return memory, post, item


def hidden(net: Practice) -> list[object]:
    return [one.value["hiddenReplies"] for one in net.net.records("app.bsky.feed.threadgate")]


async def test_an_answer_under_our_post_is_hidden_once_and_shown_again(net: Practice) -> None:
    memory, post, item = await under_our_post(net)
    gate = {"post": post, "createdAt": "2026-01-01T00:00:00Z", "allow": [], "hiddenReplies": ["at://x/y/z"]}
    key = post.rpartition("/")[2]
    net.net.host.call(lambda: net.net.world.put(SHOP, requests.GATE, key, gate))
    async with opened(net, memory) as connector:
        for _ in range(2):
            await connector.act(Act("hide", item))
        assert hidden(net) == [["at://x/y/z", item]]
        for _ in range(2):
            await connector.act(Act("unhide", item))
    assert hidden(net) == [["at://x/y/z"]]
    assert net.net.records(requests.GATE)[0].value["allow"] == []


async def test_a_gate_that_somebody_changes_meanwhile_loses_nothing(net: Practice) -> None:
    memory, post, item = await under_our_post(net)
    gate = {"post": post, "createdAt": "2026-01-01T00:00:00Z", "hiddenReplies": ["at://x/y/z"]}
    net.net.host.call(lambda: net.net.world.put(SHOP, requests.GATE, post.rpartition("/")[2], gate))
    absent = b'{"error":"RecordNotFound","message":"Could not locate record"}'
    net.fault(path="getRecord$", status=400, body=absent)
    async with opened(net, memory) as connector:
        await connector.act(Act("hide", item))
    assert hidden(net) == [["at://x/y/z", item]]


async def test_what_is_not_under_our_post_cannot_be_hidden(net: Practice) -> None:
    memory, item = await received(net)
    async with opened(net, memory) as connector:
        with pytest.raises(Refused, match="under a post of ours"):
            await connector.act(Act("hide", item))
    assert hidden(net) == []


async def test_what_bluesky_cannot_do_is_said(net: Practice) -> None:
    memory, item = await received(net)
    private = net.net.message("psst")
    async with opened(net, memory) as connector:
        with pytest.raises(NotPossible, match="no editing"):
            await connector.act(Act("edit", item, "x"))
        with pytest.raises(NotPossible, match="still see it"):
            await connector.act(Act("delete", private))
        with pytest.raises(Refused, match="Only our own"):
            await connector.act(Act("delete", item))


async def test_checking_an_account_of_somebody_else_needs_a_sign_in(net: Practice) -> None:
    net.fault(path="getSession", rewrite=lambda body: body.replace(SHOP.encode(), CUSTOMER.encode()))
    async with opened(net, Memory()) as connector:
        with pytest.raises(SignInNeeded, match="belong to"):
            await connector.check()


async def test_a_clock_that_is_wrong_here_disturbs_nothing(net: Practice) -> None:
    class Wrong(SystemClock):
        def now(self) -> int:
            return super().now() - 5 * 3_600_000_000

    memory, item = await received(net)
    net.clock = Wrong()
    async with opened(net, memory) as connector:
        await connector.check()
        receipt = await connector.send(to(memory, item, "answer"))
    assert abs(receipt.message.created_at - now()) < 60_000_000


@pytest.mark.parametrize(("status", "missing"), [(502, ()), (403, ("read or answer direct messages",))])
async def test_a_chat_service_that_is_down_for_a_moment_is_no_missing_right(
    net: Practice, status: int, missing: tuple[str, ...]
) -> None:
    net.fault(path="listConvos", status=status)
    async with opened(net, Memory()) as connector:
        assert (await connector.check()).missing == missing
