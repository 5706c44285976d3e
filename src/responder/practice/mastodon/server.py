"""A practice Mastodon server: real HTTP, WebSocket and Server-Sent Events on loopback, in its own thread."""

from types import TracebackType
from typing import Any

from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response

from responder.core.clock import Clock, SystemClock
from responder.practice.faults import Fault, Faults
from responder.practice.host import App, Host, Receive, Scope, Send
from responder.practice.mastodon import entities, notices, oauth, search, statuses
from responder.practice.mastodon.dialects import MASTODON, Dialect
from responder.practice.mastodon.director import Director
from responder.practice.mastodon.media import Media
from responder.practice.mastodon.people import Person
from responder.practice.mastodon.requests import Site, Token
from responder.practice.mastodon.streams import Streams
from responder.practice.mastodon.world import Status, World
from responder.practice.scenarios.plot import Plot, plot

SHOP = "grandlievre"
PASSWORD = "practice"  # noqa: S105 # it protects nothing: the server is thrown away with its people
TOKEN = "practice-token"  # noqa: S105


class Behind:
    """What stands behind a practice server. Its parts are touched in the server's thread only."""

    def __init__(
        self,
        scenario: str = "quiet-day",
        *,
        seed: int = 1,
        speed: float = 60.0,
        dialect: Dialect = MASTODON,
        clock: Clock | None = None,
        port: int = 0,
        languages: tuple[str, ...] = ("en", "fr"),
    ) -> None:
        self._clock = clock or SystemClock()
        self._host = Host(port)
        self.url = self._host.url
        self.faults = Faults(self._host)
        self._world = World(self.url, dialect, self._clock.now)
        self._site = Site(self._world)
        self.streams = Streams(self._site)
        self.media = Media(self._site)
        self._us = self._world.add_person(SHOP, "Biscuiterie Grand Lièvre", language="fr", followers=1840)
        self._site.passwords[self._us.id] = PASSWORD
        self._site.tokens[TOKEN] = Token(TOKEN, self._us.id, "", "read write")
        story: Plot = plot(scenario, seed, languages)
        self._director = Director(self._world, self._us, story, self._clock, speed, self.media)


class Life(Behind):
    """What people do there, and what came of it."""

    def statuses(self) -> list[dict[str, Any]]:
        """Return every post that is there as its entity, oldest first."""
        return self._host.call(
            lambda: [entities.status(self._world, s, self._us) for s in self._world.statuses.values()]
        )

    def answers(self) -> dict[str, list[str]]:
        """Return the plain texts of our answers, by the id of the post that each answers."""

        def collect() -> dict[str, list[str]]:
            found: dict[str, list[str]] = {}
            for status in self._world.statuses.values():
                if status.author.id == self._us.id and status.parent is not None:
                    found.setdefault(status.parent, []).append(status.text)
            return found

        return self._host.call(collect)

    def incoming(self) -> list[str]:
        """Return the ids of the posts of others that mention us, oldest first."""
        return self._host.call(
            lambda: [
                s.id
                for s in self._world.statuses.values()
                if s.author.id != self._us.id and self._us in s.mentions and self._world.visible(s, self._us)
            ]
        )

    def post(self, who: str, text: str, **more: Any) -> str:
        """Post as somebody (`name` or `name@domain`, added when unknown) and return the id.

        Keywords: in_reply_to, visibility, spoiler, language, at (µs), media (of `add_picture`).
        """
        if "in_reply_to" in more:
            more["parent"] = more.pop("in_reply_to")
        return self._host.call(lambda: self._world.post(self._person(who), text, **more).id)

    def add_picture(self, data: bytes, type: str = "image/png", description: str = "") -> dict[str, object]:
        """Keep a picture of somebody's, for the `media` of a post."""
        return self._host.call(lambda: self.media.add(data, type, description))

    def slow_pictures(self, looks: int) -> None:
        """Say of new pictures so often that they are still at work."""
        self.media.slow = looks

    def post_as_us(self, text: str, **more: Any) -> str:
        """Post from our own account, as its native app would."""
        return self.post(SHOP, text, **more)

    def edit(self, status: str, text: str) -> None:
        """Edit a post as its author."""
        self._host.call(lambda: self._world.edit(self._status(status), text, self._status(status).spoiler))

    def delete(self, status: str) -> None:
        """Delete a post as its author."""
        self._host.call(lambda: self._world.delete(self._status(status)))

    def follow(self, who: str) -> None:
        """Let us follow somebody."""
        self._host.call(lambda: self._us.follows.add(self._person(who).id))

    def set_policy(self, **rules: str) -> None:
        """Change our notification policy."""
        self._host.call(lambda: self._world.policy.update(rules))

    def play(self, beats: int) -> int:
        """Let the next things of the scenario happen now; return how many did."""
        return self._host.call(lambda: self._director.play(beats))

    def _person(self, who: str) -> Person:
        name, _, domain = who.partition("@")
        found = self._world.find_person(name, domain or None)
        return found or self._world.add_person(name, name.title(), domain or None)

    def _status(self, status: str) -> Status:
        return self._world.statuses[status]


class Trouble(Behind):
    """What goes wrong there."""

    def fault(self, **what: Any) -> None:
        """Arm a fault: see `practice.faults.Fault`."""
        self.faults.add(Fault(**what))

    def revoke(self) -> None:
        """End every token."""
        self._host.call(self._site.tokens.clear)

    def restore(self) -> None:
        """Make our token valid again."""
        token = Token(TOKEN, self._us.id, "", "read write")
        self._host.call(lambda: self._site.tokens.__setitem__(TOKEN, token))

    def drop_streams(self, scrap: bytes = b"") -> None:
        """Reset every connection, open streams included, after some last bytes on each."""

        def cut() -> None:
            for connection in self._host._connections():
                if scrap:
                    connection.transport.write(scrap)
                connection.transport.abort()

        self._host.call(cut)

    def double(self, on: bool) -> None:
        """Deliver every streamed event twice."""
        self.streams.doubled = on

    def mute_streams(self, on: bool) -> None:
        """Keep streams open and say nothing on them."""
        self.streams.muted = on

    def inject(self, event: str, payload: str) -> None:
        """Send an event of your own making on every open stream."""
        self._host.call(lambda: self.streams.inject(event, payload))

    def listeners(self) -> int:
        """Return how many streams are open."""
        return self._host.call(lambda: len(self.streams.lines))

    def set_clock_offset(self, offset: int) -> None:
        """Let the server's `Date` header be off by so many µs."""
        self._site.clock_offset = offset

    def set_budget(self, requests: int) -> None:
        """Allow so many requests in five minutes."""
        self._site.budget = requests

    def forget(self, kept: int) -> None:
        """Keep only the newest notifications, as a server that clears its list."""
        self._site.retention = kept

    def close_feeds(self) -> None:
        """Switch the timelines of hashtags off."""
        self._world.hashtag_feeds = False

    def forget_words(self) -> None:
        """Have no full-text search: then no post is found by its words, which is no error."""
        self._world.full_text = False

    def reorder(self) -> None:
        """Give our notifications back in an order of their own."""
        self._host.call(self._world.notices.reverse)


class PracticeServer(Life, Trouble):
    """One server with our account on it. Methods may be called from any thread.

    `speed` is how many minutes of the scenario pass in a real minute; 0 waits for `play`.
    The scenario `empty` has nobody but us.
    """

    @property
    def token(self) -> str:
        """Return an access token of our account."""
        return TOKEN

    @property
    def account_id(self) -> str:
        """Return our account's id there."""
        return self._us.id

    @property
    def handle(self) -> str:
        """Return our account's user name there."""
        return SHOP

    @property
    def password(self) -> str:
        """Return the password for the sign-in page."""
        return PASSWORD

    def start(self) -> "PracticeServer":
        """Serve, and begin the scenario."""
        app = Starlette(
            routes=[
                *oauth.routes(self._site),
                *statuses.routes(self._site, self.media),
                *search.routes(self._site),
                *notices.routes(self._site),
                *self.streams.routes(),
                *self.media.routes(),
            ],
            exception_handlers={404: self._missing},
        )
        self._director.set_the_scene()
        self._host.start(self.faults.around(self._with_headers(app)), self._director.run)
        return self

    def stop(self) -> None:
        """Cut every line and end."""
        self._host.stop()

    def __enter__(self) -> "PracticeServer":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def _missing(self, _request: object, _error: Exception) -> Response:
        if self._world.dialect.bare_errors:
            return Response(status_code=404)
        return JSONResponse({"error": "Not Found"}, 404)

    def _with_headers(self, app: App) -> App:
        async def with_headers(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_more(message: Any) -> None:
                if message["type"] == "http.response.start":
                    message = {**message, "headers": [*message.get("headers", []), *self._site.every()]}
                await send(message)

            if self._site.spent(scope):
                await JSONResponse({"error": "Too many requests"}, 429)(scope, receive, send_more)
            else:
                await app(scope, receive, send_more)

        return with_headers
