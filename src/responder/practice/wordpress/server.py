"""A practice WordPress over real HTTP on loopback, in its own thread."""

from datetime import timedelta
from types import TracebackType
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from responder.core.clock import Clock, SystemClock
from responder.practice.faults import Fault, Faults
from responder.practice.host import App, Host, Receive, Scope, Send
from responder.practice.wordpress.api import http_date
from responder.practice.wordpress.routes import Routes
from responder.practice.wordpress.world import Comment, Post, World

PASSWORD = "abcd EFGH 1234 ijkl MNOP 5678"  # noqa: S105 # it protects nothing: the site is thrown away
ROLES = {"owner": "administrator", "moderator": "editor", "author": "author", "customer": "subscriber"}


class PracticeSite:
    """One site with four users (`ROLES`), all with `PASSWORD`. Methods may be called from any thread.

    With `plain` it has no pretty permalinks: its API is at `index.php?rest_route=/`.
    """

    def __init__(
        self, *, clock: Clock | None = None, port: int = 0, plain: bool = False, name: str = "Practice"
    ) -> None:
        self._host = Host(port)
        self.url = self._host.url
        self.faults = Faults(self._host)
        self.world = World((clock or SystemClock()).now)
        self.routes = Routes(self.world, self.url, name, plain=plain)
        for login, role in ROLES.items():
            self.world.add_user(login, role, PASSWORD.replace(" ", ""))

    @property
    def root(self) -> str:
        """Return the REST root as the site names it."""
        return self.routes.root

    def start(self) -> "PracticeSite":
        """Serve."""
        app = Starlette(routes=[Route("/{path:path}", self.routes.answer, methods=["GET", "POST", "DELETE"])])
        self._host.start(self.faults.around(self._dated(app)), _nothing)
        return self

    def stop(self) -> None:
        """Cut every line and end."""
        self._host.stop()

    def __enter__(self) -> "PracticeSite":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # --- what people do there

    def add_post(self, title: str, **more: Any) -> Post:
        """Publish a post; keywords: kind, status."""
        return self._host.call(lambda: self.world.add_post(title, **more))

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

        return self._host.call(write)

    def change(self, comment: int, **what: Any) -> None:
        """Change a comment behind our back: status, raw, at."""

        def alter() -> None:
            for name, value in what.items():
                setattr(self.world.comments[comment], name, value)

        self._host.call(alter)

    def delete(self, comment: int) -> None:
        """Delete a comment for good."""
        self._host.call(lambda: self.world.delete(self.world.comments[comment]))

    def under(self, parent: int) -> list[Comment]:
        """Return what hangs directly under a comment."""
        return self._host.call(lambda: [c for c in self.world.comments.values() if c.parent == parent])

    # --- what goes wrong there

    def fault(self, **what: Any) -> None:
        """Arm a fault: see `practice.faults.Fault`."""
        self.faults.add(Fault(**what))

    def revoke(self, login: str = "owner") -> None:
        """Take somebody's application passwords back."""
        self._host.call(lambda: self._user(login).passwords.clear())

    def restore(self, login: str = "owner") -> None:
        """Give the password back."""
        self._host.call(lambda: self._user(login).passwords.add(PASSWORD.replace(" ", "")))

    def set_role(self, login: str, role: str) -> None:
        """Let somebody do more or less."""
        self._host.call(lambda: setattr(self._user(login), "role", role))

    def set_clock_offset(self, offset: int) -> None:
        """Let the site's clock be off by so many µs."""
        self.world.drift = offset

    # --- inside

    def _user(self, login: str) -> Any:
        return self.world.user(login)

    def _dated(self, app: App) -> App:
        async def dated(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_more(message: Any) -> None:
                if message["type"] == "http.response.start":
                    date = (b"date", http_date(self.world.now()).encode())
                    message = {**message, "headers": [*message.get("headers", []), date]}
                await send(message)

            await app(scope, receive, send_more)

        return dated


async def _nothing() -> None:
    return
