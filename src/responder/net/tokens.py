"""Signing in with OAuth 2, and keeping the token fresh: the code flow, renewal ahead of time, one at a time.

Sources: RFC 6749 (4.1, 6), RFC 7636, RFC 8252, RFC 6750.
"""

import base64
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Literal
from urllib.parse import quote_plus, urlencode

import httpx
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from responder.core.clock import SECOND, Clock
from responder.core.errors import Malformed, NetworkError, Refused, SignInNeeded, Throttled, Unreachable
from responder.core.ports import OpenBrowser, Vault
from responder.net.answers import Answer
from responder.net.client import Client
from responder.net.oauth import Loopback, pkce
from responder.net.payloads import explanation

AHEAD = 120 * SECOND
"""How long before its end (µs) a token is renewed; a tenth of its life for short ones."""


class Sealed(Struct, frozen=True):
    """A struct that holds secrets: printed, by whatever fault, it shows none."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class Tokens(Struct, frozen=True, omit_defaults=True):
    """What lies in the keyring for an account that signed in with OAuth. Times are µs UTC, 0 for never."""

    access: str
    refresh: str = ""
    expires_at: int = 0
    life: int = 0
    scope: str = ""
    client_id: str = ""
    client_secret: str = ""
    more: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"Tokens(scope={self.scope!r}, expires_at={self.expires_at})"

    def write(self) -> str:
        """Return it as the secret to keep."""
        return msgspec.json.encode(self).decode()

    def stale(self, now: int) -> bool:
        """Say whether it is time to renew it."""
        return bool(self.expires_at) and now >= self.expires_at - min(AHEAD, self.life // 10 or AHEAD)

    @property
    def scopes(self) -> tuple[str, ...]:
        """Return what was granted; servers separate by spaces or commas."""
        return tuple(self.scope.replace(",", " ").split())


def read(secret: str) -> Tokens:
    """Read what lies in the keyring; a bare token is one too. Raises SignInNeeded."""
    if not secret.lstrip().startswith("{"):
        return Tokens(secret.strip())
    try:
        return msgspec.json.decode(secret, type=Tokens)
    except msgspec.MsgspecError as error:
        raise SignInNeeded("The credentials kept for this account cannot be read") from error


class Provider(Struct, frozen=True):
    """A server's OAuth 2, and the app that asks. `more` goes with the question in the browser.

    `how` says where the app's secret goes: in the form (`post`), in a header (`basic`), or nowhere (`none`).
    """

    authorize: str
    token: str
    client_id: str
    client_secret: str = ""
    scopes: tuple[str, ...] = ()
    separator: str = " "
    more: dict[str, str] = {}
    how: Literal["post", "basic", "none"] = "post"
    proof: bool = True

    def __repr__(self) -> str:
        return f"Provider(token={self.token!r}, client_id={self.client_id!r})"


class _Said(Struct):
    access_token: str
    token_type: str = "Bearer"  # noqa: S105 # a kind of token
    refresh_token: str | None = None
    expires_in: float | None = None
    scope: str | list[str] | None = None


async def authorize(
    provider: Provider, client: Client, clock: Clock, open_browser: OpenBrowser, back: Loopback
) -> Tokens:
    """Ask in the system browser, and redeem the code that comes back to `back`, which is open already.

    Raises Refused when the person says no, or the server does.
    """
    proof = pkce()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back.redirect_uri,
        "scope": provider.separator.join(provider.scopes),
        "state": back.state,
        **({"code_challenge": proof.challenge, "code_challenge_method": "S256"} if provider.proof else {}),
        **provider.more,
    }
    separator = "&" if "?" in provider.authorize else "?"
    open_browser(provider.authorize + separator + urlencode(asked))
    form = {"grant_type": "authorization_code", "code": await back.code(), "redirect_uri": back.redirect_uri}
    if provider.proof:
        form["code_verifier"] = proof.verifier
    answer = await _ask(provider, client, form)
    return _tokens(answer, Tokens("", scope=" ".join(provider.scopes)), provider, clock)


async def renewed(provider: Provider, client: Client, clock: Clock, tokens: Tokens) -> Tokens:
    """Return tokens made with the refresh token. Raises SignInNeeded when the server no longer takes it."""
    if not tokens.refresh:
        raise SignInNeeded("This sign-in has ended, and it cannot be renewed: sign in again")
    form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
    try:
        answer = await _ask(provider, client, form)
    except Refused as error:
        raise SignInNeeded(f"The server no longer renews this sign-in: {error}") from error
    return _tokens(answer, tokens, provider, clock)


async def _ask(provider: Provider, client: Client, form: Mapping[str, str]) -> Answer:
    headers, sent = {"Accept": "application/json"}, dict(form)
    if provider.how == "basic":
        pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.client_secret)}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        sent["client_id"] = provider.client_id
        if provider.how == "post" and provider.client_secret:
            sent["client_secret"] = provider.client_secret
    answer = await client.write(
        "POST", provider.token, form=sent, headers=headers, once=False, accept=(400, 401, 403)
    )
    if answer.status >= 400:
        raise Refused(f"The server did not let us in: {explanation(answer.body) or answer.status}")
    return answer


def _tokens(answer: Answer, before: Tokens, provider: Provider, clock: Clock) -> Tokens:
    said = answer.decode(_Said)
    if said.token_type.lower() not in ("bearer", "dpop"):
        raise Malformed(f"a token of a kind that we do not know, {said.token_type}", b"")
    life = round((said.expires_in or 0) * SECOND)
    scope = " ".join(said.scope) if isinstance(said.scope, list) else said.scope
    return replace(
        before,
        access=said.access_token,
        refresh=said.refresh_token or before.refresh,
        life=life,
        expires_at=clock.now() + life if life else 0,
        scope=before.scope if scope is None else scope,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
    )


Renewal = Callable[[Tokens], Awaitable[Tokens]]


class Bearer(httpx.Auth):
    """Puts the account's token on every request: renewed ahead of its end, and once more when a server refuses it."""

    requires_response_body = False

    def __init__(self, vault: Vault, clock: Clock, renewal: Renewal | None = None) -> None:
        self._vault, self._clock, self._renewal = vault, clock, renewal

    async def tokens(self) -> Tokens:
        """Return tokens that are good now, as far as we know. Raises SignInNeeded."""
        secret = self._vault.secret
        tokens = read(secret)
        if self._renewal is None or not tokens.stale(self._clock.now()):
            return tokens
        try:
            return await self._renew(secret)
        except (Unreachable, Throttled):
            if self._clock.now() < tokens.expires_at:
                return tokens  # it still has a while: renewed next time
            raise

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Send with the token; a server that refuses it has done nothing, so that a fresh one may be tried."""
        tokens = await self.tokens()
        request.headers["Authorization"] = f"Bearer {tokens.access}"
        response = yield request
        if response.status_code != httpx.codes.UNAUTHORIZED or self._renewal is None or not tokens.refresh:
            return
        secret = self._vault.secret
        fresh = read(secret)
        if fresh.access == tokens.access:
            try:
                fresh = await self._renew(secret)
            except NetworkError:
                return  # the refusal itself is what the caller hears
        request.headers["Authorization"] = f"Bearer {fresh.access}"
        yield request

    async def _renew(self, secret: str) -> Tokens:
        renewal = self._renewal
        assert renewal is not None

        async def make(stale: str) -> str:
            return (await renewal(read(stale))).write()

        return read(await self._vault.renew(secret, make))
