"""A practice site with three feeds of the same entries, over real HTTP on loopback."""

import base64
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from responder.core.clock import Clock, SystemClock
from responder.practice.feeds.documents import Entry, Page, atom, json_feed, moment, rss
from responder.practice.served import Served

FORMATS = {
    "feed.xml": (rss, "application/rss+xml"),
    "atom.xml": (atom, "application/atom+xml"),
    "feed.json": (json_feed, "application/feed+json"),
}
PAGE = 50
"""How many entries one page of a feed lists."""


class PracticeFeeds(Served):
    """A site at `url` with `/feed.xml`, `/atom.xml`, `/feed.json` and a page that names them. Call from any thread.

    `headers` are sent along, `moved` maps paths to (status, target), `gone` paths are no more, and with `login` a
    name and password are wanted. `kept` is how many entries the feeds still list at all.
    """

    def __init__(self, *, clock: Clock | None = None, port: int = 0, title: str = "The Daily") -> None:
        self._clock = clock or SystemClock()
        super().__init__(port)
        self.title, self.ttl = title, 0
        self.entries: list[Entry] = []
        self.headers: dict[str, str] = {}
        self.moved: dict[str, tuple[int, str]] = {}
        self.gone: set[str] = set()
        self.login: tuple[str, str] | None = None
        self.kept: int | None = None
        self.drift = 0
        self.answered: list[tuple[str, int, dict[str, str]]] = []
        self._changed = self._clock.now()

    def now(self) -> int:
        """Return the site's own idea of the time (µs UTC)."""
        return self._clock.now() + self.drift

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [Route("/{path:path}", self._answer, methods=["GET", "HEAD"])]

    # --- what its editors do

    def publish(self, text: str, *, title: str = "", ago: float = 0, id: str = "", **more: Any) -> str:
        """Publish an entry, `ago` seconds back; return its id."""
        at = self.now() - int(ago * 1_000_000)
        name = id or f"urn:practice:{self.host.port}:{len(self.entries) + 1}"
        self.entries.insert(0, Entry(name, title, text, at, **more))
        self._touch()
        return name

    def change(self, id: str, **what: Any) -> None:
        """Change an entry."""
        entry = next(one for one in self.entries if one.id == id)
        entry.changed = self.now()
        for name, value in what.items():
            setattr(entry, name, value)
        self._touch()

    def withdraw(self, id: str) -> None:
        """Take an entry out."""
        self.entries = [entry for entry in self.entries if entry.id != id]
        self._touch()

    def forget(self, kept: int) -> None:
        """List only so many of the newest from now on."""
        self.kept = kept
        self._touch()

    def settle(self) -> None:
        """Let the last change be a while ago: until then its second may not be over."""
        self._changed -= 10_000_000

    # --- inside

    def _touch(self) -> None:
        self._changed = self._clock.now()

    async def _answer(self, request: Request) -> Response:
        path = request.url.path.strip("/")
        response = self._found(path, request)
        asked = {
            name: request.headers[name]
            for name in ("if-none-match", "if-modified-since", "authorization")
            if name in request.headers
        }
        self.answered.append((path, response.status_code, asked))
        return response

    def _found(self, path: str, request: Request) -> Response:
        if self.login is not None and not self._let_in(request):
            return Response("Who are you?", 401, {"WWW-Authenticate": 'Basic realm="feeds"'})
        if path in self.moved:
            status, target = self.moved[path]
            return RedirectResponse(target, status)
        if path in self.gone:
            return HTMLResponse("<title>Gone</title>", 410)
        if path in FORMATS:
            return self._feed(path, request)
        return (
            HTMLResponse(self._page(), 200)
            if path in ("", "news")
            else HTMLResponse("<title>Not found</title>", 404)
        )

    def _let_in(self, request: Request) -> bool:
        assert self.login is not None
        wanted = base64.b64encode(":".join(self.login).encode()).decode()
        return request.headers.get("authorization") == f"Basic {wanted}"

    def _page(self) -> str:
        links = "".join(
            f'<link rel="alternate" type="{kind}" title="{path}" href="/{path}">'
            for path, (_, kind) in FORMATS.items()
        )
        return f"<!doctype html><html><head><title>{self.title}</title>{links}</head><body>News</body></html>"

    def _feed(self, path: str, request: Request) -> Response:
        """Answer a page of a feed, or 304 (RFC 9110, 13.2.2: the tag decides where both are sent)."""
        write, kind = FORMATS[path]
        number = max(1, int(request.query_params.get("page", "1")))
        listed = self.entries if self.kept is None else self.entries[: self.kept]
        shown = listed[(number - 1) * PAGE : number * PAGE]
        following = f"{self.url}/{path}?page={number + 1}" if number * PAGE < len(listed) else ""
        body = write(Page(self.title, self.url, f"{self.url}/{path}", shown, following, self.ttl))
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        headers = {
            "ETag": tag,
            "Last-Modified": format_datetime(moment(self._changed), usegmt=True),
            **self.headers,
        }
        if self._same(request, tag):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=kind, headers=headers)

    def _same(self, request: Request, tag: str) -> bool:
        known, since = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
        if known is not None:
            return tag in known or known == "*"
        return since is not None and parsedate_to_datetime(since).timestamp() >= self._changed // 1_000_000
