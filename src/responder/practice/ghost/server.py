"""A practice Ghost over real HTTP on loopback, in its own thread."""

from typing import Any

from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.ghost.api import Api
from responder.practice.ghost.world import KEY_ID, KEY_SECRET, Comment, World
from responder.practice.served import Served

KEY = f"{KEY_ID}:{KEY_SECRET}"


class PracticeGhost(Served):
    """One site, opened by `KEY`; its member Marie is ours. Methods may be called from any thread."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        self.world = World((clock or SystemClock()).now)
        self.marie = self.world.member("Marie")

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [Route("/{path:path}", Api(self.world, self.url).answer, methods=["GET", "POST", "PUT"])]

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC)."""
        return self.world.now()

    def add_post(self, title: str) -> str:
        """Publish something; return its id."""
        post = self.world.new_id("post")
        self.world.posts[post] = title
        return post

    def comment(
        self, post: str, html: str, who: str = "Zoë", *, under: str | None = None, ago: float = 0
    ) -> str:
        """Comment as a member, under another comment or not; return the id."""

        def write() -> str:
            above = self.world.comments.get(under or "")
            parent = (above.parent or above.id) if above else None
            target = above.id if above and above.parent else None
            comment = self.world.add(post, self.world.member(who), html, parent, target)
            comment.at -= round(ago * 1_000_000)
            return comment.id

        return self.host.call(write)

    def change(self, comment: str, **what: Any) -> None:
        """Change a comment behind our back: html, status, edited."""
        self.host.call(lambda: self.world.comments[comment].__dict__.update(what))

    def remove(self, comment: str) -> None:
        """Let its author delete a comment."""
        self.change(comment, status="deleted")

    def under(self, parent: str) -> list[Comment]:
        """Return what is shown that answers a comment."""

        def found() -> list[Comment]:
            shown = (one for one in self.world.comments.values() if one.status == "published")
            return [one for one in shown if (one.reply_to or one.parent) == parent]

        return self.host.call(found)

    def revoke(self) -> None:
        """Take the key back."""
        self.world.keys.clear()
