"""A practice bot with our account, as the contract suite uses it."""

from typing import Any, ClassVar

from responder.connectors.discord import connector
from responder.core import ids
from responder.core.accounts import Account
from responder.core.ports import Connector
from responder.practice.discord.server import PracticeDiscord
from tests.connectors.contract import Memory, Simulated
from tests.connectors.means import means


class Practice(Simulated):
    """Customers write in the channel `support`, where every message is for us, or to the bot in private."""

    reading: ClassVar[str] = r"/channels/\d+/messages$"
    writing: ClassVar[str] = r"/channels/\d+/messages$"
    page: ClassVar[int] = 100

    def __init__(self) -> None:
        self.server = PracticeDiscord()

    @property
    def account(self) -> Account:
        server = self.server.url.removeprefix("http://")
        bot = self.server.world.bot["id"]
        options = {"base": f"{self.server.url}/api/v10", "channels": "support"}
        return Account(
            ids.contact_id("discord", server, bot),
            "discord",
            server,
            bot,
            "grandlievre",
            "G",
            options=options,
        )

    @property
    def secret(self) -> str:
        return "MTIwMA.practice.token-of-nobody"

    def connector(self, memory: Memory, *, once: bool = True) -> Connector:
        return connector.open(self.account, means(self.secret, known=memory, once=once))

    def write(self, text: str, *, parent: str | None = None, private: bool = False) -> str:
        if private:
            return "/".join(self.server.whisper(text))
        reply_to = parent.partition("/")[2] if parent else ""
        return f"{self.server.support}/{self.server.write(text, reply_to=reply_to)}"

    def edit(self, item: str, text: str) -> None:
        channel, message = item.split("/")
        self.server.edit(channel, message, text)

    def delete(self, item: str) -> None:
        self.server.delete(*item.split("/"))

    def answer_elsewhere(self, parent: str, text: str) -> str:
        channel, message = parent.split("/")
        return f"{channel}/{self.server.answer(channel, text, message)}"

    def answers(self, parent: str) -> list[str]:
        return self.server.answers(*parent.split("/"))

    def fault(self, **what: Any) -> None:
        self.server.fault(**what)

    def revoke(self) -> None:
        self.server.revoke()

    def private(self, item: str) -> bool:
        return bool(self.server.world.channels[item.partition("/")[0]]["type"] == 1)

    def set_clock_offset(self, offset: int) -> None:
        self.server.world.drift = offset

    def post_as_us(self, text: str) -> str:
        return self.server.answer(self.server.support, text)

    def drop_streams(self, scrap: bytes = b"") -> None:
        self.server.cut(scrap)

    def listeners(self) -> int:
        return self.server.host.call(lambda: self.server.gateway.listeners)

    def too_long(self) -> str:
        return "x" * 2001

    def key(self, entry: Any) -> str:
        return f"{entry['channel_id']}/{entry['id']}"

    def optional(self) -> tuple[str, ...]:
        return (
            "edited_timestamp", "mentions", "attachments", "embeds", "components", "mention_roles", "flags", "tts",
            "pinned", "mention_everyone",
        )  # fmt: skip
