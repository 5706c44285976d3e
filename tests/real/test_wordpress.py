"""Our connector against a real WordPress: a test for each thing that it was seen to do."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from html import unescape

import httpx
import pytest
import pytest_asyncio
from msgspec.structs import replace

from responder.connectors.wordpress.connector import WordPress
from responder.connectors.wordpress.discovery import Discovery
from responder.connectors.wordpress.sign_in import sign_in
from responder.core.clock import SECOND, SystemClock
from responder.core.errors import Gone, Refused, SignInNeeded, Throttled, Uncertain, Unreachable
from responder.core.messages import Message, State
from responder.core.ports import Absent, Act, Deletion, Receipt, SignIn
from tests.connectors.means import means
from tests.connectors.wordpress.people import Desk, Quick, answer, texts
from tests.practice.wordpress_checks import Wp
from tests.real.servers import Faulty, RealServer


async def connected(address: str, user: str, password: str, **more: httpx.AsyncBaseTransport) -> SignIn:
    form = {"site": address, "user": user, "password": password}
    return await sign_in(form, clock=Quick(), open_browser=print, **more)


@pytest_asyncio.fixture
async def desk(wp: Wp) -> AsyncIterator[Desk]:
    """The owner's account, with everything that is there read."""
    desk = Desk(await connected(wp.url, "owner", wp.passwords["owner"]))
    await desk.gather()
    yield desk
    await desk.aclose()


@pytest.fixture
def post(wp: Wp) -> int:
    return wp.make_post("Launch & joy")


def only(items: list[object]) -> Message:
    """Return the one message of what came."""
    messages = [item for item in items if isinstance(item, Message)]
    assert len(messages) == 1, texts(messages)
    return messages[0]


async def test_a_customers_comment_is_read_approved_and_answered(wp: Wp, post: int, desk: Desk) -> None:
    number = wp.comment(post, "Where is my parcel? 📦 <b>now</b> 中文 5 < 6 & 7\n\nZoë")
    question = only(await desk.gather())
    assert question.text == "Where is my parcel? 📦 now 中文 5 < 6 & 7\n\nZoë"
    assert (question.state, question.author.name) == (State.HELD, "Zoë")
    assert question.post is not None
    assert question.post.title == "Launch & joy"
    connector = desk.connector()
    with pytest.raises(Refused, match="approve it first"):
        await connector.send(answer(number, "It left today"))
    await connector.act(Act("approve", str(number)))
    receipt = await connector.send(answer(number, "It left <today> & arrives tomorrow"))
    shown = wp.call("GET", "comments", parent=number).json()
    assert [str(item["id"]) for item in shown] == [receipt.remote_id]
    assert "It left &lt;today&gt; &amp; arrives tomorrow" in shown[0]["content"]["rendered"]
    approved, ours = await desk.gather()
    assert isinstance(approved, Message)
    assert approved.state is State.PUBLISHED
    assert ours == receipt.message


async def test_a_wrong_password_is_noticed(wp: Wp) -> None:
    with pytest.raises(SignInNeeded):
        await connected(wp.url, "owner", "wrong")
    with pytest.raises(SignInNeeded):
        await connected(wp.url, "owner", "owner-pass")


@pytest.mark.parametrize("user", ["owner", "author", "customer"])
async def test_a_revoked_password_is_noticed(wp: Wp, post: int, user: str) -> None:
    made = wp.call("POST", "users/me/application-passwords", user, {"name": f"revoke {post}"}).json()
    desk = Desk(await connected(wp.url, user, made["password"]))
    await desk.gather()
    assert wp.call("DELETE", f"users/me/application-passwords/{made['uuid']}", user).status_code == 200
    with pytest.raises(SignInNeeded):
        await desk.gather()
    with pytest.raises(SignInNeeded):
        await desk.connector().find(answer(1, "x"), 0)
    await desk.aclose()


async def test_what_the_sites_own_people_say_is_ours(wp: Wp, post: int, desk: Desk) -> None:
    for user in ("owner", "moderator", "author", "customer"):
        wp.comment(post, user, user)
    ours = {m.text: m.author.ours for m in await desk.gather() if isinstance(m, Message)}
    assert ours == {"owner": True, "moderator": True, "author": True, "customer": False}


async def test_every_role_reads_what_it_may(wp: Wp, post: int) -> None:
    held, shown = wp.comment(post, "held"), wp.comment(post, "shown", "owner")
    for user, moderates in (("owner", True), ("moderator", True), ("author", False), ("customer", False)):
        desk = Desk(await connected(wp.url, user, wp.passwords[user]))
        await desk.gather()
        assert (str(held) in desk.memory.messages) is moderates
        assert str(shown) in desk.memory.messages
        assert (await desk.connector().check()).missing == () or not moderates
        await desk.aclose()


async def test_edits_verdicts_and_deletions_are_noticed(wp: Wp, post: int, desk: Desk) -> None:
    edited, spam, gone = (wp.comment(post, text) for text in ("typo", "pills", "gone"))
    await desk.gather()
    wp.call("POST", f"comments/{edited}", "owner", {"content": "no typo"})
    wp.call("POST", f"comments/{spam}", "owner", {"status": "spam"})
    wp.call("DELETE", f"comments/{gone}", "owner", force="true")
    items = await desk.gather()
    states = {item.remote_id: (item.text, item.state) for item in items if isinstance(item, Message)}
    assert states == {str(edited): ("no typo", State.HELD), str(spam): ("pills", State.SPAM)}
    assert Deletion(str(gone)) in items
    assert await desk.gather() == []


async def test_acts_do_what_they_say_and_twice_is_once(wp: Wp, post: int, desk: Desk) -> None:
    comment, connector = wp.comment(post, "judge me"), desk.connector()
    for verb, status in (("approve", "approved"), ("hold", "hold"), ("spam", "spam"), ("trash", "trash")):
        for _ in range(2):
            await connector.act(Act(verb, str(comment)))
        there = wp.call("GET", f"comments/{comment}", "owner", context="edit").json()
        assert there["status"] == status
    for _ in range(2):
        await connector.act(Act("delete", str(comment)))
    with pytest.raises(Gone):
        await connector.act(Act("approve", str(comment)))
    with pytest.raises(Gone):
        await connector.send(answer(comment, "too late"))


async def test_our_own_comment_is_edited(wp: Wp, post: int, desk: Desk) -> None:
    ours = wp.comment(post, "tpyo", "owner")
    await desk.connector().act(Act("edit", str(ours), "no typo & <no> more"))
    assert only(await desk.gather()).text == "no typo & <no> more"
    with pytest.raises(Refused):
        await desk.connector().act(Act("edit", str(wp.comment(post, "theirs")), "ours"))


async def test_more_than_a_page_comes_whole_and_in_order(wp: Wp, post: int, desk: Desk) -> None:
    wanted = [f"load {number}" for number in range(130)]
    for text in wanted:
        wp.comment(post, text, "owner")
    assert texts(await desk.gather()) == wanted
    assert await desk.gather() == []


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Caracas", "Pacific/Auckland"])
async def test_the_sites_time_zone_does_not_matter(wp: Wp, post: int, desk: Desk, zone: str) -> None:
    before = wp.call("GET", "settings", "owner").json()["timezone"]
    assert wp.call("POST", "settings", "owner", {"timezone": zone}).json()["timezone"] == zone
    try:
        for number in range(105):
            wp.comment(post, f"{zone} {number}", "owner")
        found = [item for item in await desk.gather() if isinstance(item, Message)]
        assert len(found) == 105
        now = datetime.now(UTC).timestamp() * SECOND
        assert all(abs(message.created_at - now) < 60 * SECOND for message in found)
    finally:
        wp.call("POST", "settings", "owner", {"timezone": before or "UTC"})


async def test_threads_have_the_top_comment_as_root(wp: Wp, post: int, desk: Desk) -> None:
    top = wp.comment(post, "top", "owner")
    middle = wp.comment(post, "middle", "owner", parent=top)
    await desk.gather()
    leaf = wp.comment(post, "leaf", parent=middle)
    message = only(await desk.gather())
    assert (message.remote_id, message.root, message.parent) == (str(leaf), str(top), str(middle))


async def test_closed_comments_are_said_in_words(wp: Wp, post: int, desk: Desk) -> None:
    comment = wp.comment(post, "open?", "owner")
    wp.close(post)
    with pytest.raises(Refused, match="Comments are closed"):
        await desk.connector().send(answer(comment, "late"))


@pytest.mark.parametrize("user", ["owner", "moderator"])
@pytest.mark.parametrize(
    "text",
    ["Thanks!", "Tom & <Jerry> \"q\" 'x'", "a\n\nb   c", "é e\u0301 👩‍👩‍👧 &amp; &lt; 日本 שלום", "see https://a.example/?x=1&y=2#z",
     "<script>alert(1)</script>", "[shortcode] :) -- ... (c) 1/2", "x" * 60_000],
    ids=["plain", "markup", "lines", "unicode", "link", "script", "typography", "long"],
)  # fmt: skip
async def test_an_answer_is_found_again_whatever_is_in_it(wp: Wp, post: int, user: str, text: str) -> None:
    comment = wp.comment(post, "question", "owner")
    desk = Desk(await connected(wp.url, user, wp.passwords[user]))
    connector = desk.connector()
    assert await connector.find(answer(comment, text), 0) == Absent()
    receipt = await connector.send(answer(comment, text))
    assert receipt.message.text.split() == text.split()
    assert await connector.find(answer(comment, text), 0) == receipt
    assert await connector.send(answer(comment, text)) == receipt
    assert len(wp.ids(parent=comment)) == 1
    await desk.aclose()


class LosesAnswers(httpx.AsyncBaseTransport):
    """Lets WordPress take a comment, and the line is gone before it says so."""

    def __init__(self) -> None:
        self._line = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._line.handle_async_request(request)
        if request.method == "POST":
            await response.aread()
            raise httpx.ReadError("cut", request=request)
        return response

    async def aclose(self) -> None:
        await self._line.aclose()


async def test_an_answer_taken_but_not_confirmed_is_found(wp: Wp, post: int, desk: Desk) -> None:
    comment = wp.comment(post, "question", "owner")
    account, secret = desk.signed.account, desk.signed.secret
    cut = WordPress(account, means(secret, clock=Quick(), known=desk.memory), LosesAnswers())
    with pytest.raises(Uncertain):
        await cut.send(answer(comment, "It left today"))
    await cut.aclose()
    assert isinstance(await desk.connector().find(answer(comment, "It left today"), 0), Receipt)
    assert len(wp.ids(parent=comment)) == 1


async def test_the_site_may_be_away_and_come_back(
    wordpress: RealServer, wp: Wp, post: int, desk: Desk
) -> None:
    before = wp.comment(post, "before")
    wordpress.stop()
    try:
        with pytest.raises(Unreachable):
            await desk.gather()
        with pytest.raises(Unreachable):
            await desk.connector().send(answer(before, "anybody there?"))
    finally:
        wordpress.start()
    after = wp.comment(post, "after")
    assert [m.remote_id for m in await desk.gather() if isinstance(m, Message)] == [str(before), str(after)]
    assert wp.ids(parent=before, status="any", context="edit") == []


async def test_over_http_application_passwords_are_for_test_sites_only(wordpress: RealServer) -> None:
    trust = httpx.AsyncHTTPTransport(verify=ssl.create_default_context(cafile=wordpress["ca_file"]))
    password = wordpress["owner_app_password"]
    wordpress.stop()
    try:
        wordpress.start(WP_ENV="production")
        with pytest.raises(SignInNeeded, match="switched off"):
            await connected(wordpress["url"], "owner", password)
        signed = await connected(wordpress["tls_url"], "owner", password, transport=trust)
        assert signed.account.options["root"].startswith("https://")
        with pytest.raises(Unreachable, match="certificate"):
            await connected(wordpress["tls_url"], "owner", password)
    finally:
        wordpress.stop()
        wordpress.start()


def approve(url: str, page: str) -> int:
    """Log in as the owner's browser does, agree to what a page asks, and go where it sends."""
    login = {
        "log": "owner",
        "pwd": "owner-pass",
        "wp-submit": "Log In",
        "redirect_to": page,
        "testcookie": "1",
    }
    with httpx.Client(base_url=url, follow_redirects=True) as browser:
        browser.get("/wp-login.php")
        asked = browser.post("/wp-login.php", data=login).text
        assert "Responder" in asked
        form = asked[asked.index('name="action" value="authorize_application_password"') - 400 :]
        hidden = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', form))
        fields = {name: unescape(value) for name, value in hidden.items()}
        return browser.post(
            "/wp-admin/authorize-application.php", data={**fields, "approve": "yes"}
        ).status_code


async def test_the_browser_brings_a_password_back(wp: Wp) -> None:
    visits: list[asyncio.Future[int]] = []

    def visit(page: str) -> None:
        visits.append(asyncio.ensure_future(asyncio.to_thread(approve, wp.url, page)))

    signed = await sign_in({"site": wp.url}, clock=SystemClock(), open_browser=visit)
    assert signed.account.handle == "owner"
    assert await visits[0] == 200
    desk = Desk(signed)
    assert (await desk.connector().check()).missing == ()
    await desk.aclose()


@pytest.mark.parametrize("path", ["", "/wp-admin/", "/?rest_route=/", "/wp-json/", "/hello-world/"])
async def test_any_address_of_the_site_leads_to_its_api(wp: Wp, path: str) -> None:
    place = await Discovery(Quick()).find(wp.url + path)
    assert place.root == f"{wp.url}/wp-json/"


def moved(desk: Desk, root: str) -> SignIn:
    """Return the same account with another way to the API."""
    account = desk.signed.account
    return SignIn(replace(account, options={**account.options, "root": root}), desk.signed.secret)


async def test_plain_permalinks_are_spoken(wp: Wp, post: int, desk: Desk) -> None:
    desk.signed = moved(desk, f"{wp.url}/index.php?rest_route=/")
    comment = wp.comment(post, "plain", "owner")
    assert only(await desk.gather()).text == "plain"
    assert (await desk.connector().send(answer(comment, "plainly"))).message.text == "plainly"


@pytest.fixture(scope="module")
def proxy(wordpress: RealServer, faults: Callable[[str, str], Faulty]) -> Faulty:
    return faults("wp", wordpress["url"])


@pytest_asyncio.fixture
async def far(wp: Wp, desk: Desk, proxy: Faulty) -> AsyncIterator[Desk]:
    """The same account, over a line that can be told to fail."""
    proxy.set("{}")
    signed = moved(desk, f"{proxy.url}/wp-json/")
    far = Desk(signed, memory=desk.memory, cursor=desk.cursor)
    yield far
    proxy.set("{}")
    await far.aclose()


async def test_a_429_is_obeyed_and_passes(wp: Wp, post: int, far: Desk, proxy: Faulty) -> None:
    wp.comment(post, "through the storm")
    proxy.set('{"match": "wp/v2/comments", "status": 429, "retry_after": 2, "count": 1}')
    with pytest.raises(Throttled) as refused:
        await far.gather()
    assert refused.value.seconds == 2
    assert texts(await far.gather()) == ["through the storm"]


async def test_a_line_that_is_cut_is_tried_again(wp: Wp, post: int, far: Desk, proxy: Faulty) -> None:
    wp.comment(post, "cut off")
    proxy.set('{"match": "wp/v2/comments", "kill": true}')
    with pytest.raises(Unreachable):
        await far.gather()
    proxy.set("{}")
    assert texts(await far.gather()) == ["cut off"]


async def test_a_write_that_is_cut_is_a_doubt(wp: Wp, post: int, far: Desk, proxy: Faulty) -> None:
    comment = wp.comment(post, "question", "owner")
    proxy.set('{"match": "wp/v2/comments$", "kill": true, "count": 1}')
    connector = far.connector()
    with pytest.raises(Uncertain):
        await connector.send(answer(comment, "It left today"))
    assert await connector.find(answer(comment, "It left today"), 0) == Absent()


async def test_an_answer_that_stalls_is_not_waited_for_for_ever(
    wp: Wp, post: int, far: Desk, proxy: Faulty
) -> None:
    comment = wp.comment(post, "question", "owner")
    proxy.set('{"match": "wp/v2/comments$", "stall_bytes": 40, "count": 1}')
    connector = far.connector()
    with pytest.raises(Uncertain):
        await connector.send(answer(comment, "It left today"))
    assert isinstance(await connector.find(answer(comment, "It left today"), 0), Receipt)
    assert len(wp.ids(parent=comment)) == 1
