"""What answering on Mastodon has to know beyond the contract."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.connectors.mastodon import connector
from responder.connectors.mastodon.requests import narrower
from responder.connectors.mastodon.sending import alike
from responder.core.accounts import Account
from responder.core.clock import SystemClock
from responder.core.errors import (
    NetworkError,
    Refused,
    SignInNeeded,
    Throttled,
    Uncertain,
    Unreachable,
)
from responder.core.ids import new_id
from responder.core.messages import Visibility
from responder.core.ports import Absent, Act, Outgoing, Receipt, Unproven, Upload
from tests.connectors.contract import Memory, catch_up, now, opened, to
from tests.connectors.mastodon.people import CUSTOMER, Fast, Practice
from tests.connectors.means import means


async def status(net: Practice, key: str) -> dict[str, object]:
    (found,) = [one for one in net.server.statuses() if one["id"] == key]
    return found


async def received(net: Practice, text: str, **more: object) -> tuple[Memory, str]:
    memory = Memory()
    item = net.write(text, **more)  # type: ignore[arg-type] # passed on
    await catch_up(net, memory)
    return memory, item


async def test_whoever_asked_is_named_so_that_they_hear_of_it(net: Practice) -> None:
    memory, item = await received(net, "question")
    async with opened(net, memory) as ours:
        await ours.send(to(memory, item, "answer"))
        await ours.send(to(memory, item, f"@{CUSTOMER} another"))
        await ours.send(to(memory, item, "well, @ana, a third"))
    assert net.answers(item) == [f"@{CUSTOMER} answer", f"@{CUSTOMER} another", "well, @ana, a third"]


@pytest.mark.parametrize("circle", ["public", "unlisted", "private", "direct"])
async def test_an_answer_is_as_private_as_the_question(net: Practice, circle: str) -> None:
    memory, item = await received(net, "question", visibility=circle)
    async with opened(net, memory) as ours:
        receipt = await ours.send(to(memory, item, "answer"))
    assert (await status(net, receipt.remote_id))["visibility"] == circle


@given(st.sampled_from(Visibility), st.sampled_from(Visibility))
def test_no_answer_is_wider_than_a_private_question(asked: Visibility, parent: Visibility) -> None:
    order = list(Visibility)
    chosen = narrower(asked, parent)
    assert order.index(chosen) >= order.index(asked)
    assert not parent.private or order.index(chosen) >= order.index(parent)


async def test_a_content_warning_and_the_language_are_kept(net: Practice) -> None:
    memory, item = await received(net, "question", spoiler="food")
    message = memory.messages[item]
    assert message.spoiler == "food"
    reply = Outgoing(new_id(), "réponse", item, message.visibility, message.spoiler, "fr")
    async with opened(net, memory) as ours:
        receipt = await ours.send(reply)
        await ours.act(Act("edit", receipt.remote_id, f"@{CUSTOMER} réponse corrigée"))
    there = await status(net, receipt.remote_id)
    assert (there["spoiler_text"], there["language"]) == ("food", "fr")


async def test_liking_twice_is_liking_once_and_can_be_taken_back(net: Practice) -> None:
    memory, item = await received(net, "question")
    async with opened(net, memory) as ours:
        for _ in range(2):
            await ours.act(Act("favourite", item))
        assert (await status(net, item))["favourites_count"] == 1
        for _ in range(2):
            await ours.act(Act("unfavourite", item))
    assert (await status(net, item))["favourites_count"] == 0


async def test_an_old_answer_with_the_same_words_is_not_this_one(net: Practice) -> None:
    memory, item = await received(net, "question")
    old = now() - 3_600_000_000
    net.server.post_as_us(f"@{CUSTOMER} see our page", in_reply_to=item, at=old)
    async with opened(net, memory) as ours:
        assert await ours.find(to(memory, item, "see our page"), now()) == Absent()


async def test_an_answer_that_the_server_touched_up_is_a_doubt_not_an_absence(net: Practice) -> None:
    memory, item = await received(net, "question")
    began = now()
    net.server.post_as_us(f"@{CUSTOMER} the parcel left on monday morning at ten", in_reply_to=item)
    async with opened(net, memory) as ours:
        found = await ours.find(to(memory, item, "the parcel left on Monday morning at 10"), began)
    assert isinstance(found, Unproven)


async def test_an_answer_is_found_behind_many_later_ones(net: Practice) -> None:
    memory, item = await received(net, "question")
    began = now()
    reply = to(memory, item, "the one we look for")
    async with opened(net, memory) as ours:
        first = await ours.send(reply)
        for number in range(90):
            net.server.post_as_us(f"something else {number}")
        found = await ours.find(reply, began)
    assert isinstance(found, Receipt)
    assert found.remote_id == first.remote_id


async def test_absence_is_found_under_a_wrong_clock(net: Practice) -> None:
    memory, item = await received(net, "question")
    net.set_clock_offset(-3_600_000_000)
    began = now()
    reply = to(memory, item, "answer")
    async with opened(net, memory) as ours:
        await ours.send(reply)
        assert isinstance(await ours.find(reply, began), Receipt)


async def test_credentials_of_somebody_else_are_not_ours(net: Practice) -> None:
    net.fault(path="verify_credentials", status=200, body=b'{"id":"5","acct":"eve"}')
    async with opened(net, Memory()) as ours:
        with pytest.raises(SignInNeeded, match="eve"):
            await ours.check()


PNG = b"\x89PNG\r\n\x1a\n..."


def with_picture(folder: Path, item: str, type: str = "image/png") -> Outgoing:
    path = folder / "a.png"
    path.write_bytes(PNG)
    files = (Upload(path, type, "A whole biscuit"),)
    return Outgoing(new_id(), "see", item, Visibility.PUBLIC, files=files)


@pytest.mark.parametrize("looks", [0, 2])
async def test_a_picture_goes_along_with_its_description(net: Practice, tmp_path: Path, looks: int) -> None:
    net.clock = Fast()
    net.server.slow_pictures(looks)
    memory, item = await received(net, "question")
    async with opened(net, memory) as ours:
        receipt = await ours.send(with_picture(tmp_path, item))
    (picture,) = receipt.message.attachments
    assert (picture.kind, picture.description) == ("image", "A whole biscuit")
    async with httpx.AsyncClient() as browser:
        assert (await browser.get(picture.url)).content == PNG


@pytest.mark.parametrize(
    ("fault", "error"),
    [({"status": 500}, Unreachable), ({"cut": True}, Unreachable), ({"status": 429, "headers": {"Retry-After": "3"}}, Throttled)],
)  # fmt: skip
async def test_a_picture_that_does_not_get_there_leaves_nothing_published(
    net: Practice, tmp_path: Path, fault: dict[str, Any], error: type[NetworkError]
) -> None:
    memory, item = await received(net, "question")
    net.fault(path="/api/v2/media", **fault)
    async with opened(net, memory) as ours:
        with pytest.raises(error):
            await ours.send(with_picture(tmp_path, item))
    assert net.answers(item) == []


async def test_a_picture_that_the_server_refuses_is_refused(net: Practice, tmp_path: Path) -> None:
    memory, item = await received(net, "question")
    async with opened(net, memory) as ours:
        with pytest.raises(Refused):
            await ours.send(with_picture(tmp_path, item, "image/tiff"))
        gone = (Upload(tmp_path / "gone.png", "image/png"),)
        with pytest.raises(Refused, match="cannot be read"):
            await ours.send(Outgoing(new_id(), "see", item, Visibility.PUBLIC, files=gone))
    assert net.answers(item) == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("@ana Hello!  World", "Hello! World"),
        (
            "it left *today* :-) see https://a.example/b_c",
            "@ana@x.example it left today 🙂 see https://a.example/b_c",
        ),
        ("café e\u0301te", "cafe\u0301 éte"),
        ("👍", "👍"),
    ],
)
def test_texts_that_servers_tidy_are_alike(sent: str, shown: str) -> None:
    assert alike(sent) == alike(shown)


def test_different_texts_are_not_alike() -> None:
    assert alike("order 4411 is on its way") != alike("order 4412 is on its way")
    assert alike("👍") != alike("👎")


@pytest.mark.parametrize(("refusal", "error"), [(422, Refused), (500, Uncertain)])
async def test_an_error_that_the_server_keeps_for_a_key_is_not_its_last_word(
    refusal: int, error: type[Exception]
) -> None:
    """Pleroma answers whatever comes with a key as it did the first time, for hours, errors too."""
    posted = {"id": "9", "account": {"id": "1", "acct": "shop"}, "created_at": "2026-03-02T10:15:29Z",
              "content": "answer", "in_reply_to_id": "7"}  # fmt: skip
    kept: dict[str, httpx.Response] = {}
    bad = [refusal, refusal]

    def server(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json=posted | {"id": "7", "in_reply_to_id": None})
        key = request.headers["idempotency-key"]
        if key in kept:
            kept[key].headers["Idempotent-Replayed"] = "true"
        elif bad:
            kept[key] = httpx.Response(bad.pop(), json={"error": "No"})
        else:
            kept[key] = httpx.Response(200, json=posted)
        return httpx.Response(kept[key].status_code, headers=kept[key].headers, content=kept[key].content)

    clock, line = SystemClock(), httpx.MockTransport(server)
    owner = Account(new_id(), "mastodon", "p.example", "1", "shop@p.example", "Shop", options={"url": "https://p.example"})  # fmt: skip
    ours = connector.open(owner, means("token", clock=clock), line)
    reply = Outgoing(new_id(), "answer", "7", Visibility.PUBLIC)
    for _ in range(2):
        with pytest.raises(error):
            await ours.send(reply)
    assert {(await ours.send(reply)).remote_id for _ in range(2)} == {"9"}
    assert len(kept) == 3
    await ours.aclose()
