"""A practice Discord over real HTTP and WebSocket on loopback, in its own thread."""

from typing import Any

from starlette.routing import BaseRoute, Route, WebSocketRoute

from responder.core.clock import Clock, SystemClock
from responder.practice.discord.api import Api
from responder.practice.discord.files import Files
from responder.practice.discord.gateway import Gateway
from responder.practice.discord.world import THREAD, World
from responder.practice.served import Served


class PracticeDiscord(Served):
    """One server with the channels `support` and `lounge`, one bot in it. Ids are snowflakes, as text."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        self.world = World((clock or SystemClock()).now)
        self.api = Api(self.world, self.url)
        self.files = Files(self.world, self.url)
        self.gateway = Gateway(self.world, self.api, self.url)
        self.support: str = self.world.channel("support")["id"]
        self.lounge: str = self.world.channel("lounge")["id"]

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC)."""
        return self.world.now()

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        methods = ["GET", "POST", "PATCH", "PUT", "DELETE"]
        return [
            Route("/api/v10/{path:path}", self.api.answer, methods=methods),
            Route("/attachments/{number}/{filename}", self.files.answer),
            WebSocketRoute("/{path:path}", self.gateway.connected),
        ]

    def closing(self) -> None:
        """Let every line end."""
        self.gateway.close()

    # --- what people do there

    def write(
        self, text: str, *, channel: str = "", who: str = "Ana", reply_to: str = "", **more: Any
    ) -> str:
        """Write in a channel (`support` if none is named); return the message's id."""

        def written() -> str:
            author = self.world.person(who)
            return str(
                self.world.write(channel or self.support, author, text, reply_to=reply_to, **more)["id"]
            )

        return self.host.call(written)

    def whisper(self, text: str, who: str = "Ana") -> tuple[str, str]:
        """Write to the bot in private; return the channel and the message."""

        def written() -> tuple[str, str]:
            person = self.world.person(who)
            channel = self.world.private(person)["id"]
            return channel, self.world.write(channel, person, text)["id"]

        return self.host.call(written)

    def upload(self, data: bytes, filename: str, kind: str, **more: Any) -> dict[str, Any]:
        """Let somebody upload a file; return it as a message carries it."""
        return self.host.call(lambda: self.files.upload(data, filename, kind, **more))

    def edit(self, channel: str, message: str, text: str) -> None:
        """Change what somebody wrote."""

        def changed() -> None:
            author = self.world.messages[channel][message]["author"]
            self.world.edited(channel, message, text, author)

        self.host.call(changed)

    def delete(self, channel: str, message: str) -> None:
        """Delete a message."""
        self.host.call(lambda: self.world.deleted(channel, message))

    def thread(self, message: str, name: str = "more") -> str:
        """Begin a thread at a message of `support`; it has the message's id."""
        made = self.host.call(lambda: self.world.channel(name, THREAD, number=message, parent=self.support))
        return str(made["id"])

    def answer(self, channel: str, text: str, reply_to: str = "") -> str:
        """Answer as the bot, from another program."""
        bot = self.world.bot
        return str(self.host.call(lambda: self.world.write(channel, bot, text, reply_to=reply_to)["id"]))

    def answers(self, channel: str, message: str) -> list[str]:
        """Return the texts with which the bot answered a message."""

        def found() -> list[str]:
            return [
                one["content"]
                for one in self.world.messages[channel].values()
                if one["author"]["id"] == self.world.bot["id"]
                and one.get("message_reference", {}).get("message_id") == message
            ]

        return self.host.call(found)

    def revoke(self) -> None:
        """Reset the bot's token."""
        self.api.token = "another"  # noqa: S105 # of nobody
