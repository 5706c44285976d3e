"""What WordPress.com does in its own way."""

import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings

from responder.connectors.wordpress_com import parse, sign_in
from responder.connectors.wordpress_com.connector import WordPressCom
from responder.core import manifest
from responder.core.clock import SystemClock
from responder.core.errors import Gone, Malformed, Refused, SignInNeeded, Uncertain
from responder.core.messages import Message, State
from responder.core.ports import Act, Deletion, Option, SignIn, Unproven
from responder.practice.wordpress_com.api import CLIENT_ID, CLIENT_SECRET
from responder.practice.wordpress_com.server import PracticeWordPressCom
from tests.connectors.contract import Memory, catch_up, reply
from tests.connectors.hostile import listed, spoiled
from tests.connectors.means import first, means
from tests.real.servers import free_port


class Desk:
    """One of the site's users, signed in."""

    def __init__(self, signed: SignIn) -> None:
        self.signed, self.opened = signed, list[WordPressCom]()

    def connector(self, memory: Memory, *, once: bool = True) -> WordPressCom:
        self.opened.append(
            WordPressCom(self.signed.account, means(self.signed.secret, known=memory, once=once))
        )
        return self.opened[-1]


@pytest.fixture
def site() -> Iterator[PracticeWordPressCom]:
    with PracticeWordPressCom() as site:
        site.add_post("Launch & joy")
        yield site


async def connect(practice: PracticeWordPressCom, login: str = "owner", **more: Any) -> SignIn:
    form = {"api": practice.url, "site": "https://practice.example/", "token": f"token-of-{login}", **more}
    return await sign_in.sign_in(form, clock=SystemClock(), open_browser=print, choose=first)


@pytest.fixture
async def desk(site: PracticeWordPressCom) -> AsyncIterator[Desk]:
    desk = Desk(await connect(site))
    yield desk
    for connector in desk.opened:
        await connector.aclose()


async def test_a_comment_is_read_with_its_post(site: PracticeWordPressCom, desk: Desk) -> None:
    number, memory = site.comment(1, "Where is <b>it</b>?\nPlease"), Memory()
    await catch_up(desk, memory)
    message = memory.messages[str(number)]
    assert message.text == "Where is it?\nPlease"
    assert message.post is not None
    assert (message.post.title, message.server) == ("Launch & joy", "practice.example")
    assert message.url == f"https://practice.example/?p=1#comment-{number}"
    assert (message.author.name, message.author.handle) == ("Zoë", "zoë@example.test")


async def test_what_waits_is_held_and_colleagues_are_ours(site: PracticeWordPressCom, desk: Desk) -> None:
    held, memory = site.comment(1, "held", status="unapproved", ago=10**6), Memory()
    theirs = site.comment(1, "we are here", who="moderator", parent=held)
    await catch_up(desk, memory)
    assert memory.messages[str(held)].state is State.HELD
    assert memory.messages[str(theirs)].author.ours


async def test_a_jetpack_site_counts_people_in_its_own_way(site: PracticeWordPressCom, desk: Desk) -> None:
    site.world.jetpack = True
    comment, memory = site.comment(1, "question"), Memory()
    reader = site.comment(1, "I have an account too", who="customer", parent=comment)
    await catch_up(desk, memory)
    connector = desk.connector(memory)
    receipt = await connector.send(reply(str(comment), "Hello"))
    assert receipt.message.author.ours
    assert await connector.find(reply(str(comment), "Hello"), 0) == receipt
    await connector.act(Act("edit", receipt.remote_id, "Hello again"))
    assert not memory.messages[str(reader)].author.ours


async def test_answers_to_what_was_deleted_are_in_doubt(site: PracticeWordPressCom, desk: Desk) -> None:
    comment = site.comment(1, "question")
    connector = desk.connector(Memory())
    await connector.send(reply(str(comment), "Hello"))
    site.erase(comment)
    assert isinstance(await connector.find(reply(str(comment), "Hello"), 0), Unproven)


async def test_what_is_put_aside_elsewhere_is_noticed_once(site: PracticeWordPressCom, desk: Desk) -> None:
    comment, memory = site.comment(1, "buy now"), Memory()
    site.comment(1, "another")
    await catch_up(desk, memory)
    site.change(comment, status="spam")
    (change,) = await catch_up(desk, memory)
    assert isinstance(change, Message)
    assert change.state is State.SPAM
    assert await catch_up(desk, memory) == []
    site.change(comment, status="approved")
    (back,) = await catch_up(desk, memory)
    assert isinstance(back, Message)
    assert back.state is State.PUBLISHED


async def test_a_storm_that_is_removed_is_noticed_in_a_few_rounds(
    site: PracticeWordPressCom, desk: Desk
) -> None:
    memory = Memory()
    numbers = [site.comment(1, f"n{number}", ago=1000 - number) for number in range(110)]
    await catch_up(desk, memory)
    for number in numbers[:60]:
        site.erase(number)
    for _ in range(4):
        await catch_up(desk, memory)
    assert {item.remote_id for item in memory.of(Deletion)} == {str(number) for number in numbers[:60]}


@pytest.mark.parametrize("place", [130, 60, 5])
async def test_what_changes_further_back_is_noticed_in_turn(
    site: PracticeWordPressCom, desk: Desk, place: int
) -> None:
    memory = Memory()
    numbers = [
        site.comment(1, f"n{number}", status="unapproved", ago=10**5 - number) for number in range(240)
    ]
    await catch_up(desk, memory)
    site.erase(numbers[place])
    site.change(numbers[place + 1], raw="changed")
    for _ in range(2):
        await catch_up(desk, memory)
    assert memory.of(Deletion) == [Deletion(str(numbers[place]))]
    assert memory.messages[str(numbers[place + 1])].text == "changed"


async def test_an_answer_to_a_held_comment_waits_for_its_approval(
    site: PracticeWordPressCom, desk: Desk
) -> None:
    held = site.comment(1, "waiting", status="unapproved")
    connector = desk.connector(Memory())
    with pytest.raises(Refused, match="approve it first"):
        await connector.send(reply(str(held), "Hello"))
    assert site.world.comments[held].status == "unapproved"
    await connector.act(Act("approve", str(held)))
    assert (await connector.send(reply(str(held), "Hello"))).message.text == "Hello"
    site.change(held, status="trash")
    with pytest.raises(Refused, match="nobody would see"):
        await connector.send(reply(str(held), "Hello again"))


async def test_our_answer_in_the_trash_is_for_a_person_to_judge(
    site: PracticeWordPressCom, desk: Desk
) -> None:
    comment = site.comment(1, "question")
    connector = desk.connector(Memory())
    receipt = await connector.send(reply(str(comment), "Hello"))
    site.change(int(receipt.remote_id), status="trash")
    assert isinstance(await connector.find(reply(str(comment), "Hello"), 0), Unproven)


async def test_a_duplicate_that_is_told_with_a_400_is_one(site: PracticeWordPressCom, desk: Desk) -> None:
    comment = site.comment(1, "question")
    body = b'{"error":"comment_failure","message":"Duplicate comment detected; it looks as though"}'
    site.fault(method="POST", path="/replies/new", status=400, body=body)
    with pytest.raises(Uncertain, match="there already"):
        await desk.connector(Memory()).send(reply(str(comment), "Hello"))


@pytest.mark.parametrize(
    ("verb", "status"),
    [("approve", "approved"), ("hold", "unapproved"), ("spam", "spam"), ("trash", "trash")],
)
async def test_moderating_twice_is_the_same_as_once(
    site: PracticeWordPressCom, desk: Desk, verb: str, status: str
) -> None:
    comment = site.comment(1, "x")
    for _ in range(2):
        await desk.connector(Memory()).act(Act(verb, str(comment)))
        assert site.world.comments[comment].status == status


async def test_liking_twice_is_liking_once(site: PracticeWordPressCom, desk: Desk) -> None:
    comment = site.comment(1, "x")
    for verb, likes in (("favourite", 1), ("favourite", 1), ("unfavourite", 0), ("unfavourite", 0)):
        await desk.connector(Memory()).act(Act(verb, str(comment)))
        assert len(site.world.comments[comment].likes) == likes


async def test_nobodys_words_are_changed_and_closed_posts_say_so(
    site: PracticeWordPressCom, desk: Desk
) -> None:
    comment = site.comment(1, "x")
    connector = desk.connector(Memory())
    with pytest.raises(Refused, match="nobody's words"):
        await connector.act(Act("edit", str(comment), "words in a mouth"))
    with pytest.raises(Refused, match="does not know how"):
        await connector.act(Act("frobnicate", str(comment)))
    with pytest.raises(Gone):
        await connector.act(Act("approve", "../users"))
    customer = Desk(await connect(site, "customer"))
    site.world.posts[1] = ("Launch", False)
    with pytest.raises(Refused, match="Comments are closed"):
        await customer.connector(Memory()).send(reply(str(comment), "Hello"))
    await customer.opened[0].aclose()


async def test_a_user_without_rights_is_told_so_and_reads_what_is_published(
    site: PracticeWordPressCom,
) -> None:
    site.comment(1, "public")
    site.comment(1, "held", status="unapproved")
    customer, memory = Desk(await connect(site, "customer")), Memory()
    assert "approve" in customer.signed.account.missing[0]
    await catch_up(customer, memory)
    assert memory.texts == ["public"]
    with pytest.raises(Refused, match="editor or an administrator"):
        await customer.connector(Memory()).act(Act("spam", "1"))
    await customer.opened[-1].aclose()


async def test_a_comment_that_was_kept_is_read_again(site: PracticeWordPressCom, desk: Desk) -> None:
    number, connector = site.comment(1, "Hello"), desk.connector(Memory())
    payload = json.dumps(site.world.entity(site.world.comments[number], None)).encode()
    (message,) = await connector.reread(payload)
    assert isinstance(message, Message)
    assert (message.remote_id, message.text) == (str(number), "Hello")
    for broken in (b"{", b"[]", b"{}"):
        with pytest.raises(Malformed):
            await connector.reread(broken)


# --- signing in


def browser(visited: list[httpx.Response]) -> Callable[[str], None]:
    def visit(url: str) -> None:
        with httpx.Client(follow_redirects=True) as client:
            visited.append(client.get(url))

    return lambda url: threading.Thread(target=visit, args=(url,), name="browser").start()


async def with_app(site: PracticeWordPressCom, **more: str) -> SignIn:
    form = {
        "api": site.url,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "port": str(free_port()),
        **more,
    }
    return await sign_in.sign_in(form, clock=SystemClock(), open_browser=browser([]), choose=first)


async def test_an_app_of_ones_own_signs_in_through_the_browser(site: PracticeWordPressCom) -> None:
    signed = await with_app(site)
    assert (signed.account.handle, signed.account.options["site"]) == ("owner", "4711")
    assert CLIENT_SECRET not in signed.secret + repr(signed.account)
    assert "token-of" not in repr(signed.account)
    assert (await connect(site)).account.id == signed.account.id


async def test_a_no_and_a_wrong_secret_are_told(site: PracticeWordPressCom) -> None:
    with pytest.raises(Refused, match="did not let us in"):
        await with_app(site, client_secret="wrong")
    site.api.agrees = False
    with pytest.raises(Refused, match="denied"):
        await with_app(site)
    with pytest.raises(Refused, match="client ID"):
        await connect(site, token="")
    with pytest.raises(SignInNeeded):
        await connect(site, token="wrong")
    with pytest.raises(Refused, match="does not know this site"):
        await connect(site, site="elsewhere.example")


async def test_a_person_chooses_among_several_sites(site: PracticeWordPressCom) -> None:
    sites = b'{"sites":[{"ID":1,"name":"One"},{"ID":4711,"name":"Two","URL":"https://practice.example"}]}'
    site.fault(path="/me/sites", status=200, body=sites)
    asked: list[Option] = []

    async def last(options: tuple[Option, ...]) -> str:
        asked.extend(options)
        return options[-1].key

    form = {"api": site.url, "token": "token-of-owner"}
    signed = await sign_in.sign_in(form, clock=SystemClock(), open_browser=print, choose=last)
    assert [option.name for option in asked] == ["One", "Two"]
    assert signed.account.options["site"] == "4711"


async def test_the_token_must_be_the_same_persons(site: PracticeWordPressCom, desk: Desk) -> None:
    assert (await desk.connector(Memory()).check()).missing == ()
    site.world.users[900].id = 77
    with pytest.raises(SignInNeeded, match="belongs to"):
        await desk.connector(Memory()).check()


def test_the_manifest_asks_for_what_a_sign_in_needs() -> None:
    declared = manifest.load("responder.connectors.wordpress_com")
    assert not any(field.needed for field in declared.form)
    assert f":{sign_in.PORT}{sign_in.PATH}" in declared.needs[0]


# --- hostile

GOOD: dict[str, Any] = {
    "ID": 7, "post": {"ID": 1, "title": "A"}, "author": {"ID": 0, "email": False, "name": "Zoë", "avatar_URL": "https://a.example/"},
    "date": "2026-03-02T11:15:29+01:00", "URL": "https://x.example/#comment-7", "content": "<p>Hi</p>", "raw_content": "Hi",
    "status": "approved", "parent": {"ID": 3}, "type": "comment",
}  # fmt: skip


@settings(
    max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)
@given(spoiled(GOOD))
def test_a_hostile_comment_is_a_message_or_kept_and_disturbs_no_other(item: Any) -> None:
    body = b'{"found":3,"comments":' + listed(GOOD, item, GOOD) + b"}"
    try:
        comments, unreadable, _ = parse.page(body)
    except Malformed:
        return
    assert len(comments) + len(unreadable) == 3
    for comment in comments:
        message = parse.message(comment, server="x", account=UUID(int=1), team={1}, root="1", addressed=True)
        message.text.encode()
        assert 0 <= message.created_at < 2**63
