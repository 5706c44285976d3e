"""What is watched, and what belongs to it."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings

from responder.connectors.hackernews import parse
from responder.connectors.hackernews.connector import HackerNews
from responder.connectors.hackernews.sign_in import sign_in
from responder.connectors.hackernews.watching import Watch, watch
from responder.core import manifest
from responder.core.accounts import Account
from responder.core.clock import SystemClock
from responder.core.errors import Gone, Malformed, Refused
from responder.core.messages import Kind, Message
from responder.core.monitors import Term, TermKind
from responder.core.ports import Absent, Act, Deletion, Gap
from responder.practice.hackernews.server import PracticeHackerNews
from tests.connectors.contract import Memory, catch_up, reply
from tests.connectors.hostile import listed, spoiled
from tests.connectors.means import means


class Watcher:
    """Somebody who watches one thing."""

    def __init__(self, account: Account) -> None:
        self.account, self.opened = account, list[HackerNews]()

    def connector(self, memory: Memory, *, once: bool = True) -> HackerNews:
        memory.only_addressed = False
        self.opened.append(HackerNews(self.account, means(known=memory, once=once), None))
        return self.opened[-1]


@pytest.fixture
def site() -> Iterator[PracticeHackerNews]:
    with PracticeHackerNews() as site:
        yield site


Watching = Callable[..., Any]


@pytest.fixture
async def watching(site: PracticeHackerNews) -> AsyncIterator[Watching]:
    watchers: list[Watcher] = []

    async def connect(typed: str, **more: str) -> Watcher:
        form = {"watch": typed, "search": site.url, "items": site.url, **more}
        watchers.append(Watcher((await sign_in(form, clock=SystemClock(), open_browser=print)).account))
        return watchers[-1]

    yield connect
    for watcher in watchers:
        for connector in watcher.opened:
            await connector.aclose()


async def test_a_site_hears_of_its_stories_and_what_is_said_under_them(
    site: PracticeHackerNews, watching: Watching
) -> None:
    story = site.post("A shop", url="https://www.shop.example/launch?x=1")
    under = site.comment(story, "Nice one\n\nreally")
    deeper = site.comment(under, "Is it?", by="bob")
    other = site.post("Else", url="https://notshop.example/")
    site.comment(other, "They copied shop.example, I think", by="eve")
    site.comment(other, "See myshop.example.org and shop.example.net")
    memory, watcher = Memory(), await watching("https://shop.example/")
    await catch_up(watcher, memory)
    shop, copied = "A shop\n\nhttps://www.shop.example/launch?x=1", "They copied shop.example, I think"
    assert memory.texts == [shop, "Nice one\n\nreally", "Is it?", copied]
    message = memory.messages[str(under)]
    assert (message.text, message.kind, message.addressed) == ("Nice one\n\nreally", Kind.COMMENT, False)
    assert (message.post and message.post.title, message.url) == (
        "A shop",
        f"https://news.ycombinator.com/item?id={under}",
    )
    assert (memory.messages[str(deeper)].root, memory.messages[str(deeper)].parent) == (
        str(under),
        str(under),
    )
    assert memory.messages[str(story)].kind is Kind.MENTION


async def test_a_user_hears_answers_and_nothing_else(site: PracticeHackerNews, watching: Watching) -> None:
    elsewhere = site.post("Else", by="bob")
    top = site.comment(elsewhere, "first", by="eve")
    mine = site.comment(top, "I disagree", by="marie")
    memory, watcher = Memory(), await watching("@marie")
    await catch_up(watcher, memory)
    answer = site.comment(mine, "why?", by="eve")
    site.comment(elsewhere, "unrelated", by="eve")
    await catch_up(watcher, memory)
    assert memory.texts == ["first", "why?"]
    assert memory.messages[str(answer)].addressed
    assert not memory.messages[str(top)].addressed
    assert {memory.messages[str(one)].root for one in (top, mine, answer)} == {str(top)}
    assert memory.messages[str(mine)].author.ours


async def test_what_the_search_has_late_is_not_missed(site: PracticeHackerNews, watching: Watching) -> None:
    story = site.post("s")
    memory, watcher = Memory(), await watching(str(story))
    late = site.comment(story, "late", ago=3600)
    site.late.add(late)
    site.comment(story, "in time")
    await catch_up(watcher, memory)
    site.late.clear()
    await catch_up(watcher, memory)
    assert memory.texts == ["in time", "late"]


async def test_what_the_search_only_loses_for_a_while_is_no_deletion(
    site: PracticeHackerNews, watching: Watching
) -> None:
    story = site.post("s")
    comment = site.comment(story, "here")
    memory, watcher = Memory(), await watching(str(story))
    await catch_up(watcher, memory)
    site.late.add(comment)
    assert await catch_up(watcher, memory) == []
    site.items[comment].dead = True
    assert await catch_up(watcher, memory) == [Deletion(str(comment))]


async def test_more_than_a_thousand_are_read_back_in_windows(
    site: PracticeHackerNews, watching: Watching
) -> None:
    story = site.post("s", ago=5000)
    memory, watcher = Memory(), await watching(str(story))
    await catch_up(watcher, memory)
    for number in range(1250):
        site.comment(story, f"n{number}", ago=3000 - number)
    await catch_up(watcher, memory)
    assert len(memory.texts) == 1250
    assert memory.of(Gap) == []


async def test_a_storm_within_one_second_is_a_gap(site: PracticeHackerNews, watching: Watching) -> None:
    story = site.post("s", ago=5000)
    memory, watcher = Memory(), await watching(str(story))
    await catch_up(watcher, memory)
    for number in range(1100):
        site.comment(story, f"n{number}", ago=10)
        site.items[max(site.items)].at = 2_000_000_000
    await catch_up(watcher, memory)
    (gap,) = memory.of(Gap)
    assert gap.since < gap.until


async def test_a_monitor_finds_words_and_only_these(site: PracticeHackerNews, watching: Watching) -> None:
    story = site.post("The Shop is open")
    site.comment(story, "shopping is fun")
    comment = site.comment(story, "a shop, open late")
    connector = (await watching("shop.example")).connector(Memory())
    first = await connector.search(Term(TermKind.KEYWORD, "shop open"), None)
    assert [item.remote_id for item in first.items if isinstance(item, Message)] == [str(story), str(comment)]
    assert not any(item.addressed for item in first.items if isinstance(item, Message))
    assert (await connector.search(Term(TermKind.KEYWORD, "shop open"), first.cursor)).items == ()
    quoted = await connector.search(Term(TermKind.KEYWORD, '"shop open"'), None)
    assert quoted.items == ()
    with pytest.raises(Refused):
        await connector.search(Term(TermKind.FEED, "x"), None)


async def test_nothing_is_written(site: PracticeHackerNews, watching: Watching) -> None:
    story = site.post("A title")
    connector = (await watching(f"https://news.ycombinator.com/item?id={story}")).connector(Memory())
    with pytest.raises(Refused, match="no program answer"):
        await connector.send(reply("1", "Hello"))
    with pytest.raises(Refused, match="no program answer"):
        await connector.act(Act("delete", "1"))
    assert await connector.find(reply("1", "Hello"), 0) == Absent()
    assert (await connector.check()).name == "A title"
    site.delete(story)
    with pytest.raises(Gone):
        await connector.check()


async def test_a_hit_that_was_kept_is_read_again(site: PracticeHackerNews, watching: Watching) -> None:
    connector = (await watching("shop.example")).connector(Memory())
    (message,) = await connector.reread(
        b'{"objectID":"44000007","created_at_i":1772446529,"author":"ana","title":"A"}'
    )
    assert isinstance(message, Message)
    assert (message.remote_id, message.text) == ("44000007", "A")
    for broken in (b"{", b"[]", b"{}", b'{"objectID":"../x","created_at_i":1}'):
        with pytest.raises(Malformed):
            await connector.reread(broken)


async def test_every_question_is_counted(site: PracticeHackerNews, watching: Watching) -> None:
    connector = (await watching("shop.example")).connector(Memory())
    async for _ in connector.listen(None):
        pass
    spent: dict[str, int] = connector._means.pace.spent  # type: ignore[attr-defined]  # the tests' own pace
    assert spent == {"requests": len(site.faults.seen)}


async def test_who_is_not_there_is_not_watched(watching: Watching) -> None:
    for typed in ("@nobody", "77", "https://news.ycombinator.com/item?id=77"):
        with pytest.raises(Refused, match="no such"):
            await watching(typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("https://www.Shop.example/x", Watch("site", "shop.example")), ("shop.example", Watch("site", "shop.example")),
        ("@pg", Watch("user", "pg")), ("pg", Watch("user", "pg")), ("44000001", Watch("story", "44000001")),
        ("https://news.ycombinator.com/user?id=pg", Watch("user", "pg")), ("news.ycombinator.com/item?id=5", Watch("story", "5")),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood(typed: str, found: Watch) -> None:
    assert watch(typed) == found


@pytest.mark.parametrize(
    "typed", ["", "a b", "https://", "http://[::1", "@", "@a.b", "https://news.ycombinator.com/", "x/y"]
)
def test_what_makes_no_sense_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="Say what"):
        watch(typed)


def test_the_manifest_asks_for_what_a_sign_in_needs() -> None:
    declared = manifest.load("responder.connectors.hackernews")
    assert [field.name for field in declared.form if field.needed] == ["watch"]
    assert (declared.answers, declared.listens) == (False, ("keyword",))


GOOD: dict[str, Any] = {
    "objectID": "44000001", "created_at": "2026-03-02T10:15:29Z", "created_at_i": 1772446529, "author": "ana",
    "comment_text": "I use <i>Shop</i>", "story_id": 43999999, "story_title": "A", "story_url": "https://x.example",
    "parent_id": 43999999, "_tags": ["comment"],
}  # fmt: skip


@settings(
    max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)
@given(spoiled(GOOD))
def test_a_hostile_hit_is_a_message_or_kept_and_disturbs_no_other(item: Any) -> None:
    try:
        found = parse.page(b'{"hits":' + listed(GOOD, item, GOOD) + b"}")
    except Malformed:
        return
    assert len(found.hits) + len(found.unreadable) == 3
    for hit in found.hits:
        message = parse.message(hit, account=UUID(int=1), root=hit.id, me="bob", addressed=True)
        message.text.encode()
        assert 0 <= message.created_at < 2**63
