"""Routes about notifications, requests, private conversations and markers."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from responder.core.clock import to_iso
from responder.practice.mastodon import entities
from responder.practice.mastodon.people import Person
from responder.practice.mastodon.requests import Site, not_found, page, sent, unauthorized
from responder.practice.mastodon.world import Notice, Status

Handler = Callable[[Request, Person], Awaitable[Response]]


def routes(site: Site) -> list[Route]:
    """Return these routes."""
    notices, talks = Notices(site), Talks(site)

    def signed_in(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def guarded(request: Request) -> Response:
            person = site.who(request)
            return unauthorized(site) if person is None else await handler(request, person)

        return guarded

    base = "/api/v1/notifications"
    found = [
        Route(base, signed_in(notices.all)),
        Route(f"{base}/unread_count", signed_in(notices.count)),
        Route(f"{base}/clear", signed_in(notices.clear), methods=["POST"]),
        Route("/api/v1/conversations", signed_in(talks.all)),
        Route("/api/v1/conversations/{id}/read", signed_in(talks.read), methods=["POST"]),
        Route("/api/v1/markers", signed_in(talks.markers)),
    ]
    if site.world.dialect.requests:
        found += [
            Route("/api/v2/notifications/policy", signed_in(notices.policy), methods=["GET", "PATCH"]),
            Route(f"{base}/requests", signed_in(notices.requests)),
            Route(f"{base}/requests/{{id}}/accept", signed_in(notices.accept), methods=["POST"]),
        ]
    return [
        *found,
        Route(f"{base}/{{id}}", signed_in(notices.one)),
        Route(f"{base}/{{id}}/dismiss", signed_in(notices.dismiss), methods=["POST"]),
    ]


class Notices:
    """Notifications and the requests that some of them wait in."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._world = site.world

    async def all(self, request: Request, person: Person) -> Response:
        """Show a page of notifications."""
        values = await sent(request)
        kept = list(self._world.notices_of(person))
        if self._site.retention is not None:
            kept = kept[-self._site.retention :]
        wanted, unwanted = values.get("types"), values.get("exclude_types", [])
        aside = str(values.get("include_filtered", "")).lower() in ("true", "1")
        found = [
            notice
            for notice in kept
            if (not wanted or notice.kind in wanted)
            and notice.kind not in unwanted
            and (aside or not notice.filtered)
        ]
        chosen, headers = page(self._site, request, found, lambda notice: notice.id, default=40, most=80)
        return JSONResponse([entities.notification(self._world, n) for n in chosen], headers=headers)

    async def one(self, request: Request, person: Person) -> Response:
        """Show a notification."""
        notice = self._find(request, person)
        if notice is None or not self._world.dialect.optional_routes:
            return not_found(self._site)
        return JSONResponse(entities.notification(self._world, notice))

    async def dismiss(self, request: Request, person: Person) -> Response:
        """Take a notification away."""
        notice = self._find(request, person)
        if notice is None:
            return not_found(self._site)
        self._world.notices.remove(notice)
        return JSONResponse({})

    async def clear(self, _request: Request, person: Person) -> Response:
        """Take all of them away."""
        self._world.notices = [n for n in self._world.notices if n.owner != person.id]
        return JSONResponse({})

    async def count(self, _request: Request, person: Person) -> Response:
        """Count them."""
        return JSONResponse({"count": min(100, len(list(self._world.notices_of(person))))})

    async def policy(self, request: Request, _person: Person) -> Response:
        """Show or change what is set aside."""
        if request.method == "PATCH":
            values = await sent(request)
            self._world.policy.update({k: str(v) for k, v in values.items() if k in self._world.policy})
        waiting = [n for n in self._world.notices if n.filtered]
        summary = {
            "pending_requests_count": len({n.sender.id for n in waiting}),
            "pending_notifications_count": len(waiting),
        }
        return JSONResponse({**self._world.policy, "summary": summary})

    async def requests(self, request: Request, person: Person) -> Response:
        """Show whose notifications were set aside."""
        senders: dict[str, list[Notice]] = {}
        for notice in self._world.notices_of(person):
            if notice.filtered:
                senders.setdefault(notice.sender.id, []).append(notice)
        groups = sorted(senders.values(), key=lambda group: self._world.ids.order(group[-1].id) or 0)
        chosen, headers = page(self._site, request, groups, lambda g: g[-1].id, default=40, most=80)
        return JSONResponse(
            [entities.request(self._world, group[-1].sender, group, person) for group in chosen],
            headers=headers,
        )

    async def accept(self, request: Request, person: Person) -> Response:
        """Let somebody's notifications through."""
        self._world.accept(person, request.path_params["id"])
        return JSONResponse({})

    def _find(self, request: Request, person: Person) -> Notice | None:
        wanted = request.path_params["id"]
        return next((n for n in self._world.notices_of(person) if n.id == wanted), None)


class Talks:
    """Private conversations: the posts that only those mentioned can read, by thread."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._world = site.world
        self._numbers: dict[str, str] = {}

    async def all(self, request: Request, person: Person) -> Response:
        """Show a page of conversations, the one last written to first."""
        last: dict[str, Status] = {}
        for status in self._world.statuses.values():
            involved = {status.author.id, *(p.id for p in status.mentions)}
            if (
                status.visibility == "direct"
                and person.id in involved
                and self._world.visible(status, person)
            ):
                last[self._world.root(status)] = status
        newest = sorted(last.items(), key=lambda pair: self._world.ids.order(pair[1].id) or 0)
        # Pages go by the last post's id, which the conversation's own id does not show.
        chosen, headers = page(self._site, request, newest, lambda pair: pair[1].id, default=20, most=40)
        return JSONResponse(
            [
                entities.conversation(self._world, self._number(root), status, person)
                for root, status in chosen
            ],
            headers=headers,
        )

    async def read(self, request: Request, person: Person) -> Response:
        """Mark a conversation as read."""
        roots = {number: root for root, number in self._numbers.items()}
        root = roots.get(request.path_params["id"])
        if root is None or root not in self._world.statuses:
            return not_found(self._site)
        first = self._world.statuses[root]
        last = max([first, *self._world.descendants(first, person)], key=lambda s: s.created_at)
        self._world.read[request.path_params["id"]] = last.id
        return JSONResponse(entities.conversation(self._world, request.path_params["id"], last, person))

    async def markers(self, _request: Request, _person: Person) -> Response:
        """Show no read markers: nobody has set any."""
        return JSONResponse({"notifications": {"last_read_id": "0", "version": 0, "updated_at": to_iso(0)}})

    def _number(self, root: str) -> str:
        return self._numbers.setdefault(root, str(len(self._numbers) + 1))
