"""A practice WordPress.com over real HTTP on loopback, in its own thread."""

from typing import Any

from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.served import Served
from responder.practice.wordpress_com.api import Api
from responder.practice.wordpress_com.world import SECOND, Comment, World

ROLES = {"owner": "administrator", "moderator": "editor", "author": "author", "customer": ""}


class PracticeWordPressCom(Served):
    """One site with `ROLES`; the token of each is `token-of-<login>`. Methods may be called from any thread."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        self.world = World((clock or SystemClock()).now, self.url)
        self.api = Api(self.world)
        for login, role in ROLES.items():
            self.world.add_user(login, role)

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [Route("/{path:path}", self.api.answer, methods=["GET", "POST"])]

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC)."""
        return self.world.now() * SECOND

    # --- what people do there

    def add_post(self, title: str, *, open: bool = True) -> int:
        """Publish something; return its number."""
        number = len(self.world.posts) + 1
        self.world.posts[number] = (title, open)
        return number

    def comment(
        self,
        post: int,
        text: str,
        who: str = "Zoë",
        *,
        parent: int = 0,
        status: str = "approved",
        ago: int = 0,
    ) -> int:
        """Comment as a visitor, or as somebody by login; return the number."""
        person = self.world.by_login(who) or who
        return self.host.call(lambda: self.world.add(post, parent, person, text, status, ago).id)

    def change(self, comment: int, **what: Any) -> None:
        """Change a comment behind our back: raw, status, at."""
        self.host.call(lambda: self.world.comments[comment].__dict__.update(what))

    def erase(self, comment: int) -> None:
        """Delete a comment for good."""
        self.host.call(lambda: self.world.erase(comment))

    def under(self, parent: int) -> list[Comment]:
        """Return what hangs directly under a comment."""
        return self.host.call(lambda: [one for one in self.world.comments.values() if one.parent == parent])

    def revoke(self, login: str = "owner") -> None:
        """Take somebody's tokens back."""
        for user in self.world.users.values():
            if user.login == login:
                user.tokens.clear()
