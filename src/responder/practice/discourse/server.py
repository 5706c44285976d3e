"""A practice forum over real HTTP on loopback, in its own thread."""

import base64
import json
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.discourse.api import Api
from responder.practice.discourse.world import Json, Trouble, User, World, forbidden
from responder.practice.served import Served

ADMIN_KEY = "9a8b7c6d5e4f-practice-key-of-nobody"
JSON = "application/json; charset=utf-8"


class PracticeForum(Served):
    """A forum with the category Support, one topic in it, and us as its staff member `shop`."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        self.world = World((clock or SystemClock()).now)
        self.api = Api(self.world)
        self.us = self.world.user("shop", "Biscuiterie", staff=True)
        self.question = self.world.topic("Where is my parcel?").id
        self.admin_key = ADMIN_KEY
        self.user_keys: dict[str, str] = {}
        self.agrees = True
        self.lies = False

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC)."""
        return round(self.world.now().timestamp() * 1_000_000)

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [
            Route("/user-api-key/new", self._authorize, methods=["GET"]),
            Route("/{path:path}", self._answer, methods=["GET", "POST", "PUT", "DELETE"]),
        ]

    # --- what people do there

    def write(self, text: str, *, topic: int = 0, who: str = "ana", reply_to: int = 0) -> int:
        """Post in a topic (the question's, if none is named); `reply_to` is a post's id. Returns the post's."""

        def written() -> int:
            place = self.world.topics[topic or self.question]
            answered = self.world.posts[reply_to].number if reply_to else None
            return self.world.write(place, self.world.user(who), text, answered).id

        return self.host.call(written)

    def whisper(self, text: str, who: str = "ana") -> int:
        """Write a private message to us; return the post's id."""

        def written() -> int:
            person = self.world.user(who)
            topic = self.world.topic("Between us", people=(self.us.id, person.id))
            return self.world.write(topic, person, text).id

        return self.host.call(written)

    def begin(self, title: str, text: str, who: str = "ana", category: int = 1) -> int:
        """Begin a topic; return the id of its first post."""

        def begun() -> int:
            topic = self.world.topic(title, category)
            return self.world.write(topic, self.world.user(who), text).id

        return self.host.call(begun)

    def edit(self, post: int, text: str) -> None:
        """Change what somebody wrote."""
        self.host.call(lambda: self.world.edit(self.us, self.world.posts[post], text))

    def delete(self, post: int) -> None:
        """Delete a post for good."""
        self.host.call(lambda: self.world.posts.pop(post))

    def answers(self, post: int) -> list[str]:
        """Return our answers to a post."""

        def found() -> list[str]:
            asked = self.world.posts.get(post)
            return [
                one.raw
                for one in self.world.posts.values()
                if asked is not None and one.user == self.us.id and one.deleted_at is None
                and (one.topic, one.reply_to) == (asked.topic, asked.number)
            ]  # fmt: skip

        return self.host.call(found)

    def revoke(self) -> None:
        """Take every key back."""
        self.admin_key = "another"
        self.user_keys.clear()

    # --- inside

    def _user(self, request: Request) -> User | None:
        headers = request.headers
        if headers.get("user-api-key", "-") in self.user_keys:
            return self.us
        if headers.get("api-key") != self.admin_key:
            return None
        return next(
            (one for one in self.world.users.values() if one.username == headers.get("api-username")), None
        )

    async def _answer(self, request: Request) -> Response:
        path = str(request.path_params["path"]).removesuffix(".json").split("/")
        given = await _body(request)
        if path == ["site", "basic-info"]:
            return JSONResponse(
                {"title": "Biscuit forum", "description": "", "login_required": False, "locale": "en"}
            )
        try:
            user = self._user(request)
            if user is None:
                raise forbidden()
            found = self.api.route(request.method, path, user, request, given)
        except Trouble as trouble:
            return JSONResponse(trouble.body, trouble.status, media_type=JSON)
        return Response(status_code=200) if found is None else JSONResponse(found, media_type=JSON)

    async def _authorize(self, request: Request) -> Response:
        """Give a key to a program, as if its owner had logged in and agreed at once."""
        asked = request.query_params
        if request.method == "HEAD":
            return Response(headers={"Auth-Api-Version": "4"})
        key = load_pem_public_key(asked["public_key"].encode())
        assert isinstance(key, RSAPublicKey)
        made = f"user-key-{len(self.user_keys) + 1}"
        self.user_keys[made] = asked["client_id"]
        said = {"key": made, "nonce": "other" if self.lies else asked["nonce"], "push": False, "api": 4}
        payload = base64.b64encode(key.encrypt(json.dumps(said).encode(), PKCS1v15())).decode()
        back = asked.get("auth_redirect", "")
        if not back:
            return HTMLResponse(f"<code>{payload}</code>")
        if not self.agrees:
            return HTMLResponse("You said no")
        separator = "&" if urlsplit(back).query else "?"
        return RedirectResponse(f"{back}{separator}payload={quote(payload)}", 302)


async def _body(request: Request) -> Json:
    kind = request.headers.get("content-type", "")
    if "json" in kind:
        return dict(json.loads(await request.body() or b"{}"))
    if "form" not in kind:
        await request.body()
        return dict(request.query_params)
    async with request.form() as form:
        given: dict[str, Any] = dict(form)
    return {**request.query_params, **given}
