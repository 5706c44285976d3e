"""Channels receive, wait out what fails, and say how they are doing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from responder.actions import accounts
from responder.actions.desk import Desk
from responder.actions.status import snooze
from responder.core.accounts import Account
from responder.core.conversations import Status
from responder.core.errors import Malformed, SignInNeeded, Throttled, Unreachable
from responder.core.ports import Batch
from responder.core.questions import ChannelHealth
from responder.ingest.receiver import Receiver
from responder.store.store import Store
from tests.scripted import (
    ACCOUNT,
    CONVERSATION,
    MARIE,
    START,
    Asleep,
    Clock,
    Disk,
    Network,
    Scripted,
    arrive,
    connect,
    done,
    message,
)


async def until(said: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not said():  # noqa: ASYNC110  # the store rings no bell of the test
            await asyncio.sleep(0.005)


async def running(receiver: Receiver, body: Callable[[], Awaitable[None]]) -> None:
    task = asyncio.create_task(receiver.run())
    try:
        await body()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def state(store: Store) -> str:
    return store.health(ACCOUNT.id).state


def has(store: Store, remote_id: str) -> Callable[[], bool]:
    return lambda: store.rows().message(message(remote_id).id) is not None


async def test_what_arrives_is_stored_and_the_channel_says_it_is_live(
    store: Store, receiver: Receiver, network: Network
) -> None:
    network.batches.append(Batch((message("1"),), "c1", live=True))

    async def body() -> None:
        await until(lambda: state(store) == "live")

    await running(receiver, body)
    assert has(store, "1")()
    assert store.cursor(ACCOUNT.id) == "c1"
    assert store.health(ACCOUNT.id).last_success is not None
    assert network.closed == network.opened


@pytest.mark.logs
async def test_a_broken_line_is_opened_again_from_the_cursor_and_said_once(
    store: Store, receiver: Receiver, network: Network, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "responder.ingest")
    network.batches.extend(
        [Batch((message("1"),), "c1"), *[Unreachable("no line")] * 3, Batch((message("2"),), "c2")]
    )

    async def body() -> None:
        await until(has(store, "2"))

    await running(receiver, body)
    assert network.cursors == [None, "c1", "c1", "c1"]
    said = [record.getMessage() for record in caplog.records if record.name.startswith("responder.ingest")]
    assert said == ["@us: no line", "@us: receiving again"]
    assert network.opened == network.closed == 4


@pytest.mark.logs
async def test_its_trouble_is_told_in_words_with_the_time_of_the_next_try(
    store: Store, network: Network
) -> None:
    network.batches.append(Throttled("300 requests in 5 minutes", 77))
    receiver = Receiver(store, Asleep(), network.connector)

    async def body() -> None:
        await until(lambda: state(store) == "retrying")
        health = store.health(ACCOUNT.id)
        assert (health.problem, health.retry_at) == ("300 requests in 5 minutes", START + 77_000_000)
        network.batches.append(Batch((), "c"))
        receiver.retry(ACCOUNT.id)
        await until(lambda: state(store) == "polling")
        assert store.health(ACCOUNT.id).problem == ""

    await running(receiver, body)


@pytest.mark.logs
async def test_sign_in_is_asked_for_once_and_not_tried_until_given(
    store: Store, receiver: Receiver, network: Network
) -> None:
    network.batches.append(SignInNeeded("the token was revoked"))

    async def body() -> None:
        await until(lambda: state(store) == "sign-in")
        await asyncio.sleep(0.05)
        assert network.opened == 1
        network.batches.append(Batch((message("1"),), "c"))
        connect(store)
        await until(lambda: state(store) == "polling")
        assert has(store, "1")()

    await running(receiver, body)


@pytest.mark.logs
async def test_a_payload_that_nobody_can_read_is_kept_once(
    store: Store, receiver: Receiver, network: Network
) -> None:
    network.batches.extend([Malformed("not JSON", b"<html>")] * 3)

    async def body() -> None:
        await until(lambda: len(network.cursors) == 4)

    await running(receiver, body)
    assert store.health(ACCOUNT.id).unreadable == 1


@pytest.mark.logs
async def test_an_unreadable_answer_that_may_not_be_kept_is_only_told(
    store: Store, receiver: Receiver, network: Network
) -> None:
    network.batches.append(Malformed("a token that we cannot read", b""))

    async def body() -> None:
        await until(lambda: len(network.cursors) == 2)

    await running(receiver, body)
    assert store.health(ACCOUNT.id).unreadable == 0
    assert store.health(ACCOUNT.id).problem == "a token that we cannot read"


@pytest.mark.logs
async def test_a_bug_stops_its_account_only_and_says_so(store: Store, clock: Clock, network: Network) -> None:
    other = replace(ACCOUNT, id=UUID(int=8), remote_id="them", handle="@them")
    connect(store, other)
    broken = Network()
    broken.batches.append(ZeroDivisionError("a bug"))

    def connector(account: Account, *, once: bool = False) -> Scripted:
        return (broken if account == other else network).connector(account, once=once)

    receiver = Receiver(store, clock, connector)

    async def body() -> None:
        await until(lambda: "a bug" in store.health(other.id).problem)
        assert store.health(other.id).state == "off"
        network.batches.append(Batch((message("1"),), "c"))
        receiver.retry()
        await until(has(store, "1"))

    await running(receiver, body)
    assert broken.opened == 1


@pytest.mark.logs
async def test_a_full_disk_loses_nothing(tmp_path: Path, clock: Clock, network: Network) -> None:
    disk = Disk()
    store = Store.open(tmp_path / "full.db", clock, disk)
    connect(store)
    receiver = Receiver(store, clock, network.connector)
    network.batches.extend([Batch((message("1"),), "c1")] * 9)

    async def body() -> None:
        disk.times = 5
        await until(lambda: store.cursor(ACCOUNT.id) == "c1")

    await running(receiver, body)
    assert has(store, "1")()
    assert network.cursors[:2] == [None, None]
    store.close()


async def test_a_paused_channel_asks_nothing_until_resumed(
    store: Store, receiver: Receiver, network: Network
) -> None:
    async def body() -> None:
        await until(lambda: len(network.cursors) == 1)
        receiver.pause(ACCOUNT.id)
        await until(lambda: state(store) == "paused")
        network.batches.append(Batch((message("1"),), "c"))
        assert network.opened == network.closed == 1
        receiver.resume(ACCOUNT.id)
        await until(has(store, "1"))

    await running(receiver, body)


async def test_accounts_come_and_go_while_it_runs(store: Store, clock: Clock, network: Network) -> None:
    marie = Desk(store, clock, MARIE)
    done(accounts.remove(marie, ACCOUNT.id))
    receiver = Receiver(store, clock, network.connector)

    async def body() -> None:
        network.batches.append(Batch((message("1"),), "c"))
        done(accounts.connect(marie, ACCOUNT))
        await until(has(store, "1"))
        done(accounts.remove(marie, ACCOUNT.id))
        await until(lambda: network.closed == network.opened)

    await running(receiver, body)


async def test_another_process_that_writes_breaks_no_line(
    store: Store, receiver: Receiver, network: Network, tmp_path: Path
) -> None:
    async def body() -> None:
        await until(lambda: len(network.cursors) == 1)
        arrive(store, message("9"))
        beside = Store.open(tmp_path / "w.db", Clock())
        arrive(beside, message("1"))
        beside.close()
        await asyncio.sleep(0.7)

    await running(receiver, body)
    assert network.opened == 1


async def test_once_catches_up_and_returns(store: Store, receiver: Receiver, network: Network) -> None:
    network.endless = False
    network.batches.extend([Batch((message("1"),), "c1"), Batch((message("2"),), "c2")])
    assert await receiver.once() == {}
    assert store.cursor(ACCOUNT.id) == "c2"
    assert network.opened == network.closed == 1


async def test_once_leaves_a_paused_account_in_peace(
    store: Store, receiver: Receiver, network: Network
) -> None:
    done(store.save_health(ChannelHealth(ACCOUNT.id, "paused")))
    assert await receiver.once() == {}
    assert (network.opened, state(store)) == (0, "paused")


@pytest.mark.logs
async def test_once_returns_what_went_wrong(store: Store, receiver: Receiver, network: Network) -> None:
    network.batches.append(SignInNeeded("revoked"))
    problems = await receiver.once()
    assert str(problems[ACCOUNT.id]) == "revoked"
    assert state(store) == "sign-in"


async def test_a_snooze_ends_at_its_time(store: Store, receiver: Receiver, clock: Clock) -> None:
    arrive(store, message("1"))
    marie = Desk(store, clock, MARIE)

    def status() -> Status:
        row = store.rows().conversation(CONVERSATION)
        assert row is not None
        return row.status

    async def body() -> None:
        done(marie.do("Snooze", snooze(clock.now() + 3_600_000_000), [CONVERSATION]))
        await until(lambda: status() is Status.OPEN)

    await running(receiver, body)
    assert clock.now() >= START + 3_600_000_000


async def test_a_snooze_until_a_reply_ends_with_the_reply(store: Store, clock: Clock) -> None:
    arrive(store, message("1"))
    done(Desk(store, clock, MARIE).do("Snooze", snooze(None), [CONVERSATION]))
    arrive(store, message("2", START + 1))
    row = store.rows().conversation(CONVERSATION)
    assert row is not None
    assert row.status is Status.OPEN
