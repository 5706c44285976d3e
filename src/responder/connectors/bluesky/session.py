"""The session with a data server: by app password or OAuth, kept, renewed ahead of its end, one renewal at a time."""

import base64
import binascii
from collections.abc import AsyncGenerator

import httpx
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.bluesky import oauth, words
from responder.connectors.bluesky.dpop import Prover
from responder.connectors.bluesky.homes import endpoint
from responder.core.clock import SECOND, Clock
from responder.core.errors import Malformed, Refused, SignInNeeded, Throttled, Unreachable
from responder.core.ports import Vault
from responder.net import limits
from responder.net.client import Client
from responder.net.tokens import Tokens, read

CREATE = "/xrpc/com.atproto.server.createSession"
REFRESH = "/xrpc/com.atproto.server.refreshSession"

NOTICED = 5 * SECOND
"""From which difference between our clock and the server's on it counts."""

_AGAIN = ("use_dpop_nonce", "invalid_dpop_proof")


class Opened(Struct):
    """What opening or renewing a session gives."""

    accessJwt: str
    refreshJwt: str
    did: str
    handle: str = ""
    didDoc: object = None
    active: bool | None = None
    status: str | None = None


class _Claims(Struct):
    exp: int = 0
    iat: int = 0


def kept(opened: Opened, clock: Clock, pds: str) -> Tokens:
    """Return what is kept of a session: never the password."""
    claims = _claims(opened.accessJwt)
    life = max(0, claims.exp - claims.iat) * SECOND
    home = endpoint(opened.didDoc) or pds
    return Tokens(
        access=opened.accessJwt,
        refresh=opened.refreshJwt,
        life=life,
        expires_at=clock.now() + life if life else 0,
        more={"pds": home, "did": opened.did},
    )


def _claims(token: str) -> _Claims:
    """Read what a token says of its life; it is ours to keep, not to check."""
    part = [*token.split("."), ""][1]
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), type=_Claims)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return _Claims()


class Session(httpx.Auth):
    """Puts the account's token on every request, with a proof where it was given by OAuth."""

    requires_response_body = False

    def __init__(self, vault: Vault, clock: Clock, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._vault, self._clock, self._transport = vault, clock, transport
        key = read(vault.secret).more.get("key", "")
        self._prover = Prover(key) if key else None
        self._drift = 0

    @property
    def pds(self) -> str:
        """Return where the account's data server is."""
        return read(self._vault.secret).more.get("pds", "")

    @property
    def scopes(self) -> tuple[str, ...] | None:
        """Return what was granted; None for an app password, which does not say."""
        return read(self._vault.secret).scopes if self._prover else None

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Send with the token; a server that wants its nonce, or its time, in the proof has done nothing: once more."""
        tokens = await self._fresh()
        self._sign(request, tokens.access)
        response = yield request
        if self._prover is None or not self._learned(request, response):
            return
        said = response.headers.get("www-authenticate", "")
        if response.status_code == httpx.codes.UNAUTHORIZED and any(one in said for one in _AGAIN):
            self._sign(request, tokens.access)
            response = yield request
            self._learned(request, response)

    def _learned(self, request: httpx.Request, response: httpx.Response) -> bool:
        """Take a server's nonce and time from its answer; say whether either is news."""
        assert self._prover is not None
        news = self._prover.heard(str(request.url), response.headers)
        date = limits.http_date(response.headers.get("date", ""))
        drift = self._drift if date is None else date - self._clock.now()
        if abs(drift - self._drift) > NOTICED:
            self._drift, news = drift, True
        return news

    async def renew(self, refused: str) -> bool:
        """Renew the session if it is still the one with a token that was refused; say whether there is another now.

        Raises SignInNeeded when the session has ended.
        """
        secret = self._vault.secret
        if read(secret).access != refused:
            return True
        return read(await self._vault.renew(secret, self._renewed)).access != refused

    @property
    def access(self) -> str:
        """Return the token in force."""
        return read(self._vault.secret).access

    async def _fresh(self) -> Tokens:
        secret = self._vault.secret
        tokens = read(secret)
        if not tokens.stale(self._clock.now()) or not tokens.refresh:
            return tokens
        try:
            return read(await self._vault.renew(secret, self._renewed))
        except (Unreachable, Throttled):
            if self._clock.now() < tokens.expires_at:
                return tokens  # it still has a while: renewed next time
            raise

    def _sign(self, request: httpx.Request, token: str) -> None:
        if self._prover is None:
            request.headers["Authorization"] = f"Bearer {token}"
            return
        now = (self._clock.now() + self._drift) // SECOND
        request.headers["Authorization"] = f"DPoP {token}"
        request.headers["DPoP"] = self._prover.proof(request.method, str(request.url), now, token)

    async def _renewed(self, secret: str) -> str:
        tokens = read(secret)
        if not tokens.refresh:
            raise SignInNeeded(words.LOGIN)
        if self._prover is not None:
            return (await oauth.renewed(tokens, self._prover, self._clock, self._transport)).write()
        return (await self._reopened(tokens)).write()

    async def _reopened(self, tokens: Tokens) -> Tokens:
        pds = tokens.more.get("pds", "")
        client = Client(pds, self._clock, transport=self._transport)
        headers = {"Authorization": f"Bearer {tokens.refresh}"}
        try:
            answer = await client.write("POST", REFRESH, headers=headers, once=False)
            opened = answer.decode(Opened)
        except (Refused, SignInNeeded, Malformed) as error:
            if isinstance(error, Malformed):
                raise Unreachable(f"{client.host} gave us a session that we cannot read") from error
            raise SignInNeeded(words.LOGIN) from error
        finally:
            await client.aclose()
        if opened.did != tokens.more.get("did", opened.did):
            raise SignInNeeded(words.LOGIN)
        new = kept(opened, self._clock, pds)
        return replace(new, more={**tokens.more, **new.more})
