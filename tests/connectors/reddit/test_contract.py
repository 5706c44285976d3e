"""The Reddit connector keeps the contract."""

from typing import ClassVar

from tests.connectors.contract_interrupted import InterruptedContract
from tests.connectors.contract_live import LiveContract
from tests.connectors.contract_receiving import ReceivingContract
from tests.connectors.contract_sending import SendingContract

PACKAGE = "responder.connectors.reddit"


class TestReceiving(ReceivingContract):
    package: ClassVar[str] = PACKAGE


class TestSending(SendingContract):
    package: ClassVar[str] = PACKAGE


class TestLive(LiveContract):
    package: ClassVar[str] = PACKAGE


class TestInterrupted(InterruptedContract):
    package: ClassVar[str] = PACKAGE
