"""Signing in to a Graph API: the question in the browser, the exchange for a token that lasts, and its renewal."""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode

import httpx
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from responder.core.clock import DAY, SECOND, Clock
from responder.core.errors import Malformed, Refused, SignInNeeded
from responder.core.ports import OpenBrowser
from responder.net.answers import Answer
from responder.net.client import Client, Params
from responder.net.graph.client import failed
from responder.net.graph.failure import read
from responder.net.oauth import Loopback
from responder.net.tokens import Renewal, Sealed, Tokens

REFRESH_AHEAD = 30 * DAY
"""How long before its end (µs) a token of sixty days is renewed: an office that closes for weeks does not lose it."""


class _Given(Struct):
    access_token: str
    expires_in: float | None = None
    user_id: str | int | None = None
    permissions: list[str] | str | None = None


class _Token(Sealed, frozen=True):
    is_valid: bool = False
    scopes: list[str] | None = None
    expires_at: float | None = None


class _Told(Struct):
    data: _Token


async def asked(
    dialog: str, app: str, scopes: tuple[str, ...], open_browser: OpenBrowser, back: Loopback
) -> str:
    """Ask in the browser; return the code that it brings. Raises Refused for a no."""
    query = {
        "client_id": app, "redirect_uri": back.redirect_uri, "state": back.state, "response_type": "code",
        "scope": ",".join(scopes),
    }  # fmt: skip
    open_browser(f"{dialog}?{urlencode(query)}")
    return (await back.code()).removesuffix("#_")


async def given(
    client: Client,
    path: str,
    values: Mapping[str, str],
    clock: Clock,
    *,
    method: Literal["GET", "POST"] = "GET",
) -> Tokens:
    """Exchange a code or a token for another token. Raises Refused with what the network says."""
    if method == "GET":
        answer = await client.get(path, dict(values), accept=(400, 401, 403))
    else:
        answer = await client.write("POST", path, form=values, once=False, accept=(400, 401, 403))
    if answer.status >= 400:
        failure = read(answer.body)
        said = failure.message if failure else client.host
        raise Refused(f"The network did not let us in: {said[:200]}")
    said_of = _first(answer)
    life = round((said_of.expires_in or 0) * SECOND)
    scopes = said_of.permissions
    return Tokens(
        said_of.access_token,
        expires_at=clock.now() + life if life else 0,
        life=life,
        scope=" ".join(scopes) if isinstance(scopes, list) else scopes or "",
        more={"user": str(said_of.user_id)} if said_of.user_id else {},
    )


def _first(answer: Answer) -> _Given:
    """Return what was given; Instagram puts it in a list."""
    body = answer.json()
    several = body.get("data") if isinstance(body, dict) else None
    try:
        return msgspec.convert(several[0] if isinstance(several, list) and several else body, _Given)
    except msgspec.ValidationError as error:
        raise Malformed("The network gave no token that we can read", b"") from error


async def scopes_of(client: Client, path: str, token: str, params: Params) -> tuple[str, ...] | None:
    """Return what a token was granted; None when the network does not say. Raises SignInNeeded when it is no good."""
    answer: Answer = await client.get(path, {"input_token": token, **params}, accept=(400, 401, 403, 404))
    failure = read(answer.body)
    if answer.status >= 400 and failure is None:
        return None
    if failure is not None:
        error = failed(failure, answer.headers, client.now(), once=False)
        if isinstance(error, SignInNeeded):
            raise error
        return None
    told = answer.decode(_Told).data
    if not told.is_valid:
        raise SignInNeeded("This sign-in is not accepted any more: sign in again.")
    return None if told.scopes is None else tuple(told.scopes)


def ahead(tokens: Tokens) -> Tokens:
    """Return a token of sixty days so that it is renewed long before it ends."""
    if not tokens.expires_at:
        return tokens
    more = {**tokens.more, "ends": str(tokens.expires_at)}
    return replace(tokens, expires_at=tokens.expires_at - min(REFRESH_AHEAD, tokens.life // 2), more=more)


async def lasting(
    client: Client, grant: str, tokens: Tokens, secret: str, clock: Clock, *, pasted: bool
) -> Tokens:
    """Exchange a token of an hour for one of sixty days; one that was pasted may be such a one already."""
    values = {"grant_type": grant, "client_secret": secret, "access_token": tokens.access}
    try:
        long = await given(client, "access_token", values, clock)
    except Refused:
        if not pasted:
            raise
        return ahead(replace(tokens, expires_at=clock.now() + 60 * DAY, life=60 * DAY))
    return ahead(replace(long, scope=tokens.scope or long.scope))


async def told(client: Client, path: str, params: Params, token: str) -> Answer:
    """Return what the network tells the holder of a token. Raises like every question."""
    headers = {"Authorization": f"Bearer {token}"}
    answer = await client.get(path, params, headers, accept=(400, 401, 403))
    failure = read(answer.body)
    if failure is not None:
        raise failed(failure, answer.headers, client.now(), once=False)
    return answer


def renewing(root: str, grant: str, clock: Clock, transport: httpx.AsyncBaseTransport | None) -> Renewal:
    """Return what renews tokens that last sixty days, at a network that knows it by this grant."""

    async def renewal(tokens: Tokens) -> Tokens:
        line = Client(root, clock, transport=transport)
        try:
            return await refreshed(line, "refresh_access_token", grant, tokens, clock)
        finally:
            await line.aclose()

    return renewal


async def refreshed(client: Client, path: str, grant: str, tokens: Tokens, clock: Clock) -> Tokens:
    """Return a token that lasts anew, made from one that has not ended. Raises SignInNeeded.

    A refusal while the old one is still good is no end: it is asked again on the next day.
    """
    try:
        fresh = await given(client, path, {"grant_type": grant, "access_token": tokens.access}, clock)
    except Refused as error:
        ends, now = int(tokens.more.get("ends", "0")), clock.now()
        if now + DAY < ends:
            return replace(tokens, expires_at=now + DAY)
        raise SignInNeeded(f"This sign-in could not be renewed: {error}") from error
    return ahead(replace(tokens, access=fresh.access, expires_at=fresh.expires_at, life=fresh.life))
