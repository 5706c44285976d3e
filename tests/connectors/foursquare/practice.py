"""A practice Foursquare with our place, as the contract suite uses it."""

from typing import Any, ClassVar

from responder.connectors.foursquare import connector
from responder.connectors.foursquare.connector import Foursquare
from responder.core import ids
from responder.core.accounts import Account
from responder.practice.foursquare import PracticeFoursquare
from responder.practice.foursquare.server import KEY
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class Practice(Simulated):
    """Nothing can be written here: what the contract asks of that is not called."""

    reading: ClassVar[str] = r"/tips$"
    writing: ClassVar[str] = r"/tips$"
    page: ClassVar[int] = 50

    def __init__(self) -> None:
        self.foursquare = PracticeFoursquare()
        self.options = {"api": self.foursquare.url, "address": "4 rue des Biscuits, 75005 Paris"}

    @property
    def account(self) -> Account:
        shop = self.foursquare.shop
        account_id = ids.derived_id(ids.contact_id("foursquare", "foursquare.com", shop.id), "account")
        return Account(
            account_id, "foursquare", "foursquare.com", shop.id, shop.name, shop.name, options=self.options
        )

    @property
    def secret(self) -> str:
        return KEY

    def connector(self, memory: Memory, *, once: bool = True) -> Foursquare:
        made = connector.open(self.account, means(self.secret, known=memory, once=once))
        assert isinstance(made, Foursquare)
        return made

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return self.foursquare.tip(text)

    def edit(self, item: str, text: str) -> None:
        self.foursquare.change(item, text)

    def delete(self, item: str) -> None:
        self.foursquare.delete(item)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        raise NotImplementedError

    def answers(self, parent: str) -> list[str]:
        return []

    def fault(self, **what: Any) -> None:
        self.foursquare.fault(**what)

    def revoke(self) -> None:
        self.foursquare.revoke()

    def set_clock_offset(self, offset: int) -> None:
        self.foursquare.world.drift = offset

    def key(self, entry: Any) -> str:
        return str(entry["fsq_tip_id"])

    def optional(self) -> tuple[str, ...]:
        return ("text", "url", "lang", "agree_count", "disagree_count")
