"""Proof of possession: each request is signed for itself, so that a stolen token is of no use (RFC 9449)."""

import base64
import hashlib
import json
import secrets
from urllib.parse import urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from responder.core.errors import SignInNeeded


def new_key() -> str:
    """Draw a private key and return it as it is kept."""
    return json.dumps(ECKey.generate_key("P-256", private=True).as_dict(private=True))


class Prover:
    """Signs with one key. Each server's nonce is remembered by itself: they do not know each other's."""

    def __init__(self, key: str) -> None:
        try:
            self._key = ECKey.import_key(json.loads(key))
        except (JoseError, ValueError, TypeError) as error:
            raise SignInNeeded("The credentials kept for this account cannot be read") from error
        self._nonces: dict[str, str] = {}

    def proof(self, method: str, url: str, now: int, token: str = "") -> str:
        """Return the proof for one request; with the token that goes with it, it is bound to that too. `now` in s."""
        parts = urlsplit(url)
        claims: dict[str, str | int] = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": f"{parts.scheme}://{parts.netloc}{parts.path}",
            "iat": now,
        }
        if token:
            digest = hashlib.sha256(token.encode()).digest()
            claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        nonce = self._nonces.get(parts.netloc)
        if nonce:
            claims["nonce"] = nonce
        head = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self._key.as_dict(private=False)}
        return jwt.encode(head, claims, self._key)

    def heard(self, url: str, headers: httpx.Headers) -> bool:
        """Remember the nonce that a server gives; say whether it is a new one."""
        nonce, host = headers.get("dpop-nonce", ""), urlsplit(url).netloc
        if not nonce or self._nonces.get(host) == nonce:
            return False
        self._nonces[host] = nonce
        return True
