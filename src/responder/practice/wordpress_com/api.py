"""The routes: who may ask for what, and how it is answered."""

import re
import secrets
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from responder.practice.wordpress_com.world import Comment, Trouble, User, World

CLIENT_ID, CLIENT_SECRET = "12345", "app-secret"


class Api:
    """The API and the OAuth 2 pages. With `agrees` false the person in the browser says no."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.agrees = True
        self._codes: dict[str, str] = {}

    async def answer(self, request: Request) -> Response:
        """Answer a request."""
        path = request.url.path.rstrip("/")
        form = await request.form() if request.method == "POST" else FormData()
        try:
            response = self._routed(path, request, form)
        except Trouble as trouble:
            response = JSONResponse({"error": trouble.error, "message": str(trouble)}, trouble.status)
        return response

    def _routed(self, path: str, request: Request, form: FormData) -> Response:
        if path == "/oauth2/authorize":
            return self._authorize(request)
        if path == "/oauth2/token":
            return self._token(form)
        if not path.startswith("/rest/v1.1/"):
            return HTMLResponse("<title>Not found</title>", 404)
        user = self._user(request)
        rest = path.removeprefix("/rest/v1.1/")
        if rest in ("me", "me/sites"):
            return JSONResponse(self._me(user) if rest == "me" else {"sites": [self._site(user)]})
        found = re.fullmatch(r"sites/([^/]+)(?:/(.*))?", rest)
        if found is None or found[1] not in (str(self._world.site), "practice.example"):
            raise Trouble(404, "unknown_blog", "Unknown blog")
        return JSONResponse(self._on_site(found[2] or "", user, request, form))

    def _user(self, request: Request) -> User:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        user = self._world.by_token(token)
        if user is None:
            raise Trouble(400, "invalid_token", "The OAuth2 token is invalid.")
        return user

    def _on_site(self, rest: str, user: User, request: Request, form: FormData) -> dict[str, Any]:
        if not rest:
            return self._site(user)
        if rest == "users":
            if user.role != "administrator":
                raise Trouble(403, "unauthorized", "User cannot view users for specified blog")
            team = [one for one in self._world.users.values() if one.role]
            return {
                "found": len(team),
                "users": [
                    {"ID": self._world.number(one), "login": one.login, "name": one.name, "roles": [one.role]}
                    for one in team
                ],
            }
        if rest == "comments":
            return self._list(user, request, None)
        found = re.fullmatch(
            r"comments/(\d+)(?:/(replies|replies/new|delete|likes/new|likes/mine/delete))?", rest
        )
        if found is None:
            raise Trouble(404, "unknown_endpoint", "Unknown endpoint")
        comment = self._world.comment(int(found[1]))
        if request.method == "GET":
            return self._list(user, request, comment.id) if found[2] else self._seen(comment, user)
        return self._written(found[2] or "", comment, user, form)

    def _written(self, what: str, comment: Comment, user: User, form: FormData) -> dict[str, Any]:
        if what == "replies/new":
            return self._world.entity(self._world.answer(user, comment, str(form.get("content", ""))), user)
        if what.startswith("likes"):
            (comment.likes.add if what == "likes/new" else comment.likes.discard)(user.id)
            return {"success": True, "i_like": user.id in comment.likes, "like_count": len(comment.likes)}
        if not (user.moderates or comment.author is user):
            raise Trouble(403, "unauthorized", "User cannot edit comment")
        if what == "delete":
            before = self._world.entity(comment, user)
            return {**before, "status": self._world.delete(comment)}
        comment.status = str(form.get("status", comment.status))
        comment.raw = str(form.get("content", comment.raw)).strip()
        return self._world.entity(comment, user)

    def _seen(self, comment: Comment, user: User) -> dict[str, Any]:
        if comment.status != "approved" and not user.writes and comment.author is not user:
            raise Trouble(403, "unauthorized", "User cannot read unapproved comment")
        return self._world.entity(comment, user)

    def _list(self, user: User, request: Request, parent: int | None) -> dict[str, Any]:
        """Answer a list. `all` is what is approved or held; the total is only known without dates."""
        asked = request.query_params
        number, page = int(asked.get("number", "20")), max(1, int(asked.get("page", "1")))
        if number > 100:
            raise Trouble(400, "invalid_number", "The NUMBER parameter must be less than or equal to 100.")
        status = asked.get("status", "approved")
        if status != "approved" and not user.writes:
            raise Trouble(403, "unauthorized", "User cannot read non-approved comments")
        wanted = ("approved", "unapproved") if status == "all" else (status,)
        after = asked.get("after")
        since = int(datetime.fromisoformat(after.replace("Z", "+00:00")).timestamp()) if after else None
        found = [
            one for one in self._world.comments.values()
            if one.status in wanted and (parent is None or one.parent == parent) and (since is None or one.at >= since)
            and asked.get("type", "any") in ("any", one.type)
        ]  # fmt: skip
        found.sort(key=lambda one: (one.at, one.id), reverse=asked.get("order", "DESC") == "DESC")
        shown = found[(page - 1) * number : page * number]
        counted = len(found) if since is None and parent is None and asked.get("type", "any") == "any" else -1
        return {
            "found": counted,
            "site_ID": self._world.site,
            "comments": [self._world.entity(one, user) for one in shown],
        }

    def _me(self, user: User) -> dict[str, Any]:
        return {"ID": user.id, "display_name": user.name, "username": user.login, "email": f"{user.login}@example.test",
                "primary_blog": self._world.site, "token_site_id": self._world.site}  # fmt: skip

    def _site(self, user: User) -> dict[str, Any]:
        may = {"moderate_comments": user.moderates, "edit_posts": user.writes}
        return {
            "ID": self._world.site,
            "name": self._world.name,
            "URL": "https://practice.example",
            "capabilities": may,
        }

    def _authorize(self, request: Request) -> Response:
        """Give the owner's agreement at once, as if they had clicked."""
        asked = request.query_params
        if asked.get("client_id") != CLIENT_ID:
            return HTMLResponse("<title>Unknown client</title>", 400)
        code = secrets.token_hex(8)
        self._codes[code] = asked["redirect_uri"]
        back = {"code": code} if self.agrees else {"error": "access_denied"}
        return RedirectResponse(
            f"{asked['redirect_uri']}?{urlencode({**back, 'state': asked['state']})}", 302
        )

    def _token(self, form: FormData) -> Response:
        known = form.get("client_id") == CLIENT_ID and form.get("client_secret") == CLIENT_SECRET
        if not known or self._codes.pop(str(form.get("code")), None) != form.get("redirect_uri"):
            raise Trouble(400, "invalid_request", "Unknown client_id, or the code was used.")
        return JSONResponse({"access_token": "token-of-owner", "token_type": "bearer", "blog_id": str(self._world.site),
                             "blog_url": "https://practice.example", "scope": ""})  # fmt: skip
