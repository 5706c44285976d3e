"""What strangers name leads nowhere but outside, whatever the names do meanwhile."""

import httpx
import pytest

from responder.core.errors import Refused
from responder.net.public import Outside, outside, private

ADDRESS = "93.184.216.34"


class Names:
    """Names that mean something else each time; the last one for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def __call__(self, _host: str) -> list[str]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Wire:
    """What is asked on the wire; `dead` are addresses where nobody is at home."""

    def __init__(self, *dead: str) -> None:
        self.dead = dead
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host in self.dead:
            raise httpx.ConnectError("nobody")
        self.asked.append(request)
        return httpx.Response(200)


async def ask(names: Names, wire: Wire, url: str = "https://cdn.example/1.png") -> None:
    async with httpx.AsyncClient(transport=Outside(names, httpx.MockTransport(wire))) as client:
        await client.get(url)


async def test_the_line_goes_to_the_address_that_was_looked_at_under_the_hosts_name() -> None:
    wire = Wire()
    await ask(Names([ADDRESS]), wire)
    (request,) = wire.asked
    assert (request.url.host, request.headers["host"]) == (ADDRESS, "cdn.example")
    assert request.extensions["sni_hostname"] == "cdn.example"


async def test_a_name_that_means_something_else_by_now_leads_nowhere() -> None:
    names, wire = Names([ADDRESS], ["127.0.0.1"]), Wire()
    await ask(names, wire)
    with pytest.raises(Refused, match="private network"):
        await ask(names, wire)
    assert len(wire.asked) == 1


async def test_where_one_address_does_not_answer_the_next_is_tried() -> None:
    wire = Wire("2606:4700::1111")
    await ask(Names(["2606:4700::1111", ADDRESS]), wire)
    assert wire.asked[0].url.host == ADDRESS


@pytest.mark.parametrize("names", [Names([]), Names([ADDRESS])])
async def test_a_host_without_an_address_that_answers_is_not_reached(names: Names) -> None:
    with pytest.raises(httpx.ConnectError):
        await ask(names, Wire(ADDRESS))


def test_a_proxy_looks_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert isinstance(outside(), Outside)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert outside() is None


@pytest.mark.parametrize(
    "host", ["example.org", "8.8.8.8", "2606:4700::1111", "localhost.example.org", "64:ff9b::808:808"]
)
def test_public_hosts_are_public(host: str) -> None:
    assert not private(host)
