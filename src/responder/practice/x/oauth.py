"""Signing in: the authorization code flow with PKCE, and refresh tokens that are good for one use."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from responder.practice.x.world import SECOND, World

LIFE = 7200
"""How long an access token lives (s)."""

CODE_LIFE = 30
"""How long a code may be redeemed (s)."""

ALL = (
    "tweet.read", "tweet.write", "tweet.moderate.write", "users.read", "dm.read", "dm.write", "media.write", "like.write",
    "offline.access",
)  # fmt: skip


@dataclass
class Token:
    """An access token: until when (µs) it is good, and for what."""

    value: str
    until: int
    scopes: frozenset[str]


@dataclass
class App:
    """An app in the developer console. Without a secret it is a public client."""

    client_id: str
    callback: str
    secret: str = ""


class OAuth:
    """The sign-in of this X. `agrees` is what the person says in the browser, `grants` what they let through."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.apps: dict[str, App] = {}
        self.tokens: dict[str, Token] = {}
        self.refreshes: dict[str, frozenset[str]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.agrees = True
        self.grants: frozenset[str] = frozenset(ALL)

    def issue(self, scopes: frozenset[str], life: int = LIFE) -> Token:
        """Make an access token."""
        token = Token(secrets.token_urlsafe(24), self._world.now() + life * SECOND, scopes)
        self.tokens[token.value] = token
        return token

    def token(self, request: Request) -> Token | None:
        """Return the token that a request carries, if it is good now."""
        value = request.headers.get("authorization", "").removeprefix("Bearer ")
        token = self.tokens.get(value)
        return token if token is not None and token.until > self._world.now() else None

    async def authorize(self, request: Request) -> Response:
        """Answer the person in the browser, who decides at once."""
        asked = dict(request.query_params)
        app = self.apps.get(asked.get("client_id", ""))
        wrong = app is None or asked.get("redirect_uri") != app.callback
        if wrong or asked.get("code_challenge_method") not in ("S256", "plain"):
            return HTMLResponse(
                "<p>Something went wrong. You weren't able to give access to the App.</p>", 400
            )
        back = {"state": asked.get("state", "")}
        if not self.agrees:
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', **back})}", 302)  # fmt: skip
        code = secrets.token_urlsafe(24)
        self.codes[code] = {**asked, "at": str(self._world.now())}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, **back})}", 302)

    async def redeem(self, request: Request) -> Response:
        """Answer the token endpoint."""
        form = dict(parse_qsl((await request.body()).decode()))
        app = self._app(request, form)
        if app is None:
            return _no(401, "unauthorized_client", "Missing valid authorization header")
        if form.get("grant_type") == "refresh_token":
            scopes = self.refreshes.pop(form.get("refresh_token", ""), None)
            if scopes is None:
                return _no(400, "invalid_request", "Value passed for the token was invalid.")
            return self._give(scopes)
        code = self.codes.pop(form.get("code", ""), None)
        if code is None or not self._fits(code, form):
            return _no(400, "invalid_request", "Value passed for the authorization code was invalid.")
        return self._give(frozenset(code.get("scope", "").split()) & self.grants)

    def _app(self, request: Request, form: dict[str, str]) -> App | None:
        app = self.apps.get(form.get("client_id", ""))
        if app is not None and not app.secret:
            return app
        try:
            given = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        except ValueError:
            return None
        name, _, secret = given.partition(":")
        found = self.apps.get(name)
        return found if found is not None and found.secret == secret else None

    def _fits(self, code: dict[str, str], form: dict[str, str]) -> bool:
        late = self._world.now() - int(code["at"]) > CODE_LIFE * SECOND
        if late or code["redirect_uri"] != form.get("redirect_uri"):
            return False
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == code.get("code_challenge")

    def _give(self, scopes: frozenset[str]) -> Response:
        token = self.issue(scopes)
        said = {"token_type": "bearer", "expires_in": LIFE, "access_token": token.value, "scope": " ".join(sorted(scopes))}  # fmt: skip
        if "offline.access" in scopes:
            said["refresh_token"] = secrets.token_urlsafe(24)
            self.refreshes[str(said["refresh_token"])] = scopes
        return JSONResponse(said)


def _no(status: int, error: str, text: str) -> Response:
    return JSONResponse({"error": error, "error_description": text}, status)
