"""A practice WordPress.com over real HTTP on loopback, in its own thread."""

from types import TracebackType
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from responder.core.clock import Clock, SystemClock
from responder.practice.faults import Fault, Faults
from responder.practice.host import Host
from responder.practice.wordpress_com.api import Api
from responder.practice.wordpress_com.world import Comment, World

ROLES = {"owner": "administrator", "moderator": "editor", "author": "author", "customer": ""}


class PracticeWordPressCom:
    """One site with `ROLES`; the token of each is `token-of-<login>`. Methods may be called from any thread."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        self._host = Host(port)
        self.url = self._host.url
        self.faults = Faults(self._host)
        self.world = World((clock or SystemClock()).now, self.url)
        self.api = Api(self.world)
        for login, role in ROLES.items():
            self.world.add_user(login, role)

    def start(self) -> "PracticeWordPressCom":
        """Serve."""
        app = Starlette(routes=[Route("/{path:path}", self.api.answer, methods=["GET", "POST"])])
        self._host.start(self.faults.around(app), _nothing)
        return self

    def stop(self) -> None:
        """Cut every line and end."""
        self._host.stop()

    def __enter__(self) -> "PracticeWordPressCom":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

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
        return self._host.call(lambda: self.world.add(post, parent, person, text, status, ago).id)

    def change(self, comment: int, **what: Any) -> None:
        """Change a comment behind our back: raw, status, at."""
        self._host.call(lambda: self.world.comments[comment].__dict__.update(what))

    def erase(self, comment: int) -> None:
        """Delete a comment for good."""
        self._host.call(lambda: self.world.erase(comment))

    def under(self, parent: int) -> list[Comment]:
        """Return what hangs directly under a comment."""
        return self._host.call(lambda: [one for one in self.world.comments.values() if one.parent == parent])

    def fault(self, **what: Any) -> None:
        """Arm a fault: see `practice.faults.Fault`."""
        self.faults.add(Fault(**what))

    def revoke(self, login: str = "owner") -> None:
        """Take somebody's tokens back."""
        for user in self.world.users.values():
            if user.login == login:
                user.tokens.clear()


async def _nothing() -> None:
    return
