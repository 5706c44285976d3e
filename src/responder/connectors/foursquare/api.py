"""Asks Foursquare, with the key and the version on every question, and says what its refusals mean."""

import httpx

from responder.connectors.foursquare import parse, words
from responder.connectors.foursquare.parse import ID, Tip
from responder.core.clock import Clock
from responder.core.errors import Gone, Refused, SignInNeeded
from responder.core.messages import Place
from responder.core.ports import Unreadable
from responder.net.answers import Answer
from responder.net.client import Client, Params

API = "https://places-api.foursquare.com"
VERSION = "2025-06-17"
MOST = 50
"""How many tips one answer may hold: there are no further pages."""

_SAID = (400, 401, 402, 403, 404)


class Api:
    """One service key's line to Foursquare."""

    def __init__(
        self, base: str, key: str, clock: Clock, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        headers = {
            "Authorization": f"Bearer {key.strip()}",
            "X-Places-Api-Version": VERSION,
            "Accept": "application/json",
        }
        self.client = Client(base, clock, headers=headers, transport=transport)

    async def tips(self, place: str) -> tuple[list[Tip], list[Unreadable]]:
        """Return the latest tips of a place."""
        asked: Params = {"limit": MOST, "sort": "NEWEST"}
        return parse.tips((await self._get(f"/places/{_id(place)}/tips", asked)).body)

    async def place(self, place: str) -> Place:
        """Return a place. Raises Gone."""
        return parse.place((await self._get(f"/places/{_id(place)}", None)).body)

    async def search(self, name: str, near: str) -> list[Place]:
        """Return the places of some name near somewhere."""
        asked: Params = {"query": name, "near": near or None, "limit": 10}
        return parse.places((await self._get("/places/search", asked)).body)

    async def aclose(self) -> None:
        """Close every line."""
        await self.client.aclose()

    async def _get(self, path: str, params: Params | None) -> Answer:
        answer = await self.client.get(path, params, accept=_SAID)
        if answer.status not in _SAID:
            return answer
        match answer.status:
            case 401:
                raise SignInNeeded(words.KEY)
            case 402 | 403:
                raise Refused(words.PREMIUM)
            case 404:
                raise Gone(words.GONE)
        raise Refused(words.refuses(parse.said(answer.body) or str(answer.status)))


def _id(place: str) -> str:
    if not ID.fullmatch(place):
        raise Gone(words.GONE)
    return place
