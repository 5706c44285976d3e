"""Routes that look for posts of others: the timeline of a hashtag, and search where the server has it."""

from collections.abc import Callable, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from responder.practice.mastodon import entities, text
from responder.practice.mastodon.people import Person
from responder.practice.mastodon.requests import Site, not_found, page, unauthorized
from responder.practice.mastodon.world import Status

TAGS = 4
"""Up to how many further tags `any[]`, `all[]` and `none[]` may name."""


def routes(site: Site) -> list[Route]:
    """Return these routes."""
    finder = Finder(site)
    return [
        Route("/api/v1/timelines/tag/{hashtag}", finder.tagged),
        Route("/api/v2/search", finder.search),
    ]


class Finder:
    """Public posts by hashtag, by words, and people by address."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._world = site.world

    async def tagged(self, request: Request) -> Response:
        """Show the posts with a hashtag; a feed that is switched off is empty, which is no error (since 4.5)."""
        reader = self._site.who(request)
        if reader is None:
            return unauthorized(self._site)
        if not self._world.dialect.optional_routes:
            return not_found(self._site)
        query = request.query_params
        wanted = {request.path_params["hashtag"].lower(), *_tags(request, "any")}
        every, none = set(_tags(request, "all")), set(_tags(request, "none"))

        def fits(status: Status) -> bool:
            tags = set(text.tags(status.text))
            here = status.author.domain is None
            return (
                bool(wanted & tags)
                and every <= tags
                and not none & tags
                and not (query.get("local") == "true" and not here)
                and not (query.get("remote") == "true" and here)
            )

        posts = self._public(fits) if self._world.hashtag_feeds else []
        return self._page(request, posts, reader)

    async def search(self, request: Request) -> Response:
        """Find posts by words, newest first, and people by address. Without full-text search no post is found."""
        reader = self._site.who(request)
        if reader is None:
            return unauthorized(self._site)
        if not self._world.dialect.optional_routes:
            return not_found(self._site)
        kind, words = request.query_params.get("type"), request.query_params.get("q", "")
        found: dict[str, list[Any]] = {"accounts": [], "statuses": [], "hashtags": []}
        if kind in (None, "accounts"):
            found["accounts"] = [entities.account(self._world, one) for one in self._people(words)]
        if kind in (None, "statuses") and self._world.full_text:
            found["statuses"] = self._chosen(request, self._public(_says(words)), reader)[0]
        return JSONResponse(found)

    def _public(self, fits: Callable[[Status], bool]) -> list[Status]:
        return [
            one
            for one in self._world.statuses.values()
            if one.visibility == "public" and self._world.visible(one, None) and fits(one)
        ]

    def _people(self, words: str) -> Iterable[Person]:
        name, _, domain = words.lstrip("@").partition("@")
        exact = self._world.find_person(name, domain or None)
        return [] if exact is None else [exact]

    def _page(self, request: Request, posts: list[Status], reader: Person) -> Response:
        found, headers = self._chosen(request, posts, reader)
        return JSONResponse(found, headers=headers)

    def _chosen(
        self, request: Request, posts: list[Status], reader: Person
    ) -> tuple[list[dict[str, Any]], dict[str, str]]:
        posts.sort(key=lambda one: self._world.ids.order(one.id) or 0)
        chosen, headers = page(self._site, request, posts, lambda one: one.id, default=20, most=40)
        return [entities.status(self._world, one, reader) for one in chosen], headers


def _tags(request: Request, name: str) -> list[str]:
    return [tag.lower() for tag in request.query_params.getlist(f"{name}[]")][:TAGS]


def _says(words: str) -> Callable[[Status], bool]:
    wanted = words.casefold().split()
    return lambda status: bool(wanted) and all(word in status.text.casefold() for word in wanted)
