"""What every route needs: who asks, what was sent, how refusals and pages are written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from responder.core.clock import MINUTE, SECOND
from responder.practice.host import Scope
from responder.practice.mastodon.people import Person
from responder.practice.mastodon.world import World

T = TypeVar("T")


@dataclass
class Token:
    """An access token and what it may do."""

    value: str
    person: str | None
    client: str
    scopes: str


@dataclass
class Site:
    """The world with what only its web front knows: applications, codes, tokens, budgets."""

    world: World
    tokens: dict[str, Token] = field(default_factory=dict)
    apps: dict[str, dict[str, Any]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    used: int = 0
    window_ends: int = 0
    budget: int = 1500
    clock_offset: int = 0
    retention: int | None = None

    def who(self, request: Request) -> Person | None:
        """Return who asks, by the bearer token; None for strangers."""
        token = self.tokens.get(bearer(request))
        return None if token is None or token.person is None else self.world.people.get(token.person)

    def spent(self, scope: Scope) -> bool:
        """Count a request against the budget; say whether that was one too many."""
        now = self.world.now()
        if now >= self.window_ends:
            self.used, self.window_ends = 0, now + 5 * MINUTE
        self.used += 1
        return scope["type"] == "http" and self.used > self.budget

    def every(self) -> list[tuple[bytes, bytes]]:
        """Return the headers that are on every answer."""
        date = formatdate((self.world.now() + self.clock_offset) / SECOND, usegmt=True)
        headers = {"date": date}
        if self.world.dialect.limits:
            reset = datetime.fromtimestamp((self.window_ends + self.clock_offset) / SECOND, UTC)
            headers |= {
                "x-ratelimit-limit": str(self.budget),
                "x-ratelimit-remaining": str(max(0, self.budget - self.used)),
                "x-ratelimit-reset": reset.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            }
        return [(name.encode(), value.encode()) for name, value in headers.items()]


def bearer(request: HTTPConnection) -> str:
    """Return the token that a request carries."""
    header = request.headers.get("authorization", "")
    if header.lower().startswith("bearer "):
        return header[7:]
    return request.headers.get("sec-websocket-protocol", "") or request.query_params.get("access_token", "")


def refusal(site: Site, status: int, error: str, description: str | None = None) -> Response:
    """Return an error answer in the dialect's manner."""
    if site.world.dialect.bare_errors:
        return Response(status_code=status)
    body = {"error": error}
    if description:
        body["error_description"] = description
    return JSONResponse(body, status)


def unauthorized(site: Site) -> Response:
    """Return the answer to a missing or revoked token."""
    return refusal(site, 401, "The access token is invalid")


def not_found(site: Site) -> Response:
    """Return the answer for what does not exist or may not be seen."""
    return refusal(site, 404, "Record not found")


async def sent(request: Request) -> dict[str, Any]:
    """Return the parameters of a request: query, then form or JSON. `name[]` becomes a list under `name`."""
    values: dict[str, Any] = {}
    pairs = list(request.query_params.multi_items())
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        body = await request.json()
        values.update(body if isinstance(body, dict) else {})
    elif kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        form = await request.form()
        pairs += [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    for name, value in pairs:
        if name.endswith("[]"):
            values.setdefault(name[:-2], []).append(value)
        else:
            values[name] = value
    return values


def number(text: object, default: int, most: int) -> int:
    """Return a limit parameter within its bounds."""
    try:
        return max(1, min(int(str(text)), most))
    except ValueError:
        return default


def page(
    site: Site,
    request: Request,
    items: Sequence[T],
    key: Callable[[T], str],
    *,
    default: int,
    most: int,
) -> tuple[list[T], dict[str, str]]:
    """Return one page, newest first, and its `Link` header. `items` are oldest first."""
    query = request.query_params
    order = site.world.ids.order
    above = order(query.get("min_id") or query.get("since_id") or "")
    below = order(query.get("max_id", ""))
    if "since_id" in query and not site.world.dialect.since_id:
        above = None
    limit = number(query.get("limit"), default, most)
    found = [item for item in items if _between(order(key(item)) or 0, above, below)]
    chosen = found[:limit] if "min_id" in query else found[-limit:]
    chosen.reverse()
    return chosen, _links(site, request, [key(item) for item in chosen], full=len(chosen) == limit)


def _between(place: int, above: int | None, below: int | None) -> bool:
    return (above is None or place > above) and (below is None or place < below)


def _links(site: Site, request: Request, keys: list[str], *, full: bool) -> dict[str, str]:
    if not keys or not site.world.dialect.links:
        return {}
    kept = [
        (n, v) for n, v in request.query_params.multi_items() if n not in ("max_id", "min_id", "since_id")
    ]
    address = f"{site.world.base}{request.url.path}"
    older = f'<{address}?{urlencode([*kept, ("max_id", keys[-1])])}>; rel="next"'
    newer = f'<{address}?{urlencode([*kept, ("min_id", keys[0])])}>; rel="prev"'
    if full or site.world.dialect.always_next:
        return {"link": f"{older}, {newer}"}
    return {"link": newer}
