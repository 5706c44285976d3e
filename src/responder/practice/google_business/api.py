"""The methods that have to do with reviews, of three services: accounts and locations of version 1, reviews of version 4."""

import base64
import json
import re
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from responder.practice.google import GoogleAccounts, Trouble
from responder.practice.google_business.world import STARS, Place, Reply, Review, World

SCOPE = "https://www.googleapis.com/auth/business.manage"
_FIELDS = {
    "name",
    "title",
    "storeCode",
    "metadata",
    "storefrontAddress",
    "latlng",
    "languageCode",
    "websiteUri",
}
_REVIEW = r"accounts/\d+/locations/\d+/reviews/[\w-]+"


class Api:
    """Answers for one Google user."""

    def __init__(self, world: World, accounts: GoogleAccounts) -> None:
        self._world = world
        self._accounts = accounts

    async def answer(self, request: Request) -> Response:
        """Answer any request."""
        stamp = datetime.fromtimestamp(self._world.now() / 1e6, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        try:
            self._accounts.allow(request, SCOPE)
            self._world.spend()
            response = self._route(request, await request.body())
        except Trouble as trouble:
            response = trouble.answer()
        response.headers["Date"] = stamp
        return response

    def _route(self, request: Request, body: bytes) -> Response:
        query, path, method = dict(request.query_params), request.url.path.strip("/"), request.method
        if (method, path) == ("GET", "v1/accounts"):
            return self._accounts_page(query)
        if method == "GET" and (found := re.fullmatch(r"v1/(accounts/(?:\d+|-))/locations", path)):
            return self._locations(found[1], query)
        if method == "GET" and (found := re.fullmatch(r"v4/accounts/\d+/(locations/\d+)/reviews", path)):
            return self._reviews(path.removeprefix("v4/").removesuffix("/reviews"), found[1], query)
        if method == "GET" and (found := re.fullmatch(rf"v4/({_REVIEW})", path)):
            return JSONResponse(_review(self._world.review(found[1])))
        if found := re.fullmatch(rf"v4/({_REVIEW})/reply", path):
            return self._reply(method, found[1], body)
        raise Trouble(404, "notFound", "Method not found.", "NOT_FOUND")

    def _accounts_page(self, query: dict[str, str]) -> Response:
        shown, more = _paged(list(self._world.accounts.values()), query, 20, 20)
        accounts = [{"name": one.name, "accountName": one.title, "type": one.kind, "role": "PRIMARY_OWNER"} for one in shown]  # fmt: skip
        return JSONResponse({"accounts": accounts, **more})

    def _locations(self, parent: str, query: dict[str, str]) -> Response:
        mask = {one for one in query.get("readMask", "").split(",") if one}
        if not mask or mask - _FIELDS:
            raise Trouble(400, "badRequest", "Request contains an invalid argument.", "INVALID_ARGUMENT")
        if parent != "accounts/-" and parent not in self._world.accounts:
            raise Trouble(403, "forbidden", "The caller does not have permission", "PERMISSION_DENIED")
        places = [place for place in self._world.places.values() if parent in ("accounts/-", place.account)]
        shown, more = _paged(places, query, 10, 100)
        locations = [{key: value for key, value in _place(one).items() if key in mask} for one in shown]
        return JSONResponse({**({"locations": locations} if locations else {}), **more})

    def _reviews(self, name: str, place: str, query: dict[str, str]) -> Response:
        there = self._world.places.get(place)
        if there is None or not name.startswith(f"{there.account}/"):
            raise Trouble(404, "notFound", "Requested entity was not found.", "NOT_FOUND")
        if not there.verified:
            raise Trouble(400, "failedPrecondition", "Precondition check failed.", "FAILED_PRECONDITION")
        found = self._world.of(place, query.get("orderBy", ""))
        shown, more = _paged(found, query, self._world.page, self._world.page)
        if not found:
            return JSONResponse({})
        average = sum(review.stars for review in found) / len(found)
        total = {"averageRating": average, "totalReviewCount": len(found)}
        return JSONResponse({"reviews": [_review(review) for review in shown], **total, **more})

    def _reply(self, method: str, name: str, body: bytes) -> Response:
        if method == "DELETE":
            review = self._world.review(name)
            if review.reply is None:
                raise Trouble(404, "notFound", "Requested entity was not found.", "NOT_FOUND")
            review.reply = None
            return JSONResponse({})
        if method != "PUT":
            raise Trouble(404, "notFound", "Method not found.", "NOT_FOUND")
        try:
            given = json.loads(body)
        except ValueError as error:
            raise Trouble(400, "parseError", "Invalid JSON payload received.", "INVALID_ARGUMENT") from error
        return JSONResponse(_reply(self._world.answer(name, str(given.get("comment", "")))))


def _place(place: Place) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "name": place.name, "title": place.title,
        "storefrontAddress": {
            "regionCode": "FR", "languageCode": "fr", "postalCode": "44000", "locality": place.town, "addressLines": list(place.address),
        },
        "metadata": {
            "hasVoiceOfMerchant": place.verified, "placeId": f"ChIJ{place.name[-6:]}",
            "mapsUri": f"https://maps.google.example/maps?cid={place.name[-6:]}",
        },
    }  # fmt: skip
    if place.where is not None:
        entity["latlng"] = {"latitude": place.where[0], "longitude": place.where[1]}
    return entity


def _review(review: Review) -> dict[str, Any]:
    reviewer: dict[str, Any] = {"isAnonymous": True} if review.anonymous else {
        "displayName": review.who, "profilePhotoUrl": f"https://lh3.example/{review.number}",
    }  # fmt: skip
    entity: dict[str, Any] = {
        "name": review.name, "reviewId": review.name.rpartition("/")[2], "reviewer": reviewer,
        "starRating": STARS[review.stars - 1], "createTime": _stamp(review.created), "updateTime": _stamp(review.updated),
    }  # fmt: skip
    if review.comment:
        entity["comment"] = review.comment
    if review.reply is not None:
        entity["reviewReply"] = _reply(review.reply)
    if review.pictures:
        entity["reviewMediaItems"] = [{"thumbnailUrl": url} for url in review.pictures]
    return entity


def _reply(reply: Reply) -> dict[str, Any]:
    told = {"comment": reply.comment, "updateTime": _stamp(reply.updated), "reviewReplyState": reply.state}
    return {**told, "policyViolation": reply.violation} if reply.violation else told


def _paged(
    found: list[Any], query: dict[str, str], usual: int, most: int
) -> tuple[list[Any], dict[str, str]]:
    """Return a page and where the next begins: after the last one shown, which may go meanwhile."""
    size = int(query.get("pageSize", usual))
    if not size > 0:
        raise Trouble(400, "badRequest", "Request contains an invalid argument.", "INVALID_ARGUMENT")
    size, token, start = min(size, most), query.get("pageToken", ""), 0
    if token:
        start = json.loads(base64.urlsafe_b64decode(token))
    shown = found[start : start + size]
    if start + size >= len(found):
        return shown, {}
    return shown, {"nextPageToken": base64.urlsafe_b64encode(json.dumps(start + size).encode()).decode()}


def _stamp(at: int) -> str:
    return datetime.fromtimestamp(at / 1e6, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
