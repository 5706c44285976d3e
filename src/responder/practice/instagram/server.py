"""A practice Instagram over real HTTP on loopback, in its own thread."""

from typing import Any

from responder.core.clock import SECOND, Clock
from responder.practice.graph.chats import Direct, Thread
from responder.practice.graph.server import Call, GraphServer
from responder.practice.graph.tokens import DAY
from responder.practice.instagram.api import Api
from responder.practice.instagram.entities import Entities
from responder.practice.instagram.world import US, Comment, World

APP, SECRET = "987654321", "fedcba9876543210fedcba9876543210"  # it protects nothing
SCOPES = (
    "instagram_business_basic", "instagram_business_manage_comments", "instagram_business_manage_messages",
)  # fmt: skip


class PracticeInstagram(GraphServer):
    """One professional account and those who write to it. `token` lasts sixty days."""

    dialog = "oauth/authorize"

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(APP, SECRET, clock=clock, port=port)
        self.world = World(self.now)
        self.entities = Entities(self.world)
        self.api = Api(self.world, self.entities, self.tokens)
        self.token = self.tokens.issue(US, "USER", SCOPES, 60 * DAY).text

    def answer(self, call: Call) -> Any:
        """Return what is answered to a call. Raises Trouble."""
        return self.api.answer(call)

    def person(self) -> str:
        """Return who sits in front of the browser."""
        return US

    # --- what people do there

    def publish(self, caption: str, who: str = "", *, tagged: bool = False) -> str:
        """Publish as us, or as somebody; return the media's id."""
        return self.run(
            lambda: self.world.publish(caption, self.world.person(who) if who else US, tagged=tagged).id
        )

    def comment(self, under: str, text: str, who: str = "zoe", *, ago: float = 0) -> str:
        """Comment as somebody, so many seconds ago; return the comment's id."""

        def write() -> Comment:
            return self.world.comment(under, text, self.world.person(who), ago=round(ago * SECOND))

        return self.run(write).id

    def answer_as_us(self, under: str, text: str) -> str:
        """Answer from Instagram's own app."""
        return self.run(lambda: self.world.comment(under, text, US).id)

    def message(self, text: str, who: str = "zoe", *, ago: float = 0, picture: str = "") -> str:
        """Write to us in private; return the message's id."""

        def write() -> Direct:
            thread = self.world.thread_with(self.world.person(who, "2"))
            return self.world.write(thread, thread.person, text, ago=round(ago * SECOND), picture=picture)

        return self.run(write).id

    def message_as_us(self, to: str, text: str) -> str:
        """Answer in private from Instagram's own app."""

        def write() -> Direct:
            return self.world.write(self._message(to)[0], US, text)

        return self.run(write).id

    def edit(self, comment: str, text: str) -> None:
        """Change a comment."""
        self.run(lambda: setattr(self.world.comments[comment], "text", text))

    def delete(self, comment: str) -> None:
        """Delete a comment as its author."""
        self.run(lambda: self.world.remove(comment))

    def under(self, item: str) -> list[Comment]:
        """Return what hangs under a comment, or media."""
        return self.run(lambda: [c for c in self.world.comments.values() if item in (c.parent, c.media)])

    def thread_of(self, message: str) -> list[Direct]:
        """Return the conversation that a message is in."""
        return self.run(lambda: list(self._message(message)[0].messages))

    def private(self, item: str) -> bool:
        """Say whether something was said in private."""
        return self.run(lambda: self.world.message(item) is not None)

    def revoke(self) -> None:
        """Take our tokens back."""
        self.run(lambda: self.tokens.end(US))

    def _message(self, message: str) -> tuple[Thread, Direct]:
        found = self.world.message(message)
        assert found is not None
        return found
