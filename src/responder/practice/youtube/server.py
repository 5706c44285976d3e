"""A practice YouTube over real HTTP on loopback, in its own thread."""

from typing import Any

from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.google import GoogleAccounts
from responder.practice.served import Served
from responder.practice.youtube.api import SCOPE, Api
from responder.practice.youtube.world import Comment, World


class PracticeYouTube(Served):
    """One channel of ours with one video. Methods may be called from any thread."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        now = (clock or SystemClock()).now
        self.world = World(now)
        self.accounts = GoogleAccounts(now)
        self.video = next(iter(self.world.videos))

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        answer = Api(self.world, self.accounts).answer
        methods = ["GET", "POST", "PUT", "DELETE"]
        return [*self.accounts.routes(), Route("/youtube/v3/{path:path}", answer, methods=methods)]

    def grant(self) -> tuple[str, str]:
        """Return an access and a refresh token of the channel's owner."""
        return self.accounts.grant(SCOPE)

    # --- what people do there

    def comment(
        self, text: str, who: str = "ana", *, parent: str = "", video: str = "", status: str = ""
    ) -> str:
        """Comment as a visitor, or as `grandlievre`, who is us. Returns the id."""

        def write() -> str:
            thread = parent.partition(".")[0]
            return self.world.write(self.world.person(who), video or self.video, text, thread, status).id

        return self.host.call(write)

    def edit(self, comment: str, text: str) -> None:
        """Edit a comment as its author."""
        self.host.call(lambda: self.world.change(comment, text))

    def delete(self, comment: str) -> None:
        """Delete a comment, and what is below it."""
        self.host.call(lambda: self.world.delete(comment))

    def change(self, comment: str, **what: Any) -> None:
        """Change a comment behind our back: status, published, picture."""

        def alter() -> None:
            for name, value in what.items():
                setattr(self.world.comments[comment], name, value)

        self.host.call(alter)

    def under(self, parent: str) -> list[Comment]:
        """Return the replies to a comment, oldest first."""
        return self.host.call(lambda: self.world.replies(parent.partition(".")[0])[::-1])

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(path in seen for _, seen in self.faults.seen)
