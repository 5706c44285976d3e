"""The routes of version 2: who may ask for what, how it is answered, and what it costs."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from responder.practice.x import query
from responder.practice.x.limits import Limits
from responder.practice.x.oauth import OAuth, Token
from responder.practice.x.shapes import NEW, OLD, Shapes
from responder.practice.x.world import PROBLEMS, SECOND, Post, Trouble, World, forbidden, invalid

Handler = Callable[[Request], Awaitable[Response]]


class Api:
    """The endpoints. `family` says which names of fields it knows: both, post or tweet."""

    def __init__(self, world: World, oauth: OAuth) -> None:
        self._world, self._oauth = world, oauth
        self.limits = Limits(world)
        self.family = "both"
        self.broke = False

    def needing(self, route: str, handler: Handler, *scopes: str) -> Handler:
        """Return a handler behind the token, the limits and the refusals."""

        async def answer(request: Request) -> Response:
            headers: dict[str, str] = {}
            try:
                self._allow(self._oauth.token(request), scopes)
                headers = self.limits.count(route)
                response = await handler(request)
            except Trouble as trouble:
                response = JSONResponse(trouble.body, trouble.status, media_type="application/problem+json")
                headers = headers or self.limits.headers(route)
            response.headers.update(headers)
            return response

        return answer

    def _allow(self, token: Token | None, scopes: Sequence[str]) -> None:
        if token is None:
            raise Trouble(401, "Unauthorized", "Unauthorized")
        if not set(scopes) <= token.scopes:
            raise forbidden("You are not permitted to perform this action.")
        if self.broke:
            detail = "Your account has run out of credits."
            raise Trouble(403, "Client Forbidden", detail, PROBLEMS + "usage-capped")

    # --- reading

    async def me(self, request: Request) -> Response:
        """Say whose token it is."""
        return JSONResponse({"data": self._shapes(request).user(self._world.us)})

    async def mentions(self, request: Request) -> Response:
        """List who mentioned somebody."""
        return self._listed(request, self._world.mentions(self._user(request)), 5)

    async def timeline(self, request: Request) -> Response:
        """List what somebody posted."""
        return self._listed(request, self._world.timeline(self._user(request)), 5)

    async def search(self, request: Request) -> Response:
        """List what fits a query, of the last seven days."""
        asked = request.query_params.get("query", "")
        if not asked or len(asked) > 512:
            raise invalid("Invalid 'query': the length must be between 1 and 512", query=[asked])
        oldest = self._world.now() - 7 * 86_400 * SECOND
        since = request.query_params.get("since_id")
        if since and (int(since) >> 22) + 1_288_834_974_657 < oldest // 1000:
            raise invalid("'since_id' must be a tweet id created after 7 days ago", since_id=[since])
        return self._listed(request, self._world.search(query.wanted(asked, self._world)), 10)

    async def lookup(self, request: Request) -> Response:
        """Show some posts, and say which cannot be shown."""
        numbers = request.query_params.get("ids", "").split(",")
        if not 1 <= len(numbers) <= 100 or not all(number.isdecimal() for number in numbers):
            raise invalid("'ids' must be 1 to 100 ids", ids=numbers)
        shapes = self._shapes(request)
        found = []
        for number in numbers:
            post = self._world.posts.get(number)
            if post is None or not self._world.visible(post):
                shapes.missing(number, "ids")
            else:
                found.append(post)
        data = self._told(shapes, found)
        return JSONResponse(shapes.around({"data": data} if data else {}))

    async def dms(self, request: Request) -> Response:
        """List private messages, of one conversation or of all."""
        found = self._world.heard(request.path_params.get("conversation"))
        shapes = self._shapes(request)
        page, meta = self._page(request, found, 1)
        self._world.billed += [("dm", dm.id) for dm in page]
        return JSONResponse(shapes.around({"data": [shapes.dm(dm) for dm in page], "meta": meta} if page else {"meta": meta}))  # fmt: skip

    # --- inside

    def _user(self, request: Request) -> Any:
        user = self._world.users.get(request.path_params["id"])
        if user is None:
            raise Trouble(
                404, "Not Found Error", "Could not find that user.", PROBLEMS + "resource-not-found"
            )
        return user

    def _shapes(self, request: Request) -> Shapes:
        asked = request.query_params
        known = {"post": "tweet.fields", "tweet": "post.fields"}.get(self.family, "")
        if known in asked:
            raise invalid(
                f"The query parameter [{known}] is not one of [ids,expansions]", **{known: [asked[known]]}
            )
        new = "post.fields" in asked or (self.family != "tweet" and "tweet.fields" not in asked)
        fields = asked.get("post.fields", asked.get("tweet.fields", ""))
        return Shapes(
            self._world, set(fields.split(",")), set(asked.get("expansions", "").split(",")),
            set(asked.get("user.fields", "").split(",")), NEW if new else OLD,
        )  # fmt: skip

    def _listed(self, request: Request, posts: list[Post], least: int) -> Response:
        shapes = self._shapes(request)
        page, meta = self._page(request, [post for post in posts if _within(post, request)], least)
        meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id} if page else {}
        data = self._told(shapes, page)
        return JSONResponse(shapes.around({"data": data, "meta": meta} if data else {"meta": meta}))

    def _told(self, shapes: Shapes, posts: list[Post]) -> list[dict[str, Any]]:
        self._world.billed += [("post", post.id) for post in posts]
        return [shapes.post(post) for post in posts]

    def _page(self, request: Request, found: list[Any], least: int) -> tuple[list[Any], dict[str, Any]]:
        asked = request.query_params
        size = int(asked.get("max_results", "10"))
        if not least <= size <= 100:
            raise invalid(f"'max_results' must be {least} to 100", max_results=[str(size)])
        token = asked.get("pagination_token") or asked.get("next_token") or ""
        after = token.removeprefix("practicetoken0000")
        if token:
            found = [one for one in found if int(one.id) < int(after)]
        page = found[:size]
        meta: dict[str, Any] = {"result_count": len(page)}
        if len(found) > size:
            meta["next_token"] = f"practicetoken0000{page[-1].id}"
        return page, meta


def _within(post: Post, request: Request) -> bool:
    asked = request.query_params
    if "since_id" in asked and int(post.id) <= int(asked["since_id"]):
        return False
    if "until_id" in asked and int(post.id) >= int(asked["until_id"]):
        return False
    return "start_time" not in asked or post.at >= _micros(asked["start_time"])


def _micros(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * SECOND)
