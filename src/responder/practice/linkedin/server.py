"""A practice LinkedIn over real HTTP on loopback, in its own thread."""

from email.utils import formatdate
from types import TracebackType
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from responder.core.clock import Clock, SystemClock
from responder.practice.faults import Fault, Faults
from responder.practice.host import App as Served
from responder.practice.host import Host, Receive, Scope, Send
from responder.practice.linkedin.api import Api
from responder.practice.linkedin.oauth import ALL, App, OAuth
from responder.practice.linkedin.world import Comment, Post, World

CALLBACK = "http://127.0.0.1:8724/signed-in"
READ = ("r_organization_social_feed", "r_organization_social")
WRITE = ("w_organization_social_feed", "w_organization_social")
ADMIN = ("r_organization_admin", "rw_organization_admin")


class PracticeLinkedIn:
    """One LinkedIn with a company page and an app, `practice-app`. Methods may be called from any thread."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        self._host = Host(port)
        self.url = self._host.url
        self.faults = Faults(self._host)
        self.world = World((clock or SystemClock()).now)
        self.oauth = OAuth(self.world)
        self.api = Api(self.world, self.oauth)
        self.oauth.apps["practice-app"] = App("practice-secret", CALLBACK)
        self.token = self.oauth.issue(frozenset(ALL))

    def start(self) -> "PracticeLinkedIn":
        """Serve."""
        self._host.start(self.faults.around(self._dated(Starlette(routes=self._routes()))), _nothing)
        return self

    def stop(self) -> None:
        """Cut every line and end."""
        self._host.stop()

    def __enter__(self) -> "PracticeLinkedIn":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # --- what people do there

    def post(self, text: str, **more: Any) -> Post:
        """Publish; keyword: author."""
        return self._host.call(lambda: self.world.add_post(text, **more))

    def comment(self, on: str, actor: str, text: str, parent: str | None = None) -> Comment:
        """Comment on a post, or answer a comment."""
        return self._host.call(lambda: self.world.comment(on, actor, text, parent))

    def edit(self, urn: str, text: str) -> None:
        """Change somebody's comment."""
        self._host.call(lambda: self.world.edit(self.world.found_comment(urn), text))

    def delete(self, urn: str) -> None:
        """Take somebody's comment back."""
        self._host.call(lambda: self.world.delete(self.world.found_comment(urn)))

    def delete_post(self, share: str) -> None:
        """Take a post back, with what is under it."""

        def take() -> None:
            post = self.world.posts.pop(share)
            self.world.comments = {n: one for n, one in self.world.comments.items() if one.post is not post}

        self._host.call(take)

    def under(self, urn: str) -> list[Comment]:
        """Return what hangs under a post or a comment."""
        return self._host.call(lambda: self.world.under(urn))

    # --- what goes wrong there

    def fault(self, **what: Any) -> None:
        """Arm a fault: see `practice.faults.Fault`."""
        self.faults.add(Fault(**what))

    def revoke(self) -> None:
        """Take every token back."""

        def end() -> None:
            for token in self.oauth.tokens.values():
                token.revoked = True

        self._host.call(end)

    # --- inside

    def _routes(self) -> list[Route]:
        api, need = self.api, self.api.needing
        comments = "/rest/socialActions/{urn}/comments"
        return [
            Route("/oauth/v2/authorization", self.oauth.authorize),
            Route("/oauth/v2/accessToken", self.oauth.redeem, methods=["POST"]),
            Route("/rest/organizationAcls", need(api.acls, *ADMIN)),
            Route("/rest/organizations/{id}", need(api.organization, *ADMIN)),
            Route("/rest/posts", need(api.posts, "r_organization_social")),
            Route("/rest/organizationalEntityNotifications", need(api.notices, *ADMIN)),
            Route("/rest/reactions", need(api.react, *WRITE), methods=["POST"]),
            Route(comments, need(api.comments, *READ), methods=["GET"]),
            Route(comments, need(api.create, *WRITE), methods=["POST"]),
            Route(comments + "/{id}", need(api.comment, *READ), methods=["GET"]),
            Route(comments + "/{id}", need(api.change, *WRITE), methods=["POST"]),
            Route(comments + "/{id}", need(api.delete, *WRITE), methods=["DELETE"]),
        ]

    def _dated(self, app: Served) -> Served:
        async def dated(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_more(message: Any) -> None:
                if message["type"] == "http.response.start":
                    date = formatdate(self.world.now() / 1000, usegmt=True).encode()
                    message = {**message, "headers": [*message.get("headers", []), (b"date", date)]}
                await send(message)

            await app(scope, receive, send_more)

        return dated


async def _nothing() -> None:
    return
