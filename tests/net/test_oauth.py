"""The browser comes back to a page on this machine."""

import asyncio
from typing import Any

import httpx
import pytest

from responder.core.clock import SystemClock
from responder.core.errors import Refused
from responder.net.oauth import Loopback, challenged, pkce


async def visit(url: str, **params: str) -> httpx.Response:
    async with httpx.AsyncClient() as browser:
        return await browser.get(url, params=params)


def test_the_challenge_is_that_of_the_standard() -> None:
    # RFC 7636, appendix B
    made = challenged("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert made.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_no_two_verifiers_are_alike_and_all_are_long_enough() -> None:
    assert len({pkce().verifier for _ in range(50)}) == 50
    assert 43 <= len(pkce().verifier) <= 128


async def test_the_code_is_brought_back() -> None:
    async with Loopback(SystemClock()) as page:
        waiting = asyncio.ensure_future(page.code())
        answer = await visit(page.redirect_uri, code="c0de", state=page.state)
        assert answer.status_code == 200
        assert await waiting == "c0de"


async def test_a_foreign_state_is_sent_away_and_the_right_one_still_counts() -> None:
    async with Loopback(SystemClock()) as page:
        waiting = asyncio.ensure_future(page.code())
        for wrong in ({"code": "evil", "state": "guess"}, {"code": "evil"}, {"error": "access_denied"}):
            assert (await visit(page.redirect_uri, **wrong)).status_code == 400
        assert (await visit(page.redirect_uri.replace("signed-in", "favicon.ico"))).status_code == 404
        await visit(page.redirect_uri, code="good", state=page.state)
        assert await waiting == "good"


async def test_a_second_visit_changes_nothing() -> None:
    async with Loopback(SystemClock()) as page:
        await visit(page.redirect_uri, code="first", state=page.state)
        await visit(page.redirect_uri, code="second", state=page.state)
        assert await page.code() == "first"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"error": "access_denied"}, "denied"),
        ({"error": "server_error", "error_description": "on fire"}, "on fire"),
        ({}, "no code"),
    ],
)
async def test_a_no_says_why(values: dict[str, str], said: str) -> None:
    async with Loopback(SystemClock()) as page:
        await visit(page.redirect_uri, state=page.state, **values)
        with pytest.raises(Refused, match=said):
            await page.code()


async def test_nobody_coming_ends_in_time() -> None:
    async with Loopback(SystemClock()) as page:
        with pytest.raises(Refused, match="in time"):
            await page.code(patience=0.05)


@pytest.mark.parametrize(
    "noise",
    [b"", b"\r\n\r\n", b"\x00\xff" * 500, b"GET\r\n\r\n", b"POST /signed-in HTTP/1.1\r\n\r\n", b"x" * 40_000],
)
async def test_noise_on_the_port_disturbs_nothing(noise: bytes) -> None:
    async with Loopback(SystemClock()) as page:
        port = int(page.redirect_uri.split(":")[2].split("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(noise)
        writer.write_eof()
        await _ignored(reader.read())
        writer.close()
        await visit(page.redirect_uri, code="c", state=page.state)
        assert await page.code() == "c"


async def _ignored(reading: Any) -> None:
    try:
        await reading
    except ConnectionError:
        return


async def test_who_is_still_talking_at_the_end_is_cut_off() -> None:
    async with Loopback(SystemClock()) as page:
        port = int(page.redirect_uri.split(":")[2].split("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /signed-in?")
        await visit(page.redirect_uri, code="c", state=page.state)
        assert await page.code() == "c"
    await _ignored(reader.read())
    writer.close()
