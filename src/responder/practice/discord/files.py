"""Files beside messages: their addresses are signed and hold for a day; asking for the message again gives new ones."""

import hmac
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from responder.practice.discord.world import Json, World

DAY = 86_400


class Files:
    """What people uploaded, by id. `told` is what askers said of who they are. In the server's thread only."""

    def __init__(self, world: World, url: str) -> None:
        self._world, self._url = world, url
        self.kept: dict[str, bytes] = {}
        self.told: list[str] = []
        world.sign = self.signed

    def upload(self, data: bytes, filename: str, kind: str, **more: Any) -> Json:
        """Keep a file; return it as a message carries it."""
        number = self._world.snowflake()
        self.kept[number] = data
        link = self._link(number, filename)
        return {
            "id": number, "filename": filename, "size": len(data), "content_type": kind, "url": link,
            "proxy_url": link, **more,
        }  # fmt: skip

    def signed(self, message: Json) -> Json:
        """Return a message with fresh addresses of its files."""
        if not any(one["id"] in self.kept for one in message["attachments"]):
            return message
        fresh = [
            {**one, "url": self._link(one["id"], one["filename"])} if one["id"] in self.kept else one
            for one in message["attachments"]
        ]
        return {**message, "attachments": fresh}

    def _link(self, number: str, filename: str) -> str:
        until = self._world.now() // 1_000_000 + DAY
        return f"{self._url}/attachments/{number}/{filename}?ex={until:x}&hm={_seal(number, until)}"

    async def answer(self, request: Request) -> Response:
        """Give a file to anybody who has an address that still holds."""
        self.told.append(request.headers.get("authorization", ""))
        number, given = str(request.path_params["number"]), request.query_params
        until = int(given.get("ex", "0"), 16)
        if given.get("hm") != _seal(number, until) or until < self._world.now() // 1_000_000:
            return Response("This content is no longer available.", 404)
        return Response(self.kept[number]) if number in self.kept else Response(status_code=404)


def _seal(number: str, until: int) -> str:
    return hmac.new(b"of nobody", f"{number} {until}".encode(), "sha256").hexdigest()
