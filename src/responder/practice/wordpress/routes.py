"""Which address leads where: pages for browsers, the API in both of its forms."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from responder.practice.wordpress.api import Api, Caller, failed
from responder.practice.wordpress.world import Trouble, World


class Routes:
    """The site's front door. `passwords_on` is whether application passwords exist, `agrees` whether the owner gives them."""

    def __init__(self, world: World, url: str, name: str, *, plain: bool) -> None:
        self._world = world
        self._url = url
        self._name = name
        self._plain = plain
        self._api = Api(world, url)
        self.passwords_on = True
        self.agrees = True

    @property
    def root(self) -> str:
        """Return the REST root as the site names it."""
        return f"{self._url}/index.php?rest_route=/" if self._plain else f"{self._url}/wp-json/"

    async def answer(self, request: Request) -> Response:
        """Answer any request."""
        route = self._route(request)
        if route is None:
            return self._page(request)
        try:
            return self._rest(route, request.method, Caller(request, self._world, await request.body()))
        except Trouble as trouble:
            return failed(trouble)

    def _route(self, request: Request) -> str | None:
        asked = request.query_params.get("rest_route")
        if asked is not None:
            return asked.strip("/")
        path = request.url.path
        return path[9:].strip("/") if path.startswith("/wp-json/") and not self._plain else None

    def _rest(self, route: str, method: str, caller: Caller) -> Response:
        match method, route.split("/"):
            case "GET", [""]:
                return JSONResponse(self._index())
            case "GET", ["wp", "v2", "users", "me"]:
                return self._api.me(caller)
            case "GET", ["wp", "v2", "users"]:
                return self._api.users(caller)
            case "GET", ["wp", "v2", "comments"]:
                return self._api.comments(caller)
            case "POST", ["wp", "v2", "comments"]:
                return self._api.create(caller)
            case _, ["wp", "v2", "comments", number] if number.isdecimal():
                return self._one(method, caller, int(number))
            case "GET", ["wp", "v2", ("posts" | "pages") as kind]:
                return self._api.posts(caller, kind)
        raise Trouble(404, "rest_no_route", "No route was found matching the URL and request method.")

    def _one(self, method: str, caller: Caller, number: int) -> Response:
        acts = {"GET": self._api.comment, "POST": self._api.update, "DELETE": self._api.remove}
        return acts[method](caller, number)

    def _index(self) -> dict[str, Any]:
        page = {"endpoints": {"authorization": f"{self._url}/wp-admin/authorize-application.php"}}
        return {
            "name": self._name, "url": self._url, "home": self._url, "gmt_offset": str(self._world.offset),
            "namespaces": ["oembed/1.0", "wp/v2"],
            "authentication": {"application-passwords": page} if self.passwords_on else [],
        }  # fmt: skip

    def _page(self, request: Request) -> Response:
        if request.url.path == "/old":
            return RedirectResponse(f"{self._url}/", 301)
        if request.url.path == "/wp-admin/authorize-application.php":
            return self._authorize(request)
        if request.url.path not in ("/", "/index.php"):
            return HTMLResponse("<title>Page not found</title>", 404)
        page = f"<title>{self._name}</title><link rel='https://api.w.org/' href='{self.root}'>"
        return HTMLResponse(page, headers={"Link": f'<{self.root}>; rel="https://api.w.org/"'})

    def _authorize(self, request: Request) -> Response:
        """Give the owner's password to a program, as if they had logged in and agreed at once."""
        back = request.query_params.get("success_url", "")
        if not back:
            return HTMLResponse("<title>Copy this password</title>")
        if not self.agrees:
            return RedirectResponse(f"{back}&success=false", 302)
        password = next(iter(self._world.users[1].passwords))
        values = {"site_url": self._url, "user_login": "owner", "password": password}
        return RedirectResponse(f"{back}&{urlencode(values)}", 302)
