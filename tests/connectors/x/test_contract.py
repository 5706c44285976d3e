"""The X connector keeps the contract."""

from typing import ClassVar

from tests.connectors.contract_live import LiveContract
from tests.connectors.contract_receiving import ReceivingContract
from tests.connectors.contract_rough import RoughContract
from tests.connectors.contract_sending import SendingContract

PACKAGE = "responder.connectors.x"


class TestReceiving(ReceivingContract):
    package: ClassVar[str] = PACKAGE


class TestSending(SendingContract):
    package: ClassVar[str] = PACKAGE


class TestLive(LiveContract):
    package: ClassVar[str] = PACKAGE


class TestRough(RoughContract):
    package: ClassVar[str] = PACKAGE
