"""The key of an integration, which signs a token of five minutes for every request (docs.ghost.org/admin-api)."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import AsyncGenerator

import httpx

from responder.core.clock import SECOND, Clock
from responder.core.errors import SignInNeeded
from responder.net.limits import http_date

LIFE = 240
"""How long a token is good (s); Ghost takes five minutes at most, by its own clock."""

_FORM = re.compile(r"([0-9a-f]{10,40}):((?:[0-9a-f]{2}){16,64})", re.IGNORECASE)
_DRIFT = 20 * SECOND


class Key(httpx.Auth):
    """Signs requests. A clock that differs from the site's is noticed when the site refuses, and put right once."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret, self._clock = secret, clock
        self._offset = 0

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Send with a fresh token; a refused request has done nothing, and may be sent again."""
        request.headers["Authorization"] = f"Ghost {token(self._secret, self._clock.now() + self._offset)}"
        response = yield request
        date = http_date(response.headers.get("date", ""))
        if response.status_code != httpx.codes.UNAUTHORIZED or date is None:
            return
        offset = date - self._clock.now()
        if abs(offset - self._offset) < _DRIFT:
            return
        self._offset = offset
        request.headers["Authorization"] = f"Ghost {token(self._secret, self._clock.now() + self._offset)}"
        yield request


def token(key: str, now: int) -> str:
    """Return a JSON Web Token (RFC 7519, HS256) for a key `id:secret`. Raises SignInNeeded when it is none."""
    found = _FORM.fullmatch(key.strip())
    if found is None:
        raise SignInNeeded("This is not an Admin API key: it is a number, a colon and a longer one.")
    at = now // SECOND
    head = _part({"alg": "HS256", "typ": "JWT", "kid": found[1]})
    claims = _part({"iat": at, "exp": at + LIFE, "aud": "/admin/"})
    mark = hmac.new(bytes.fromhex(found[2]), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    return f"{head}.{claims}.{_text(mark)}"


def _part(value: object) -> str:
    return _text(json.dumps(value, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
