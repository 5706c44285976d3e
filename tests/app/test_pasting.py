import os
import time
from collections.abc import Iterator
from typing import TextIO
from urllib.parse import urlencode

import pytest

from responder.app.pasting import NOT_BACK, Pasting, back
from responder.core.clock import SystemClock
from responder.net.oauth import Loopback

HOME = "http://127.0.0.1:4711/signed-in"
ASKED = "https://mast.example/oauth/authorize?" + urlencode({"redirect_uri": HOME, "state": "s t"})


@pytest.fixture
def typed() -> Iterator[tuple[TextIO, int]]:
    reading, writing = os.pipe()
    with open(reading, encoding="utf-8") as source:
        yield source, writing
    os.close(writing)


def asks(loopback: Loopback) -> str:
    query = urlencode({"redirect_uri": loopback.redirect_uri, "state": loopback.state})
    return f"https://mast.example/oauth/authorize?{query}"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("bare", [True, False])
async def test_a_code_or_the_address_it_is_in_may_be_pasted(
    typed: tuple[TextIO, int], bare: bool, host: str
) -> None:
    source, writing = typed
    async with Loopback(SystemClock(), host=host) as loopback:
        with Pasting(source) as pasting:
            pasting.instead_of(asks(loopback))
            whole = f"{loopback.redirect_uri}?{urlencode({'code': 'a-b', 'state': loopback.state})}"
            os.write(writing, ("a-b" if bare else whole).encode() + b"\n")
            assert await loopback.code() == "a-b"


async def test_a_browser_that_comes_back_itself_ends_the_waiting(typed: tuple[TextIO, int]) -> None:
    with Pasting(typed[0]) as pasting:
        pasting.instead_of(ASKED)


def test_input_that_cannot_be_waited_for_is_left_alone() -> None:
    with Pasting(None) as pasting:
        pasting.instead_of(ASKED)


@pytest.mark.parametrize(
    ("pasted", "way"),
    [
        ("abc", f"{HOME}?code=abc&state=s+t"),
        (f"{HOME}?code=abc&state=x", f"{HOME}?code=abc&state=x"),
        ("https://mast.example/?code=abc", None),
        ("", None),
    ],
)
def test_only_what_belongs_to_this_machine_is_visited(pasted: str, way: str | None) -> None:
    assert back(ASKED, pasted) == way


def test_a_page_that_does_not_come_back_here_is_left_to_the_browser() -> None:
    assert back("https://mast.example/oauth/authorize", "abc") is None


@pytest.mark.parametrize(
    ("pasted", "taken"), [(f"{HOME}?code=a", True), ("http://shop.example/?code=a", False)]
)
def test_a_page_that_was_told_beforehand_where_to_come_back_to(pasted: str, taken: bool) -> None:
    asked = (
        "https://bsky.example/oauth/authorize?request_uri=urn%3A1&client_id=http%3A%2F%2Flocalhost%3Fa%3Db"
    )
    assert (back(asked, pasted) == pasted) is taken


def test_what_leads_nowhere_is_said(typed: tuple[TextIO, int], capsys: pytest.CaptureFixture[str]) -> None:
    source, writing = typed
    with Pasting(source) as pasting:
        pasting.instead_of(ASKED)
        os.write(writing, b"\nhttps://mast.example/?code=abc\n")
        said, until = "", time.monotonic() + 10
        while not said and time.monotonic() < until:
            time.sleep(0.02)
            said = capsys.readouterr().err
    assert said == f"{NOT_BACK}\n"
