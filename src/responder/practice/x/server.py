"""A practice X over real HTTP on loopback, in its own thread."""

from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.served import Served
from responder.practice.x.api import Api
from responder.practice.x.oauth import ALL, OAuth
from responder.practice.x.oauth import App as Client
from responder.practice.x.world import Post, World
from responder.practice.x.writes import Writes

CALLBACK = "http://127.0.0.1:8723/signed-in"


class PracticeX(Served):
    """One X with our account, `shop`, and an app, `practice-app`. Methods may be called from any thread."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        self.world = World((clock or SystemClock()).now)
        self.oauth = OAuth(self.world)
        self.api = Api(self.world, self.oauth)
        self.writes = Writes(self.world)
        self.oauth.apps["practice-app"] = Client("practice-app", CALLBACK)
        self.token = self.oauth.issue(frozenset(ALL)).value

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC)."""
        return self.world.now()

    # --- what people do there

    def post(self, who: str, text: str, reply_to: str | None = None, quoted: str | None = None) -> Post:
        """Post as somebody, by handle."""
        return self.host.call(lambda: self.world.post(self.world.add_user(who), text, reply_to, quoted))

    def whisper(self, who: str, text: str) -> str:
        """Write to us in private, as somebody; returns the event's id."""
        return self.host.call(lambda: self.world.whisper(self.world.add_user(who), self.world.us, text).id)

    def edit(self, number: str, text: str) -> Post:
        """Edit somebody's post: there is a new version with a new id."""
        return self.host.call(lambda: self.world.edit(number, text))

    def delete(self, number: str) -> None:
        """Take somebody's post back."""
        self.host.call(lambda: self.world.delete(number))

    def protect(self, who: str) -> None:
        """Let only followers see somebody's posts from now on."""
        self.host.call(lambda: setattr(self.world.add_user(who), "protected", True))

    def answers(self, number: str) -> list[Post]:
        """Return our answers to a post."""
        return self.host.call(
            lambda: [post for post in self.world.timeline(self.world.us) if post.reply_to == number]
        )

    # --- what goes wrong there

    def revoke(self) -> None:
        """End every token."""

        def end() -> None:
            self.oauth.tokens.clear()
            self.oauth.refreshes.clear()

        self.host.call(end)

    # --- inside

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        api, writes, need = self.api, self.writes, self.api.needing
        read = ("tweet.read", "users.read")
        dm, media = "/2/dm_conversations/{conversation}", "/2/media"
        return [
            Route("/i/oauth2/authorize", self.oauth.authorize),
            Route("/2/oauth2/token", self.oauth.redeem, methods=["POST"]),
            Route("/2/users/me", need("me", api.me, *read)),
            Route("/2/users/{id}/mentions", need("mentions", api.mentions, *read)),
            Route("/2/users/{id}/tweets", need("timeline", api.timeline, *read)),
            Route("/2/users/{id}/likes", need("like", writes.like, "like.write"), methods=["POST"]),
            Route("/2/users/{id}/likes/{post}", need("like", writes.like, "like.write"), methods=["DELETE"]),
            Route("/2/tweets/search/recent", need("search", api.search, *read)),
            Route("/2/tweets", need("lookup", api.lookup, *read), methods=["GET"]),
            Route("/2/tweets", need("create", writes.create, "tweet.write", *read), methods=["POST"]),
            Route("/2/tweets/{id}", need("delete", writes.delete, "tweet.write", *read), methods=["DELETE"]),
            Route(
                "/2/tweets/{id}/hidden", need("hide", writes.hide, "tweet.moderate.write"), methods=["PUT"]
            ),
            Route("/2/dm_events", need("dms", api.dms, "dm.read", *read)),
            Route("/2/dm_events/{id}", need("forget", writes.forget_dm, "dm.write"), methods=["DELETE"]),
            Route(f"{dm}/dm_events", need("dms", api.dms, "dm.read", *read)),
            Route(f"{dm}/messages", need("whisper", writes.whisper, "dm.write", *read), methods=["POST"]),
            Route(f"{media}/upload", need("upload", writes.upload, "media.write"), methods=["POST"]),
            Route(f"{media}/metadata", need("describe", writes.describe, "media.write"), methods=["POST"]),
        ]
