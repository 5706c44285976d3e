"""A practice WordPress over real HTTP on loopback, in its own thread."""

from datetime import timedelta
from typing import Any

from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.served import Served
from responder.practice.wordpress.routes import Routes
from responder.practice.wordpress.world import Comment, Post, World

PASSWORD = "abcd EFGH 1234 ijkl MNOP 5678"  # noqa: S105 # it protects nothing: the site is thrown away
ROLES = {"owner": "administrator", "moderator": "editor", "author": "author", "customer": "subscriber"}


class PracticeSite(Served):
    """One site with four users (`ROLES`), all with `PASSWORD`. Methods may be called from any thread.

    With `plain` it has no pretty permalinks: its API is at `index.php?rest_route=/`.
    """

    def __init__(
        self, *, clock: Clock | None = None, port: int = 0, plain: bool = False, name: str = "Practice"
    ) -> None:
        super().__init__(port)
        self.world = World((clock or SystemClock()).now)
        self.wire = Routes(self.world, self.url, name, plain=plain)
        for login, role in ROLES.items():
            self.world.add_user(login, role, PASSWORD.replace(" ", ""))

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [Route("/{path:path}", self.wire.answer, methods=["GET", "POST", "DELETE"])]

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC)."""
        return round(self.world.now().timestamp()) * 1_000_000

    @property
    def root(self) -> str:
        """Return the REST root as the site names it."""
        return self.wire.root

    # --- what people do there

    def add_post(self, title: str, **more: Any) -> Post:
        """Publish a post; keywords: kind, status."""
        return self.host.call(lambda: self.world.add_post(title, **more))

    def comment(
        self,
        post: int,
        text: str,
        who: str = "Zoë",
        *,
        parent: int = 0,
        status: str = "",
        ago: float = 0,
        kind: str = "comment",
    ) -> int:
        """Comment as a visitor, or as a user by login; `ago` is how many seconds earlier. Returns the id."""

        def write() -> int:
            user = self.world.user(who)
            at = self.world.now() - timedelta(seconds=ago)
            state = status or ("hold" if self.world.moderated and user is None else "approved")
            name, email = (user.name, user.email) if user else (who, f"{who.lower()}@example.test")
            author = user.id if user else 0
            return self.world.store(
                Comment(0, post, parent, author, name, email, "", text, at, state, kind)
            ).id

        return self.host.call(write)

    def change(self, comment: int, **what: Any) -> None:
        """Change a comment behind our back: status, raw, at."""

        def alter() -> None:
            for name, value in what.items():
                setattr(self.world.comments[comment], name, value)

        self.host.call(alter)

    def delete(self, comment: int) -> None:
        """Delete a comment for good."""
        self.host.call(lambda: self.world.delete(self.world.comments[comment]))

    def under(self, parent: int) -> list[Comment]:
        """Return what hangs directly under a comment."""
        return self.host.call(lambda: [c for c in self.world.comments.values() if c.parent == parent])

    # --- what goes wrong there

    def revoke(self, login: str = "owner") -> None:
        """Take somebody's application passwords back."""
        self.host.call(lambda: self._user(login).passwords.clear())

    def restore(self, login: str = "owner") -> None:
        """Give the password back."""
        self.host.call(lambda: self._user(login).passwords.add(PASSWORD.replace(" ", "")))

    def set_role(self, login: str, role: str) -> None:
        """Let somebody do more or less."""
        self.host.call(lambda: setattr(self._user(login), "role", role))

    def set_clock_offset(self, offset: int) -> None:
        """Let the site's clock be off by so many µs."""
        self.world.drift = offset

    # --- inside

    def _user(self, login: str) -> Any:
        return self.world.user(login)
