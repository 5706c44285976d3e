"""Pictures of strangers: bounded, without credentials, never from inside the house."""

from collections.abc import Callable

import httpx
import pytest

from responder.core.clock import SystemClock
from responder.core.errors import Malformed, NetworkError, Refused
from responder.net.pictures import MOST_BYTES, Pictures

Handler = Callable[[httpx.Request], httpx.Response]


async def outside(_host: str) -> list[str]:
    return ["93.184.216.34"]


async def inside(_host: str) -> list[str]:
    return ["93.184.216.34", "10.0.0.7"]


def image(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b"pixels", headers={"content-type": "image/png"})


async def fetch(url: str, handler: Handler = image, **more: object) -> bytes:
    more.setdefault("lookup", outside)
    return await Pictures(SystemClock(), transport=httpx.MockTransport(handler), **more).fetch(url)  # type: ignore[arg-type]  # keywords of Pictures


async def test_a_picture_comes_as_it_is() -> None:
    assert await fetch("https://cdn.example/1.png") == b"pixels"


async def test_a_picture_that_moved_is_followed_and_circles_end() -> None:
    def moved(request: httpx.Request) -> httpx.Response:
        if request.url.host == "cdn.example":
            return httpx.Response(302, headers={"location": "https://other.example/2.png"})
        return image(request)

    assert await fetch("https://cdn.example/1.png", moved) == b"pixels"
    with pytest.raises(Refused, match="circles"):
        await fetch(
            "https://cdn.example/1.png", lambda _r: httpx.Response(302, headers={"location": "/1.png"})
        )


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x", "https://192.168.1.1/x", "https://printer.local/x",
     "https://[::ffff:10.0.0.1]/x", "https://169.254.169.254/latest", "https://0.0.0.0/x", "https://224.0.0.1/x", "https://[2002:7f00:1::]/x",
     "https://[64:ff9b::a00:1]/x", "https://[::127.0.0.1]/x"],
)  # fmt: skip
async def test_nothing_is_fetched_from_inside_the_house(url: str) -> None:
    with pytest.raises(Refused, match="private network"):
        await fetch(url)


async def test_a_name_that_leads_into_the_house_is_refused_also_after_a_redirect() -> None:
    with pytest.raises(Refused, match="private network"):
        await fetch("https://innocent.example/x", lookup=inside)
    with pytest.raises(Refused, match="private network"):
        await fetch(
            "https://cdn.example/x",
            lambda _r: httpx.Response(302, headers={"location": "https://10.1.2.3/admin"}),
        )


@pytest.mark.parametrize(
    "url", ["https://[::1", "https://cdn.example:99999/x", "https://cdn.example/a\nb", "", "nothing"]
)
async def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        await fetch(url)


async def test_a_redirect_to_what_is_no_address_is_refused() -> None:
    with pytest.raises(NetworkError):
        await fetch(
            "https://cdn.example/x", lambda _r: httpx.Response(302, headers={"location": "https://[::1"})
        )


async def test_a_line_without_encryption_is_for_servers_that_a_person_connected() -> None:
    with pytest.raises(Refused, match="encryption"):
        await fetch("http://cdn.example/1.png")
    assert await fetch("http://127.0.0.1:8080/1.png", trusted=("127.0.0.1:8080",)) == b"pixels"
    with pytest.raises(Refused):
        await fetch("http://127.0.0.1:9090/1.png", trusted=("127.0.0.1:8080",))


async def test_what_is_no_picture_is_refused() -> None:
    page = httpx.Response(200, text="<html>", headers={"content-type": "text/html"})
    with pytest.raises(Refused, match="something else"):
        await fetch("https://cdn.example/1.png", lambda _r: page)


async def test_too_large_a_picture_is_not_read_to_its_end() -> None:
    huge = httpx.Response(200, content=b"x" * (MOST_BYTES + 1), headers={"content-type": "image/png"})
    with pytest.raises(Malformed):
        await fetch("https://cdn.example/1.png", lambda _r: huge)


async def test_no_credentials_go_along() -> None:
    seen: list[httpx.Request] = []

    def look(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return image(request)

    await fetch("https://cdn.example/1.png", look)
    assert not {"authorization", "cookie", "referer"} & set(seen[0].headers)


async def test_a_file_may_be_anything_but_not_at_home() -> None:
    def page(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"%PDF", headers={"content-type": "application/pdf"})

    transport = httpx.MockTransport(page)
    assert (
        await Pictures(SystemClock(), transport=transport, lookup=outside).file("https://cdn.example/1")
        == b"%PDF"
    )
    with pytest.raises(Refused, match="private network"):
        await Pictures(SystemClock(), transport=transport, lookup=inside).file("https://cdn.example/1")
