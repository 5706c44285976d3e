"""Nothing is lost and nothing doubled, however slow and broken the line is."""

import asyncio
from random import Random

import httpx
import pytest

from responder.core.errors import Throttled, Uncertain, Unreachable
from responder.core.messages import Message
from responder.core.ports import Connector, Outgoing, Receipt
from responder.practice.bluesky.server import SHOP
from tests.connectors.bluesky.people import Practice
from tests.connectors.contract import Memory, catch_up, listening, now, opened, to

ROUNDS = 15


class Rough(httpx.AsyncHTTPTransport):
    """Slow by chance, and now and then it loses a question or an answer."""

    def __init__(self, dice: Random, loss: float) -> None:
        super().__init__()
        self._dice, self._loss = dice, loss

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._dice.random() < 0.5:
            await asyncio.sleep(self._dice.random() * 0.02)
        if self._dice.random() < self._loss:
            raise httpx.ConnectError("by chance", request=request)
        response = await super().handle_async_request(request)
        if self._dice.random() < self._loss:
            await response.aclose()
            raise httpx.ReadError("by chance", request=request)
        return response


class Crowd:
    """People who write all at once, and take some of it back."""

    def __init__(self, net: Practice, dice: Random) -> None:
        self._net, self._dice = net, dice
        self._ours = [net.post_as_us("ours")]
        self.wanted: set[str] = set()

    def round(self) -> None:
        for _ in range(self._dice.randint(1, 8)):
            self._dice.choice([self._write, self._answer, self._talk, self._late, self._delete])()

    def _write(self) -> None:
        self.wanted.add(self._net.write("hello"))

    def _answer(self) -> None:
        item = self._net.net.post("and?", to=self._dice.choice(self._ours))
        self.wanted.add(item)
        if self._dice.random() < 0.3:
            self._ours.append(self._net.answer_elsewhere(item, "yes"))

    def _talk(self) -> None:
        self.wanted.add(self._net.net.message("psst"))

    def _late(self) -> None:
        self.wanted.add(self._net.net.post("late", mention=SHOP, ago=self._dice.random() * 60))

    def _delete(self) -> None:
        posts = sorted(one for one in self.wanted if one.startswith("at://"))
        if posts and self._dice.random() < 0.4:
            gone = self._dice.choice(posts)
            self.wanted.remove(gone)
            self._net.delete(gone)


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_happens_to_the_line_every_message_comes(net: Practice, seed: int) -> None:
    dice, memory = Random(seed), Memory()
    crowd = Crowd(net, dice)
    net.make_wire = lambda: Rough(dice, 0.03)
    async with listening(net, memory) as until:
        for _ in range(ROUNDS):
            crowd.round()
            await asyncio.sleep(dice.random() * 0.1)
        await until(lambda: crowd.wanted <= set(memory.messages))
        gone = {m.remote_id for m in memory.of(Message) if m.addressed} - crowd.wanted
        await until(lambda: not gone & set(memory.messages))
    assert all(memory.messages[item].addressed for item in crowd.wanted)


async def settled(connector: Connector, outgoing: Outgoing, began: int) -> Receipt:
    """Send as the outbox does: after a doubt it looks, and only proof of absence allows another try."""
    while True:
        try:
            return await connector.send(outgoing)
        except (Unreachable, Throttled):
            continue
        except Uncertain:
            found = await looked(connector, outgoing, began)
        if isinstance(found, Receipt):
            return found


async def looked(connector: Connector, outgoing: Outgoing, began: int) -> object:
    while True:
        try:
            return await connector.find(outgoing, began)
        except Unreachable:
            continue


@pytest.mark.parametrize("private", [False, True])
async def test_whatever_happens_to_the_line_every_answer_is_there_once(net: Practice, private: bool) -> None:
    memory, dice, texts = Memory(), Random(5), [f"answer {number}" for number in range(12)]
    item = net.write("question", private=private)
    await catch_up(net, memory)
    net.make_wire = lambda: Rough(dice, 0.15)
    async with opened(net, memory) as connector:
        for text in texts:
            receipt = await settled(connector, to(memory, item, text), now())
            assert receipt.message.text == text
    said = (
        [text for who, text in net.net.said(item.partition("/")[0]) if who == SHOP]
        if private
        else net.answers(item)
    )
    assert sorted(said) == sorted(texts)
