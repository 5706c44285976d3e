"""What the practice networks of Meta's have in common, as the contract suite uses them."""

from abc import abstractmethod
from typing import Any

from responder.core.clock import DAY, SystemClock
from responder.core.ports import Means
from responder.net.graph.sign_in import ahead
from responder.net.tokens import Tokens
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class GraphNetwork(Simulated):
    """A network whose comments come along with its posts; further ones are listed under their post."""

    server: Any
    post: str

    @property
    def secret(self) -> str:
        ends = SystemClock().now() + 60 * DAY
        app, secret = self.server.tokens.app, self.server.tokens.secret
        return ahead(
            Tokens(self.server.token, "", ends, 60 * DAY, client_id=app, client_secret=secret)
        ).write()

    def means(self, memory: Memory, *, once: bool = True) -> Means:
        return means(self.secret, known=memory, once=once)

    @abstractmethod
    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str: ...

    def edit(self, item: str, text: str) -> None:
        self.server.edit(item, text)

    def delete(self, item: str) -> None:
        self.server.delete(item)

    def fault(self, **what: Any) -> None:
        self.server.fault(**what)

    def revoke(self) -> None:
        self.server.revoke()

    def set_clock_offset(self, offset: int) -> None:
        self.server.drift = offset


class Commented(GraphNetwork):
    """One with comments and private messages."""

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        return str(self.server.message(text) if private else self.server.comment(parent or self.post, text))

    def private(self, item: str) -> bool:
        return bool(self.server.private(item))

    def post_as_us(self, text: str) -> str:
        return str(self.server.publish(text))

    def listed(self, listing: Any) -> list[Any]:
        found: list[Any] = edge(listing).get("data", [])
        return found

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        edge(listing)["data"] = entries
        return listing


def edge(listing: Any) -> Any:
    """Return the comments of a listing: those of its first post where they came along."""
    posts = [one for one in listing["data"] if "comments" in one]
    return posts[0]["comments"] if posts else listing
