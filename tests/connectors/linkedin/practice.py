"""A practice LinkedIn with our page, as the contract suite uses it."""

from typing import Any, ClassVar

from responder.connectors.linkedin import connector
from responder.connectors.linkedin.connector import LinkedIn
from responder.core import ids
from responder.core.accounts import Account
from responder.net.tokens import Tokens
from responder.practice.linkedin import PracticeLinkedIn
from responder.practice.linkedin.world import ORGANIZATION
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means

ANA = "urn:li:person:ana"


class Practice(Simulated):
    """One post of the page, under which people comment."""

    reading: ClassVar[str] = r"/socialActions/urn:li:share:\d+/comments$"
    writing: ClassVar[str] = r"/comments$"
    page: ClassVar[int] = 100

    def __init__(self) -> None:
        self.linkedin = PracticeLinkedIn()
        self.faults = self.linkedin.faults
        self.post = self.linkedin.world.add_post("We are hiring")
        self.options = {"api": self.linkedin.url}

    @property
    def account(self) -> Account:
        account_id = ids.derived_id(ids.contact_id("linkedin", "linkedin.com", ORGANIZATION), "account")
        return Account(
            account_id, "linkedin", "linkedin.com", ORGANIZATION, "the-shop", "The Shop", options=self.options
        )

    @property
    def secret(self) -> str:
        return self.linkedin.token

    def connector(self, memory: Memory, *, once: bool = True) -> LinkedIn:
        made = connector.open(self.account, means(Tokens(self.secret).write(), known=memory, once=once))
        assert isinstance(made, LinkedIn)
        return made

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return self._say(ANA, text, parent)

    def edit(self, item: str, text: str) -> None:
        self.linkedin.edit(item, text)

    def delete(self, item: str) -> None:
        self.linkedin.delete(item)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self._say(ORGANIZATION, text, parent)

    def answers(self, parent: str) -> list[str]:
        comments = self.linkedin.world.comments.values()
        return [
            one.text
            for one in comments
            if one.parent and one.parent.urn == parent and one.actor == ORGANIZATION
        ]

    def fault(self, **what: Any) -> None:
        self.linkedin.fault(**what)

    def revoke(self) -> None:
        self.linkedin.revoke()

    def set_clock_offset(self, offset: int) -> None:
        self.linkedin.world.drift = offset

    def post_as_us(self, text: str) -> str:
        return self.linkedin.post(text).share

    def too_long(self) -> str:
        return "x" * 1251

    def listed(self, listing: Any) -> list[Any]:
        found: list[Any] = listing["elements"]
        return found

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        return {**listing, "elements": entries}

    def key(self, entry: Any) -> str:
        return str(entry["commentUrn"])

    def spoil(self, entry: Any) -> None:
        entry["created"] = {"what": ["is", 5]}

    def optional(self) -> tuple[str, ...]:
        return (
            "message",
            "lastModified",
            "content",
            "likesSummary",
            "commentsSummary",
            "agent",
            "parentComment",
            "actor~",
        )

    def _say(self, actor: str, text: str, parent: str | None) -> str:
        """Say something; an answer to an answer goes below the same top-level comment, as in the app."""
        above = self.linkedin.world.found_comment(parent) if parent else None
        top = above.parent or above if above else None
        return self.linkedin.comment(self.post.share, actor, text, top.urn if top else None).urn
