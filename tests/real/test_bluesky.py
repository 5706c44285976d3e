"""A real data server with a real AppView behind it: what was seen there, and the main exchange."""

import asyncio
import base64
import time
from pathlib import Path

import httpx
import pytest

from responder.core.errors import Gone, Uncertain
from responder.core.ids import new_id
from responder.core.messages import Kind, Message, Visibility
from responder.core.monitors import Term, TermKind
from responder.core.ports import Absent, Act, Deletion, Outgoing, Receipt, Upload
from tests.connectors.contract import Memory, now, opened, to
from tests.real.bluesky import PATIENCE, Shop, Somebody, asked, entered, mark, of, somebody
from tests.real.servers import RealServer

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="session")
def kunde(bluesky: RealServer) -> Somebody:
    return somebody(bluesky["pds_url"], bluesky["kunde_handle"], bluesky["kunde_password"])


@pytest.fixture(scope="session")
def konsole(bluesky: RealServer) -> Somebody:
    """We ourselves, in the network's own app."""
    return somebody(bluesky["pds_url"], bluesky["konsole_handle"], bluesky["konsole_password"])


@pytest.fixture
async def shop(bluesky: RealServer) -> Shop:
    return Shop(await entered(bluesky, bluesky["konsole_app_password"]))


# --- the main exchange


async def test_a_mention_is_read_answered_and_comes_back(shop: Shop, kunde: Somebody) -> None:
    memory, text = Memory(), mark()
    message = await asked(shop, kunde, memory, f"Where is my parcel? 📦 中文 {text}")
    assert (message.kind, message.author.handle, message.addressed) == (Kind.MENTION, "kunde.test", True)
    async with opened(shop, memory) as one:
        receipt = await one.send(to(memory, message.remote_id, f"It left today, Zoë. {text}"))
    assert kunde.hears(f"It left today, Zoë. {text}")["reason"] == "reply"
    await shop.hears(memory, lambda: receipt.remote_id in memory.messages)
    back = memory.messages[receipt.remote_id]
    assert back.author.ours
    assert back.conversation == message.conversation


async def test_answers_to_our_post_stand_under_it(shop: Shop, kunde: Somebody, konsole: Somebody) -> None:
    memory, text = Memory(), mark()
    post = konsole.post(f"New stock {text}")
    await asyncio.sleep(1)  # an answer that is indexed before its parent makes no notification
    message = await asked(shop, kunde, memory, f"How much? {text}", to=post)
    assert message.kind is Kind.COMMENT
    assert message.post is not None
    assert message.post.title == f"New stock {text}"
    assert message.root == message.remote_id


async def test_an_answer_given_in_the_app_joins_its_conversation(
    shop: Shop, kunde: Somebody, konsole: Somebody
) -> None:
    memory, text = Memory(), mark()
    message = await asked(shop, kunde, memory, f"question {text}")
    seen = kunde.sees(message.remote_id)
    assert seen is not None
    konsole.post(f"from the app {text}", to={"uri": seen["uri"], "cid": seen["cid"]})
    await shop.hears(memory, lambda: of(memory, f"from the app {text}") is not None)
    answer = of(memory, f"from the app {text}")
    assert answer is not None
    assert answer.author.ours
    assert answer.conversation == message.conversation


async def test_what_a_customer_adds_under_their_own_mention_arrives_without_our_name(
    shop: Shop, kunde: Somebody
) -> None:
    memory, text = Memory(), mark()
    message = await asked(shop, kunde, memory, f"Where is my parcel? {text}")
    seen = kunde.sees(message.remote_id)
    assert seen is not None
    await asyncio.sleep(1)
    kunde.post(f"It is order 4471. {text}", to={"uri": seen["uri"], "cid": seen["cid"]})
    await shop.hears(memory, lambda: of(memory, f"It is order 4471. {text}") is not None)
    added = of(memory, f"It is order 4471. {text}")
    assert added is not None
    assert added.addressed
    assert added.conversation == message.conversation


class Lossy(httpx.AsyncHTTPTransport):
    """Loses the answer to the first write, once the server has carried it out."""

    lost = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if request.url.path.endswith("putRecord") and not self.lost:
            self.lost += 1
            await response.aread()
            await response.aclose()
            raise httpx.ReadError("lost", request=request)
        return response


async def test_after_a_doubt_the_answer_is_found_and_never_doubled(
    bluesky: RealServer, kunde: Somebody, konsole: Somebody
) -> None:
    shop = Shop(await entered(bluesky, bluesky["konsole_app_password"]), Lossy())
    memory, text = Memory(), mark()
    message = await asked(shop, kunde, memory, f"question {text}")
    outgoing, began = to(memory, message.remote_id, f"did it arrive? {text}"), now()
    async with opened(shop, memory) as one:
        assert await one.find(outgoing, began) == Absent()
        with pytest.raises(Uncertain):
            await one.send(outgoing)
        found = await one.find(outgoing, began)
        assert isinstance(found, Receipt)
        again = await one.send(outgoing)
    assert again.remote_id == found.remote_id
    params = {"repo": konsole.did, "collection": "app.bsky.feed.post", "limit": 100}
    records = konsole.call("GET", "com.atproto.repo.listRecords", params=params).json()["records"]
    assert sum(text in record["value"]["text"] for record in records) == 1


async def test_what_is_deleted_on_either_side_is_gone(shop: Shop, kunde: Somebody) -> None:
    memory, text = Memory(), mark()
    message = await asked(shop, kunde, memory, f"question {text}")
    async with opened(shop, memory) as one:
        receipt = await one.send(to(memory, message.remote_id, f"oops {text}"))
        await shop.hears(memory, lambda: receipt.remote_id in memory.messages)
        for _ in range(2):
            await one.act(Act("delete", receipt.remote_id))
    kunde.delete(message.remote_id)
    await shop.hears(memory, lambda: Deletion(message.remote_id) in memory.items)
    assert Deletion(receipt.remote_id) in memory.items
    async with opened(shop, memory) as one:
        with pytest.raises(Gone):
            await one.send(Outgoing(new_id(), "too late", message.remote_id, Visibility.PUBLIC))


async def test_a_post_that_comes_hours_late_lies_deeper_and_is_read(shop: Shop, kunde: Somebody) -> None:
    memory, text = Memory(), mark()
    us = (shop.account.handle, shop.account.remote_id)
    await asked(shop, kunde, memory, f"on time {text}")
    kunde.post(f"late {text}", mention=us, ago=7200)
    await shop.hears(memory, lambda: of(memory, f"late {text}") is not None)
    late, first = of(memory, f"late {text}"), of(memory, f"on time {text}")
    assert late is not None
    assert first is not None
    assert late.created_at < first.created_at - 7_000_000_000


async def test_a_post_that_is_written_anew_is_a_new_version(shop: Shop, kunde: Somebody) -> None:
    memory, text = Memory(), mark()
    message = await asked(shop, kunde, memory, f"befor {text}")
    kunde.rewrite(message.remote_id, f"@konsole.test after {text}")
    await shop.hears(memory, lambda: "after" in memory.messages[message.remote_id].text)
    assert memory.messages[message.remote_id].id == message.id


async def test_mentions_links_and_tags_are_where_they_are_written(shop: Shop, kunde: Somebody) -> None:
    memory, text = Memory(), mark()
    message = await asked(shop, kunde, memory, f"question {text}")
    words = f"👩‍👩‍👧‍👦 é @kunde.test see https://example.com/a?b=c, #biscuits {text}"
    async with opened(shop, memory) as one:
        receipt = await one.send(to(memory, message.remote_id, words))
    record = kunde.hears(text)["record"]
    raw = record["text"].encode()
    slices = {
        feature["$type"].partition("#")[2]: raw[
            facet["index"]["byteStart"] : facet["index"]["byteEnd"]
        ].decode()
        for facet in record["facets"]
        for feature in facet["features"]
    }
    assert slices == {"mention": "@kunde.test", "link": "https://example.com/a?b=c", "tag": "#biscuits"}
    assert "https://example.com/a?b=c" in receipt.message.text


async def test_a_picture_is_shown_with_what_it_shows(shop: Shop, kunde: Somebody, tmp_path: Path) -> None:
    memory, text, file = Memory(), mark(), tmp_path / "biscuit.png"
    file.write_bytes(PICTURE)
    message = await asked(shop, kunde, memory, f"how does it look? {text}")
    outgoing = Outgoing(
        new_id(), f"like this {text}", message.remote_id, Visibility.PUBLIC,
        files=(Upload(file, "image/png", "a biscuit"),),
    )  # fmt: skip
    async with opened(shop, memory) as one:
        receipt = await one.send(outgoing)
    kunde.hears(f"like this {text}")
    seen = kunde.sees(receipt.remote_id)
    assert seen is not None
    assert seen["embed"]["images"][0]["alt"] == "a biscuit"


async def test_liking_twice_is_liking_once_and_can_be_taken_back(shop: Shop, kunde: Somebody) -> None:
    memory, text = Memory(), mark()
    message = await asked(shop, kunde, memory, f"thank you {text}")
    async with opened(shop, memory) as one:
        for verb, likes in (("favourite", 1), ("unfavourite", 0)):
            for _ in range(2):
                await one.act(Act(verb, message.remote_id))
            ends = time.monotonic() + PATIENCE
            while (kunde.sees(message.remote_id) or {}).get("likeCount") != likes:
                assert time.monotonic() < ends
                await asyncio.sleep(0.1)


async def test_an_answer_under_our_post_is_hidden_and_shown_again(
    shop: Shop, kunde: Somebody, konsole: Somebody
) -> None:
    memory, text = Memory(), mark()
    post = konsole.post(f"New stock {text}")
    await asyncio.sleep(1)
    message = await asked(shop, kunde, memory, f"buy pills {text}", to=post)
    async with opened(shop, memory) as one:
        for verb, expected in (("hide", [message.remote_id]), ("unhide", [])):
            await one.act(Act(verb, message.remote_id))
            ends, found = time.monotonic() + PATIENCE, None
            while found != expected:
                assert time.monotonic() < ends
                thread = kunde.call("GET", "app.bsky.feed.getPostThread", params={"uri": post["uri"]}).json()
                found = thread.get("threadgate", {}).get("record", {}).get("hiddenReplies")
                await asyncio.sleep(0.1)


@pytest.mark.parametrize("kind", [TermKind.KEYWORD, TermKind.HASHTAG, TermKind.ACCOUNT])
async def test_monitors_find_what_is_not_addressed_to_us(shop: Shop, kunde: Somebody, kind: TermKind) -> None:
    text = mark()
    tag = {"$type": "app.bsky.richtext.facet#tag", "tag": text}
    facet = {"index": {"byteStart": 0, "byteEnd": len(text) + 1}, "features": [tag]}
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    record = {"$type": "app.bsky.feed.post", "text": f"#{text} nice", "createdAt": at, "facets": [facet]}
    body = {"repo": kunde.did, "collection": "app.bsky.feed.post", "record": record}
    assert kunde.call("POST", "com.atproto.repo.createRecord", json=body).status_code == 200
    term = Term(kind, kunde.handle if kind is TermKind.ACCOUNT else text)
    ends, found = time.monotonic() + PATIENCE, list[Message]()
    async with opened(shop, Memory()) as one:
        while not found:
            assert time.monotonic() < ends, "never found"
            batch = await one.search(term, None)
            found = [item for item in batch.items if isinstance(item, Message) and text in item.text]
        again = await one.search(term, batch.cursor)
    assert not found[0].addressed
    assert again.items == ()
