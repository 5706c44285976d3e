"""Signing in with the browser: a pushed request, PKCE, tokens bound to a key of this account (atproto.com/specs/oauth)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

import httpx
from msgspec import Struct
from msgspec.structs import replace

from responder.connectors.bluesky import words
from responder.connectors.bluesky.dpop import Prover
from responder.connectors.bluesky.homes import Doors, Home, origin
from responder.core.clock import SECOND, Clock
from responder.core.errors import Malformed, Refused, SignInNeeded, Unreachable
from responder.core.ports import OpenBrowser
from responder.net.answers import Answer
from responder.net.client import Client
from responder.net.oauth import Loopback, pkce
from responder.net.payloads import explanation
from responder.net.tokens import Tokens

SCOPES = ("atproto", "transition:generic", "transition:chat.bsky")


class _Pushed(Struct):
    request_uri: str


class _Said(Struct):
    access_token: str
    token_type: str
    sub: str
    refresh_token: str = ""
    expires_in: int = 0
    scope: str = ""


@dataclass(frozen=True)
class Asking:
    """What a sign-in with the browser works with."""

    home: Home
    doors: Doors
    key: str
    prover: Prover
    client: Client
    clock: Clock
    app: str = ""

    def client_id(self, back: str) -> str:
        """Return the app's id: its metadata's address, or the one that needs no registration."""
        if self.app:
            return self.app
        address = back.replace(urlsplit(back).netloc, "127.0.0.1")
        return f"http://localhost?redirect_uri={quote(address, safe='')}&scope={quote(' '.join(SCOPES))}"


async def authorize(asking: Asking, handle: str, open_browser: OpenBrowser, back: Loopback) -> Tokens:
    """Ask in the system browser, and redeem the code that comes back. Raises Refused when somebody says no."""
    proof, app = pkce(), asking.client_id(back.redirect_uri)
    form = {
        "client_id": app,
        "response_type": "code",
        "redirect_uri": back.redirect_uri,
        "scope": " ".join(SCOPES),
        "state": back.state,
        "code_challenge": proof.challenge,
        "code_challenge_method": "S256",
        "login_hint": handle,
    }
    pushed = await _ask(asking, asking.doors.pushed_authorization_request_endpoint, form)
    query = {"client_id": app, "request_uri": pushed.decode(_Pushed).request_uri}
    open_browser(f"{asking.doors.authorization_endpoint}?{urlencode(query)}")
    values = await back.values()
    if values.get("iss", asking.doors.issuer).rstrip("/") != asking.doors.issuer.rstrip("/"):
        raise Refused("Another server answered in the browser than the one that was asked")
    form = {
        "client_id": app,
        "grant_type": "authorization_code",
        "code": values["code"],
        "redirect_uri": back.redirect_uri,
        "code_verifier": proof.verifier,
    }
    said = _read(await _ask(asking, asking.doors.token_endpoint, form))
    if said.sub != asking.home.did:
        raise Refused("Somebody else signed in in the browser than the handle that was given")
    more = {"pds": asking.home.pds, "did": said.sub, "key": asking.key, "token": asking.doors.token_endpoint}
    return _tokens(said, Tokens("", client_id=app, more=more), asking.clock)


async def renewed(
    tokens: Tokens, prover: Prover, clock: Clock, transport: httpx.AsyncBaseTransport | None
) -> Tokens:
    """Return new tokens. Raises SignInNeeded when the server no longer gives any.

    Two renewals at once would end the session: the vault lets one at a time.
    """
    address = tokens.more.get("token", "")
    form = {"client_id": tokens.client_id, "grant_type": "refresh_token", "refresh_token": tokens.refresh}
    client = Client(origin(address), clock, transport=transport)
    try:
        said = _read(await _asked(client, prover, address, form))
    except Malformed as error:
        raise Unreachable(f"{client.host} gave us a session that we cannot read") from error
    except Refused as error:
        raise SignInNeeded(words.LOGIN) from error
    finally:
        await client.aclose()
    if said.sub != tokens.more.get("did"):
        raise SignInNeeded(words.LOGIN)
    return _tokens(said, tokens, clock)


async def _ask(asking: Asking, address: str, form: Mapping[str, str]) -> Answer:
    return await _asked(asking.client, asking.prover, address, form)


async def _asked(client: Client, prover: Prover, address: str, form: Mapping[str, str]) -> Answer:
    """Post a form with a proof; once more when the server first wants its nonce in it."""
    for last in (False, True):
        proof = prover.proof("POST", address, client.now() // SECOND)
        answer = await client.write(
            "POST", address, form=form, headers={"DPoP": proof}, once=False, accept=(400, 401, 403)
        )
        new = prover.heard(address, answer.headers)
        if answer.status < 400:
            return answer
        if last or not new or b"use_dpop_nonce" not in answer.body:
            break
    raise Refused(f"The server did not let us in: {explanation(answer.body) or answer.status}")


def _read(answer: Answer) -> _Said:
    said = answer.decode(_Said)
    if said.token_type.lower() != "dpop":
        raise Malformed(f"a token of a kind that we do not know, {said.token_type[:40]}", b"")
    return said


def _tokens(said: _Said, before: Tokens, clock: Clock) -> Tokens:
    life = said.expires_in * SECOND
    return replace(
        before,
        access=said.access_token,
        refresh=said.refresh_token or before.refresh,
        life=life,
        expires_at=clock.now() + life if life else 0,
        scope=said.scope or before.scope,
    )
