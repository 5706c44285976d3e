"""A practice Reddit over real HTTP on loopback, in its own thread."""

import base64
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.reddit.api import Api
from responder.practice.reddit.world import COMMENT, MESSAGE, POST, Json, Thing, Trouble, World
from responder.practice.served import Served

APP = "AppOfNobody123"
REFRESH = "refresh-of-nobody"
ACCESS = "access-of-nobody"


class PracticeReddit(Served):
    """The community r/biscuits, which we moderate, with one post of ours in it."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        self.world = World((clock or SystemClock()).now, "grandlievre")
        self.api = Api(self.world)
        self.post = self.world.add(
            POST, self.world.us, "Ask us", title="New biscuits", community="biscuits"
        ).name
        self.access = {ACCESS}
        self.refresh = {REFRESH}
        self.scope = "identity read submit edit privatemessages history vote modposts"
        self.agrees = True
        self.asked: Json = {}
        self.agents: set[str] = set()
        self.remaining = 995.0
        self.life = 3600

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC)."""
        return round(self.world.now() * 1_000_000)

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [
            Route("/api/v1/authorize", self._authorize, methods=["GET"]),
            Route("/api/v1/access_token", self._token, methods=["POST"]),
            Route("/{path:path}", self._answer, methods=["GET", "POST"]),
        ]

    # --- what people do there

    def write(self, text: str, *, parent: str = "", who: str = "ana") -> str:
        """Comment on our post, or answer a comment; return the full name."""
        return self.host.call(lambda: self.world.add(COMMENT, who, text, parent=parent or self.post).name)

    def begin(self, title: str, text: str, *, who: str = "ana", community: str = "biscuits") -> str:
        """Post something."""
        return self.host.call(lambda: self.world.add(POST, who, text, title=title, community=community).name)

    def whisper(self, text: str, *, parent: str = "", who: str = "ana") -> str:
        """Write a private message to us."""
        us = self.world.us
        return self.host.call(
            lambda: self.world.add(MESSAGE, who, text, parent=parent, to=us, title="hello").name
        )

    def edit(self, name: str, text: str) -> None:
        """Change what somebody wrote."""

        def changed() -> None:
            one = self.world.things[name]
            one.text, one.edited = text, self.world.now()

        self.host.call(changed)

    def delete(self, name: str) -> None:
        """Let somebody delete their own."""
        self.host.call(lambda: setattr(self.world.things[name], "deleted", True))

    def answer(self, parent: str, text: str) -> str:
        """Answer as us, in Reddit's own app."""
        return self.host.call(lambda: self.world.comment(parent, text).name)

    def answers(self, parent: str) -> list[Thing]:
        """Return our answers to something."""
        us = self.world.us

        def found() -> list[Thing]:
            every = self.world.things.values()
            return [one for one in every if one.parent == parent and one.author == us and not one.deleted]

        return self.host.call(found)

    def revoke(self) -> None:
        """Take the app's access back."""
        self.access.clear()
        self.refresh.clear()

    # --- inside

    async def _authorize(self, request: Request) -> Response:
        self.asked = dict(request.query_params)
        back, state = self.asked["redirect_uri"], {"state": self.asked["state"]}
        answer = {"code": "code-of-nobody"} if self.agrees else {"error": "access_denied"}
        return RedirectResponse(f"{back}?{urlencode({**state, **answer})}", 302)

    async def _token(self, request: Request) -> Response:
        async with request.form() as form:
            given: dict[str, Any] = dict(form)
        pair = base64.b64decode(
            request.headers.get("authorization", "Basic ").removeprefix("Basic ")
        ).decode()
        if pair != f"{APP}:":
            return JSONResponse({"message": "Unauthorized", "error": 401}, 401)
        code = given.get("grant_type") == "authorization_code" and given.get("code") == "code-of-nobody"
        again = given.get("grant_type") == "refresh_token" and given.get("refresh_token") in self.refresh
        if not code and not again:
            return JSONResponse({"error": "invalid_grant"}, 400)
        made = f"{ACCESS}-{len(self.access)}"
        self.access.add(made)
        more = {"refresh_token": REFRESH} if code else {}
        return JSONResponse(
            {
                "access_token": made,
                "token_type": "bearer",
                "expires_in": self.life,
                "scope": self.scope,
                **more,
            }
        )

    async def _answer(self, request: Request) -> Response:
        async with request.form() as form:
            given: Json = dict(form)
        self.agents.add(request.headers.get("user-agent", ""))
        if request.headers.get("authorization", "").partition(" ")[2] not in self.access:
            return JSONResponse({"message": "Unauthorized", "error": 401}, 401)
        self.remaining -= 1
        limits = {
            "X-Ratelimit-Used": "5",
            "X-Ratelimit-Remaining": f"{self.remaining:.1f}",
            "X-Ratelimit-Reset": "299",
        }
        path = str(request.path_params["path"]).strip("/").split("/")
        try:
            return JSONResponse(self.api.route(request.method, path, request, given), headers=limits)
        except Trouble as trouble:
            return JSONResponse(trouble.body, trouble.status, headers=limits)
