"""Sign-in, keyring, disk, faults of ours, accounts that go, and acts."""

import asyncio
from pathlib import Path

import pytest

from responder.actions import accounts
from responder.actions.acts import request
from responder.actions.desk import Desk
from responder.actions.reply import NewReply, submit
from responder.core import events as e
from responder.core.errors import (
    NoKeyring,
    Refused,
    SignInNeeded,
    Throttled,
    Uncertain,
    Unreachable,
)
from responder.core.ports import Connector
from responder.core.replies import ReplyState
from responder.outbox.worker import Outbox
from responder.store.store import Store
from tests.outbox.running import hand_in, only, running, until, waited
from tests.scripted import (
    ACCOUNT,
    CONVERSATION,
    MARIE,
    Asleep,
    Clock,
    Disk,
    Network,
    arrive,
    connect,
    done,
    message,
)


@pytest.mark.logs
async def test_sign_in_stops_the_account_until_somebody_signs_in(
    store: Store, marie: Desk, outbox: Outbox, network: Network
) -> None:
    network.script.append(SignInNeeded("the token was revoked"))

    async def body() -> None:
        hand_in(marie)
        await until(lambda: only(store).error == "the token was revoked")
        hand_in(marie, "second")
        await asyncio.sleep(0.05)
        assert network.published == {}
        connect(store)
        await until(lambda: len(network.published) == 2)

    await running(outbox, body)
    assert (network.opened, network.closed) == (2, 2)


async def test_a_person_may_ask_for_a_try_now(store: Store, marie: Desk, network: Network) -> None:
    still = Asleep()
    outbox = Outbox(store, still, network.connector)
    network.script.append(Throttled("slowly", 600))

    async def body() -> None:
        hand_in(marie)
        await until(lambda: only(store).error == "slowly")
        still.pass_(601)
        outbox.retry(ACCOUNT.id)
        await until(lambda: only(store).state is ReplyState.SENT)

    await running(outbox, body)


@pytest.mark.logs
async def test_a_silent_keyring_is_asked_again(
    store: Store, marie: Desk, network: Network, clock: Clock
) -> None:
    refusals = [NoKeyring("no keyring service")]

    def connector(account: object) -> Connector:
        if refusals:
            raise refusals.pop()
        return network.connector(ACCOUNT)

    outbox = Outbox(store, clock, connector)

    async def body() -> None:
        hand_in(marie)
        await until(lambda: len(network.published) == 1)

    await running(outbox, body)


@pytest.mark.logs
async def test_a_bug_stops_its_account_and_leaves_the_reply_in_doubt(
    store: Store, marie: Desk, outbox: Outbox, network: Network
) -> None:
    network.script.append(ZeroDivisionError("a bug"))

    async def body() -> None:
        hand_in(marie)
        await until(lambda: only(store).state is ReplyState.UNCERTAIN)
        hand_in(marie, "second")
        await asyncio.sleep(0.05)
        assert network.published == {}

    await running(outbox, body)


@pytest.mark.logs
@pytest.mark.parametrize("good", [1, 2])
async def test_a_full_disk_doubles_nothing(tmp_path: Path, clock: Clock, network: Network, good: int) -> None:
    disk = Disk()
    store = Store.open(tmp_path / "full.db", clock, disk)
    connect(store)
    arrive(store, message("1"))
    outbox = Outbox(store, clock, network.connector)

    async def body() -> None:
        hand_in(Desk(store, clock, MARIE))
        if good == 1:
            disk.times = 2
        else:
            network.before_answer = lambda: setattr(disk, "times", 2)
        await until(lambda: only(store).state is ReplyState.SENT)

    await running(outbox, body)
    assert len(network.published) == 1
    store.close()


async def test_a_reply_whose_account_is_gone_says_so(store: Store, marie: Desk, network: Network) -> None:
    outbox = Outbox(store, Asleep(), network.connector)
    done(submit(marie, NewReply(CONVERSATION, "Hello"), undo_seconds=60))

    async def body() -> None:
        await asyncio.sleep(0.02)
        done(accounts.remove(marie, ACCOUNT.id))
        await until(lambda: only(store).state is ReplyState.FAILED)

    await running(outbox, body)
    assert only(store).error == "The account is no longer connected."


async def test_a_started_reply_whose_account_is_gone_is_a_persons_to_settle(
    store: Store, marie: Desk, outbox: Outbox, network: Network
) -> None:
    network.script.append(Uncertain("time-out"))
    hand_in(marie)
    await outbox.once()
    done(accounts.remove(marie, ACCOUNT.id))
    await outbox.once()
    assert only(store).state is ReplyState.ASK


async def test_an_act_is_done_and_tried_again_when_the_line_breaks(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    network.script.extend([Unreachable("no line"), Uncertain("time-out")])
    done(request(marie, message("1").id, "favourite"))
    await outbox.once()
    assert network.acts == []
    await waited(outbox, clock, 600)
    await waited(outbox, clock, 600)
    assert [act.verb for act in network.acts] == ["favourite"]
    assert store.pending_acts() == []


async def test_a_refused_act_says_why(store: Store, marie: Desk, outbox: Outbox, network: Network) -> None:
    network.script.append(Refused("not yours"))
    act = done(request(marie, message("1").id, "favourite"))
    await outbox.once()
    bodies = [event.body for event in store.rows().events(CONVERSATION)]
    assert bodies[-1] == e.ActFailed(act, "not yours")
    assert store.pending_acts() == []


async def test_a_network_that_is_down_is_not_stormed(store: Store, marie: Desk, network: Network) -> None:
    outbox = Outbox(store, Asleep(), network.connector)
    talks = [message(str(n), root=str(n)) for n in range(2, 30)]
    arrive(store, *talks)
    network.script.extend([Unreachable("no line")] * 30)

    async def body() -> None:
        for talk in talks:
            hand_in(marie, f"answer {talk.remote_id}", talk.conversation)
            await asyncio.sleep(0)
        await until(lambda: any(row.error for row in store.rows().in_flight()))
        outbox.retry()
        await until(lambda: len(network.script) == 28)
        await asyncio.sleep(0.05)

    await running(outbox, body)
    assert len(network.script) == 28
    assert len(store.rows().in_flight()) == 28


@pytest.mark.logs
async def test_a_file_that_is_gone_fails_its_answer_and_stops_no_other(
    store: Store, marie: Desk, outbox: Outbox, network: Network
) -> None:
    kept = store.enclosures.keep(b"%PDF-1.4", "menu.pdf")
    store.enclosures.path(kept).unlink()
    done(submit(marie, NewReply(CONVERSATION, "Look", files=(kept,)), undo_seconds=0))
    await outbox.once()
    assert only(store).state is ReplyState.FAILED
    assert only(store).error == "menu.pdf is no longer in the workspace: choose it again."
    assert network.published == {}
