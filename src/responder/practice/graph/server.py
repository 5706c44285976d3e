"""A Graph API over real HTTP on loopback: reads the call, gives the answer or the error, counts the usage."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.graph.tokens import Tokens
from responder.practice.graph.trouble import Trouble
from responder.practice.served import Served

T = TypeVar("T")
METHODS = ["GET", "POST", "DELETE"]


@dataclass
class Call:
    """What is asked: the path behind the version, parameters from query and body together, the token."""

    method: str
    path: tuple[str, ...]
    params: dict[str, str]
    token: str
    files: dict[str, bytes] = field(default_factory=dict)
    base: str = ""

    def needed(self, name: str) -> str:
        """Return a parameter. Raises Trouble (100) when it was not given."""
        if name not in self.params:
            raise Trouble(100, f"(#100) The parameter {name} is required")
        return self.params[name]


class GraphServer(Served, ABC):
    """One simulated network of Meta's. Methods may be called from any thread.

    `agrees` is what somebody does in the browser, `usage` the headers that go with every answer, `drift` how
    far its clock is off (µs).
    """

    version = "v26.0"
    dialog = "dialog/oauth"

    def __init__(self, app: str, secret: str, *, clock: Clock | None = None, port: int = 0) -> None:
        self._clock = clock or SystemClock()
        super().__init__(port)
        self.drift = 0
        self.agrees = True
        self.withheld: set[str] = set()
        self.usage: dict[str, str] = {}
        self.tokens = Tokens(lambda: self.now() // 1_000_000, app, secret)

    def now(self) -> int:
        """Return the network's own idea of the time (µs)."""
        return self._clock.now() + self.drift

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [Route("/{path:path}", self._answer, methods=METHODS)]

    def run(self, function: Callable[[], T]) -> T:
        """Run a function in the server's thread."""
        return self.host.call(function)

    @abstractmethod
    def answer(self, call: Call) -> Any:
        """Return what is answered to a call. Raises Trouble."""

    @abstractmethod
    def person(self) -> str:
        """Return who sits in front of the browser."""

    async def _answer(self, request: Request) -> Response:
        try:
            if request.url.path.lstrip("/").removeprefix(self.version).lstrip("/") == self.dialog:
                return self._ask(request)
            body = self.answer(await self._call(request))
            status = 200
        except Trouble as trouble:
            body, status = trouble.body(), trouble.status
        return JSONResponse(body, status, headers={"facebook-api-version": self.version, **self.usage})

    def _ask(self, request: Request) -> Response:
        """Let the person answer at once what the app may do."""
        asked = request.query_params
        if asked.get("client_id") != self.tokens.app:
            return PlainTextResponse("Invalid App ID", 400)
        back = asked.get("redirect_uri", "")
        values = {"state": asked.get("state", "")}
        if self.agrees:
            scopes = tuple(s for s in asked.get("scope", "").split(",") if s and s not in self.withheld)
            values["code"] = self.tokens.code(self.person(), back, scopes)
        else:
            values |= {"error": "access_denied", "error_reason": "user_denied", "error_description": "The user denied your request"}  # fmt: skip
        return RedirectResponse(f"{back}?{urlencode(values)}", 302)

    async def _call(self, request: Request) -> Call:
        params = dict(request.query_params)
        files: dict[str, bytes] = {}
        kind = request.headers.get("content-type", "")
        if "json" in kind:
            try:
                said = json.loads(await request.body())
            except ValueError as error:
                raise Trouble(100, "(#100) Invalid JSON") from error
            params |= {name: v if isinstance(v, str) else json.dumps(v) for name, v in said.items()}
        elif request.method != "GET":
            async with request.form() as form:
                for name, value in form.multi_items():
                    if isinstance(value, UploadFile):
                        files[name] = await value.read()
                    else:
                        params[name] = value
        token = params.pop("access_token", "") or _bearer(request.headers.get("authorization", ""))
        parts = tuple(part for part in request.url.path.split("/") if part)
        path = parts[1:] if parts and parts[0] == self.version else parts
        return Call(request.method, path, params, token, files, self.url)


def _bearer(header: str) -> str:
    kind, _, token = header.partition(" ")
    return token if kind in ("Bearer", "OAuth") else ""
