"""Signing in by OAuth: pushed requests, PKCE, and tokens bound to a key by DPoP (atproto.com/specs/oauth, RFC 9449, 9126).

The authorization server and the data server each want a nonce of their own.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from responder.practice.bluesky.sessions import Caller
from responder.practice.bluesky.world import Trouble, World

ACCESS = 3_600
PUSHED = 300
SECOND = 1_000_000
PATIENCE = 300

Form = dict[str, str]


@dataclass
class Grant:
    """What somebody allowed; `tokens` are the access tokens given (until when, s), `refresh` the one in force."""

    did: str
    scope: str
    client: str
    jkt: str
    refresh: str = ""
    tokens: dict[str, int] = field(default_factory=dict)
    ended: bool = False


class OAuth:
    """The authorization server. `agrees` is whether people allow what is asked."""

    def __init__(self, world: World, issuer: str, resource: str, owner: str) -> None:
        self._world = world
        self.issuer = issuer
        self._resource = resource
        self._owner = owner
        self.agrees = True
        self.access_life = ACCESS
        self.grants: list[Grant] = []
        self.nonces = {"auth": secrets.token_hex(8), "data": secrets.token_hex(8)}
        self.refreshed = 0
        self._pushed: dict[str, tuple[Form, str, int]] = {}
        self._codes: dict[str, tuple[Form, str]] = {}
        self._old: dict[str, Grant] = {}
        self._used: set[str] = set()

    def protected(self) -> dict[str, Any]:
        """Return what the data server says of who lets people in."""
        return {
            "resource": self._resource, "authorization_servers": [self.issuer], "scopes_supported": [],
            "bearer_methods_supported": ["header"], "resource_documentation": "https://atproto.com",
        }  # fmt: skip

    def metadata(self) -> dict[str, Any]:
        """Return what the authorization server says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/oauth/authorize",
            "token_endpoint": f"{self.issuer}/oauth/token",
            "pushed_authorization_request_endpoint": f"{self.issuer}/oauth/par",
            "require_pushed_authorization_requests": True,
            "scopes_supported": ["atproto", "transition:generic", "transition:chat.bsky", "transition:email"],
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
            "dpop_signing_alg_values_supported": ["ES256"],
            "authorization_response_iss_parameter_supported": True,
            "client_id_metadata_document_supported": True,
        }

    # --- the code flow

    def push(self, form: Form, proof: str) -> dict[str, Any]:
        """Take a request and return what it is called from now on."""
        jkt = self._proved(proof, "POST", f"{self.issuer}/oauth/par", "auth", "")
        _client(form)
        if form.get("code_challenge_method") != "S256" or not form.get("code_challenge"):
            raise Trouble(400, "invalid_request", "code_challenge is required")
        if "atproto" not in form.get("scope", "").split():
            raise Trouble(400, "invalid_scope", 'The "atproto" scope is required')
        name = f"urn:ietf:params:oauth:request_uri:req-{secrets.token_hex(16)}"
        self._pushed[name] = form, jkt, self._now() + PUSHED
        return {"request_uri": name, "expires_in": PUSHED}

    def authorize(self, query: Form) -> str:
        """Return where the browser is sent once the owner has answered."""
        form, jkt, until = self._pushed.pop(query.get("request_uri", ""), ({}, "", 0))
        if not form or until < self._now() or query.get("client_id") != form["client_id"]:
            raise Trouble(400, "invalid_request", "Unknown request_uri")
        back = {"iss": self.issuer, "state": form.get("state", "")}
        if not self.agrees:
            return f"{form['redirect_uri']}?{urlencode({**back, 'error': 'access_denied'})}"
        code = f"cod-{secrets.token_hex(16)}"
        self._codes[code] = form, jkt
        return f"{form['redirect_uri']}?{urlencode({**back, 'code': code})}"

    def token(self, form: Form, proof: str) -> dict[str, Any]:
        """Give tokens for a code or a refresh token."""
        jkt = self._proved(proof, "POST", f"{self.issuer}/oauth/token", "auth", "")
        if form.get("grant_type") == "refresh_token":
            return self._renewed(form, jkt)
        asked, first = self._codes.pop(form.get("code", ""), ({}, ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if not asked or jkt != first or asked["client_id"] != form.get("client_id"):
            raise Trouble(400, "invalid_grant", "Invalid code")
        if asked["redirect_uri"] != form.get("redirect_uri") or _url64(digest) != asked["code_challenge"]:
            raise Trouble(400, "invalid_grant", "Invalid code_verifier or redirect_uri")
        grant = Grant(self._owner, asked["scope"], asked["client_id"], jkt)
        self.grants.append(grant)
        return self._given(grant)

    def _renewed(self, form: Form, jkt: str) -> dict[str, Any]:
        refresh = form.get("refresh_token", "")
        replayed = self._old.get(refresh)
        if replayed is not None:
            replayed.ended = True  # two at once end the session
        grant = next((one for one in self.grants if one.refresh == refresh and refresh), None)
        if grant is None or grant.ended or grant.jkt != jkt or grant.client != form.get("client_id"):
            raise Trouble(400, "invalid_grant", "Session was revoked")
        self._old[refresh] = grant
        self.refreshed += 1
        return self._given(grant)

    def _given(self, grant: Grant) -> dict[str, Any]:
        access, grant.refresh = f"tok-{secrets.token_hex(24)}", f"ref-{secrets.token_hex(24)}"
        grant.tokens = {access: self._now() + self.access_life}
        return {
            "access_token": access, "token_type": "DPoP", "refresh_token": grant.refresh,
            "scope": grant.scope, "expires_in": self.access_life, "sub": grant.did,
        }  # fmt: skip

    # --- at the data server

    def caller(self, token: str, proof: str, method: str, url: str) -> Caller:
        """Return who a token speaks for, when it comes with a proof made for this very request."""
        jkt = self._proved(proof, method, url, "data", token)
        grant = next((one for one in self.grants if token in one.tokens), None)
        if grant is None or grant.ended or grant.jkt != jkt:
            raise _unauthorized("invalid_token", "Token was revoked")
        if grant.tokens[token] <= self._now():
            raise _unauthorized("invalid_token", '"exp" claim timestamp check failed')
        return Caller(grant.did, "transition:chat.bsky" in grant.scope.split())

    def _proved(self, proof: str, method: str, url: str, where: str, token: str) -> str:
        """Return the thumbprint of the key that signed a proof. Raises Trouble for one that is not for this request."""
        try:
            head = jwt.decode(proof, _key_in(proof), algorithms=["ES256"])
        except (JoseError, ValueError, KeyError) as error:
            raise _refused(where, "invalid_dpop_proof", "Invalid DPoP proof") from error
        claims, key = head.claims, _key_in(proof)
        if claims.get("nonce") != self.nonces[where]:
            raise _refused(
                where,
                "use_dpop_nonce",
                "Authorization server requires nonce in DPoP proof",
                self.nonces[where],
            )
        fits = (
            claims.get("htm") == method and claims.get("htu") == url and head.header.get("typ") == "dpop+jwt"
        )
        fresh = (
            abs(int(claims.get("iat", 0)) - self._now()) < PATIENCE and claims.get("jti") not in self._used
        )
        bound = not token or claims.get("ath") == _url64(hashlib.sha256(token.encode()).digest())
        if not (fits and fresh and bound and claims.get("jti")):
            raise _refused(where, "invalid_dpop_proof", "DPoP proof does not fit this request")
        self._used.add(str(claims["jti"]))
        return key.thumbprint()

    def _now(self) -> int:
        return self._world.now() // SECOND


def _client(form: Form) -> None:
    """Check a client that needs no registration: `http://localhost`, with what it asks for in its own query."""
    parts = urlsplit(form.get("client_id", ""))
    if parts.scheme != "http" or parts.hostname != "localhost" or parts.port or parts.path not in ("", "/"):
        raise Trouble(400, "invalid_client_metadata", "Unable to obtain client metadata")
    query = parse_qs(parts.query)
    allowed = {_without_port(one) for one in query.get("redirect_uri", ["http://127.0.0.1/"])}
    if _without_port(form.get("redirect_uri", "")) not in allowed:
        raise Trouble(400, "invalid_request", "Invalid redirect_uri")
    scopes = set(query.get("scope", ["atproto"])[0].split())
    if not set(form.get("scope", "").split()) <= scopes:
        raise Trouble(400, "invalid_scope", "Scope is not declared in the client metadata")


def _without_port(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"


def _key_in(proof: str) -> ECKey:
    """Return the public key in the head of a proof."""
    head = proof.partition(".")[0]
    return ECKey.import_key(json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["jwk"])


def _refused(where: str, error: str, why: str, nonce: str = "") -> Trouble:
    headers = {"DPoP-Nonce": nonce} if nonce else {}
    return Trouble(400, error, why, **headers) if where == "auth" else _unauthorized(error, why, **headers)


def _unauthorized(error: str, why: str, **headers: str) -> Trouble:
    said = f'DPoP error="{error}", error_description="{why}"'
    return Trouble(
        401, error, why, **{"WWW-Authenticate": said.replace('"exp" claim', "exp claim"), **headers}
    )


def _url64(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
