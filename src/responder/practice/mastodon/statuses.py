"""Routes about accounts, posts, threads and the instance."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from responder.core.clock import to_iso
from responder.practice.mastodon import entities
from responder.practice.mastodon.media import Media
from responder.practice.mastodon.people import Person
from responder.practice.mastodon.requests import Site, not_found, page, refusal, sent, unauthorized
from responder.practice.mastodon.world import Invalid, Status

Handler = Callable[[Request, Person], Awaitable[Response]]


def routes(site: Site, media: Media) -> list[Route]:
    """Return these routes."""
    posts, people = Posts(site, media), People(site)

    def signed_in(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def guarded(request: Request) -> Response:
            person = site.who(request)
            return unauthorized(site) if person is None else await handler(request, person)

        return guarded

    one = "/api/v1/statuses/{id}"
    return [
        Route("/api/v2/instance", people.instance),
        Route("/api/v1/instance", people.first_instance),
        Route("/api/v1/accounts/verify_credentials", signed_in(people.me)),
        Route("/api/v1/accounts/lookup", people.lookup),
        Route("/api/v1/accounts/{id}", signed_in(people.one)),
        Route("/api/v1/accounts/{id}/statuses", signed_in(posts.by_account)),
        Route("/api/v1/timelines/home", signed_in(posts.home)),
        Route("/api/v1/statuses", signed_in(posts.create), methods=["POST"]),
        Route("/api/v1/statuses", signed_in(posts.several), methods=["GET"]),
        Route(one, signed_in(posts.show), methods=["GET"]),
        Route(one, signed_in(posts.edit), methods=["PUT"]),
        Route(one, signed_in(posts.delete), methods=["DELETE"]),
        Route(f"{one}/context", signed_in(posts.context)),
        Route(f"{one}/history", signed_in(posts.history)),
        Route(f"{one}/source", signed_in(posts.source)),
        Route(f"{one}/favourite", signed_in(posts.favourite), methods=["POST"]),
        Route(f"{one}/unfavourite", signed_in(posts.unfavourite), methods=["POST"]),
    ]


class People:
    """Who is here, and what this server is."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def instance(self, _request: Request) -> Response:
        """Describe the server."""
        if not self._site.world.dialect.second_instance:
            return refusal(self._site, 404, "Not found")
        return JSONResponse(entities.instance(self._site.world))

    async def first_instance(self, _request: Request) -> Response:
        """Describe the server as it was done before version 2."""
        return JSONResponse(entities.first_instance(self._site.world))

    async def me(self, _request: Request, person: Person) -> Response:
        """Say whom the token belongs to."""
        return JSONResponse(entities.credential_account(self._site.world, person))

    async def one(self, request: Request, _person: Person) -> Response:
        """Show somebody."""
        person = self._site.world.people.get(request.path_params["id"])
        return not_found(self._site) if person is None else self._shown(person)

    async def lookup(self, request: Request) -> Response:
        """Find somebody by address."""
        name, _, domain = request.query_params.get("acct", "").lstrip("@").partition("@")
        person = self._site.world.find_person(name, domain or None)
        return not_found(self._site) if person is None else self._shown(person)

    def _shown(self, person: Person) -> Response:
        return JSONResponse(entities.account(self._site.world, person))


class Posts:
    """Posts, and what is done to them."""

    def __init__(self, site: Site, media: Media) -> None:
        self._site = site
        self._media = media
        self._world = site.world

    async def create(self, request: Request, person: Person) -> Response:
        """Publish."""
        values = await sent(request)
        visibility = str(values.get("visibility") or "public")
        if visibility not in ("public", "unlisted", "private", "direct"):
            return refusal(self._site, 422, "Validation failed: Visibility is not included in the list")
        parent = values.get("in_reply_to_id") or None
        if parent is not None and not self._readable(str(parent), person):
            return not_found(self._site)
        token = self._site.tokens[_bearer(request)]
        try:
            media = self._media.chosen(values.get("media_ids"), person.id)
        except KeyError:
            return not_found(self._site)
        except ValueError:
            return refusal(
                self._site,
                422,
                "Cannot attach files that have not finished processing. Try again in a moment!",
            )
        try:
            status = self._world.post(
                person,
                str(values.get("status") or ""),
                parent=None if parent is None else str(parent),
                visibility=visibility,
                spoiler=str(values.get("spoiler_text") or ""),
                language=values.get("language") or None,
                key=request.headers.get("idempotency-key"),
                application=self._site.apps.get(token.client, {}).get("name"),
                media=media,
            )
        except Invalid as error:
            return refusal(self._site, 422, str(error))
        return JSONResponse(entities.status(self._world, status, person))

    async def several(self, request: Request, person: Person) -> Response:
        """Show those of the given posts that may be seen (since 4.3)."""
        if not self._world.dialect.optional_routes:
            return not_found(self._site)
        wanted = (self._readable(i, person) for i in (await sent(request)).get("id", []))
        return JSONResponse([entities.status(self._world, s, person) for s in wanted if s is not None])

    async def show(self, request: Request, person: Person) -> Response:
        """Show a post."""
        status = self._readable(request.path_params["id"], person)
        return not_found(self._site) if status is None else self._shown(status, person)

    async def edit(self, request: Request, person: Person) -> Response:
        """Replace the text of one's own post."""
        status = self._own(request, person)
        if status is None:
            return not_found(self._site)
        values = await sent(request)
        try:
            self._world.edit(status, str(values.get("status") or ""), str(values.get("spoiler_text") or ""))
        except Invalid as error:
            return refusal(self._site, 422, str(error))
        return self._shown(status, person)

    async def delete(self, request: Request, person: Person) -> Response:
        """Take one's own post away and return its source text."""
        status = self._own(request, person)
        if status is None:
            return not_found(self._site)
        shown = {**entities.status(self._world, status, person), "text": status.text}
        self._world.delete(status)
        return JSONResponse(shown)

    async def context(self, request: Request, person: Person) -> Response:
        """Show the thread around a post."""
        status = self._readable(request.path_params["id"], person)
        if status is None:
            return not_found(self._site)
        above, below = self._world.ancestors(status, person), self._world.descendants(status, person)
        return JSONResponse(
            {"ancestors": self._list(above, person), "descendants": self._list(below, person)}
        )

    async def history(self, request: Request, person: Person) -> Response:
        """Show the versions of a post, oldest first."""
        status = self._readable(request.path_params["id"], person)
        if status is None or not self._world.dialect.optional_routes:
            return not_found(self._site)
        texts = [(v.text, v.spoiler, v.at) for v in status.versions]
        texts.append((status.text, status.spoiler, status.edited_at or status.created_at))
        account = entities.account(self._world, status.author)
        return JSONResponse(
            [
                {
                    "content": self._world.html(text),
                    "spoiler_text": spoiler,
                    "sensitive": bool(spoiler),
                    "created_at": to_iso(at),
                    "account": account,
                    "media_attachments": [],
                    "emojis": [],
                }
                for text, spoiler, at in texts
            ]
        )

    async def source(self, request: Request, person: Person) -> Response:
        """Show the plain text of one's own post."""
        status = self._own(request, person)
        if status is None:
            return not_found(self._site)
        return JSONResponse({"id": status.id, "text": status.text, "spoiler_text": status.spoiler})

    async def favourite(self, request: Request, person: Person) -> Response:
        """Like a post."""
        return self._like(request, person, True)

    async def unfavourite(self, request: Request, person: Person) -> Response:
        """Take a like back."""
        return self._like(request, person, False)

    async def by_account(self, request: Request, person: Person) -> Response:
        """Show the posts of one account."""
        author = request.path_params["id"]
        replies = request.query_params.get("exclude_replies") != "true"
        posts = [
            status
            for status in self._world.statuses.values()
            if status.author.id == author
            and self._world.visible(status, person)
            and (replies or status.parent is None)
        ]
        return self._page(request, posts, person)

    async def home(self, request: Request, person: Person) -> Response:
        """Show what those whom one follows have written, and oneself."""
        near = person.follows | {person.id}
        posts = [
            s for s in self._world.statuses.values() if s.author.id in near and self._world.visible(s, person)
        ]
        return self._page(request, posts, person)

    def _page(self, request: Request, posts: list[Status], person: Person) -> Response:
        posts.sort(key=lambda status: self._world.ids.order(status.id) or 0)
        chosen, headers = page(self._site, request, posts, lambda status: status.id, default=20, most=40)
        return JSONResponse(self._list(chosen, person), headers=headers)

    def _like(self, request: Request, person: Person, on: bool) -> Response:
        status = self._readable(request.path_params["id"], person)
        if status is None:
            return not_found(self._site)
        self._world.favourite(person, status, on)
        return self._shown(status, person)

    def _own(self, request: Request, person: Person) -> Status | None:
        status = self._world.statuses.get(request.path_params["id"])
        return status if status is not None and status.author.id == person.id else None

    def _readable(self, status_id: str, person: Person) -> Status | None:
        status = self._world.statuses.get(status_id)
        return status if status is not None and self._world.visible(status, person) else None

    def _shown(self, status: Status, person: Person) -> Response:
        return JSONResponse(entities.status(self._world, status, person))

    def _list(self, statuses: list[Status], person: Person) -> list[dict[str, Any]]:
        return [entities.status(self._world, status, person) for status in statuses]


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "")[7:]
