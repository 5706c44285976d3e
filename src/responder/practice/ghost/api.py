"""The Admin API's routes for comments, and the key that opens them."""

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from responder.practice.ghost.world import Comment, Trouble, World

ROOT = "/ghost/api/admin"
LONGEST = 300
"""A token is good for five minutes at most (s)."""


class Api:
    """Answers requests."""

    def __init__(self, world: World, url: str) -> None:
        self._world, self._url = world, url

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        body = await request.body()
        try:
            response = self._routed(request, body)
        except Trouble as trouble:
            error = {
                "message": str(trouble),
                "context": trouble.context,
                "type": trouble.kind,
                "code": None,
                "id": "x",
            }
            response = JSONResponse({"errors": [error]}, trouble.status)
        response.headers["Content-Version"] = "v6.0"
        return response

    def _routed(self, request: Request, body: bytes) -> Response:
        path = request.url.path
        if path == f"{ROOT}/site/":
            return JSONResponse({"site": {"title": "Practice", "url": f"{self._url}/", "version": "6.0"}})
        if not path.startswith(f"{ROOT}/"):
            return Response("<title>Not found</title>", 404)
        self._let_in(request.headers.get("authorization", ""))
        rest = path.removeprefix(f"{ROOT}/").strip("/")
        if not self._world.allowed and rest.startswith("comments"):
            raise Trouble(403, "NoPermissionError", "You do not have permission to browse comments")
        data = json.loads(body)["comments"][0] if body else {}
        if rest == "members":
            return self._members(request)
        if rest == "comments" and request.method == "POST":
            return JSONResponse({"comments": [self._world.entity(self._world.answer(data))]}, 201)
        if rest == "comments":
            return self._list(request, list(self._world.comments.values()))
        found = re.fullmatch(r"comments/([0-9a-f]{24})(/replies)?", rest)
        if found is None:
            raise Trouble(404, "NotFoundError", "Resource not found")
        return self._one(request, found[1], bool(found[2]), data)

    def _one(self, request: Request, key: str, replies: bool, data: dict[str, Any]) -> Response:
        comment = self._world.comments.get(key)
        readable = comment is not None and (comment.status != "deleted" or request.method == "PUT" or replies)
        if comment is None or not readable:
            raise Trouble(404, "NotFoundError", "Comment could not be found")
        if replies:
            found = [one for one in self._world.comments.values() if one.parent == key]
            return self._list(request, found, "created_at asc")
        if request.method == "PUT":
            if data.get("status") not in ("published", "hidden", "deleted"):
                raise Trouble(422, "ValidationError", "Validation failed for status")
            comment.status = data["status"]
        return JSONResponse({"comments": [self._world.entity(comment)]})

    def _members(self, request: Request) -> Response:
        wanted = re.fullmatch(r"email:'([^']*)'", request.query_params.get("filter", ""))
        found = [one for one in self._world.members.values() if wanted and one.email == wanted[1]]
        return JSONResponse(
            {"members": [{"id": one.id, "name": one.name, "email": one.email} for one in found]}
        )

    def _list(self, request: Request, found: list[Comment], order: str = "") -> Response:
        asked = request.query_params
        since = re.fullmatch(r"created_at:>=?'([^']+)'", asked.get("filter", ""))
        if since:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", since[1]):
                return JSONResponse({"comments": [], "meta": {}})  # SQLite compares letter by letter
            start = datetime.fromisoformat(since[1]).replace(tzinfo=UTC)
            at = round(start.timestamp() * 1_000_000)
            found = [one for one in found if one.at >= at]
        ascending = (order or asked.get("order", "created_at desc")).endswith("asc")
        places = {key: place for place, key in enumerate(self._world.comments)}
        found = sorted(found, key=lambda one: (one.at, places[one.id]), reverse=not ascending)
        limit, page = min(100, int(asked.get("limit", "15"))), max(1, int(asked.get("page", "1")))
        pages = max(1, -(-len(found) // limit))
        pagination = {"page": page, "limit": limit, "pages": pages, "total": len(found),
                      "next": page + 1 if page < pages else None, "prev": page - 1 if page > 1 else None}  # fmt: skip
        shown = found[(page - 1) * limit : page * limit]
        return JSONResponse(
            {"comments": [self._world.entity(one) for one in shown], "meta": {"pagination": pagination}}
        )

    def _let_in(self, header: str) -> None:
        """Check a token as RFC 7519 and Ghost want it: HS256, `kid`, `aud`, five minutes. Raises Trouble."""
        head, claims, mark = ([*header.removeprefix("Ghost ").split("."), "", ""])[:3]
        try:
            said, promised = json.loads(_bytes(head)), json.loads(_bytes(claims))
            secret = self._world.keys[said["kid"]]
            right = hmac.new(secret, f"{head}.{claims}".encode(), hashlib.sha256).digest()
            now = self._world.now() // 1_000_000
            good = (
                hmac.compare_digest(right, _bytes(mark))
                and said["alg"] == "HS256"
                and promised["aud"] == "/admin/"
            )
            good = (
                good
                and promised["exp"] - promised["iat"] <= LONGEST
                and promised["iat"] - 5 <= now <= promised["exp"]
            )
        except (ValueError, KeyError, TypeError) as error:
            raise Trouble(
                401, "UnauthorizedError", "Authorization failed", "Unknown Admin API Key"
            ) from error
        if not good:
            raise Trouble(401, "UnauthorizedError", "Authorization failed", "Invalid token: jwt expired")


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
