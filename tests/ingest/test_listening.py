"""Monitors' terms are looked for one a turn; what is found is marked, and what fails is told and stops no other."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from responder.core.errors import Malformed, Refused, SignInNeeded, Throttled, Unreachable
from responder.core.events import Event, MonitorRemoved, MonitorSaved
from responder.core.ids import new_id
from responder.core.messages import Author, Message
from responder.core.monitors import Field, Monitor, Term, TermKind
from responder.core.ports import Batch, Unreadable
from responder.core.questions import ChannelHealth
from responder.ingest.listeners import Listeners
from responder.ingest.listening import Ear, tasks
from responder.store.store import Store
from tests.connectors.means import Unhurried
from tests.scripted import ACCOUNT, START, Asleep, Clock, Disk, Network, arrive, connect, done, message

CAKE = Term(TermKind.KEYWORD, "cake")
TAG = Term(TermKind.HASHTAG, "biscuits")
COMPANY = Monitor(UUID(int=61), "Us", Field.COMPANY, (CAKE,))
RIVAL = Monitor(UUID(int=62), "Them", Field.COMPETITION, (TAG,))
KINDS = frozenset({"keyword", "hashtag"})


@dataclass
class Ears:
    """An ear for every account, that can be counted on to be patient."""

    network: Network
    pace: Unhurried = field(default_factory=lambda: Unhurried(0.001))

    def __call__(self, account: object) -> Ear:
        return Ear(KINDS, self.pace, lambda: self.network.connector(ACCOUNT))


@pytest.fixture
def ears(network: Network) -> Ears:
    return Ears(network)


@pytest.fixture
def listeners(store: Store, clock: Clock, ears: Ears) -> Listeners:
    return Listeners(store, clock, ears, dice=lambda: 1.0)


def save(store: Store, *monitors: Monitor) -> None:
    for monitor in monitors:
        at = store.rows().latest_at(monitor.id) + 1
        done(store.append([Event(new_id(), monitor.id, "marie", store.device, at, MonitorSaved(monitor))]))


def hit(remote_id: str, text: str = "I love cake", **more: object) -> Message:
    return replace(message(remote_id, root=remote_id, text=text), **{"addressed": False, **more})


def found(store: Store, remote_id: str) -> Message | None:
    return store.rows().message(message(remote_id).id)


async def until(said: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not said():  # noqa: ASYNC110  # the store rings no bell of the test
            await asyncio.sleep(0.002)


async def running(listeners: Listeners, body: Callable[[], Awaitable[None]]) -> None:
    task = asyncio.create_task(listeners.run())
    try:
        await body()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_hit_is_kept_under_its_monitor_with_the_cursor_of_its_term(
    store: Store, listeners: Listeners, network: Network
) -> None:
    save(store, COMPANY)
    network.searches.append(Batch((hit("1"),), "c1"))
    assert await listeners.once() == {}
    assert await listeners.once() == {}
    assert network.searched == [("cake", None), ("cake", "c1")]
    row = store.rows().conversation(message("1").conversation)
    assert row is not None
    assert (row.overheard, row.monitors, row.needs_reply) == (True, (COMPANY.id,), False)
    assert network.opened == network.closed == 2


async def test_the_terms_take_turns(store: Store, listeners: Listeners, network: Network) -> None:
    save(store, COMPANY, RIVAL)

    async def body() -> None:
        await until(lambda: len(network.searched) >= 4)

    await running(listeners, body)
    assert [text for text, _ in network.searched[:4]] == ["cake", "biscuits"] * 2
    assert network.opened == network.closed == 1


async def test_a_monitor_saved_while_it_runs_is_looked_for_at_once_and_a_removed_one_no_more(
    store: Store, listeners: Listeners, network: Network
) -> None:
    async def body() -> None:
        await asyncio.sleep(0.02)
        assert not network.searched
        save(store, COMPANY)
        await until(lambda: bool(network.searched))
        done(store.append([Event(new_id(), COMPANY.id, "marie", "d", START, MonitorRemoved())]))
        await asyncio.sleep(0.02)
        before = len(network.searched)
        await asyncio.sleep(0.05)
        assert len(network.searched) == before

    await running(listeners, body)


@pytest.mark.logs
async def test_a_term_that_is_refused_is_told_and_the_others_go_on(
    store: Store, listeners: Listeners, network: Network
) -> None:
    save(store, COMPANY, RIVAL)
    network.searches.extend([Refused("This server does not search posts."), Batch((hit("2"),), "c")])

    async def body() -> None:
        await until(lambda: found(store, "2") is not None)
        assert [(one.monitor, one.term, one.problem) for one in store.rows().deaf(ACCOUNT.id)] == [
            (COMPANY.id, "cake", "This server does not search posts.")
        ]

    await running(listeners, body)


@pytest.mark.logs
async def test_a_term_that_is_refused_is_tried_again_later_and_then_nothing_is_told(
    store: Store, listeners: Listeners, network: Network
) -> None:
    save(store, COMPANY)
    network.searches.extend([Refused("no"), Refused("no"), Batch((hit("2"),), "c")])

    async def body() -> None:
        await until(lambda: found(store, "2") is not None)
        await until(lambda: store.rows().deaf(ACCOUNT.id) == ())

    await running(listeners, body)


@pytest.mark.logs
async def test_a_term_that_goes_away_takes_its_trouble_along(
    store: Store, listeners: Listeners, network: Network
) -> None:
    save(store, COMPANY)
    network.searches.append(Refused("no"))

    async def body() -> None:
        await until(lambda: len(store.rows().deaf(ACCOUNT.id)) == 1)
        save(store, replace(COMPANY, paused=True))
        await until(lambda: store.rows().deaf(ACCOUNT.id) == ())

    await running(listeners, body)


@pytest.mark.logs
async def test_a_payload_that_nobody_can_read_is_kept_once(
    store: Store, listeners: Listeners, network: Network
) -> None:
    save(store, COMPANY)
    network.searches.extend([Malformed("not JSON", b"<html>")] * 2)

    async def body() -> None:
        await until(lambda: len(network.searched) >= 3)

    await running(listeners, body)
    assert store.health(ACCOUNT.id).unreadable == 1


async def test_when_the_budget_is_used_up_it_waits_as_long_as_it_was_told(
    store: Store, listeners: Listeners, network: Network, clock: Clock
) -> None:
    save(store, COMPANY)
    network.searches.append(Throttled("The budget is used up", 900))

    async def body() -> None:
        await until(lambda: len(network.searched) >= 2)

    await running(listeners, body)
    assert clock.now() >= START + 900_000_000


async def test_a_lost_line_is_opened_anew(store: Store, listeners: Listeners, network: Network) -> None:
    save(store, COMPANY)
    network.searches.extend([Unreachable("no line"), Unreachable("no line"), Batch((hit("1"),), "c")])

    async def body() -> None:
        await until(lambda: found(store, "1") is not None)

    await running(listeners, body)
    assert network.opened == network.closed == 3


async def test_without_a_sign_in_nothing_is_asked_until_there_is_a_new_one(
    store: Store, listeners: Listeners, network: Network
) -> None:
    save(store, COMPANY)
    network.searches.append(SignInNeeded("revoked"))

    async def body() -> None:
        await until(lambda: len(network.searched) == 1)
        await asyncio.sleep(0.03)
        assert len(network.searched) == 1
        connect(store)
        await until(lambda: len(network.searched) >= 2)

    await running(listeners, body)


@pytest.mark.logs
async def test_a_bug_stops_listening_and_says_so(
    store: Store, listeners: Listeners, network: Network
) -> None:
    save(store, COMPANY)
    network.searches.append(ZeroDivisionError("a bug"))

    async def body() -> None:
        await until(lambda: any("a bug" in one.problem for one in store.rows().deaf(ACCOUNT.id)))

    await running(listeners, body)
    assert len(network.searched) == 1


async def test_excluded_words_other_languages_and_our_own_posts_are_left_out(
    store: Store, listeners: Listeners, network: Network
) -> None:
    save(store, replace(COMPANY, exclude=("urinal cake",), languages=("fr",)))
    ours = Author(ACCOUNT.remote_id, "us", "The Shop")
    network.searches.append(
        Batch((
            hit("1", "urinal cake"), hit("2", language="en"), hit("3", author=ours),
            hit("4", author=replace(ours, remote_id="x", ours=True)), hit("5", language="fr-CA"), hit("6"),
        ), "c"),
    )  # fmt: skip
    await listeners.once()
    assert [n for n in "123456" if found(store, n)] == ["5", "6"]


async def test_what_we_have_already_is_marked_and_keeps_what_it_was(
    store: Store, listeners: Listeners, network: Network
) -> None:
    arrive(store, message("1", text="Your cake is late"))
    save(store, COMPANY, replace(RIVAL, terms=(CAKE,)))
    network.searches.extend(
        [Batch((hit("1", "Your cake…"),), "c"), Batch((hit("1"), Unreadable(b"{", "?")), "c")]
    )
    await listeners.once()
    now = found(store, "1")
    assert now is not None
    assert (now.text, now.addressed, now.monitors) == ("Your cake is late", True, (COMPANY.id, RIVAL.id))
    row = store.rows().conversation(now.conversation)
    assert row is not None
    assert (row.needs_reply, row.messages) == (True, 1)
    assert store.health(ACCOUNT.id).unreadable == 1


async def test_the_same_find_again_is_no_news(store: Store, listeners: Listeners, network: Network) -> None:
    save(store, COMPANY)
    network.searches.extend([Batch((hit("1"),), "c"), Batch((hit("1"), hit("1", edited_at=START + 9)), "d")])
    await listeners.once()
    await listeners.once()
    assert len(store.rows().events(message("1", root="1").conversation)) == 2


def test_only_what_the_network_can_look_for_and_the_monitor_wants_there_is_asked() -> None:
    account = replace(ACCOUNT, network="practice")
    place = Term(TermKind.PLACE, "42")
    monitors = [
        replace(COMPANY, terms=(CAKE, place, CAKE)), replace(RIVAL, paused=True),
        replace(RIVAL, networks=("x",)), replace(RIVAL, networks=("x", "practice")),
    ]  # fmt: skip
    asked = tasks(monitors, account, KINDS)
    assert [(task.monitor.name, task.name) for task in asked] == [("Us", "cake"), ("Them", "#biscuits")]
    assert len({task.key for task in asked}) == 2


async def test_a_post_that_another_account_found_under_another_id_is_one_message(
    store: Store, listeners: Listeners, network: Network
) -> None:
    save(store, COMPANY, replace(RIVAL, terms=(CAKE,)))
    there = replace(hit("900"), server="other.example", url="https://far.example/1")
    network.searches.extend(
        [
            Batch((hit("1", url="https://far.example/1"),), "c"),
            Batch((there, hit("2", url="https://far.example/2")), "d"),
        ]
    )
    await listeners.once()
    now = found(store, "1")
    assert now is not None
    assert now.monitors == (COMPANY.id, RIVAL.id)
    assert found(store, "2") is not None
    assert store.rows().message(there.id) is None


async def test_while_the_channel_is_paused_nothing_is_asked(
    store: Store, listeners: Listeners, network: Network
) -> None:
    save(store, COMPANY)
    done(store.save_health(ChannelHealth(ACCOUNT.id, "paused")))
    assert await listeners.once() == {}

    async def body() -> None:
        await asyncio.sleep(0.03)
        assert not network.searched
        done(store.save_health(ChannelHealth(ACCOUNT.id, "polling")))
        await until(lambda: bool(network.searched))

    await running(listeners, body)


async def test_a_budget_that_is_used_up_for_long_is_told_until_the_monitor_goes(
    store: Store, network: Network, ears: Ears
) -> None:
    listeners = Listeners(store, Asleep(), ears)
    save(store, COMPANY)
    network.searches.append(Throttled("The budget of 2000 reads is used up", 86_400))

    async def body() -> None:
        await until(lambda: len(store.rows().deaf(ACCOUNT.id)) == 1)
        save(store, replace(COMPANY, paused=True))
        await until(lambda: store.rows().deaf(ACCOUNT.id) == ())
        save(store, COMPANY)
        await asyncio.sleep(0.03)
        assert len(network.searched) == 1

    await running(listeners, body)


async def test_a_full_disk_loses_no_hit(tmp_path: Path, clock: Clock, network: Network, ears: Ears) -> None:
    disk = Disk()
    store = Store.open(tmp_path / "full.db", clock, disk)
    connect(store)
    save(store, COMPANY)
    network.searches.extend([Batch((hit("1"),), "c1")] * 9)

    async def body() -> None:
        disk.times = 3
        await until(lambda: found(store, "1") is not None)

    await running(Listeners(store, clock, ears, dice=lambda: 1.0), body)
    assert [cursor for _, cursor in network.searched[:2]] == [None, None]
    store.close()
