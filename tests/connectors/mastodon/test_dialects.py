"""The same contract against servers that speak the API with an accent of their own."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

import pytest

from responder.core.messages import Message
from responder.core.ports import Absent, Receipt
from responder.practice.mastodon.dialects import GOTOSOCIAL, MASTODON, PLEROMA, SNAC
from tests.connectors.contract import Memory, Simulated, catch_up, listening, now, opened, to
from tests.connectors.contract_live import LiveContract
from tests.connectors.contract_receiving import ReceivingContract
from tests.connectors.contract_sending import SendingContract
from tests.connectors.mastodon.people import Practice

PACKAGE = "responder.connectors.mastodon"
PROMPT_SNAC = replace(SNAC, delivery_seconds=0.0)


def served(practice: Practice) -> Iterator[Practice]:
    practice.server.start()
    yield practice
    practice.server.stop()


class Snac:
    @pytest.fixture
    def net(self) -> Iterator[Practice]:
        yield from served(Practice(PROMPT_SNAC))


class TestReceivingFromSnac(Snac, ReceivingContract):
    package: ClassVar[str] = PACKAGE


class TestSendingToSnac(Snac, SendingContract):
    package: ClassVar[str] = PACKAGE
    test_a_repeated_reply_is_one_reply: Any = None  # it ignores the key: find() is asked before a second try
    test_too_long_a_reply_is_refused_and_not_there: Any = None  # it has no limit that anybody reaches


class TestReceivingFromGoToSocial(ReceivingContract):
    package: ClassVar[str] = PACKAGE

    @pytest.fixture
    def net(self) -> Iterator[Practice]:
        yield from served(Practice(GOTOSOCIAL))


class TestLiveOnGoToSocial(LiveContract):
    package: ClassVar[str] = PACKAGE

    @pytest.fixture
    def net(self) -> Iterator[Practice]:
        yield from served(Practice(GOTOSOCIAL))


class TestLiveOnPleroma(LiveContract):
    package: ClassVar[str] = PACKAGE

    @pytest.fixture
    def net(self) -> Iterator[Practice]:
        yield from served(Practice(PLEROMA))


class TestLiveOverServerSentEvents(LiveContract):
    package: ClassVar[str] = PACKAGE

    @pytest.fixture
    def net(self) -> Iterator[Practice]:
        yield from served(Practice(replace(MASTODON, websocket=False)))


@pytest.fixture
def late() -> Iterator[Practice]:
    yield from served(Practice(SNAC))


async def test_a_server_without_streams_that_delivers_late_is_polled(late: Practice) -> None:
    memory = Memory()
    async with listening(late, memory) as until:
        late.write("in a while")
        await until(lambda: len(memory.texts) == 1)


async def test_a_reply_is_found_where_keys_are_ignored(late: Practice) -> None:
    memory = Memory()
    async with listening(late, memory) as until:
        item = late.write("question")
        await until(lambda: item in memory.messages)
    began = now()
    late.fault(method="POST", path=late.writing, after=True, cut=True)
    outgoing = to(memory, item, "answer")
    async with opened(late, memory) as connector:
        with pytest.raises(Exception, match="cut"):
            await connector.send(outgoing)
        assert isinstance(await connector.find(outgoing, began), Receipt)
        assert await connector.find(to(memory, item, "another"), began) == Absent()


async def test_min_id_unknown_to_a_server_loses_nothing(net: Simulated) -> None:
    memory = Memory()
    net.write("old")
    await catch_up(net, memory)
    ids = [net.write(f"{i}") for i in range(net.page * 2 + 3)]
    newest: list[Any] = []

    def as_without(entries: list[Any]) -> list[Any]:
        newest[:] = newest or entries
        return newest

    net.rewrite(as_without, count=2)
    await catch_up(net, memory)
    assert set(ids) <= {m.remote_id for m in memory.of(Message)}
