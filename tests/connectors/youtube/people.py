"""A practice YouTube with our channel, as the tests of the connector use it."""

from typing import Any, ClassVar

from responder.connectors.youtube import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Listener
from responder.net.tokens import Tokens
from responder.practice.google import CLIENT_ID, CLIENT_SECRET
from responder.practice.youtube.api import SCOPE
from responder.practice.youtube.server import PracticeYouTube
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import Unhurried, means


class Practice(Simulated):
    """The contract's network: one channel with one video. `pace` is the last connector's."""

    reading: ClassVar[str] = r"/commentThreads$"
    writing: ClassVar[str] = r"/comments$"
    page: ClassVar[int] = 100

    def __init__(self) -> None:
        self.server = PracticeYouTube()
        self.tokens = self.server.grant()
        self.pace = Unhurried()

    @property
    def account(self) -> Account:
        us = self.server.world.us
        account = ids.derived_id(ids.contact_id("youtube", "youtube.com", us.id), "account")
        options = {"api": self.server.url}
        return Account(account, "youtube", "youtube.com", us.id, us.handle, us.title, options=options)

    @property
    def secret(self) -> str:
        access, refresh = self.tokens
        return Tokens(access, refresh, scope=SCOPE, client_id=CLIENT_ID, client_secret=CLIENT_SECRET).write()

    def connector(self, memory: Memory, *, once: bool = True) -> Listener:
        given = means(self.secret, known=memory, once=once)
        assert isinstance(given.pace, Unhurried)
        self.pace = given.pace
        return connector.open(self.account, given)

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return self.server.comment(text, parent=parent or "")

    def edit(self, item: str, text: str) -> None:
        self.server.edit(item, text)

    def delete(self, item: str) -> None:
        self.server.delete(item)

    def answer_elsewhere(self, parent: str, text: str) -> str:
        return self.server.comment(text, self.server.world.us.handle, parent=parent)

    def answers(self, parent: str) -> list[str]:
        return [one.text for one in self.server.under(parent) if one.author is self.server.world.us]

    def fault(self, **what: Any) -> None:
        self.server.fault(**what)

    def revoke(self) -> None:
        self.server.accounts.revoke()

    def set_clock_offset(self, offset: int) -> None:
        self.server.world.drift = offset

    def post_as_us(self, text: str) -> str:
        return self.server.comment(text, self.server.world.us.handle)

    def too_long(self) -> str:
        return "x" * 10_001

    def listed(self, listing: Any) -> list[Any]:
        found: list[Any] = listing["items"]
        return found

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        return {**listing, "items": entries}

    def core(self, entry: Any) -> dict[str, Any]:
        found: dict[str, Any] = entry["snippet"]["topLevelComment"]["snippet"]
        return found

    def key(self, entry: Any) -> str:
        return str(entry["id"])

    def spoil(self, entry: Any) -> None:
        self.core(entry)["publishedAt"] = {"what": ["is", 5]}

    def optional(self) -> tuple[str, ...]:
        return (
            "authorDisplayName", "authorProfileImageUrl", "authorChannelUrl", "authorChannelId", "canRate", "viewerRating",
            "likeCount", "updatedAt", "videoId", "channelId", "moderationStatus", "textOriginal", "imageUrl",
        )  # fmt: skip
