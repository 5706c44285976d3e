"""A real server that speaks the Mastodon API in its own way: a test for each thing that was seen on it."""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from responder.connectors.mastodon import connector, sign_in
from responder.connectors.mastodon.connector import unsealed
from responder.core.clock import SystemClock
from responder.core.errors import Gone, Refused, SignInNeeded, Throttled, Uncertain, Unreachable
from responder.core.ids import new_id
from responder.core.messages import Kind, Message, Visibility
from responder.core.ports import Absent, Act, Deletion, Outgoing, Receipt, SignIn
from tests.connectors.contract import Memory, catch_up, now, opened, to
from tests.connectors.means import means
from tests.real.servers import Faulty, RealServer
from tests.real.snac import PATIENCE, SnacPerson, browser, person

Starter = Callable[..., RealServer]


@pytest.fixture(scope="session")
def snac(real_server: Starter) -> RealServer:
    return real_server("snac.sh", "SNAC_PORT")


@pytest.fixture(scope="session")
def kunde(snac: RealServer) -> SnacPerson:
    return person(snac["url"], "kunde", snac["kunde_password"])


@pytest.fixture
async def signed_in(snac: RealServer) -> SignIn:
    """Sign in through snac's own pages."""
    return await sign_in.sign_in(
        {"server": snac["url"]},
        clock=SystemClock(),
        open_browser=browser("konsole", snac["konsole_password"]),
    )


class Shop:
    """Our account on snac; stands where the contract has a simulated network."""

    def __init__(self, signed: SignIn, url: str | None = None) -> None:
        options = signed.account.options
        self.account = replace(signed.account, options={**options, **({"url": url} if url else {})})
        self.secret = signed.secret
        self.token = unsealed(signed.secret).token
        self.url = signed.account.options["url"]

    def connector(self, memory: Memory, *, once: bool = True) -> Any:
        return connector.open(self.account, means(self.secret, known=memory, once=once, every=0.5))

    async def hears(self, memory: Memory, so: Callable[[], bool]) -> None:
        """Read again and again until something is so, as the receiver does."""
        ends = time.monotonic() + PATIENCE
        while not so():
            assert time.monotonic() < ends, "it never came"
            try:
                await catch_up(self, memory)
            except (Unreachable, TimeoutError):
                await asyncio.sleep(0.2)


@pytest.fixture
def shop(signed_in: SignIn) -> Shop:
    return Shop(signed_in)


def text_of(memory: Memory, part: str) -> Message | None:
    return next((m for m in memory.messages.values() if part in m.text), None)


async def asked(shop: Shop, kunde: SnacPerson, memory: Memory, text: str, **more: str) -> Message:
    """Let the customer write and wait until we have it."""
    kunde.post(f"@konsole {text}", **more)
    await shop.hears(memory, lambda: text_of(memory, text) is not None)
    message = text_of(memory, text)
    assert message is not None
    return message


async def test_a_question_is_read_answered_and_seen_by_the_customer(shop: Shop, kunde: SnacPerson) -> None:
    memory = Memory()
    message = await asked(shop, kunde, memory, "where is my parcel? 📦 中文")
    assert message.kind is Kind.MENTION
    assert message.addressed
    assert message.author.handle == "kunde"
    async with opened(shop, memory) as ours:
        receipt = await ours.send(to(memory, message.remote_id, "@kunde it left this morning"))
    assert receipt.message.conversation == message.conversation
    seen = kunde.wait_for("it left this morning")
    assert seen["content"]


async def test_the_whole_exchange_is_one_conversation(shop: Shop, kunde: SnacPerson) -> None:
    memory = Memory()
    message = await asked(shop, kunde, memory, "first question of three")
    async with opened(shop, memory) as ours:
        await ours.send(to(memory, message.remote_id, "@kunde the first answer of two"))
    answer = kunde.wait_for("the first answer of two")
    kunde.post("@konsole and a second question", parent=str(answer["id"]))
    await shop.hears(memory, lambda: text_of(memory, "a second question") is not None)
    await shop.hears(memory, lambda: text_of(memory, "the first answer of two") is not None)
    parts = [text_of(memory, t) for t in ("first question", "first answer", "second question")]
    assert len({part.conversation for part in parts if part}) == 1
    assert [part.author.ours for part in parts if part] == [False, True, False]


async def test_a_private_question_gets_a_private_answer(shop: Shop, kunde: SnacPerson) -> None:
    memory = Memory()
    message = await asked(shop, kunde, memory, "my card number is secret", visibility="direct")
    assert message.visibility.private
    async with opened(shop, memory) as ours:
        asked_in_public = Outgoing(
            message.id, "@kunde so is our answer to it", message.remote_id, Visibility.PUBLIC
        )
        receipt = await ours.send(asked_in_public)
    assert receipt.message.visibility.private
    stranger = SnacPerson(shop.url, "").call("GET", f"/api/v1/statuses/{receipt.remote_id}")
    assert "so is our answer" not in stranger.text


async def test_it_ignores_the_idempotency_key_and_our_answer_is_found_all_the_same(
    shop: Shop, kunde: SnacPerson
) -> None:
    memory = Memory()
    message = await asked(shop, kunde, memory, "will you find it?")
    us = SnacPerson(shop.url, shop.token)
    began = now()
    outgoing = to(memory, message.remote_id, "@kunde we *will* find it :-)")
    async with opened(shop, memory) as ours:
        assert await ours.find(outgoing, began) == Absent()
        first = await ours.send(outgoing)
        found = await ours.find(outgoing, began)
    assert isinstance(found, Receipt)
    assert found.remote_id == first.remote_id
    ids = {us.post("@kunde the same key twice", key="k") for _ in range(2)}
    assert len(ids) == 2, "snac honours the key now: what is said of it is out of date"


async def test_it_offers_no_stream_and_no_links(shop: Shop, kunde: SnacPerson) -> None:
    us = SnacPerson(shop.url, shop.token)
    assert us.call("GET", "/api/v1/streaming/user").status_code == 404
    assert "link" not in us.call("GET", "/api/v1/notifications").headers


async def test_polling_brings_what_it_delivers_late(shop: Shop, kunde: SnacPerson) -> None:
    memory = Memory()
    ours = shop.connector(memory, once=False)
    batches = ours.listen(None)
    try:
        kunde.post("@konsole late but there")
        ends = time.monotonic() + PATIENCE
        async for batch in batches:
            memory.store(batch)
            assert not batch.live
            if text_of(memory, "late but there"):
                break
            assert time.monotonic() < ends
    finally:
        await batches.aclose()
        await ours.aclose()


async def test_resuming_brings_nothing_twice_and_misses_nothing(shop: Shop, kunde: SnacPerson) -> None:
    memory = Memory()
    await asked(shop, kunde, memory, "before the restart")
    before = len(memory.of(Message))
    for number in range(3):
        kunde.post(f"@konsole after the restart {number}")
    await shop.hears(memory, lambda: text_of(memory, "after the restart 2") is not None)
    await shop.hears(memory, lambda: all(text_of(memory, f"after the restart {n}") for n in range(3)))
    new = [m for m in memory.of(Message)[before:] if not m.author.ours]
    assert len({m.remote_id for m in new}) == len(new) == 3


async def test_acts_may_be_done_twice(shop: Shop, kunde: SnacPerson) -> None:
    memory = Memory()
    message = await asked(shop, kunde, memory, "please like and answer me")
    async with opened(shop, memory) as ours:
        receipt = await ours.send(to(memory, message.remote_id, "@kunde done, badly"))
        for verb in ("favourite", "favourite"):
            await ours.act(Act(verb, message.remote_id))
        await ours.act(Act("edit", receipt.remote_id, "@kunde done, well"))
        for _ in range(2):
            await ours.act(Act("delete", receipt.remote_id))


async def test_a_customers_edit_is_noticed(shop: Shop, kunde: SnacPerson) -> None:
    memory = Memory()
    message = await asked(shop, kunde, memory, "where is my parsel")
    form = {"status": "@konsole where is my parcel, I meant"}
    assert kunde.call("PUT", f"/api/v1/statuses/{message.remote_id}", form).status_code == 200
    await shop.hears(memory, lambda: text_of(memory, "parcel, I meant") is not None)
    changed = text_of(memory, "parcel, I meant")
    assert changed is not None
    assert changed.id == message.id


async def test_it_goes_on_showing_what_a_customer_deleted_and_so_do_we(shop: Shop, kunde: SnacPerson) -> None:
    memory = Memory()
    message = await asked(shop, kunde, memory, "I should not have said this")
    assert kunde.call("DELETE", f"/api/v1/statuses/{message.remote_id}").status_code == 200
    await catch_up(shop, memory)
    us = SnacPerson(shop.url, shop.token)
    shown = us.call("GET", f"/api/v1/statuses/{message.remote_id}").status_code == 200
    assert shown is not (Deletion(message.remote_id) in memory.items)


async def test_an_ended_token_needs_a_sign_in_although_it_says_nothing(shop: Shop, kunde: SnacPerson) -> None:
    secret = unsealed(shop.secret)
    bare = SnacPerson(shop.url, "wrong").call("GET", "/api/v1/notifications")
    assert (bare.status_code, bare.content) == (401, b"")
    form = {"client_id": secret.client_id, "client_secret": secret.client_secret, "token": secret.token}
    assert SnacPerson(shop.url, "").call("POST", "/oauth/revoke", form).status_code == 200
    async with opened(shop, Memory()) as ours:
        with pytest.raises(SignInNeeded):
            await ours.check()


async def test_an_answer_to_nothing_is_refused(shop: Shop, kunde: SnacPerson) -> None:
    async with opened(shop, Memory()) as ours:
        with pytest.raises((Gone, Refused)):
            await ours.send(Outgoing(new_id(), "to nobody", "0" * 42, Visibility.PUBLIC))


async def test_its_limits_are_read(shop: Shop, kunde: SnacPerson) -> None:
    async with opened(shop, Memory()) as ours:
        identity = await ours.check()
    assert identity.limits.characters > 500
    assert identity.handle.startswith("konsole@localhost")


@pytest.fixture
def cut(snac: RealServer, faults: Callable[[str, str], Faulty]) -> Iterator[Faulty]:
    proxy = faults("snac", snac["url"].replace("localhost", "127.0.0.1"))
    yield proxy
    proxy.set("{}")


async def test_faults_on_the_way_are_told_apart(signed_in: SignIn, kunde: SnacPerson, cut: Faulty) -> None:
    shop, memory = Shop(signed_in, f"http://127.0.0.1:{cut.port}"), Memory()
    message = await asked(shop, kunde, memory, "through a bad line")
    outgoing = to(memory, message.remote_id, "@kunde we hear you badly")
    began = now()
    async with opened(shop, memory) as ours:
        cut.set('{"match": "statuses$", "status": 429, "retry_after": 7, "count": 1}')
        with pytest.raises(Throttled) as caught:
            await ours.send(outgoing)
        assert caught.value.seconds == 7
        cut.set('{"match": "statuses$", "kill": true, "count": 1}')
        with pytest.raises(Uncertain):
            await ours.send(outgoing)
        cut.set("{}")
        assert await ours.find(outgoing, began) == Absent()
        await ours.send(outgoing)
        assert isinstance(await ours.find(outgoing, began), Receipt)
