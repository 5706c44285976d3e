"""Who asks: sessions by password, their tokens, and what each may do.

Lifetimes and errors as the reference server has them: access 120 minutes, refresh 90 days.
"""

import secrets
from dataclasses import dataclass, field

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from responder.practice.bluesky.world import Person, Trouble, World

ACCESS = 7_200
REFRESH = 7_776_000
LOGINS = 30
LOGIN_WINDOW = 300
SECOND = 1_000_000

_SCOPES = {
    "full": "com.atproto.access",
    "app": "com.atproto.appPass",
    "chat": "com.atproto.appPassPrivileged",
}


@dataclass(frozen=True)
class Caller:
    """Who asks, and whether direct messages are open to the token."""

    did: str
    chat: bool


@dataclass
class Sessions:
    """Everybody's sessions. Tokens made before `ended` (s) count no more; of access tokens none that is in `expired`."""

    world: World
    audience: str
    ended: int = 0
    expired: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)
    logins: dict[str, list[int]] = field(default_factory=dict)
    refreshed: int = 0
    key: OctKey = field(default_factory=lambda: OctKey.generate_key(256))
    passwords: dict[str, str] = field(default_factory=dict)

    def create(self, identifier: str, password: str) -> dict[str, object]:
        """Open a session. Raises Trouble for a wrong password, and for too many."""
        self._count(identifier)
        person = self.world.who(identifier)
        kind = _kind(person, password) if person else None
        if person is None or kind is None:
            raise Trouble(401, "AuthenticationRequired", "Invalid identifier or password")
        return self._opened(person, kind, password)

    def refresh(self, token: str) -> dict[str, object]:
        """Give a new pair for a refresh token."""
        claims = self._claims(token, "com.atproto.refresh")
        person = self.world.people[str(claims["sub"])]
        password = self.passwords.get(str(claims["jti"]), "")
        kind = _kind(person, password)
        if kind is None or claims["jti"] in self.revoked:
            raise Trouble(400, "ExpiredToken", "Token has been revoked")
        self.refreshed += 1
        return self._opened(person, kind, password)

    def caller(self, token: str) -> Caller:
        """Return who an access token speaks for."""
        claims = self._claims(token, "")
        if claims["scope"] not in _SCOPES.values():
            raise Trouble(400, "InvalidToken", "Bad token scope")
        return Caller(str(claims["sub"]), claims["scope"] != _SCOPES["app"])

    def expire(self) -> None:
        """Let every access token given so far end."""
        self.expired |= self.given

    def _opened(self, person: Person, kind: str, password: str) -> dict[str, object]:
        jti, access = secrets.token_urlsafe(24), secrets.token_hex(8)
        self.passwords[jti] = password
        self.given.add(access)
        return {
            "accessJwt": self._token("at+jwt", person.did, _SCOPES[kind], ACCESS, access),
            "refreshJwt": self._token("refresh+jwt", person.did, "com.atproto.refresh", REFRESH, jti),
        }

    def _token(self, kind: str, did: str, scope: str, life: int, jti: str) -> str:
        now = self.world.now() // SECOND
        claims = {"scope": scope, "aud": self.audience, "sub": did, "jti": jti, "iat": now, "exp": now + life}
        return jwt.encode({"typ": kind, "alg": "HS256"}, claims, self.key)

    def _claims(self, token: str, scope: str) -> dict[str, object]:
        try:
            claims = dict(jwt.decode(token, self.key).claims)
        except (JoseError, ValueError) as error:
            raise Trouble(400, "InvalidToken", "Token could not be verified") from error
        if scope and claims["scope"] != scope:
            raise Trouble(400, "InvalidToken", "Invalid token type")
        if claims["exp"] <= self.world.now() // SECOND or claims["jti"] in self.expired:
            raise Trouble(400, "ExpiredToken", "Token has expired")
        if claims["iat"] < self.ended:
            raise Trouble(400, "ExpiredToken", "Token has been revoked")
        return claims

    def _count(self, identifier: str) -> None:
        """Good logins count too: 30 in five minutes."""
        now = self.world.now() // SECOND
        recent = [at for at in self.logins.get(identifier, ()) if at > now - LOGIN_WINDOW]
        self.logins[identifier] = [*recent, now]
        if len(recent) >= LOGINS:
            reset = recent[0] + LOGIN_WINDOW
            raise Trouble(
                429, "RateLimitExceeded", "Rate Limit Exceeded",
                **{"RateLimit-Limit": str(LOGINS), "RateLimit-Remaining": "0", "RateLimit-Reset": str(reset),
                   "RateLimit-Policy": f"{LOGINS};w={LOGIN_WINDOW}", "Retry-After": str(reset - now)},
            )  # fmt: skip


def _kind(person: Person, password: str) -> str | None:
    if password and password == person.password:
        return "full"
    privileged = person.app_passwords.get(password)
    return None if privileged is None else "chat" if privileged else "app"
