"""Which question goes where: the data server, the AppView, the chat service, the authorization server, the directory.

All answer on one port. As `127.0.0.1` it is the data server (and the directory), as `localhost` the authorization server.
"""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from responder.practice.bluesky.appview import AppView
from responder.practice.bluesky.chat import Chat
from responder.practice.bluesky.oauth import OAuth
from responder.practice.bluesky.pds import Params, Pds
from responder.practice.bluesky.sessions import Caller, Sessions
from responder.practice.bluesky.world import Trouble, World

CHAT_PROXY = "did:web:api.bsky.chat#bsky_chat"
LIMIT = 3000
WINDOW = 300
SECOND = 1_000_000

Body = dict[str, Any]


class Routes:
    """The front door. `asked` counts questions in a window of five minutes, as the limit for an address does."""

    def __init__(self, world: World, url: str, issuer: str, owner: str) -> None:
        self._world = world
        self._url = url
        self.sessions = Sessions(world, "did:web:practice.example")
        self.oauth = OAuth(world, issuer, url, owner)
        self.chat = Chat(world)
        self.limit = LIMIT
        self.asked: dict[int, int] = {}
        self._pds = Pds(world, self.sessions, url)
        self._view = AppView(world)

    async def answer(self, request: Request) -> Response:
        """Answer any request."""
        path = request.url.path
        try:
            if path.startswith("/xrpc/"):
                return await self._xrpc(request, path.removeprefix("/xrpc/"))
            if path.startswith("/oauth/"):
                return await self._auth(request, path.removeprefix("/oauth/"))
            return self._page(path)
        except Trouble as trouble:
            body = {"error": trouble.error, _explained(path): str(trouble)}
            return JSONResponse(body, trouble.status, headers=trouble.headers)

    async def _xrpc(self, request: Request, method: str) -> Response:
        limits = self._counted()
        body = await request.body()
        params: Params = {name: request.query_params.getlist(name) for name in request.query_params}
        if request.method == "POST":
            found = self._procedure(request, method, body)
        else:
            found = self._query(request, method, params)
        return JSONResponse(found, headers={**limits, **self._nonce(request)})

    def _counted(self) -> dict[str, str]:
        window = self._world.now() // SECOND // WINDOW
        self.asked[window] = self.asked.get(window, 0) + 1
        left, reset = self.limit - self.asked[window], (window + 1) * WINDOW
        headers = {
            "RateLimit-Limit": str(self.limit), "RateLimit-Remaining": str(max(0, left)),
            "RateLimit-Reset": str(reset), "RateLimit-Policy": f"{self.limit};w={WINDOW}",
        }  # fmt: skip
        if left < 0:
            raise Trouble(429, "RateLimitExceeded", "Rate Limit Exceeded", **headers)
        return headers if left > 0 else {}

    def _query(self, request: Request, method: str, params: Params) -> Body:
        match method:
            case "com.atproto.identity.resolveHandle":
                return self._pds.resolve((params.get("handle") or [""])[0])
            case "com.atproto.repo.getRecord":
                return self._pds.record(params)
            case "com.atproto.repo.listRecords":
                return self._pds.list(params)
            case "com.atproto.server.getSession":
                return self._pds.session(self._caller(request))
        if method.startswith("chat.bsky.convo."):
            return self._chat(request, method, params, {})
        views = {
            "app.bsky.notification.listNotifications": self._view.notifications,
            "app.bsky.feed.getPosts": self._view.posts,
            "app.bsky.feed.getPostThread": self._view.thread,
            "app.bsky.feed.getAuthorFeed": self._view.author_feed,
            "app.bsky.feed.searchPosts": self._view.search,
            "app.bsky.actor.getProfile": self._view.profile,
        }
        if method == "app.bsky.notification.getUnreadCount":
            return self._view.unread(self._caller(request))
        if method not in views:
            raise Trouble(501, "MethodNotImplemented", "Method Not Implemented")
        return views[method](self._caller(request), params)

    def _procedure(self, request: Request, method: str, body: bytes) -> Body:
        match method:
            case "com.atproto.server.refreshSession":
                return self._pds.refresh_session(_token(request, "Bearer"))
            case "com.atproto.repo.uploadBlob":
                kind = request.headers.get("content-type", "application/octet-stream")
                return self._pds.upload(self._caller(request), body, kind)
        said = _json(body)
        if method == "com.atproto.server.createSession":
            return self._pds.create_session(said)
        if method.startswith("chat.bsky.convo."):
            return self._chat(request, method, {}, said)
        writes = {
            "com.atproto.repo.putRecord": self._pds.put,
            "com.atproto.repo.createRecord": self._pds.create,
            "com.atproto.repo.deleteRecord": self._pds.delete,
        }
        if method not in writes:
            raise Trouble(501, "MethodNotImplemented", "Method Not Implemented")
        return writes[method](self._caller(request), said)

    def _chat(self, request: Request, method: str, params: Params, body: Body) -> Body:
        if request.headers.get("atproto-proxy") != CHAT_PROXY:
            raise Trouble(501, "MethodNotImplemented", "Method Not Implemented")
        return self.chat.answer(method.rpartition(".")[2], self._caller(request), params, body)

    def _caller(self, request: Request) -> Caller:
        if request.headers.get("authorization", "").startswith("DPoP "):
            token, proof = _token(request, "DPoP"), request.headers.get("dpop", "")
            return self.oauth.caller(token, proof, request.method, f"{self._url}{request.url.path}")
        return self.sessions.caller(_token(request, "Bearer"))

    def _nonce(self, request: Request) -> dict[str, str]:
        return {"DPoP-Nonce": self.oauth.nonces["data"]} if "dpop" in request.headers else {}

    async def _auth(self, request: Request, method: str) -> Response:
        if method == "authorize":
            return RedirectResponse(self.oauth.authorize(dict(request.query_params)), 302)
        form = {name: str(value) for name, value in (await request.form()).items()}
        proof = request.headers.get("dpop", "")
        headers = {"DPoP-Nonce": self.oauth.nonces["auth"]}
        if method == "par":
            return JSONResponse(self.oauth.push(form, proof), 201, headers=headers)
        if method == "token":
            return JSONResponse(self.oauth.token(form, proof), headers=headers)
        raise Trouble(404, "not_found")

    def _page(self, path: str) -> Response:
        match path:
            case "/.well-known/oauth-protected-resource":
                return JSONResponse(self.oauth.protected())
            case "/.well-known/oauth-authorization-server":
                return JSONResponse(self.oauth.metadata())
        person = self._world.people.get(path.strip("/"))
        if person is None:
            raise Trouble(404, "NotFound", "Not Found")
        return JSONResponse(self._pds.document(person), media_type="application/did+ld+json")


def _explained(path: str) -> str:
    return "error_description" if path.startswith("/oauth/") else "message"


def _token(request: Request, kind: str) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if not token:
        raise Trouble(401, "AuthMissing", "Authentication Required")
    if scheme != kind:
        raise Trouble(400, "InvalidToken", "Unexpected authorization type")
    return token


def _json(body: bytes) -> Body:
    try:
        value = json.loads(body)
    except ValueError as error:
        raise Trouble(400, "InvalidRequest", "Unable to parse JSON") from error
    if not isinstance(value, dict):
        raise Trouble(400, "InvalidRequest", "Input must be an object")
    return value
