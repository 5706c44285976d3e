"""The routes under /rest: who may ask for what, and how it is answered."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from responder.practice.linkedin import restli
from responder.practice.linkedin.oauth import OAuth
from responder.practice.linkedin.world import (
    ADMIN,
    LONGEST,
    ORGANIZATION,
    Comment,
    Notice,
    Post,
    Trouble,
    World,
)

Handler = Callable[[Request], Awaitable[Response]]


class Api:
    """The endpoints. `versions` are those that are not retired."""

    def __init__(self, world: World, oauth: OAuth) -> None:
        self._world, self._oauth = world, oauth
        self.versions = {"202601", "202605", "202608", "202610", "202611"}
        self.names = False
        self.notices_on = True

    def needing(self, handler: Handler, *scopes: str) -> Handler:
        """Return a handler behind the headers, the token and the refusals."""

        async def answer(request: Request) -> Response:
            try:
                self._allow(request, scopes)
                return await handler(request)
            except Trouble as trouble:
                return JSONResponse(trouble.body, trouble.status)

        return answer

    def _allow(self, request: Request, scopes: tuple[str, ...]) -> None:
        granted = self._oauth.granted(request)
        version = request.headers.get("linkedin-version", "")
        if not re.fullmatch(r"\d{6}(\.\d\d)?", version):
            raise Trouble(400, "VERSION_MISSING", "A version must be present. Please specify a version by adding the LinkedIn-Version header.")  # fmt: skip
        if version[:6] not in self.versions:
            raise Trouble(426, "NONEXISTENT_VERSION", f"Requested version {version}01 is not active")
        if request.headers.get("x-restli-protocol-version") != "2.0.0":
            raise Trouble(400, "ILLEGAL_ARGUMENT", "Invalid protocol version")
        restli.encoded_path(request)
        if scopes and not granted & set(scopes):
            raise Trouble(403, "ACCESS_DENIED", "Not enough permissions to access: GET /socialActions")

    # --- reading

    async def acls(self, request: Request) -> Response:
        """List the pages on which the person has a role."""
        if request.query_params.get("q") != "roleAssignee":
            raise Trouble(400, "ILLEGAL_ARGUMENT", "Invalid query parameters passed to request")
        found = [{"role": role, "organization": urn, "roleAssignee": ADMIN, "state": "APPROVED"} for urn, role in self._world.roles.items()]  # fmt: skip
        return JSONResponse(_page(request, found))

    async def organization(self, request: Request) -> Response:
        """Show a page."""
        urn = f"urn:li:organization:{request.path_params['id']}"
        if urn not in self._world.pages:
            raise Trouble(404, "NOT_FOUND", "Not found")
        return JSONResponse({"id": int(request.path_params["id"]), "localizedName": self._world.pages[urn], "vanityName": "the-shop"})  # fmt: skip

    async def posts(self, request: Request) -> Response:
        """List an author's posts, newest first."""
        author = request.query_params.get("author")
        posts = [post for post in self._world.posts.values() if post.author == author]
        return JSONResponse(_page(request, [_post(post) for post in reversed(posts)]))

    async def comments(self, request: Request) -> Response:
        """List what is under a post or a comment."""
        found = self._world.under(request.path_params["urn"])
        return JSONResponse(_page(request, [self._comment(one) for one in found]))

    async def comment(self, request: Request) -> Response:
        """Show a comment."""
        return JSONResponse(self._comment(self._found(request)))

    async def notices(self, request: Request) -> Response:
        """List what happened around the page in a time."""
        if not self.notices_on:
            raise Trouble(403, "ACCESS_DENIED", "Not enough permissions to access: organizationalEntityNotifications")  # fmt: skip
        asked = request.query_params
        if asked.get("q") != "criteria" or asked.get("organizationalEntity") != ORGANIZATION:
            raise Trouble(400, "ILLEGAL_ARGUMENT", "Invalid query parameters passed to request")
        if b"actions=List(" not in request.scope["query_string"]:
            raise Trouble(400, "ILLEGAL_ARGUMENT", "Invalid query parameters passed to request")
        actions = set(restli.listed(asked.get("actions", "")))
        start, end = restli.interval(asked.get("timeRange", ""))
        found = self._world.noticed(actions, start, end)
        return JSONResponse(_page(request, [self._notice(one) for one in found]))

    # --- writing

    async def create(self, request: Request) -> Response:
        """Take a comment of the page."""
        body, urn = await _sent(request), request.path_params["urn"]
        if body.get("actor") not in self._world.roles:
            raise Trouble(403, "ACCESS_DENIED", "The member does not have a role on the actor")
        text = str((body.get("message") or {}).get("text", ""))
        if not text or len(text) > LONGEST:
            raise Trouble(422, "UNPROCESSABLE_ENTITY", f"comment length must be 1 to {LONGEST} characters")
        parent = body.get("parentComment")
        self._world.under(urn)
        comment = self._world.comment(urn, str(body["actor"]), text, parent)
        return JSONResponse(self._comment(comment), 201, headers={"x-restli-id": comment.number})

    async def change(self, request: Request) -> Response:
        """Change a comment of the page: a POST that says it is a partial update."""
        if request.headers.get("x-restli-method") != "PARTIAL_UPDATE":
            raise Trouble(400, "ILLEGAL_ARGUMENT", "Invalid method")
        comment = self._own(request)
        text = (await _sent(request))["patch"]["message"]["$set"]["text"]
        self._world.edit(comment, str(text))
        return Response(status_code=204)

    async def delete(self, request: Request) -> Response:
        """Take a comment of the page back."""
        self._world.delete(self._own(request))
        return Response(status_code=204)

    async def react(self, request: Request) -> Response:
        """Take a reaction of the page."""
        body = await _sent(request)
        if body.get("reactionType") not in ("LIKE", "PRAISE", "EMPATHY", "INTEREST", "APPRECIATION", "ENTERTAINMENT"):  # fmt: skip
            raise Trouble(422, "UNPROCESSABLE_ENTITY", "unknown reactionType")
        self._world.found_comment(str(body.get("root"))).likes.add(request.query_params.get("actor", ""))
        return JSONResponse({}, 201)

    # --- inside

    def _found(self, request: Request) -> Comment:
        self._world.under(request.path_params["urn"])
        comment = self._world.comments.get(request.path_params["id"])
        if comment is None:
            raise Trouble(404, "NOT_FOUND", "Comment not found")
        return comment

    def _own(self, request: Request) -> Comment:
        comment = self._found(request)
        if comment.actor != request.query_params.get("actor"):
            raise Trouble(403, "ACCESS_DENIED", "The actor does not own this comment")
        return comment

    def _comment(self, comment: Comment) -> dict[str, Any]:
        changed = comment.changed or comment.at
        answers = sum(1 for one in self._world.comments.values() if one.parent is comment)
        found: dict[str, Any] = {
            "id": comment.number, "commentUrn": comment.urn, "actor": comment.actor, "object": comment.post.activity,
            "message": {"text": comment.text, "attributes": comment.attributes},
            "created": {"actor": comment.actor, "time": comment.at},
            "lastModified": {"actor": comment.actor, "time": changed}, "content": [],
            "likesSummary": {"totalLikes": len(comment.likes), "aggregatedTotalLikes": len(comment.likes), "likedByCurrentUser": False},
            "commentsSummary": {"totalFirstLevelComments": answers, "aggregatedTotalComments": answers},
        }  # fmt: skip
        if comment.actor == ORGANIZATION:
            found["agent"] = ADMIN
        if comment.parent is not None:
            found["parentComment"] = comment.parent.urn
        if self.names and comment.actor.startswith("urn:li:person:"):
            name = comment.actor.rpartition(":")[2]
            found["actor~"] = {
                "localizedFirstName": name.title(),
                "localizedLastName": "Roy",
                "vanityName": name,
            }
        return found

    def _notice(self, notice: Notice) -> dict[str, Any]:
        found: dict[str, Any] = {
            "notificationId": notice.number, "action": notice.action, "organizationalEntity": ORGANIZATION,
            "sourcePost": notice.post.share, "lastModifiedAt": notice.at, "subscriber": ADMIN,
            "decoratedSourcePost": {"entity": notice.post.share, "owner": notice.post.author, "text": notice.post.text},
            "generatedActivity": notice.comment.urn if notice.comment else notice.post.share,
        }  # fmt: skip
        return found


def _post(post: Post) -> dict[str, Any]:
    return {
        "id": post.share, "author": post.author, "commentary": post.text, "visibility": "PUBLIC", "lifecycleState": "PUBLISHED",
        "publishedAt": post.at, "createdAt": post.at, "lastModifiedAt": post.at,
    }  # fmt: skip


def _page(request: Request, found: list[dict[str, Any]]) -> dict[str, Any]:
    start, count = (
        int(request.query_params.get(name, usual)) for name, usual in (("start", 0), ("count", 10))
    )
    if not 1 <= count <= 100:
        raise Trouble(400, "ILLEGAL_ARGUMENT", "count must be 1 to 100")
    return {"elements": found[start : start + count], "paging": {"start": start, "count": count, "links": []}}


async def _sent(request: Request) -> dict[str, Any]:
    try:
        value = json.loads(await request.body())
    except ValueError as error:
        raise Trouble(400, "ILLEGAL_ARGUMENT", "Could not read the body") from error
    if not isinstance(value, dict):
        raise Trouble(400, "ILLEGAL_ARGUMENT", "Could not read the body")
    return value
