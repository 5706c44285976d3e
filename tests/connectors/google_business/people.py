"""A practice Business Profile with our places, as the tests of the connector use it."""

from typing import Any, ClassVar

from responder.connectors.google_business import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.net.tokens import Tokens
from responder.practice.google import CLIENT_ID, CLIENT_SECRET
from responder.practice.google_business.api import SCOPE
from responder.practice.google_business.server import PracticeBusiness
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import Unhurried, means


class Practice(Simulated):
    """The contract's network: one account with one place. Ids are a review's without the account."""

    reading: ClassVar[str] = r"/reviews$"
    writing: ClassVar[str] = r"/reply$"
    method: ClassVar[str] = "PUT"
    page: ClassVar[int] = 50

    def __init__(self) -> None:
        self.server = PracticeBusiness()
        self.tokens = self.server.grant()
        self.pace = Unhurried()

    @property
    def account(self) -> Account:
        number = self.server.account.partition("/")[2]
        account = ids.derived_id(ids.contact_id("google-business", connector.SERVER, number), "account")
        options = {"api": self.server.url, "places": "*"}
        title = "Grand Lièvre"
        return Account(account, "google-business", connector.SERVER, number, title, title, options=options)

    @property
    def secret(self) -> str:
        access, refresh = self.tokens
        return Tokens(access, refresh, scope=SCOPE, client_id=CLIENT_ID, client_secret=CLIENT_SECRET).write()

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        given = means(self.secret, known=memory, once=once)
        assert isinstance(given.pace, Unhurried)
        self.pace = given.pace
        return connector.open(self.account, given)

    def write(self, text: str, *, parent: str | None = None, private: bool = False, **more: Any) -> str:
        return short(self.server.review(text, **more))

    def name(self, item: str) -> str:
        """Return a review's name as Google has it."""
        place = "/".join(item.split("/")[:2])
        return f"{self.server.world.places[place].account}/{item}"

    def edit(self, item: str, text: str) -> None:
        self.server.edit(self.name(item), text)

    def delete(self, item: str) -> None:
        self.server.delete(self.name(item))

    def answer_elsewhere(self, parent: str, text: str) -> str:
        self.server.answer(self.name(parent), text)
        return f"{parent}/reply"

    def answers(self, parent: str) -> list[str]:
        reply = self.server.there(self.name(parent)).reply
        return [reply.comment] if reply else []

    def fault(self, **what: Any) -> None:
        self.server.fault(**what)

    def revoke(self) -> None:
        self.server.accounts.revoke()

    def set_clock_offset(self, offset: int) -> None:
        self.server.world.drift = offset

    def too_long(self) -> str:
        return "x" * 4097

    def listed(self, listing: Any) -> list[Any]:
        found: list[Any] = listing.get("reviews", [])
        return found

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        return {**listing, "reviews": entries}

    def core(self, entry: Any) -> dict[str, Any]:
        found: dict[str, Any] = entry
        return found

    def key(self, entry: Any) -> str:
        return short(str(entry["name"]))

    def spoil(self, entry: Any) -> None:
        entry["createTime"] = {"what": ["is", 5]}

    def optional(self) -> tuple[str, ...]:
        return (
            "reviewId",
            "reviewer",
            "starRating",
            "comment",
            "updateTime",
            "reviewReply",
            "reviewMediaItems",
        )


def short(name: str) -> str:
    """Return a review's name without the account."""
    return name[name.index("locations/") :]
