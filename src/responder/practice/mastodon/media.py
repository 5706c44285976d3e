"""Pictures: taken in with their descriptions, shown under an address of their own.

Facts: docs.joinmastodon.org/methods/media (v2: 202 while the server is at work, then 206 until it is ready).
"""

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from responder.practice.mastodon.requests import Site, not_found, refusal, unauthorized

TYPES = ("image/jpeg", "image/png")
MOST_BYTES = 16_777_216


@dataclass
class Picture:
    """One that was uploaded. `busy` is how often it will still be said to be at work."""

    id: str
    owner: str
    data: bytes
    type: str
    description: str
    busy: int = 0


class Media:
    """The server's store of pictures. `slow` is how often a new one is said to be at work."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: dict[str, Picture] = {}
        self.slow = 0

    def routes(self) -> list[Route]:
        """Return these routes."""
        return [
            Route("/api/v2/media", self._upload, methods=["POST"]),
            Route("/api/v1/media/{id}", self._ask),
            Route("/system/media/{id}", self._serve),
        ]

    def add(self, data: bytes, type: str, description: str = "") -> dict[str, object]:
        """Keep somebody's picture and return it as posts carry it."""
        return self._entity(self._keep("", data, type, description, 0))

    def chosen(self, ids: object, owner: str) -> tuple[dict[str, object], ...]:
        """Return the pictures of a post. Raises KeyError for one that is not there, ValueError for one at work."""
        found = [self._kept[str(one)] for one in (ids if isinstance(ids, list) else [])]
        if any(picture.owner != owner for picture in found):
            raise KeyError("somebody else's")
        if any(picture.busy for picture in found):
            raise ValueError("still at work")
        return tuple(self._entity(picture) for picture in found)

    async def _upload(self, request: Request) -> Response:
        person = self._site.who(request)
        if person is None:
            return unauthorized(self._site)
        async with request.form() as form:
            file, description = form.get("file"), str(form.get("description") or "")
            if not isinstance(file, UploadFile):
                return refusal(self._site, 422, "Validation failed: File can't be blank")
            data, kind = await file.read(), file.content_type or ""
        if kind not in TYPES:
            return refusal(self._site, 422, "Validation failed: File content type is invalid")
        if len(data) > MOST_BYTES:
            return refusal(self._site, 413, "Too large")
        picture = self._keep(person.id, data, kind, description, self.slow)
        return JSONResponse(self._entity(picture), 202 if picture.busy else 200)

    async def _ask(self, request: Request) -> Response:
        picture = self._kept.get(request.path_params["id"])
        if picture is None:
            return not_found(self._site)
        answer = JSONResponse(self._entity(picture), 206 if picture.busy else 200)
        picture.busy = max(0, picture.busy - 1)
        return answer

    async def _serve(self, request: Request) -> Response:
        picture = self._kept.get(request.path_params["id"])
        if picture is None:
            return not_found(self._site)
        return Response(picture.data, media_type=picture.type)

    def _keep(self, owner: str, data: bytes, type: str, description: str, busy: int) -> Picture:
        id = str(1_000 + len(self._kept))
        picture = self._kept[id] = Picture(id, owner, data, type, description, busy)
        return picture

    def _entity(self, picture: Picture) -> dict[str, Any]:
        url = None if picture.busy else f"{self._site.world.base}/system/media/{picture.id}"
        return {
            "id": picture.id, "type": "image", "url": url, "preview_url": url, "remote_url": None, "meta": {},
            "description": picture.description or None, "blurhash": None,
        }  # fmt: skip
