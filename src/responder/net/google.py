"""What Google's networks share: the sign-in of desktop programs, and what a refusal means.

Sources: developers.google.com/identity/protocols/oauth2/native-app, google.rpc.ErrorInfo, and the error format of
the Google APIs: `{"error": {"code", "message", "status", "errors": [{"reason"}], "details": [{"reason"}]}}`.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
from msgspec import Struct

from responder.core.clock import Clock
from responder.core.errors import NetworkError, Refused, SignInNeeded, Throttled
from responder.core.ports import Means, OpenBrowser
from responder.net import limits
from responder.net.answers import Answer
from responder.net.client import Client
from responder.net.oauth import Loopback
from responder.net.tokens import Provider, Renewal, Tokens, authorize, renewed

AUTHORIZE = "https://accounts.google.com"
TOKENS = "https://oauth2.googleapis.com"

SAID = (400, 401, 403, 404, 409, 412, 429)
"""Statuses that come with a reason which can be put in words."""

ENDED = (
    "Google no longer accepts this sign-in: sign in again. (While an app's consent screen is in testing, Google ends "
    "its sign-ins after seven days: publish the app in the Google Cloud console to end that.)"
)
SCOPE = "This sign-in was not given the permission that this takes: sign in again and leave every box ticked."
HASTE = ("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED")
QUOTA = ("quotaExceeded", "dailyLimitExceeded")


class Failure(Struct, frozen=True):
    """A refusal as Google words it. `reasons` are its short names for it, the most exact first."""

    reasons: tuple[str, ...] = ()
    message: str = ""
    metadata: dict[str, str] = {}

    def among(self, names: tuple[str, ...]) -> bool:
        """Say whether one of the reasons is one of these."""
        return any(reason in names for reason in self.reasons)


def failure(body: bytes) -> Failure:
    """Return why Google refuses; empty when it does not say, or somebody else answers."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Failure()
    error = _object(_object(found).get("error"))
    entries = [*_objects(error.get("details")), *_objects(error.get("errors"))]
    reasons = [*(entry.get("reason") for entry in entries), error.get("status")]
    metadata: dict[str, str] = {}
    for entry in entries:
        metadata |= {key: str(value)[:200] for key, value in _object(entry.get("metadata")).items()}
    message = error.get("message")
    return Failure(
        tuple(reason for reason in reasons if isinstance(reason, str)),
        message[:300] if isinstance(message, str) else "",
        metadata,
    )


def meant(answer: Answer, now: int) -> NetworkError | None:
    """Return what a refusal means on all of Google's networks; None for one that only the network can explain.

    `now` is by the server's clock (µs).
    """
    said = failure(answer.body)
    if said.among(("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")):
        return SignInNeeded(SCOPE)
    if answer.status == 401:
        return SignInNeeded(ENDED)
    if said.among(("SERVICE_DISABLED", "accessNotConfigured")):
        api = said.metadata.get("service") or said.message or "?"
        return Refused(
            f"Your Google Cloud project has an API switched off that this takes: {api}. Enable it there."
        )
    if answer.status == 403 and said.among(HASTE):
        return Throttled("Google asks us to ask less often", limits.patience(answer.headers, now))
    return None


def provider(client_id: str, client_secret: str, scopes: tuple[str, ...] = (), server: str = "") -> Provider:
    """Return Google's sign-in for an app of type Desktop. `server` is a practice network's address.

    Only with both of `more` a sign-in comes with a refresh token every time.
    """
    more = {"access_type": "offline", "prompt": "consent"}
    door = f"{server or AUTHORIZE}/o/oauth2/v2/auth"
    return Provider(door, "/token", client_id, client_secret, scopes, more=more)


async def signed_in(
    asked: Provider, clock: Clock, open_browser: OpenBrowser, transport: httpx.AsyncBaseTransport | None
) -> Tokens:
    """Ask in the browser and return lasting tokens. Raises Refused when Google gives none that last."""
    if not asked.client_id.endswith(".apps.googleusercontent.com"):
        raise Refused(
            "This is no client ID of Google's: it ends in .apps.googleusercontent.com, and is shown in the Google "
            "Cloud console under Clients, for an app of the type Desktop."
        )
    client = Client(_tokens_at(asked), clock, transport=transport)
    try:
        async with Loopback(clock, "/") as back:
            tokens = await authorize(asked, client, clock, open_browser, back)
    finally:
        await client.aclose()
    if not tokens.refresh:
        raise Refused(
            "Google gave a sign-in that ends within the hour (no refresh token): remove this app under "
            "myaccount.google.com › Security › Third-party connections, then sign in again."
        )
    return tokens


def renewal(clock: Clock, transport: httpx.AsyncBaseTransport | None, server: str = "") -> Renewal:
    """Return what renews tokens of Google's with their own refresh token and app."""

    async def renew(tokens: Tokens) -> Tokens:
        client = Client(server or TOKENS, clock, transport=transport)
        try:
            return await renewed(provider(tokens.client_id, tokens.client_secret), client, clock, tokens)
        except SignInNeeded as error:
            raise SignInNeeded(ENDED) from error
        finally:
            await client.aclose()

    return renew


class _Fresh:
    """What a sign-in asks its first questions with: tokens that were just made, counted against nothing yet."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    async def renew(self, stale: str, renewal: Callable[[str], Awaitable[str]]) -> str:
        raise SignInNeeded(ENDED)

    async def root_of(self, remote_id: str) -> str | None:
        return None

    def pause(self, *, news: bool) -> float:
        return 0.0

    async def turn(self, *, news: bool) -> None:
        return

    def spend(self, units: int = 1, *, budget: str = "requests", answering: bool = False) -> None:
        return

    def told(self, left: int, resets_at: int, *, budget: str = "requests") -> None:
        return


def signing_in(tokens: Tokens, clock: Clock) -> Means:
    """Return what a connector needs to ask who the tokens speak for, before there is an account."""
    fresh = _Fresh(tokens.write())
    return Means(clock, fresh, fresh, fresh, once=True)


def _tokens_at(asked: Provider) -> str:
    parts = urlsplit(asked.authorize)
    door = f"{parts.scheme}://{parts.netloc}"
    return TOKENS if door == AUTHORIZE else door


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
