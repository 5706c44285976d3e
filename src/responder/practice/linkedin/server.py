"""A practice LinkedIn over real HTTP on loopback, in its own thread."""

from typing import Any

from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.linkedin.api import Api
from responder.practice.linkedin.oauth import ALL, App, OAuth
from responder.practice.linkedin.world import Comment, Post, World
from responder.practice.served import Served

CALLBACK = "http://127.0.0.1:8724/signed-in"
READ = ("r_organization_social_feed", "r_organization_social")
WRITE = ("w_organization_social_feed", "w_organization_social")
ADMIN = ("r_organization_admin", "rw_organization_admin")


class PracticeLinkedIn(Served):
    """One LinkedIn with a company page and an app, `practice-app`. Methods may be called from any thread."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        self.world = World((clock or SystemClock()).now)
        self.oauth = OAuth(self.world)
        self.api = Api(self.world, self.oauth)
        self.oauth.apps["practice-app"] = App("practice-secret", CALLBACK)
        self.token = self.oauth.issue(frozenset(ALL))

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC)."""
        return self.world.now() * 1000

    # --- what people do there

    def post(self, text: str, **more: Any) -> Post:
        """Publish; keyword: author."""
        return self.host.call(lambda: self.world.add_post(text, **more))

    def comment(self, on: str, actor: str, text: str, parent: str | None = None) -> Comment:
        """Comment on a post, or answer a comment."""
        return self.host.call(lambda: self.world.comment(on, actor, text, parent))

    def edit(self, urn: str, text: str) -> None:
        """Change somebody's comment."""
        self.host.call(lambda: self.world.edit(self.world.found_comment(urn), text))

    def delete(self, urn: str) -> None:
        """Take somebody's comment back."""
        self.host.call(lambda: self.world.delete(self.world.found_comment(urn)))

    def delete_post(self, share: str) -> None:
        """Take a post back, with what is under it."""

        def take() -> None:
            post = self.world.posts.pop(share)
            self.world.comments = {n: one for n, one in self.world.comments.items() if one.post is not post}

        self.host.call(take)

    def under(self, urn: str) -> list[Comment]:
        """Return what hangs under a post or a comment."""
        return self.host.call(lambda: self.world.under(urn))

    # --- what goes wrong there

    def revoke(self) -> None:
        """Take every token back."""

        def end() -> None:
            for token in self.oauth.tokens.values():
                token.revoked = True

        self.host.call(end)

    # --- inside

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
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
