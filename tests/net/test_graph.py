"""Graph APIs: errors by number, usage in percent, pages by cursor, tokens that are renewed in time."""

from collections.abc import Callable

import httpx
import msgspec
import pytest
from tests.connectors.means import Unhurried

from responder.core.clock import DAY, HOUR, SystemClock
from responder.core.errors import Gone, NetworkError, Refused, SignInNeeded, Throttled, Uncertain, Unreachable
from responder.net.client import Client
from responder.net.graph import usage
from responder.net.graph.client import Graph, RefusedBy, failed, proof
from responder.net.graph.failure import Failure, read
from responder.net.graph.sign_in import ahead, given, refreshed, scopes_of
from responder.net.graph.walk import Entry, Stretch, Walked, walk
from responder.net.tokens import Tokens

Handler = Callable[[httpx.Request], httpx.Response]


def client(handler: Handler) -> Client:
    return Client("https://graph.example/v26.0", SystemClock(), transport=httpx.MockTransport(handler))


def graph(handler: Handler, pace: Unhurried | None = None) -> Graph:
    return Graph(client(handler), SystemClock(), pace or Unhurried(), 1_000, lambda: proof("token", "secret"))


@pytest.mark.parametrize(
    ("code", "subcode", "expected"),
    [
        (190, 463, SignInNeeded), (190, 0, SignInNeeded), (102, 0, SignInNeeded), (4, 0, Throttled), (17, 0, Throttled),
        (32, 0, Throttled), (613, 0, Throttled), (341, 0, Throttled), (80001, 0, Throttled), (80014, 0, Throttled),
        (100, 33, Gone), (24, 0, Gone), (100, 0, RefusedBy), (10, 0, RefusedBy), (200, 0, RefusedBy), (3, 0, RefusedBy),
        (368, 0, RefusedBy), (506, 0, RefusedBy), (551, 0, RefusedBy), (1, 0, Unreachable), (2, 0, Unreachable),
    ],
)  # fmt: skip
def test_every_number_means_something(code: int, subcode: int, expected: type[NetworkError]) -> None:
    error = failed(Failure("said", code, subcode), {}, 0, once=False)
    assert type(error) is expected
    assert len(str(error)) > 20


def test_trouble_while_writing_is_a_doubt() -> None:
    assert isinstance(failed(Failure("x", 2), {}, 0, once=True), Uncertain)
    assert isinstance(failed(Failure("x", 999, transient=True), {}, 0, once=True), Uncertain)


def test_the_closed_window_is_said_in_words() -> None:
    assert "customer's last message" in str(failed(Failure("(#10) …", 10, 2018278), {}, 0, once=True))


def test_patience_is_as_long_as_the_header_says() -> None:
    header = {"x-business-use-case-usage": '{"104":[{"type":"pages","call_count":101,"estimated_time_to_regain_access":7}]}'}  # fmt: skip
    error = failed(Failure("x", 32), header, 0, once=False)
    assert isinstance(error, Throttled)
    assert error.seconds == 420


@pytest.mark.parametrize(
    ("header", "percent"),
    [
        ('{"call_count":28,"total_time":31,"total_cputime":2}', 31),
        ('{"call_count":1e3}', 1000),
        ("", None),
        ("nonsense", None),
        ("[1]", None),
        ('{"call_count":"many"}', 0),
        ('{"1":[null,{"x":1}]}', None),
    ],
)
def test_usage_is_the_highest_share(header: str, percent: float | None) -> None:
    told = usage.read({"x-app-usage": header})
    assert (told.percent if told else None) == percent


def test_a_body_that_is_no_error_is_none() -> None:
    assert read(b"<html>") is None
    assert read(b'{"error":"text"}') is None
    assert read(b'{"error":{"code":"x"}}') is None


async def test_what_the_headers_tell_reaches_the_pace() -> None:
    pace = Unhurried()
    line = graph(lambda r: httpx.Response(200, json={}, headers={"X-App-Usage": '{"call_count":80}'}), pace)
    await line.get("me")
    await line.aclose()
    assert [(name, left) for name, left, _ in pace.heard] == [("requests", 200)]
    assert pace.spent == {"requests": 1}


async def test_pages_go_on_by_their_cursor_and_never_by_their_address() -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        next_page = {"next": "https://evil.example/?access_token=x"} if len(asked) < 3 else {}
        return httpx.Response(
            200, json={"data": [{}], "paging": {"cursors": {"after": f"c{len(asked)}"}, **next_page}}
        )

    line = graph(answer)
    found = [page async for page in line.pages("me/feed", {"limit": 1})]
    await line.aclose()
    assert [url.params.get("after") for url in asked] == [None, "c1", "c2"]
    assert {url.host for url in asked} == {"graph.example"}
    assert all(url.params["appsecret_proof"] == proof("token", "secret") for url in asked)
    assert len(found) == 3


async def test_a_cursor_that_stands_still_ends_the_list() -> None:
    page = {"data": [{}], "paging": {"cursors": {"after": "same"}, "next": "x"}}
    line = graph(lambda r: httpx.Response(200, json=page))
    assert len([one async for one in line.pages("x", {})]) == 2
    await line.aclose()


async def test_an_error_of_another_kind_is_judged_as_any() -> None:
    line = graph(lambda r: httpx.Response(503, html="<title>Down</title>"))
    with pytest.raises(Unreachable):
        await line.get("me")
    with pytest.raises(Uncertain):
        await line.write("POST", "me/feed", {})
    await line.aclose()


async def test_a_refused_exchange_says_why_and_keeps_the_secret() -> None:
    said = {"error": {"message": "Error validating client secret.", "code": 1}}
    line = client(lambda r: httpx.Response(400, json=said))
    with pytest.raises(Refused, match="client secret") as caught:
        await given(line, "oauth/access_token", {"client_secret": "hush"}, SystemClock())
    assert "hush" not in str(caught.value)
    await line.aclose()


async def test_a_token_that_is_no_good_is_said_to_be() -> None:
    line = client(lambda r: httpx.Response(200, json={"data": {"is_valid": False}}))
    with pytest.raises(SignInNeeded):
        await scopes_of(line, "debug_token", "t", {})
    await line.aclose()


async def test_a_token_of_sixty_days_is_renewed_a_month_ahead() -> None:
    clock = SystemClock()
    line = client(lambda r: httpx.Response(200, json={"access_token": "new", "expires_in": 5_184_000}))
    old = ahead(Tokens("old", expires_at=clock.now() + 60 * DAY, life=60 * DAY, client_id="1"))
    assert not old.stale(clock.now())
    assert old.stale(clock.now() + 31 * DAY)
    fresh = await refreshed(line, "refresh_access_token", "ig_refresh_token", old, clock)
    await line.aclose()
    assert (fresh.access, fresh.client_id) == ("new", "1")
    assert abs(int(fresh.more["ends"]) - clock.now() - 60 * DAY) < DAY


async def test_a_refused_renewal_is_an_end_only_when_the_old_token_ends() -> None:
    clock = SystemClock()
    line = client(lambda r: httpx.Response(400, json={"error": {"message": "no", "code": 100}}))
    good = Tokens("old", expires_at=1, life=60 * DAY, more={"ends": str(clock.now() + 9 * DAY)})
    kept = await refreshed(line, "refresh", "x", good, clock)
    assert (kept.access, kept.stale(clock.now())) == ("old", False)
    with pytest.raises(SignInNeeded):
        await refreshed(line, "refresh", "x", msgspec.structs.replace(good, more={}), clock)
    await line.aclose()


class Listing:
    """A list in pages of two, newest first or oldest first."""

    def __init__(self, *entries: Entry[str], newest_first: bool = True) -> None:
        ordered = sorted(entries, key=lambda one: one.at, reverse=newest_first)
        self.left = [ordered[at : at + 2] for at in range(0, len(ordered), 2)]
        self.asked = 0

    def __aiter__(self) -> "Listing":
        return self

    async def __anext__(self) -> Stretch[str]:
        if not self.left:
            raise StopAsyncIteration
        self.asked += 1
        return self.left.pop(0), [], not self.left


def entry(number: int, at: int | None = None, version: str = "") -> Entry[str]:
    return Entry(str(number), (number if at is None else at) * HOUR, version, "x")


def keys(walked: Walked[str]) -> list[str]:
    return [one.key for one in walked.news]


async def test_walking_back_stops_where_it_knows() -> None:
    first = await walk(Listing(*map(entry, range(1, 9))), None, 0, 3)
    again = Listing(*map(entry, range(1, 11)))
    second = await walk(again, first.mark, 0, 3)
    assert (keys(first), keys(second)) == ([str(n) for n in range(1, 9)], ["9", "10"])
    assert again.asked == 2


async def test_a_list_that_is_oldest_first_is_read_to_its_end() -> None:
    first = await walk(Listing(*map(entry, range(1, 9)), newest_first=False), None, 0, 3)
    again = Listing(*map(entry, range(1, 11)), newest_first=False)
    assert keys(await walk(again, first.mark, 0, 3)) == ["9", "10"]


async def test_what_changed_is_news_and_what_is_missing_is_named() -> None:
    first = await walk(Listing(*map(entry, (1, 2, 3))), None, 0, 9)
    second = await walk(Listing(entry(1), entry(3, version="edited")), first.mark, 0, 9)
    assert (keys(second), second.missing) == (["3"], ["2"])


async def test_what_slides_out_of_sight_is_not_missing() -> None:
    first = await walk(Listing(*map(entry, (1, 2, 3))), None, 0, 9)
    second = await walk(Listing(*map(entry, (3, 4, 5, 6))), first.mark, 0, 9)
    assert set(second.missing) <= {"1", "2"}  # asked for by name before they are called gone
    third = await walk(Listing(*map(entry, range(1, 7))), second.mark, 0, 9)
    assert keys(third) == []


async def test_of_one_second_all_are_remembered() -> None:
    storm = [entry(number, at=5) for number in range(20)]
    first = await walk(Listing(*storm), None, 0, 3)
    assert keys(await walk(Listing(*storm), first.mark, 0, 3)) == []


async def test_where_the_end_is_not_reached_there_is_a_gap() -> None:
    first = await walk(Listing(entry(1)), None, 0, 9)

    class Endless(Listing):
        async def __anext__(self) -> Stretch[str]:
            found, broken, _ = await super().__anext__()
            return found, broken, False

    second = await walk(Endless(*map(entry, range(5, 9))), first.mark, 0, 9)
    assert second.gap == (HOUR, 5 * HOUR)
