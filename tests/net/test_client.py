"""What goes wrong on the wire, typed by what happens next."""

import gzip
from collections.abc import Callable

import httpx
import pytest

from responder.core.clock import SystemClock
from responder.core.errors import (
    Gone,
    Malformed,
    NetworkError,
    Refused,
    SignInNeeded,
    Throttled,
    Uncertain,
    Unreachable,
)
from responder.net.answers import links
from responder.net.client import Client

Handler = Callable[[httpx.Request], httpx.Response]


def client(handler: Handler, **more: int) -> Client:
    transport = httpx.MockTransport(handler)
    headers = {"Authorization": "Bearer secret"}
    return Client(
        "https://one.example",
        SystemClock(),
        headers=headers,
        transport=transport,
        most_bytes=more.get("most", 1000),
    )


def says(status: int, body: bytes = b"", **headers: str) -> Handler:
    return lambda request: httpx.Response(status, content=body, headers=headers)


def fails(error: Exception) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    return handler


@pytest.mark.parametrize(
    ("status", "reading", "writing"),
    [
        (400, Refused, Refused),
        (401, SignInNeeded, SignInNeeded),
        (403, Refused, Refused),
        (404, Gone, Gone),
        (410, Gone, Gone),
        (422, Refused, Refused),
        (429, Throttled, Throttled),
        (500, Unreachable, Uncertain),
        (501, Refused, Refused),
        (502, Unreachable, Uncertain),
        (503, Unreachable, Uncertain),
    ],
)
async def test_a_status_means_one_kind_of_failure(
    status: int, reading: type[NetworkError], writing: type[NetworkError]
) -> None:
    asked = client(says(status, b"<title>Sorry &amp; bye</title>"))
    with pytest.raises(reading, match="Sorry & bye"):
        await asked.get("/a")
    with pytest.raises(writing):
        await asked.write("POST", "/a", json={})
    await asked.aclose()


@pytest.mark.parametrize(
    ("error", "reading", "writing"),
    [
        (httpx.ConnectError("refused"), Unreachable, Unreachable),
        (httpx.ConnectTimeout("slow"), Unreachable, Unreachable),
        (httpx.ReadTimeout("slow"), Unreachable, Uncertain),
        (httpx.WriteTimeout("slow"), Unreachable, Uncertain),
        (httpx.ReadError("cut"), Unreachable, Uncertain),
        (httpx.RemoteProtocolError("odd"), Unreachable, Uncertain),
        (httpx.UnsupportedProtocol("gopher"), Refused, Refused),
    ],
)
async def test_a_broken_line_leaves_a_write_uncertain_only_once_it_was_written(
    error: Exception, reading: type[NetworkError], writing: type[NetworkError]
) -> None:
    asked = client(fails(error))
    with pytest.raises(reading):
        await asked.get("/a")
    with pytest.raises(writing):
        await asked.write("POST", "/a", json={})
    with pytest.raises(reading):
        await asked.write("DELETE", "/a", once=False)
    await asked.aclose()


async def test_a_bug_is_no_network_failure() -> None:
    asked = client(fails(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        await asked.get("/a")
    await asked.aclose()


async def test_a_body_is_read_only_so_far() -> None:
    asked = client(says(200, b"x" * 5000))
    with pytest.raises(Malformed) as caught:
        await asked.get("/a")
    assert caught.value.payload.startswith(b"xxx")
    with pytest.raises(Uncertain):
        await asked.write("POST", "/a", json={})
    await asked.aclose()


async def test_a_small_body_that_unpacks_to_a_huge_one_is_bounded_too() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    asked = client(says(200, bomb, **{"content-encoding": "gzip"}))
    with pytest.raises(Malformed):
        await asked.get("/a")
    await asked.aclose()


async def test_a_broken_encoding_is_malformed() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"not gzip"))

    asked = client(handler)
    with pytest.raises(Malformed):
        await asked.get("/a")
    await asked.aclose()


async def test_the_token_never_goes_to_another_host() -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(302, headers={"location": "https://two.example/steal"})

    asked = client(handler)
    with pytest.raises(Refused, match=r"two\.example"):
        await asked.get("/a")
    with pytest.raises(Refused):
        await asked.get("https://two.example/page=2")
    assert set(seen) == {"one.example"}
    await asked.aclose()


async def test_a_redirect_within_the_server_is_followed_but_not_in_circles() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/a":
            return httpx.Response(301, headers={"location": "/b?x=1"})
        if request.url.path == "/b":
            return httpx.Response(200, json={"ok": request.url.params["x"]})
        return httpx.Response(302, headers={"location": "/c"})

    asked = client(handler)
    assert (await asked.get("/a")).json() == {"ok": "1"}
    with pytest.raises(Refused):
        await asked.get("/c")
    await asked.aclose()


async def test_a_redirected_write_is_refused_not_changed_into_a_read() -> None:
    methods: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        methods.append(request.method)
        return httpx.Response(302, headers={"location": "/b"})

    asked = client(handler)
    with pytest.raises(Refused):
        await asked.write("POST", "/a", json={})
    assert methods == ["POST"]
    await asked.aclose()


async def test_an_overloaded_server_that_says_when_was_not_reached_by_the_write() -> None:
    asked = client(says(503, **{"retry-after": "30"}))
    with pytest.raises(Throttled) as caught:
        await asked.write("POST", "/a", json={})
    assert caught.value.seconds == 30
    await asked.aclose()


async def test_an_empty_budget_is_respected_without_asking() -> None:
    asked_times = 0

    def handler(request: httpx.Request) -> httpx.Response:
        nonlocal asked_times
        asked_times += 1
        return httpx.Response(200, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": "30"})

    asked = client(handler)
    await asked.get("/api/v1/notifications")
    with pytest.raises(Throttled):
        await asked.get("/api/v1/notifications", {"min_id": "5"})
    assert asked_times == 1
    await asked.aclose()


async def test_the_servers_clock_is_learned() -> None:
    asked = client(says(200, date="Wed, 21 Oct 2015 07:28:00 GMT"))
    await asked.get("/a")
    assert abs(asked.now() - 1_445_412_480_000_000) < 5_000_000
    await asked.aclose()


async def test_an_answer_that_does_not_fit_is_malformed() -> None:
    asked = client(says(200, b'{"a": "x"}'))
    answer = await asked.get("/a")
    with pytest.raises(Malformed):
        answer.decode(list[int])
    await asked.aclose()


def test_links_are_read_by_relation() -> None:
    header = '<https://a.example/x?max_id=5>; rel="next", </y>; rel=prev; title="a, b"'
    assert links(header) == {"next": "https://a.example/x?max_id=5", "prev": "/y"}
    assert links("") == {}
    assert links("garbage; rel=next") == {}


async def test_a_token_that_pleroma_does_not_know_needs_a_new_sign_in() -> None:
    def stranger(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403, json={"error": "Invalid credentials."})

    client = Client("https://p.example", SystemClock(), transport=httpx.MockTransport(stranger))
    with pytest.raises(SignInNeeded, match="Invalid credentials"):
        await client.get("/api/v1/notifications")
    await client.aclose()


async def test_a_sign_in_that_is_not_accepted_is_said_without_the_request() -> None:
    asked = client(says(401, b'{"error": "The access token is invalid"}'))
    with pytest.raises(
        SignInNeeded, match=r"^\S+ does not accept .* sign in again.* token is invalid$"
    ) as caught:
        await asked.get("/api/v1/secret")
    assert "/api" not in str(caught.value)
    await asked.aclose()


async def test_a_raw_body_is_sent_as_it_is() -> None:
    came: list[tuple[bytes, str]] = []

    def take(request: httpx.Request) -> httpx.Response:
        came.append((request.content, request.headers["content-type"]))
        return httpx.Response(200)

    one = client(take)
    await one.write("POST", "/blob", content=b"\x89PNG", headers={"Content-Type": "image/png"})
    await one.aclose()
    assert came == [(b"\x89PNG", "image/png")]
