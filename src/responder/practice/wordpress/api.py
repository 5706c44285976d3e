"""The REST routes: who may ask for what, and how it is answered."""

import base64
import binascii
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from responder.practice.wordpress.world import Comment, Post, Trouble, User, World, rendered

_STATUSES = {"approve": "approved", "approved": "approved", "1": "approved", "hold": "hold", "0": "hold",
             "spam": "spam", "trash": "trash"}  # fmt: skip
_ORDERS = ("date", "date_gmt", "id", "include", "post", "parent", "type")
_CLOSED = ("author", "author_exclude", "author_email", "type", "status")


class Caller:
    """A request with what WordPress makes of it: parameters from query or body, and the user, if any."""

    def __init__(self, request: Request, world: World, body: bytes) -> None:
        self.query: dict[str, Any] = {
            key.removesuffix("[]"): ",".join(request.query_params.getlist(key))
            for key in request.query_params
        }
        self.body = _body(request, body)
        self.user = _user(request.headers.get("authorization", ""), world)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a parameter."""
        return self.body.get(name, self.query.get(name, default))

    @property
    def denied(self) -> int:
        """Return the status for what this user may not do."""
        return 401 if self.user is None else 403

    @property
    def moderates(self) -> bool:
        """Say whether the user may moderate."""
        return self.user is not None and self.user.moderates


def _body(request: Request, body: bytes) -> dict[str, Any]:
    if not body or "json" not in request.headers.get("content-type", ""):
        return {}
    try:
        value = json.loads(body)
    except ValueError as error:
        raise Trouble(400, "rest_invalid_json", "Invalid JSON body passed.") from error
    return value if isinstance(value, dict) else {}


def _user(header: str, world: World) -> User | None:
    """Return who asks; a wrong application password is nobody, not an error."""
    if not header.startswith("Basic "):
        return None
    try:
        login, _, password = base64.b64decode(header[6:]).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    user = world.user(login)
    return user if user is not None and password.replace(" ", "") in user.passwords else None


class Api:
    """The routes of one site."""

    def __init__(self, world: World, url: str) -> None:
        self._world = world
        self._url = url

    # --- who

    def me(self, caller: Caller) -> Response:
        """Answer `users/me`."""
        user = caller.user
        if user is None:
            raise Trouble(401, "rest_not_logged_in", "You are not currently logged in.")
        entity: dict[str, Any] = {"id": user.id, "name": user.name, "url": "", "slug": user.login, "meta": []}
        if caller.get("context") == "edit":
            entity |= {
                "username": user.login,
                "email": user.email,
                "roles": [user.role],
                "capabilities": _may(user),
            }
        return JSONResponse(_only(entity, caller))

    def users(self, caller: Caller) -> Response:
        """Answer a list of users: only administrators see those who published nothing."""
        chief = caller.user is not None and caller.user.role == "administrator"
        if caller.get("context") == "edit" and not chief:
            raise Trouble(
                caller.denied, "rest_forbidden_context", "Sorry, you are not allowed to list users."
            )
        wanted = _numbers(caller.get("include"))
        shown = [u for u in self._world.users.values() if u.id in wanted and (chief or u.published)]
        return JSONResponse(
            [_only({"id": u.id, "name": u.name, "capabilities": _may(u)}, caller) for u in shown]
        )

    # --- comments

    def comments(self, caller: Caller) -> Response:
        """Answer a list."""
        self._allow_list(caller)
        per_page = _number(caller, "per_page", 10, 1, 100)
        page = _number(caller, "page", 1, 1, 10**9)
        found = self._sorted(self._matching(caller), caller)
        start = (page - 1) * per_page
        shown = [c for c in found[start : start + per_page] if self._readable(c, caller)]
        pages = -(-len(found) // per_page)
        headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}
        if page < pages:
            headers["Link"] = f'<{self._url}/wp-json/wp/v2/comments?page={page + 1}>; rel="next"'
        return JSONResponse([self._entity(comment, caller) for comment in shown], headers=headers)

    def _allow_list(self, caller: Caller) -> None:
        if caller.get("context") == "edit" and not caller.moderates:
            raise Trouble(
                caller.denied, "rest_forbidden_context", "Sorry, you are not allowed to edit comments."
            )
        if caller.user is not None and caller.user.writes:
            return
        for name in _CLOSED:
            if caller.get(name) not in (None, "", {"status": "approve", "type": "comment"}.get(name)):
                raise Trouble(caller.denied, "rest_forbidden_param", f"Query parameter not permitted: {name}")

    def _matching(self, caller: Caller) -> list[Comment]:
        status, kind = caller.get("status", "approve"), caller.get("type", "comment")
        wanted = {name: _numbers(caller.get(name)) for name in ("include", "parent", "post", "author")}
        after = self._moment(caller.get("after"))
        return [
            comment
            for comment in self._world.comments.values()
            if _status_fits(comment.status, status)
            and kind in (comment.type, "all")
            and all(not ids or getattr(comment, "id" if key == "include" else key) in ids for key, ids in wanted.items())
            and (after is None or self._world.local(comment.at) > after)
        ]  # fmt: skip

    def _moment(self, value: str | None) -> datetime | None:
        """Return a time on the site's wall clock: without a zone it is taken for that already."""
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            raise _invalid("after", "Invalid date.") from error
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC)
        return self._world.local(moment.astimezone(UTC))

    def _sorted(self, comments: list[Comment], caller: Caller) -> list[Comment]:
        by = caller.get("orderby", "date_gmt")
        if by not in _ORDERS:
            raise _invalid(
                "orderby", "orderby is not one of date, date_gmt, id, include, post, parent, and type."
            )
        ascending = caller.get("order", "desc") == "asc"
        return sorted(
            comments, key=lambda c: (c.at, c.id) if by.startswith("date") else (c.id,), reverse=not ascending
        )

    def _readable(self, comment: Comment, caller: Caller) -> bool:
        own = caller.user is not None and comment.author == caller.user.id
        return comment.status == "approved" or own or caller.moderates

    def comment(self, caller: Caller, number: int) -> Response:
        """Answer one."""
        comment = self._comment(number)
        if caller.get("context") == "edit" and not caller.moderates:
            raise Trouble(
                caller.denied, "rest_forbidden_context", "Sorry, you are not allowed to edit comments."
            )
        if not self._readable(comment, caller):
            raise Trouble(
                caller.denied, "rest_cannot_read", "Sorry, you are not allowed to read this comment."
            )
        return JSONResponse(self._entity(comment, caller))

    def create(self, caller: Caller) -> Response:
        """Take a comment."""
        text = [
            str(caller.get(name) or "") for name in ("content", "author_name", "author_email", "author_url")
        ]
        post, parent = int(caller.get("post") or 0), int(caller.get("parent") or 0)
        comment = self._world.create(caller.user, post, parent, *text)
        return JSONResponse(self._entity(comment, caller, mine=True), 201)

    def update(self, caller: Caller, number: int) -> Response:
        """Moderate or edit."""
        comment = self._comment(number)
        if not caller.moderates:
            raise Trouble(
                caller.denied, "rest_cannot_edit", "Sorry, you are not allowed to edit this comment."
            )
        status, content = caller.get("status"), caller.get("content")
        if status is not None:
            comment.status = _STATUSES.get(str(status), comment.status)
        if content is not None:
            comment.raw = str(content)
        return JSONResponse(self._entity(comment, caller, mine=True))

    def remove(self, caller: Caller, number: int) -> Response:
        """Put in the trash, or with `force` delete for good."""
        comment = self._comment(number)
        if not caller.moderates:
            raise Trouble(
                caller.denied, "rest_cannot_delete", "Sorry, you are not allowed to delete this comment."
            )
        if str(caller.get("force")).lower() in ("1", "true"):
            entity = self._entity(comment, caller)
            self._world.delete(comment)
            return JSONResponse({"deleted": True, "previous": entity})
        if comment.status == "trash":
            raise Trouble(410, "rest_already_trashed", "The comment has already been trashed.")
        comment.status = "trash"
        return JSONResponse(self._entity(comment, caller))

    def _comment(self, number: int) -> Comment:
        try:
            return self._world.comments[number]
        except KeyError:
            raise Trouble(404, "rest_comment_invalid_id", "Invalid comment ID.") from None

    # --- posts

    def posts(self, caller: Caller, kind: str) -> Response:
        """Answer a list of published posts of one kind."""
        wanted = _numbers(caller.get("include"))
        shown = [
            post for post in self._world.posts.values()
            if post.kind == kind and post.status == "publish" and (not wanted or post.id in wanted)
        ]  # fmt: skip
        return JSONResponse([_only(self._post(post), caller) for post in shown])

    def _post(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.id, "date_gmt": _stamp(post.at), "link": self._link(post), "type": post.kind.rstrip("s"),
            "title": {"rendered": post.title.replace("&", "&#038;")},
            "excerpt": {"rendered": "<p>We ship.</p>\n", "protected": False},
        }  # fmt: skip

    def _link(self, post: Post) -> str:
        return f"{self._url}/?p={post.id}"

    # --- how a comment looks

    def _entity(self, comment: Comment, caller: Caller, *, mine: bool = False) -> dict[str, Any]:
        """Return a comment as this caller sees it; after a write of theirs always as for editing."""
        post = self._world.posts[comment.post]
        base = f"{self._url}/wp-json/wp/v2"
        content = {"rendered": rendered(comment.raw)}
        entity: dict[str, Any] = {
            "id": comment.id, "post": comment.post, "parent": comment.parent, "author": comment.author,
            "author_name": comment.name, "author_url": comment.url,
            "date": _stamp(self._world.local(comment.at)), "date_gmt": _stamp(comment.at),
            "content": content, "link": f"{self._link(post)}#comment-{comment.id}",
            "status": comment.status, "type": comment.type,
            "author_avatar_urls": {size: f"https://avatar.example/{comment.author}?s={size}" for size in ("24", "48", "96")},
            "meta": [],
            "_links": {
                "self": [{"href": f"{base}/comments/{comment.id}"}], "collection": [{"href": f"{base}/comments"}],
                "up": [{"embeddable": True, "post_type": "post", "href": f"{base}/{post.kind}/{post.id}"}],
            },
        }  # fmt: skip
        if caller.moderates and (mine or caller.get("context") == "edit"):
            content["raw"] = comment.raw
            entity |= {"author_email": comment.email, "author_ip": "127.0.0.1", "author_user_agent": ""}
        return _only(entity, caller)


def _may(user: User) -> dict[str, bool]:
    chief = user.role == "administrator"
    may = {"read": True, "edit_posts": user.writes, "moderate_comments": user.moderates, "list_users": chief}
    return {name: True for name, on in may.items() if on}


def _status_fits(status: str, wanted: str) -> bool:
    match wanted:
        case "any":
            return True
        case "all":
            return status in ("approved", "hold")
    return status == _STATUSES.get(wanted)


def _stamp(at: datetime) -> str:
    return at.replace(tzinfo=None, microsecond=0).isoformat()


def _only(entity: dict[str, Any], caller: Caller) -> dict[str, Any]:
    fields = caller.get("_fields")
    return {key: entity[key] for key in str(fields).split(",") if key in entity} if fields else entity


def _numbers(value: Any) -> set[int]:
    parts: Iterable[str] = str(value).split(",") if value not in (None, "") else ()
    return {int(part) for part in parts if part.lstrip("-").isdecimal()}


def _number(caller: Caller, name: str, default: int, least: int, most: int) -> int:
    value = str(caller.get(name, default))
    if not value.isdecimal() or not least <= int(value) <= most:
        raise _invalid(name, f"{name} must be between {least} (inclusive) and {most} (inclusive)")
    return int(value)


def _invalid(name: str, why: str) -> Trouble:
    return Trouble(400, "rest_invalid_param", f"Invalid parameter(s): {name}", params={name: why})


def failed(trouble: Trouble) -> Response:
    """Return a refusal as the API words it."""
    return JSONResponse({"code": trouble.code, "message": str(trouble), "data": trouble.data}, trouble.status)


def http_date(at: datetime) -> str:
    """Return a moment as a `Date` header has it."""
    return at.strftime("%a, %d %b %Y %H:%M:%S GMT")
