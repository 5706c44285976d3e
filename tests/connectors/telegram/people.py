"""A practice bot with our account, as the contract suite uses it."""

from typing import Any, ClassVar

from responder.connectors.telegram import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.practice.telegram.server import GROUP, TOKEN, PracticeTelegram
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means

ANA = 5_000_000_001
BOT = TOKEN.partition(":")[0]


class Shaped(Simulated):
    """How the network's lists are written."""

    def listed(self, listing: Any) -> list[Any]:
        found: list[Any] = listing["result"]
        return found

    def relisted(self, listing: Any, entries: list[Any]) -> Any:
        return {**listing, "result": entries}

    def core(self, entry: Any) -> dict[str, Any]:
        found: dict[str, Any] = entry["message"]
        return found

    def key(self, entry: Any) -> str:
        return in_group(self.core(entry)["message_id"])

    def spoil(self, entry: Any) -> None:
        self.core(entry)["date"] = {"what": ["is", 5]}

    def optional(self) -> tuple[str, ...]:
        return ("from", "entities")


class Practice(Shaped):
    """Customers write in the public group, or to the bot in private."""

    reading: ClassVar[str] = r"/getUpdates$"
    writing: ClassVar[str] = r"/sendMessage$"
    page: ClassVar[int] = 100

    def __init__(self) -> None:
        self.server = PracticeTelegram()

    @property
    def account(self) -> Account:
        server = self.server.url.removeprefix("http://")
        account_id = ids.contact_id("telegram", server, BOT)
        options = {"base": self.server.url}
        return Account(
            account_id, "telegram", server, BOT, "grandlievre_bot", "Grand Lièvre", options=options
        )

    @property
    def secret(self) -> str:
        return TOKEN

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, means(self.secret, known=memory, once=once))

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        reply_to = int(parent.rpartition("/")[2]) if parent else 0
        if private:
            return f"{BOT}/{ANA}/{self.server.write(text, chat=ANA)}"
        return in_group(self.server.write(text, reply_to=reply_to))

    def edit(self, item: str, text: str) -> None:
        self.server.edit(GROUP, int(item.rpartition("/")[2]), text)

    def delete(self, item: str) -> None:
        self.server.delete(GROUP, int(item.rpartition("/")[2]))

    def answer_elsewhere(self, parent: str, text: str) -> str:
        number = int(parent.rpartition("/")[2])
        world = self.server.world

        def answer() -> int:
            return int(world.write(GROUP, world.bot, reply_to=number, told=False, text=text)["message_id"])

        return in_group(self.server.host.call(answer))

    def answers(self, parent: str) -> list[str]:
        return self.server.answers(GROUP, int(parent.rpartition("/")[2]))

    def fault(self, **what: Any) -> None:
        self.server.fault(**what)

    def revoke(self) -> None:
        self.server.revoke()

    def private(self, item: str) -> bool:
        return item.startswith(f"{BOT}/{ANA}/")

    def forget(self, kept: int) -> None:
        self.server.forget(kept)

    def set_clock_offset(self, offset: int) -> None:
        self.server.world.drift = offset

    def post_as_us(self, text: str) -> str:
        return str(
            self.server.tell(
                "channel_post",
                {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "channel"}, "text": text},
            )
        )

    def drop_streams(self, scrap: bytes = b"") -> None:
        self.server.cut(scrap)

    def listeners(self) -> int:
        return min(1, self.server.polls)

    def too_long(self) -> str:
        return "🙂" * 2049


def in_group(number: int) -> str:
    """Return the id of a message in the group."""
    return f"/{GROUP}/{number}"
