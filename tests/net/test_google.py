"""What Google's refusals mean, and its sign-in."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from responder.core.clock import SystemClock
from responder.core.errors import NetworkError, Refused, SignInNeeded, Throttled
from responder.net import google, tokens
from responder.net.answers import Answer
from responder.net.tokens import Tokens
from responder.practice.google import CLIENT_ID, CLIENT_SECRET
from responder.practice.youtube.api import SCOPE
from responder.practice.youtube.server import PracticeYouTube


@pytest.fixture
def server() -> Iterator[PracticeYouTube]:
    with PracticeYouTube() as practice:
        yield practice


def browser(asked: list[dict[str, list[str]]] | None = None) -> Callable[[str], None]:
    def visit(url: str) -> None:
        if asked is not None:
            asked.append(parse_qs(urlsplit(url).query))
        with httpx.Client(follow_redirects=True) as client:
            client.get(url)

    return lambda url: threading.Thread(target=visit, args=(url,)).start()


async def enter(server: PracticeYouTube, secret: str = CLIENT_SECRET, **more: Any) -> Tokens:
    asked = google.provider(CLIENT_ID, secret, (SCOPE,), server.url)
    return await google.signed_in(asked, SystemClock(), browser(**more), None)


async def test_a_sign_in_lasts_and_is_bound_to_us(server: PracticeYouTube) -> None:
    asked: list[dict[str, list[str]]] = []
    made = await enter(server, asked=asked)
    assert made.refresh
    assert made.scopes == (SCOPE,)
    (query,) = asked
    assert (query["access_type"], query["prompt"]) == (["offline"], ["consent"])
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"][0].startswith("http://127.0.0.1:")


async def test_a_sign_in_that_does_not_last_is_refused(server: PracticeYouTube) -> None:
    server.accounts.lasting = False
    with pytest.raises(Refused, match="no refresh token"):
        await enter(server)


async def test_a_no_and_a_wrong_secret_are_refused(server: PracticeYouTube) -> None:
    with pytest.raises(Refused, match="client secret is invalid"):
        await enter(server, "wrong")
    server.accounts.agrees = False
    with pytest.raises(Refused, match="denied"):
        await enter(server)


async def test_what_is_no_client_id_never_reaches_the_browser() -> None:
    with pytest.raises(Refused, match="client ID"):
        await google.signed_in(google.provider("shop@gmail.com", "x"), SystemClock(), pytest.fail, None)


async def test_tokens_are_renewed_until_google_says_no(server: PracticeYouTube) -> None:
    made = await enter(server)
    renew = google.renewal(SystemClock(), None, server.url)
    fresh = await renew(made)
    assert (fresh.access != made.access, fresh.refresh) == (True, made.refresh)
    with pytest.raises(SignInNeeded, match="seven days"):
        await renew(replace_refresh(made))


def replace_refresh(made: Tokens) -> Tokens:
    return tokens.read(made.write().replace(made.refresh, "another"))


def answer(status: int, error: object) -> Answer:
    return Answer(status, httpx.Headers(), json.dumps({"error": error}).encode(), "https://x.example/")


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (401, {}, SignInNeeded),
        (403, {"details": [{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}, SignInNeeded),
        (403, {"errors": [{"reason": "insufficientPermissions"}]}, SignInNeeded),
        (403, {"details": [{"reason": "SERVICE_DISABLED", "metadata": {"service": "youtube.googleapis.com"}}]}, Refused),
        (403, {"errors": [{"reason": "rateLimitExceeded"}]}, Throttled),
    ],
)  # fmt: skip
def test_a_refusal_is_known_by_its_reason(status: int, error: object, kind: type[NetworkError]) -> None:
    assert isinstance(google.meant(answer(status, error), 0), kind)


@pytest.mark.parametrize(
    "error", ["no", None, 5, {"details": "x", "errors": [1, {"reason": 2}]}, {"message": ["x"]}]
)
def test_what_google_does_not_explain_is_left_to_others(error: object) -> None:
    assert google.meant(answer(403, error), 0) is None
    assert google.failure(b"<html>") == google.Failure()


def test_a_practice_network_is_asked_in_place_of_google() -> None:
    here = google.provider(CLIENT_ID, "x", server="http://127.0.0.1:9")
    assert here.authorize.startswith("http://127.0.0.1:9/")
    assert google.provider(CLIENT_ID, "x").authorize.startswith("https://accounts.google.com/")
