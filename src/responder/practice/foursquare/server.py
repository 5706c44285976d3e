"""A practice Foursquare over real HTTP on loopback, in its own thread."""

import re
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.foursquare.world import MOST, Place, Tip, World, place_shape, tip_shape
from responder.practice.served import Served

KEY = "practice-service-key"


class PracticeFoursquare(Served):
    """One Foursquare with our place, `shop`. Methods may be called from any thread."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(port)
        self.world = World((clock or SystemClock()).now)
        self.shop = self.world.add_place("The Shop", "4 rue des Biscuits, 75005 Paris")
        self.keys = {KEY}

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [
            Route("/places/search", self._allowed(self._search)),
            Route("/places/{id}", self._allowed(self._place)),
            Route("/places/{id}/tips", self._allowed(self._tips)),
        ]

    def now(self) -> int:
        """Return the network's own idea of the time (µs UTC)."""
        return self.world.now()

    # --- what people do there

    def tip(self, text: str, place: str = "") -> str:
        """Leave a tip; returns its id."""
        return self.host.call(lambda: self.world.add_tip(place or self.shop.id, text).id)

    def change(self, number: str, text: str) -> None:
        """Write a tip anew."""
        self.host.call(lambda: setattr(self.world.tips[number], "text", text))

    def delete(self, number: str) -> None:
        """Take a tip back."""
        self.host.call(lambda: self.world.tips.pop(number))

    def place(self, name: str, address: str) -> Place:
        """Put another place on the map."""
        return self.host.call(lambda: self.world.add_place(name, address))

    def revoke(self) -> None:
        """Take every key back."""
        self.host.call(self.keys.clear)

    # --- inside

    def _allowed(self, handler: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.keys:
                return JSONResponse({"message": "Invalid request token."}, 401)
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", request.headers.get("x-places-api-version", "")):
                return JSONResponse({"message": "The X-Places-Api-Version header is required."}, 400)
            return handler(request)

        return answer

    def _search(self, request: Request) -> Response:
        asked = request.query_params
        found = self.world.find(asked.get("query", ""), asked.get("near", ""))
        return JSONResponse({"results": [place_shape(place) for place in found], "context": {}})

    def _place(self, request: Request) -> Response:
        place = self.world.places.get(request.path_params["id"])
        if place is None:
            return JSONResponse({"message": "Place not found."}, 404)
        return JSONResponse(place_shape(place))

    def _tips(self, request: Request) -> Response:
        number, limit = request.path_params["id"], int(request.query_params.get("limit", "10"))
        if number not in self.world.places:
            return JSONResponse({"message": "Place not found."}, 404)
        if not 1 <= limit <= MOST:
            return JSONResponse({"message": f"limit must be between 1 and {MOST}"}, 400)
        tips: list[Tip] = self.world.newest(number)
        if request.query_params.get("sort") != "NEWEST":
            tips = sorted(tips, key=lambda tip: -tip.agree)
        return JSONResponse([tip_shape(tip) for tip in tips[:limit]])
