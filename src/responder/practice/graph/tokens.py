"""The app, the codes and the tokens: who may ask, for how long, and for what."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from responder.practice.graph.trouble import Trouble

DAY = 86_400


@dataclass
class Token:
    """An access token. `owner` is a person, a Page or an account; `expires` in seconds since 1970, 0 for never."""

    text: str
    owner: str
    kind: str
    scopes: tuple[str, ...]
    made: int
    expires: int


class Tokens:
    """Everything that an app was given. Times by `now`, in seconds."""

    def __init__(self, now: Callable[[], int], app: str, secret: str) -> None:
        self.now = now
        self.app, self.secret = app, secret
        self.by_text: dict[str, Token] = {}
        self.codes: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        self.needs_proof = False

    def issue(self, owner: str, kind: str, scopes: tuple[str, ...], seconds: int) -> Token:
        """Make a token; it never ends with `seconds` 0."""
        expires = self.now() + seconds if seconds else 0
        token = Token(f"EAAB{secrets.token_urlsafe(24)}", owner, kind, scopes, self.now(), expires)
        self.by_text[token.text] = token
        return token

    def code(self, owner: str, redirect: str, scopes: tuple[str, ...]) -> str:
        """Make a code for somebody who agreed in the browser."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = (owner, redirect, scopes)
        return code

    def redeem(self, code: str, redirect: str) -> tuple[str, tuple[str, ...]]:
        """Return who agreed to what. A code is good once, and for the address that it was sent to."""
        owner, wanted, scopes = self.codes.pop(code, ("", "", ()))
        if not owner:
            raise Trouble(100, "Invalid verification code format.")
        if redirect != wanted:
            raise Trouble(100, "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request", subcode=36008)  # fmt: skip
        return owner, scopes

    def check_app(self, app: str, secret: str) -> None:
        """Refuse an app that does not know its own secret."""
        if app != self.app or secret != self.secret:
            raise Trouble(1, "Error validating client secret.", status=400)

    def find(self, text: str, proof: str = "") -> Token:
        """Return a good token. Raises Trouble (190) for any other."""
        token = self.by_text.get(text)
        if not text:
            raise Trouble(
                2500, "An active access token must be used to query information about the current user."
            )
        if token is None:
            raise Trouble(190, "Invalid OAuth access token - Cannot parse access token", status=401)
        if token.expires and token.expires <= self.now():
            raise Trouble(190, "Error validating access token: Session has expired", subcode=463, status=401)
        wanted = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        if (proof or self.needs_proof) and proof != wanted:
            raise Trouble(100, "Invalid appsecret_proof provided in the API argument")
        return token

    def debug(self, text: str) -> dict[str, Any]:
        """Answer `debug_token`."""
        token = self.by_text.get(text)
        if token is None:
            return {
                "data": {"error": {"code": 190, "message": "Invalid token"}, "is_valid": False, "scopes": []}
            }
        return {
            "data": {
                "app_id": self.app, "type": token.kind, "is_valid": not token.expires or token.expires > self.now(),
                "expires_at": token.expires, "issued_at": token.made, "scopes": list(token.scopes),
                "profile_id": token.owner, "user_id": token.owner,
            }
        }  # fmt: skip

    def end(self, owner: str) -> None:
        """Take every token of somebody back, as a changed password does."""
        for token in [one for one in self.by_text.values() if one.owner == owner]:
            del self.by_text[token.text]
