"""A practice Threads over real HTTP on loopback, in its own thread."""

from typing import Any

from responder.core.clock import SECOND, Clock
from responder.practice.graph.server import Call, GraphServer
from responder.practice.graph.tokens import DAY
from responder.practice.threads.api import BASIC, MANAGE, MENTIONS, PUBLISH, READ, SEARCH, Api
from responder.practice.threads.world import HANDLE, US, Media, World

APP, SECRET = "5550001112", "aaaabbbbccccddddeeeeffff00001111"  # it protects nothing
SCOPES = (BASIC, READ, MANAGE, PUBLISH, MENTIONS, SEARCH)


class PracticeThreads(GraphServer):
    """One account and those who write to it. `token` lasts sixty days."""

    version = "v1.0"
    dialog = "oauth/authorize"

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(APP, SECRET, clock=clock, port=port)
        self.world = World(self.now)
        self.api = Api(self.world, self.tokens)
        self.token = self.tokens.issue(US, "USER", SCOPES, 60 * DAY).text

    def answer(self, call: Call) -> Any:
        """Return what is answered to a call. Raises Trouble."""
        return self.api.answer(call)

    def person(self) -> str:
        """Return who sits in front of the browser."""
        return US

    def post(self, text: str, who: str = HANDLE, *, to: str = "", ago: float = 0) -> str:
        """Publish as us or as somebody, so many seconds ago; return the id."""
        return self.run(lambda: self.world.post(text, who, to=to, ago=round(ago * SECOND)).id)

    def edit(self, media: str, text: str) -> None:
        """Change a text as its author."""
        self.run(lambda: setattr(self.world.media[media], "text", text))

    def delete(self, media: str) -> None:
        """Delete as its author."""
        self.run(lambda: self.world.remove(media))

    def under(self, media: str) -> list[Media]:
        """Return the direct replies to something."""
        return self.run(lambda: self.world.below(media, all_levels=False))

    def revoke(self) -> None:
        """Take our tokens back."""
        self.run(lambda: self.tokens.end(US))
