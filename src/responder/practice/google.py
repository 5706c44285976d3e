"""Google's sign-in and errors as practice networks show them, written from Google's own descriptions of them."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

CLIENT_ID = "1234-practice.apps.googleusercontent.com"
CLIENT_SECRET = "practice-secret"  # noqa: S105 # it protects nothing: the network is thrown away
_SECOND = 1_000_000


class Trouble(Exception):
    """A refusal, as the Google APIs word it. `status` is the name that newer ones give it."""

    def __init__(self, code: int, reason: str, message: str, status: str = "", /, **detail: Any) -> None:
        super().__init__(message)
        self.code, self.reason, self.status, self.detail = code, reason, status, detail

    def answer(self) -> Response:
        """Return it as an answer."""
        error: dict[str, Any] = {"code": self.code, "message": str(self)}
        if self.reason:
            error["errors"] = [{"message": str(self), "domain": "global", "reason": self.reason}]
        if self.status:
            error["status"] = self.status
        if self.detail:
            info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "domain": "googleapis.com"}
            error["details"] = [{**info, **self.detail}]
        return JSONResponse({"error": error}, self.code)


@dataclass
class Grant:
    """What a token stands for. Times are µs UTC."""

    scope: str
    ends: int


@dataclass
class GoogleAccounts:
    """One person, who is signed in to Google in their browser and agrees at once.

    `agrees` is whether they allow it, `unticked` what they do not give, `lasting` whether a refresh token is given.
    """

    now: Callable[[], int]
    agrees: bool = True
    unticked: set[str] = field(default_factory=set)
    lasting: bool = True
    life: int = 3599
    access: dict[str, Grant] = field(default_factory=dict)
    refresh: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def routes(self) -> list[BaseRoute]:
        """Return the routes of sign-in."""
        return [
            Route("/o/oauth2/v2/auth", self.ask, methods=["GET"]),
            Route("/token", self.token, methods=["POST"]),
        ]

    def grant(self, scope: str) -> tuple[str, str]:
        """Return an access and a refresh token, as a sign-in would have given them."""
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.access[access] = Grant(scope, self.now() + self.life * _SECOND)
        self.refresh[refresh] = scope
        return access, refresh

    def revoke(self) -> None:
        """End every sign-in."""
        self.access.clear()
        self.refresh.clear()

    def allow(self, request: Request, scope: str) -> None:
        """Raise Trouble unless a request has a token for a scope that is still good."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        grant = self.access.get(token)
        if kind != "Bearer" or grant is None or grant.ends <= self.now():
            raise Trouble(401, "authError", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.", "UNAUTHENTICATED")  # fmt: skip
        if scope not in grant.scope.split():
            raise Trouble(403, "insufficientPermissions", "Request had insufficient authentication scopes.", "PERMISSION_DENIED", reason="ACCESS_TOKEN_SCOPE_INSUFFICIENT")  # fmt: skip

    async def ask(self, request: Request) -> Response:
        """Send the person back with a code, or with a no."""
        query = dict(request.query_params)
        if query.get("client_id") != CLIENT_ID:
            return HTMLResponse("<p>Error 401: invalid_client</p>", 401)
        back = query.get("redirect_uri", "")
        if query.get("response_type") != "code" or not back.startswith(
            ("http://127.0.0.1:", "http://[::1]:")
        ):
            return HTMLResponse("<p>Error 400: redirect_uri_mismatch</p>", 400)
        state = {"state": query["state"]} if "state" in query else {}
        if not self.agrees:
            return RedirectResponse(f"{back}?{urlencode({'error': 'access_denied', **state})}", 302)
        given = [one for one in query.get("scope", "").split() if one not in self.unticked]
        code = secrets.token_urlsafe(24)
        self.codes[code] = {**query, "scope": " ".join(given)}
        return RedirectResponse(f"{back}?{urlencode({'code': code, 'scope': ' '.join(given), **state})}", 302)

    async def token(self, request: Request) -> Response:
        """Exchange a code or a refresh token for an access token."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return _no("invalid_client", "The provided client secret is invalid.", 401)
        if form.get("grant_type") == "refresh_token":
            scope = self.refresh.get(form.get("refresh_token", ""))
            if scope is None:
                return _no("invalid_grant", "Token has been expired or revoked.")
            return self._issue(scope, lasting=False)
        code = self.codes.pop(form.get("code", ""), None)
        if code is None or code["redirect_uri"] != form.get("redirect_uri"):
            return _no("invalid_grant", "Malformed auth code.")
        if code.get("code_challenge") and code["code_challenge"] != _challenge(form.get("code_verifier", "")):
            return _no("invalid_grant", "Invalid code verifier.")
        lasting = (code.get("access_type"), code.get("prompt")) == ("offline", "consent") and self.lasting
        return self._issue(code["scope"], lasting=lasting)

    def _issue(self, scope: str, *, lasting: bool) -> Response:
        access, refresh = self.grant(scope)
        given = {"access_token": access, "expires_in": self.life, "scope": scope, "token_type": "Bearer"}
        if not lasting:
            del self.refresh[refresh]
            return JSONResponse(given)
        return JSONResponse({**given, "refresh_token": refresh})


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _no(error: str, description: str, status: int = 400) -> Response:
    return JSONResponse({"error": error, "error_description": description}, status)
