"""The Foursquare connector keeps the contract, as far as one can that only reads."""

from typing import ClassVar

from tests.connectors.contract_live import LiveContract
from tests.connectors.contract_receiving import ReceivingContract

PACKAGE = "responder.connectors.foursquare"


class TestReceiving(ReceivingContract):
    package: ClassVar[str] = PACKAGE


class TestLive(LiveContract):
    package: ClassVar[str] = PACKAGE
