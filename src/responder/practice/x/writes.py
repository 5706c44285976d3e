"""The routes that change something: posts, private messages, pictures."""

import base64
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from responder.practice.x.world import PROBLEMS, Picture, Trouble, World, forbidden, invalid


class Writes:
    """What our account does there."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def create(self, request: Request) -> Response:
        """Publish."""
        post = self._world.create(await _sent(request))
        return JSONResponse({"data": {"id": post.id, "text": post.text, "edit_history_post_ids": post.history}}, 201)  # fmt: skip

    async def delete(self, request: Request) -> Response:
        """Take a post of ours back; what is gone already stays gone."""
        number = request.path_params["id"]
        post = self._world.posts.get(number)
        if post is not None and post.author != self._world.us.id:
            raise forbidden("You are not authorized to delete this Tweet.")
        if post is not None:
            self._world.delete(number)
        return JSONResponse({"data": {"deleted": post is not None}})

    async def hide(self, request: Request) -> Response:
        """Hide an answer in a conversation of ours, or show it again."""
        post = self._world.posts.get(request.path_params["id"])
        root = self._world.posts.get(post.conversation) if post else None
        if post is None or root is None or root.author != self._world.us.id:
            raise forbidden("You are not permitted to hide this reply.")
        post.hidden = bool((await _sent(request)).get("hidden"))
        return JSONResponse({"data": {"hidden": post.hidden}})

    async def like(self, request: Request) -> Response:
        """Like a post: not on self-serve."""
        if self._world.tier != "enterprise":
            raise Trouble(403, "Client Forbidden", "Liking is not available to your access level.", PROBLEMS + "client-forbidden")  # fmt: skip
        return JSONResponse({"data": {"liked": request.method == "POST"}})

    async def whisper(self, request: Request) -> Response:
        """Write a private message."""
        body = await _sent(request)
        media = [str(one["media_id"]) for one in body.get("attachments", [])]
        if (not body.get("text") and not media) or len(media) > 1:
            raise invalid("text or one attachment is needed", text=[str(body.get("text"))])
        dm = self._world.whisper_in(self._world.us, request.path_params["conversation"], str(body.get("text", "")), media)  # fmt: skip
        return JSONResponse({"data": {"dm_conversation_id": dm.conversation, "dm_event_id": dm.id}}, 201)

    async def forget_dm(self, request: Request) -> Response:
        """Take a private message of ours back."""
        dm = next((dm for dm in self._world.dms if dm.id == request.path_params["id"]), None)
        if dm is None or dm.sender != self._world.us.id:
            raise Trouble(
                404, "Not Found Error", "Could not find that message.", PROBLEMS + "resource-not-found"
            )
        self._world.dms.remove(dm)
        return JSONResponse({"data": {"deleted": True}})

    async def upload(self, request: Request) -> Response:
        """Take a picture, in base64."""
        body = await _sent(request)
        picture = base64.b64decode(str(body.get("media", "")))
        if not picture or len(picture) > 5_000_000:
            raise Trouble(
                400, "Invalid Request", "The media is empty or too large.", PROBLEMS + "invalid-request"
            )
        number = self._world.draw()
        self._world.pictures[number] = Picture(number, f"3_{number}", str(body.get("media_category")), len(picture))  # fmt: skip
        return JSONResponse({"data": {"id": number, "media_key": f"3_{number}", "size": len(picture), "expires_after_secs": 86_400}})  # fmt: skip

    async def describe(self, request: Request) -> Response:
        """Keep what a picture shows."""
        body = await _sent(request)
        picture = self._world.pictures.get(str(body.get("id")))
        if picture is None:
            raise Trouble(
                404, "Not Found Error", "Could not find that media.", PROBLEMS + "resource-not-found"
            )
        picture.alt = str(body.get("metadata", {}).get("alt_text", {}).get("text", ""))
        return JSONResponse({"data": {"id": picture.id}})


async def _sent(request: Request) -> dict[str, Any]:
    try:
        value = json.loads(await request.body())
    except ValueError as error:
        raise invalid("the body is no JSON") from error
    if not isinstance(value, dict):
        raise invalid("the body is no object")
    return value
