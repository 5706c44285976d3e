"""Signing in: the code flow with the app's secret, tokens of sixty days, refresh tokens for partners only."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from responder.practice.linkedin.world import Trouble, World

LIFE = 60 * 86_400
REFRESH_LIFE = 365 * 86_400
ALL = (
    "r_organization_social", "w_organization_social", "r_organization_social_feed", "w_organization_social_feed",
    "r_organization_admin",
)  # fmt: skip


@dataclass
class Token:
    """A token: until when (ms) it is good, and for what."""

    until: int
    scopes: frozenset[str]
    revoked: bool = False


@dataclass
class App:
    """An app in the developer portal. `native` ones prove themselves by PKCE, where LinkedIn switched that on."""

    secret: str
    callback: str
    native: bool = False
    partner: bool = False


class OAuth:
    """The sign-in of this LinkedIn. `agrees` is what the person says, `grants` what they let through."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.apps: dict[str, App] = {}
        self.tokens: dict[str, Token] = {}
        self.refreshes: dict[str, frozenset[str]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.agrees = True
        self.grants: frozenset[str] = frozenset(ALL)

    def issue(self, scopes: frozenset[str], life: int = LIFE) -> str:
        """Make an access token."""
        value = "AQ" + secrets.token_urlsafe(24)
        self.tokens[value] = Token(self._world.now() + life * 1000, scopes)
        return value

    def granted(self, request: Request) -> frozenset[str]:
        """Return what a request's token may do. Raises Trouble."""
        token = self.tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        if token is None:
            raise Trouble(401, "INVALID_ACCESS_TOKEN", "Invalid access token", 65600)
        if token.revoked:
            raise Trouble(401, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user", 65601)  # fmt: skip
        if token.until <= self._world.now():
            raise Trouble(401, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired", 65602)
        return token.scopes

    async def authorize(self, request: Request) -> Response:
        """Answer the person in the browser, who decides at once."""
        asked = dict(request.query_params)
        app = self.apps.get(asked.get("client_id", ""))
        if app is None or asked.get("redirect_uri") != app.callback:
            return HTMLResponse("<p>The redirect_uri does not match the registered value</p>", 400)
        back = {"state": asked.get("state", "")}
        if not self.agrees:
            said = {
                "error": "user_cancelled_authorize",
                "error_description": "The user cancelled the authorization",
            }
            return RedirectResponse(f"{app.callback}?{urlencode({**said, **back})}", 302)
        code = secrets.token_urlsafe(24)
        self.codes[code] = asked
        return RedirectResponse(f"{app.callback}?{urlencode({'code': code, **back})}", 302)

    async def redeem(self, request: Request) -> Response:
        """Answer the token endpoint."""
        form = dict(parse_qsl((await request.body()).decode()))
        app = self.apps.get(form.get("client_id", ""))
        if app is None or (not app.native and form.get("client_secret") != app.secret):
            return _no("invalid_client", "Client authentication failed")
        if form.get("grant_type") == "refresh_token":
            scopes = self.refreshes.get(form.get("refresh_token", ""))
            return (
                self._give(scopes, app) if scopes else _no("invalid_request", "The provided token is invalid")
            )
        code = self.codes.pop(form.get("code", ""), None)
        if code is None or not _proved(code, form, app) or code["redirect_uri"] != form.get("redirect_uri"):
            return _no("invalid_request", "Unable to retrieve access token: appid/redirect uri/code verifier does not match")  # fmt: skip
        return self._give(frozenset(code.get("scope", "").split()) & self.grants, app)

    def _give(self, scopes: frozenset[str], app: App) -> Response:
        said = {"access_token": self.issue(scopes), "expires_in": LIFE, "scope": ",".join(sorted(scopes)), "token_type": "Bearer"}  # fmt: skip
        if app.partner:
            said |= {
                "refresh_token": "AQ" + secrets.token_urlsafe(24),
                "refresh_token_expires_in": REFRESH_LIFE,
            }
            self.refreshes[str(said["refresh_token"])] = scopes
        return JSONResponse(said)


def _proved(code: dict[str, str], form: dict[str, str], app: App) -> bool:
    if not app.native:
        return True
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == code.get("code_challenge")


def _no(error: str, text: str) -> Response:
    return JSONResponse(
        {"error": error, "error_description": text}, 401 if error == "invalid_client" else 400
    )
