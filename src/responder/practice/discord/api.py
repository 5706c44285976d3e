"""The REST routes that a bot needs."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from responder.practice.discord.world import DM, THREAD, Json, Trouble, World

CONTENT_FLAG = 1 << 18


class Api:
    """Answers for one bot. `url` is the server's own address."""

    def __init__(self, world: World, url: str) -> None:
        self._world = world
        self._url = url
        self.token = "MTIwMA.practice.token-of-nobody"  # noqa: S105 # it protects nothing: the bot is thrown away
        self.identifies_left = 1000

    async def answer(self, request: Request) -> Response:
        """Answer a request."""
        body = await _body(request)
        if request.headers.get("authorization") != f"Bot {self.token}":
            return JSONResponse({"message": "401: Unauthorized", "code": 0}, 401)
        try:
            found = self._route(request.method, request.path_params["path"].split("/"), request, body)
        except Trouble as trouble:
            return JSONResponse(trouble.body, trouble.status)
        return Response(status_code=204) if found is None else JSONResponse(found)

    def _route(self, method: str, path: list[str], request: Request, body: Json) -> Any:
        match method, path:
            case "GET", ["users", "@me"]:
                return self._world.bot
            case "GET", ["users", "@me", "guilds"]:
                return [
                    {
                        "id": self._world.guild,
                        "name": "Biscuits",
                        "icon": None,
                        "banner": None,
                        "owner": False,
                        "permissions": "68608",
                        "features": [],
                    }
                ]
            case "POST", ["users", "@me", "channels"]:
                return self._world.private({"id": str(body["recipient_id"])})
            case "GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]:
                return self._application()
            case "GET", ["gateway"] | ["gateway", "bot"]:
                return self._gateway()
            case _, ["guilds", guild, *rest] if guild == self._world.guild:
                return self._in_guild(rest, request)
            case _, ["channels", channel, *rest]:
                return self._in_channel(method, channel, rest, request, body)
        raise Trouble(404, 0, "404: Not Found")

    def _application(self) -> Json:
        flags = CONTENT_FLAG if self._world.sees_content else 0
        bot = self._world.bot
        return {
            "id": bot["id"], "name": bot["global_name"], "icon": None, "description": "", "type": None,
            "verify_key": "0", "flags": flags, "flags_new": str(flags), "bot": bot,
            "bot_public": False, "bot_require_code_grant": False, "redirect_uris": [], "owner": bot, "team": None,
            "interactions_endpoint_url": None, "role_connections_verification_url": None,
            "approximate_guild_count": 1, "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "eligible_oauth2_scopes": [],
        }  # fmt: skip

    def _gateway(self) -> Json:
        limit = {
            "total": 1000,
            "remaining": self.identifies_left,
            "reset_after": 14_400_000,
            "max_concurrency": 1,
        }
        return {"url": self._url.replace("http", "ws", 1), "shards": 1, "session_start_limit": limit}

    def _in_guild(self, rest: list[str], request: Request) -> Any:
        channels = list(self._world.channels.values())
        if rest == ["channels"]:
            return [one for one in channels if one["type"] not in (DM, THREAD)]
        if rest == ["threads", "active"]:
            return {"threads": [one for one in channels if one["type"] == THREAD], "members": []}
        if rest == ["messages", "search"]:
            return self._search(request)
        raise Trouble(404, 0, "404: Not Found")

    def _search(self, request: Request) -> Json:
        wanted = request.query_params.get("content", "").casefold()
        least = int(request.query_params.get("min_id", "0"))
        limit = min(25, int(request.query_params.get("limit", "25")))
        found = [
            message
            for channel, messages in self._world.messages.items()
            if self._world.channels[channel]["type"] != DM
            for message in messages.values()
            if wanted in message["content"].casefold() and int(message["id"]) > least
        ]
        found.sort(key=lambda one: int(one["id"]), reverse=True)
        return {
            "total_results": len(found),
            "messages": [[one] for one in found[:limit]],
            "doing_deep_historical_index": False,
        }

    def _in_channel(self, method: str, channel: str, rest: list[str], request: Request, body: Json) -> Any:
        world = self._world
        match method, rest:
            case "GET", []:
                return world.place(channel)
            case "GET", ["messages"]:
                return self._listed(channel, request)
            case "POST", ["messages"]:
                return world.sent(channel, body)
            case "GET", ["messages", message]:
                return world.seen(world.one(channel, message))
            case "PATCH", ["messages", message]:
                return world.edited(channel, message, str(body.get("content", "")), world.bot)
            case "DELETE", ["messages", message]:
                return world.deleted(channel, message)
            case "PUT", ["messages", message, "reactions", emoji, "@me"]:
                world.one(channel, message)
                return world.reactions.add((message, emoji))
            case "DELETE", ["messages", message, "reactions", emoji, "@me"]:
                return world.reactions.discard((message, emoji))
        raise Trouble(404, 0, "404: Not Found")

    def _listed(self, channel: str, request: Request) -> list[Json]:
        self._world.place(channel)
        limit = int(request.query_params.get("limit", "50"))
        if not 1 <= limit <= 100:
            raise Trouble(400, 50035, "Invalid Form Body")
        every = sorted(self._world.messages[channel].values(), key=lambda one: int(one["id"]))
        after, before = request.query_params.get("after"), request.query_params.get("before")
        if after is not None:
            every = [one for one in every if int(one["id"]) > int(after)][:limit]
        elif before is not None:
            every = [one for one in every if int(one["id"]) < int(before)]
        return [self._world.seen(one) for one in reversed(every[-limit:])]


async def _body(request: Request) -> Json:
    """Return what was given as JSON, or in a form with files beside it."""
    if "form" not in request.headers.get("content-type", ""):
        body = await request.body()
        return dict(json.loads(body)) if body else {}
    async with request.form() as form:
        given: Json = json.loads(str(form.get("payload_json", "{}")))
        files = [part for name, part in form.items() if name.startswith("files[")]
    told = given.get("attachments", [])
    given["attachments"] = [
        {
            "id": str(number), "filename": getattr(file, "filename", ""), "size": getattr(file, "size", 0),
            "content_type": getattr(file, "content_type", ""), "url": f"https://cdn.example/{number}?ex=1",
            "proxy_url": f"https://cdn.example/{number}?ex=1",
            "description": told[number].get("description") if number < len(told) else None,
        }
        for number, file in enumerate(files)
    ]  # fmt: skip
    return given
