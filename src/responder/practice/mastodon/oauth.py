"""Registration of applications, and the authorization code flow with PKCE."""

import base64
import hashlib
import html
import secrets
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from responder.core.clock import SECOND
from responder.practice.mastodon.requests import Site, Token, refusal, sent

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


def routes(site: Site) -> list[Route]:
    """Return the routes of sign-in."""
    front = OAuth(site)
    return [
        Route("/api/v1/apps", front.register, methods=["POST"]),
        Route("/oauth/authorize", front.ask, methods=["GET"]),
        Route("/oauth/authorize", front.answer, methods=["POST"]),
        Route("/oauth/token", front.token, methods=["POST"]),
        Route("/oauth/revoke", front.revoke, methods=["POST"]),
        Route("/.well-known/oauth-authorization-server", front.discovery, methods=["GET"]),
    ]


class OAuth:
    """The sign-in pages and endpoints of one server."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def register(self, request: Request) -> Response:
        """Register an application."""
        values = await sent(request)
        given = values.get("redirect_uris", "")
        uris = given if isinstance(given, list) else str(given).split()
        if not values.get("client_name") or not uris:
            return refusal(self._site, 422, "Validation failed: Name can't be blank")
        if self._site.world.dialect.first_redirect_only:
            uris = uris[:1]
        app = {
            "id": str(len(self._site.apps) + 1),
            "name": values["client_name"],
            "website": values.get("website"),
            "redirect_uri": "\n".join(uris),
            "redirect_uris": uris,
            "scopes": str(values.get("scopes", "read")).split(),
            "client_id": secrets.token_urlsafe(24),
            "client_secret": secrets.token_urlsafe(24),
            "client_secret_expires_at": 0,
            "vapid_key": "",
        }
        self._site.apps[app["client_id"]] = app
        return JSONResponse(app)

    async def ask(self, request: Request) -> Response:
        """Show the page on which a person signs in and allows it."""
        query = dict(request.query_params)
        problem = self._wrong(query)
        if problem:
            return HTMLResponse(f"<p>{html.escape(problem)}</p>", 400)
        hidden = "".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in query.items()
        )
        name = html.escape(self._site.apps[query["client_id"]]["name"])
        return HTMLResponse(
            f'<!doctype html><title>Practice</title><form method="post" action="/oauth/authorize">{hidden}'
            f"<p>{name} would like to use your practice account.</p>"
            '<label>User name <input name="login"></label> <label>Password '
            '<input name="passwd" type="password"></label>'
            '<button name="allow" value="1">Authorize</button><button name="deny" value="1">Deny</button></form>'
        )

    async def answer(self, request: Request) -> Response:
        """Send the person back with a code, or with a no."""
        values = await sent(request)
        if self._wrong(values):
            return HTMLResponse("<p>Invalid request</p>", 400)
        back = {"state": values["state"]} if "state" in values else {}
        if "deny" in values:
            denied = {"error": "access_denied", "error_description": "The resource owner denied the request."}
            return RedirectResponse(f"{values['redirect_uri']}?{urlencode({**denied, **back})}", 302)
        person = self._site.world.find_person(str(values.get("login")), None)
        if person is None or self._site.passwords.get(person.id) != values.get("passwd"):
            return HTMLResponse("<p>Wrong user name or password</p>", 401)
        code = secrets.token_urlsafe(24)
        self._site.codes[code] = {**values, "person": person.id}
        if values["redirect_uri"] == OUT_OF_BAND:
            return HTMLResponse(f"<code>{code}</code>")
        return RedirectResponse(f"{values['redirect_uri']}?{urlencode({'code': code, **back})}", 302)

    async def token(self, request: Request) -> Response:
        """Exchange a code, or client credentials, for a token."""
        values = await sent(request)
        app = self._site.apps.get(str(values.get("client_id")))
        if app is None or app["client_secret"] != values.get("client_secret"):
            return JSONResponse(
                {"error": "invalid_client", "error_description": "Client authentication failed."}, 401
            )
        if values.get("grant_type") == "client_credentials":
            return self._issue(app, None, str(values.get("scope", "read")))
        code = self._site.codes.pop(str(values.get("code")), None)
        if code is None or not self._matches(code, values):
            return JSONResponse(
                {
                    "error": "invalid_grant",
                    "error_description": "The provided authorization grant is invalid.",
                },
                400,
            )
        return self._issue(app, code["person"], code.get("scope", "read"))

    async def revoke(self, request: Request) -> Response:
        """End a token; twice is no error."""
        values = await sent(request)
        self._site.tokens.pop(str(values.get("token")), None)
        return JSONResponse({})

    async def discovery(self, _request: Request) -> Response:
        """Describe the endpoints (since 4.3)."""
        base = self._site.world.base
        if not self._site.world.dialect.discovery:
            return refusal(self._site, 404, "Not found")
        return JSONResponse(
            {
                "issuer": f"{base}/",
                "authorization_endpoint": f"{base}/oauth/authorize",
                "token_endpoint": f"{base}/oauth/token",
                "app_registration_endpoint": f"{base}/api/v1/apps",
                "revocation_endpoint": f"{base}/oauth/revoke",
                "userinfo_endpoint": f"{base}/oauth/userinfo",
                "scopes_supported": ["profile", *sorted(_covered(["read", "write"]))],
                "response_types_supported": ["code"],
                "response_modes_supported": ["query", "fragment", "form_post"],
                "grant_types_supported": ["authorization_code", "client_credentials"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                "code_challenge_methods_supported": ["S256"],
                "service_documentation": "https://docs.joinmastodon.org/",
            }
        )

    def _issue(self, app: dict[str, Any], person: str | None, scope: str) -> Response:
        value = secrets.token_urlsafe(32)
        self._site.tokens[value] = Token(value, person, app["client_id"], scope)
        created = self._site.world.now() // SECOND
        return JSONResponse(
            {"access_token": value, "token_type": "Bearer", "scope": scope, "created_at": created}
        )

    def _wrong(self, values: dict[str, Any]) -> str:
        app = self._site.apps.get(values.get("client_id", ""))
        if app is None:
            return "Client authentication failed due to unknown client."
        if values.get("redirect_uri") not in app["redirect_uris"]:
            return "The redirect uri included is not valid."
        if values.get("response_type") != "code":
            return "The authorization server does not support this response type."
        extra = set(str(values.get("scope", "")).split()) - _covered(app["scopes"])
        return f"The requested scope is invalid: {' '.join(sorted(extra))}" if extra else ""

    def _matches(self, code: dict[str, str], values: dict[str, Any]) -> bool:
        if code["redirect_uri"] != values.get("redirect_uri"):
            return False
        challenge = code.get("code_challenge")
        if not challenge or not self._site.world.dialect.pkce:
            return True
        digest = hashlib.sha256(str(values.get("code_verifier", "")).encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge


def _covered(scopes: list[str]) -> set[str]:
    fine = {
        "statuses", "notifications", "accounts", "search", "favourites", "media", "conversations",
        "bookmarks", "filters", "follows", "lists", "mutes", "blocks", "reports",
    }  # fmt: skip
    return set(scopes) | {f"{scope}:{name}" for scope in scopes for name in fine}
