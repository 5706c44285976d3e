"""The routes of the API as one signed-in user sees them."""

from typing import Any

from starlette.requests import Request

from responder.practice.reddit.world import COMMENT, MESSAGE, POST, Complaint, Json, Thing, Trouble, World


class Api:
    """Answers requests; a refusal with a 200 is under `json.errors`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def route(self, method: str, path: list[str], request: Request, given: Json) -> Any:
        """Answer a request; the path comes without slashes at its ends."""
        world = self._world
        match method, path:
            case "GET", ["api", "v1", "me"]:
                return {
                    "id": world.us.lower(),
                    "name": world.us,
                    "icon_img": "",
                    "is_mod": True,
                    "features": {},
                }
            case "GET", ["subreddits", "mine", "moderator"]:
                return self._communities()
            case "GET", ["message", "inbox" | "messages" | "mentions" | "comments" | "selfreply" | "unread"]:
                return self._listing(request, world.inbox(), inbox=True)
            case "GET", ["message", "sent"]:
                return self._listing(
                    request, [one for one in self._all(MESSAGE) if one.author == world.us], inbox=True
                )
            case "GET", ["user", name, "comments"]:
                return self._listing(request, [one for one in self._all(COMMENT) if one.author == name])
            case "GET", ["r", community, "comments"]:
                return self._listing(
                    request, [one for one in self._all(COMMENT) if one.community == community]
                )
            case "GET", ["r", community, "new"]:
                return self._listing(request, [one for one in self._all(POST) if one.community == community])
            case "GET", ["comments", link, *_]:
                return self._tree(request, f"t3_{link}")
            case "GET", ["api", "info"]:
                names = request.query_params.get("id", "").split(",")[:100]
                return self._listed(
                    [world.things[one] for one in names if one in world.things and one[:2] != MESSAGE],
                    request,
                )
            case "GET", ["search"]:
                word = request.query_params.get("q", "").strip('"').casefold()
                return self._listing(
                    request, [one for one in self._all(POST) if word in f"{one.title} {one.text}".casefold()]
                )
            case "POST", ["api", verb]:
                return self._did(verb, given, request)
        raise Trouble(404, "Not Found")

    def _all(self, kind: str) -> list[Thing]:
        return [one for one in self._world.things.values() if one.kind == kind and not one.deleted]

    def _communities(self) -> Json:
        children = [
            {"kind": "t5", "data": {"display_name": name, "id": name, "name": f"t5_{name}"}}
            for name in self._world.moderated
        ]
        return {"kind": "Listing", "data": {"children": children, "after": None, "before": None}}

    def _listing(self, request: Request, things: list[Thing], *, inbox: bool = False) -> Json:
        """Return a page, newest first. An anchor that is not listed any more ends the listing, as on the real one."""
        things = sorted(things, key=lambda one: one.order, reverse=True)[: self._world.kept]
        names = [one.name for one in things]
        limit = min(100, int(request.query_params.get("limit", "25")))
        after, before = request.query_params.get("after"), request.query_params.get("before")
        start = 0
        if after:
            start = names.index(after) + 1 if after in names else len(names)
        end = start + limit
        if before:
            end = names.index(before) if before in names else 0
            start = max(0, end - limit)
        page = things[start:end]
        return self._listed(
            page, request, inbox=inbox, after=page[-1].name if page and end < len(things) else None
        )

    def _listed(
        self, page: list[Thing], request: Request, *, inbox: bool = False, after: str | None = None
    ) -> Json:
        raw = request.query_params.get("raw_json") == "1"
        children = [
            {"kind": one.kind, "data": self._world.shown(one, raw=raw, inbox=inbox and one.kind != MESSAGE)}
            for one in page
        ]
        return {
            "kind": "Listing",
            "data": {
                "modhash": None,
                "dist": len(page),
                "children": children,
                "after": after,
                "before": None,
            },
        }

    def _tree(self, request: Request, link: str) -> list[Json]:
        world, raw = self._world, request.query_params.get("raw_json") == "1"
        if link not in world.things:
            raise Trouble(404, "Not Found")
        focus = request.query_params.get("comment")
        roots = [f"t1_{focus}"] if focus else [one.name for one in self._all(COMMENT) if one.parent == link]

        def grown(name: str) -> Json:
            below = [grown(one.name) for one in self._all(COMMENT) if one.parent == name]
            replies = (
                {"kind": "Listing", "data": {"children": below, "after": None, "before": None}}
                if below
                else ""
            )
            return {"kind": COMMENT, "data": {**world.shown(world.things[name], raw=raw), "replies": replies}}

        children = [grown(name) for name in roots if name in world.things]
        comments = {"kind": "Listing", "data": {"children": children, "after": None, "before": None}}
        return [self._listed([world.things[link]], request), comments]

    def _did(self, verb: str, given: Json, request: Request) -> Json:
        try:
            return self._acted(verb, given)
        except Complaint as complaint:
            return {"json": {"errors": complaint.errors}}

    def _acted(self, verb: str, given: Json) -> Json:
        world, name = self._world, str(given.get("id", given.get("thing_id", "")))
        match verb:
            case "comment":
                return self._things(world.comment(str(given.get("thing_id", "")), str(given.get("text", ""))))
            case "editusertext":
                one = world.own(name)
                if one.deleted:
                    raise Complaint("DELETED_COMMENT", "that comment has been deleted", "thing_id")
                one.text, one.edited = str(given.get("text", "")), world.now()
                return self._things(one)
            case "del":
                if name in world.things and world.things[name].author == world.us:
                    world.things[name].deleted = True
                return {}
            case "remove" | "approve":
                one = world.things[name]
                if one.community not in world.moderated:
                    raise Trouble(403, "Forbidden")
                one.removed, one.spam = (
                    verb == "remove",
                    verb == "remove" and str(given.get("spam")).lower() == "true",
                )
                return {}
            case "vote":
                if name not in world.things:
                    raise Trouble(404, "Not Found")
                world.things[name].votes[world.us] = int(given.get("dir", 0))
                return {}
        raise Trouble(404, "Not Found")

    def _things(self, one: Thing) -> Json:
        return {
            "json": {
                "errors": [],
                "data": {"things": [{"kind": one.kind, "data": self._world.shown(one, raw=True)}]},
            }
        }
