"""What Ghost does in its own way."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from joserfc import jwt
from joserfc.jwk import OctKey

from responder.connectors.ghost import key, parse
from responder.connectors.ghost.connector import Ghost, markup
from responder.connectors.ghost.sign_in import complete, sign_in
from responder.core import manifest
from responder.core.clock import HOUR, SECOND, SystemClock
from responder.core.errors import Gone, Malformed, NetworkError, Refused, SignInNeeded
from responder.core.messages import Message, State
from responder.core.ports import Absent, Act, Deletion, SignIn, Unproven
from responder.practice.ghost.server import KEY, PracticeGhost
from tests.connectors.contract import Memory, catch_up, now, reply
from tests.connectors.hostile import listed, spoiled
from tests.connectors.means import means


class Desk:
    """The site, signed in to."""

    def __init__(self, signed: SignIn) -> None:
        self.signed, self.opened = signed, list[Ghost]()

    def connector(self, memory: Memory, *, once: bool = True) -> Ghost:
        self.opened.append(Ghost(self.signed.account, means(self.signed.secret, known=memory, once=once)))
        return self.opened[-1]


@pytest.fixture
def site() -> Iterator[PracticeGhost]:
    with PracticeGhost() as site:
        site.add_post("Launch & joy")
        yield site


@pytest.fixture
def post(site: PracticeGhost) -> str:
    return next(iter(site.world.posts))


async def connect(practice: PracticeGhost, **more: str) -> SignIn:
    form = {"site": practice.url, "key": KEY, "member": "marie@example.test", **more}
    return await sign_in(form, clock=SystemClock(), open_browser=print)


@pytest.fixture
async def desk(site: PracticeGhost) -> AsyncIterator[Desk]:
    desk = Desk(await connect(site))
    yield desk
    for connector in desk.opened:
        await connector.aclose()


async def test_a_comment_is_read_with_its_post(site: PracticeGhost, desk: Desk, post: str) -> None:
    number, memory = site.comment(post, "<p>Where &amp; when?</p><p>Please</p>"), Memory()
    await catch_up(desk, memory)
    message = memory.messages[number]
    assert message.text == "Where & when?\n\nPlease"
    assert message.post is not None
    assert (message.post.title, message.url) == (
        "Launch & joy",
        f"https://practice.example/{post}/#ghost-comments",
    )
    assert (message.author.name, message.author.handle) == ("Zoë", "zoë@example.test")


async def test_an_answer_to_an_answer_hangs_under_the_top_one(
    site: PracticeGhost, desk: Desk, post: str
) -> None:
    first = site.comment(post, "<p>one</p>")
    second, memory = site.comment(post, "<p>two</p>", under=first), Memory()
    await catch_up(desk, memory)
    connector = desk.connector(memory)
    receipt = await connector.send(reply(second, "Here & <there>\nagain\n\nMarie"))
    assert (receipt.message.root, receipt.message.parent) == (first, second)
    assert receipt.message.text == "Here & <there>\nagain\n\nMarie"
    assert site.under(second)[0].html == "<p>Here &amp; &lt;there&gt;<br>again</p><p>Marie</p>"
    assert await connector.find(reply(first, "Here & <there>\nagain\n\nMarie"), now()) == Absent()


async def test_hiding_is_seen_and_undone(site: PracticeGhost, desk: Desk, post: str) -> None:
    comment, memory = site.comment(post, "<p>rude</p>"), Memory()
    await catch_up(desk, memory)
    connector = desk.connector(memory)
    for verb, state in (("hide", State.HELD), ("hide", State.HELD), ("unhide", State.PUBLISHED)):
        await connector.act(Act(verb, comment))
        await catch_up(desk, memory)
        assert memory.messages[comment].state is state
    site.change(comment, status="hidden")
    with pytest.raises(Refused, match="show it again"):
        await connector.send(reply(comment, "Hello"))


async def test_acts_on_what_is_not_there_say_so(site: PracticeGhost, desk: Desk, post: str) -> None:
    connector = desk.connector(Memory())
    for remote_id in ("0" * 24, "../members", "x"):
        with pytest.raises(Gone):
            await connector.act(Act("hide", remote_id))
    with pytest.raises(Refused, match="does not know how"):
        await connector.act(Act("edit", "0" * 24, "x"))


async def test_a_deletion_is_noticed_also_where_lists_leave_it_out(
    site: PracticeGhost, desk: Desk, post: str
) -> None:
    comment, memory = site.comment(post, "<p>I take it back</p>"), Memory()
    site.comment(post, "<p>another</p>")
    await catch_up(desk, memory)
    del site.world.comments[comment]
    assert await catch_up(desk, memory) == [Deletion(comment)]
    assert await catch_up(desk, memory) == []


async def test_an_answer_of_ours_that_was_put_aside_leaves_a_doubt(
    site: PracticeGhost, desk: Desk, post: str
) -> None:
    comment = site.comment(post, "<p>question</p>")
    connector, began = desk.connector(Memory()), now()
    receipt = await connector.send(reply(comment, "Hello"))
    for status in ("hidden", "deleted"):
        site.change(receipt.remote_id, status=status)
        assert isinstance(await connector.find(reply(comment, "Hello"), began), Unproven)
    site.remove(comment)
    assert isinstance(await connector.find(reply(comment, "Hello"), began), Unproven)


async def test_an_answer_that_an_older_ghost_put_under_the_top_one_leaves_a_doubt(
    site: PracticeGhost, desk: Desk, post: str
) -> None:
    first = site.comment(post, "<p>one</p>")
    second = site.comment(post, "<p>two</p>", under=first)
    connector, began = desk.connector(Memory()), now()
    receipt = await connector.send(reply(second, "Hello"))
    site.change(receipt.remote_id, reply_to=None)
    assert isinstance(await connector.find(reply(second, "Hello"), began), Unproven)
    assert await connector.find(reply(second, "Other"), began) == Absent()


async def test_switched_off_comments_are_said_in_words(site: PracticeGhost, desk: Desk, post: str) -> None:
    comment = site.comment(post, "<p>question</p>")
    site.world.enabled = False
    with pytest.raises(Refused, match="switched off"):
        await desk.connector(Memory()).send(reply(comment, "Hello"))


async def test_without_a_member_nothing_is_answered(site: PracticeGhost, post: str) -> None:
    comment = site.comment(post, "<p>question</p>")
    desk = Desk(await connect(site, member=""))
    assert "answer" in desk.signed.account.missing[0]
    connector = desk.connector(Memory())
    with pytest.raises(Refused, match="Nobody was named"):
        await connector.send(reply(comment, "Hello"))
    await connector.act(Act("hide", comment))
    assert (await connector.check()).missing == desk.signed.account.missing
    await connector.aclose()


async def test_a_comment_that_was_kept_is_read_again(site: PracticeGhost, desk: Desk, post: str) -> None:
    number, connector = site.comment(post, "<p>Hello</p>"), desk.connector(Memory())
    payload = json.dumps(site.world.entity(site.world.comments[number])).encode()
    (message,) = await connector.reread(payload)
    assert isinstance(message, Message)
    assert (message.remote_id, message.text) == (str(number), "Hello")
    for broken in (b"{", b"[]", b"{}"):
        with pytest.raises(Malformed):
            await connector.reread(broken)


# --- signing in


async def test_a_key_and_a_member_connect(site: PracticeGhost) -> None:
    signed = await connect(site, site=f"{site.url}/ghost/#/settings", key=f" {KEY} ")
    account = signed.account
    assert (account.network, account.remote_id, account.name) == ("ghost", site.marie.id, "Marie")
    assert KEY.partition(":")[2] not in repr(account)
    assert (await connect(site)).account.id == account.id


async def test_what_is_wrong_is_named(site: PracticeGhost) -> None:
    with pytest.raises(SignInNeeded, match="not an Admin API key"):
        await connect(site, key="my password")
    with pytest.raises(SignInNeeded, match="does not accept"):
        await connect(site, key=KEY[:-2] + "00")
    with pytest.raises(SignInNeeded, match="sign up there"):
        await connect(site, member="nobody@example.test")
    with pytest.raises(Refused, match="not the address"):
        await connect(site, site="javascript:alert(1)")
    site.world.allowed = False
    with pytest.raises(Refused, match="staff access token"):
        await connect(site)


def elsewhere(request: httpx.Request) -> httpx.Response:
    url = request.url
    if url.host == "www.shop.example":
        assert "authorization" not in request.headers
        return httpx.Response(301, headers={"location": f"https://shop.example{url.path}"})
    if url.scheme == "http" or url.host == "plain.example":
        return httpx.Response(200, text="<title>Hello</title>")
    if url.path.endswith("/site/"):
        return httpx.Response(200, json={"site": {"title": "Shop"}})
    return httpx.Response(200, json={"comments": [], "members": []})


async def test_redirects_are_followed_before_a_token_is_sent() -> None:
    form, transport = {"key": KEY, "site": "www.shop.example"}, httpx.MockTransport(elsewhere)
    signed = await sign_in(form, clock=SystemClock(), open_browser=print, transport=transport)
    assert (signed.account.server, signed.account.name) == ("shop.example", "Shop")
    with pytest.raises(Refused, match="no Ghost"):
        await sign_in(
            {**form, "site": "plain.example"}, clock=SystemClock(), open_browser=print, transport=transport
        )
    with pytest.raises(Refused, match="without https"):
        await sign_in(
            {**form, "site": "http://plain.example"},
            clock=SystemClock(),
            open_browser=print,
            transport=transport,
        )


def test_a_token_is_what_others_take_for_one() -> None:
    number, secret = KEY.split(":")
    token = jwt.decode(key.token(KEY, 1_772_446_529 * SECOND), OctKey.import_key(bytes.fromhex(secret)))
    assert token.header == {"alg": "HS256", "typ": "JWT", "kid": number}
    assert token.claims == {"iat": 1_772_446_529, "exp": 1_772_446_769, "aud": "/admin/"}


async def test_a_clock_that_is_wrong_here_or_there_lets_us_in(site: PracticeGhost, desk: Desk) -> None:
    for drift in (HOUR, -HOUR, 0):
        site.world.drift = drift
        await desk.connector(Memory()).check()


def test_addresses_are_completed() -> None:
    assert complete("blog.example.com/ghost/#/posts") == "https://blog.example.com"
    assert complete("https://x.example/blog/") == "https://x.example/blog"
    assert complete("localhost:2368") == "http://localhost:2368"


def test_the_manifest_asks_for_what_a_sign_in_needs() -> None:
    declared = manifest.load("responder.connectors.ghost")
    assert [field.name for field in declared.form if field.needed] == ["site"]
    assert declared.verbs == ("hide", "unhide", "delete")


# --- hostile

GOOD: dict[str, Any] = {
    "id": "6489a1b2c3d4e5f601234567", "parent_id": None, "in_reply_to_id": None, "status": "published", "html": "<p>Hi</p>",
    "created_at": "2026-03-02T10:15:29.000Z", "edited_at": "2026-03-02T10:15:30.000Z",
    "member": {"id": "m1", "name": "Zoë", "email": "zoe@example.test", "avatar_image": "https://a.example/"},
    "post": {"id": "p1", "title": "A", "url": "https://x.example/p/"},
}  # fmt: skip


@settings(
    max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)
@given(spoiled(GOOD))
def test_a_hostile_comment_is_a_message_or_kept_and_disturbs_no_other(item: Any) -> None:
    try:
        comments, unreadable = parse.page(b'{"comments":' + listed(GOOD, item, GOOD) + b"}")
    except Malformed:
        return
    assert len(comments) + len(unreadable) == 3
    for comment in comments:
        message = parse.message(
            comment, server="x", account=UUID(int=1), me="m2", root=comment.root, addressed=True
        )
        assert isinstance(message, Message)
        message.text.encode()
        assert 0 <= message.created_at < 2**63


def test_line_ends_are_kept_and_markup_is_not() -> None:
    assert markup(" a\nb\n\n\n\nc <b> ") == "<p>a<br>b</p><p>c &lt;b&gt;</p>"
    for body in (b"<title>Attention</title>", b"[]", b"{}"):
        with pytest.raises(NetworkError):
            parse.comment(body)
