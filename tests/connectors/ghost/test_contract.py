"""The Ghost connector keeps the contract."""

from collections.abc import Iterator
from typing import ClassVar

import pytest

from tests.connectors.contract_interrupted import InterruptedContract
from tests.connectors.contract_live import LiveContract
from tests.connectors.contract_receiving import ReceivingContract
from tests.connectors.contract_sending import SendingContract
from tests.connectors.ghost.practice import Practice

PACKAGE = "responder.connectors.ghost"


@pytest.fixture
def net() -> Iterator[Practice]:
    practice = Practice()
    practice.site.start()
    yield practice
    practice.site.stop()


class TestReceiving(ReceivingContract):
    package: ClassVar[str] = PACKAGE


class TestSending(SendingContract):
    package: ClassVar[str] = PACKAGE


class TestLive(LiveContract):
    package: ClassVar[str] = PACKAGE


class TestInterrupted(InterruptedContract):
    package: ClassVar[str] = PACKAGE
