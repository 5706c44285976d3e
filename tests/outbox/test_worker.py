"""Replies leave once, in order, and the outbox never claims what it does not know."""

from responder.actions.desk import Desk
from responder.actions.reply import NewReply, submit, withdraw
from responder.core import events as e
from responder.core.errors import (
    Malformed,
    Refused,
    Throttled,
    Uncertain,
    Unreachable,
)
from responder.core.events import received
from responder.core.ports import Absent, Unproven
from responder.core.replies import ReplyState
from responder.outbox import sending
from responder.outbox.policy import Patience
from responder.outbox.worker import Outbox
from responder.store.store import Store
from tests.outbox.running import hand_in, only, running, until, waited
from tests.scripted import (
    ACCOUNT,
    CONVERSATION,
    START,
    Clock,
    Network,
    arrive,
    done,
    message,
)


async def test_a_due_reply_is_sent_and_its_answer_joins_the_conversation(
    store: Store, marie: Desk, outbox: Outbox, network: Network
) -> None:
    hand_in(marie)
    await outbox.once()
    assert network.texts() == ["Hello\n— Marie"]
    row = only(store)
    assert (row.state, row.remote_id, row.message) == (ReplyState.SENT, "r1", message("r1").id)
    talk = store.rows().conversation(CONVERSATION)
    assert talk is not None
    assert (talk.messages, talk.waiting_since, talk.in_flight) == (2, None, 0)


async def test_it_stays_in_the_undo_window_and_can_be_taken_back(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    made = done(submit(marie, NewReply(CONVERSATION, "Hello"), undo_seconds=10))
    await waited(outbox, clock, 9)
    assert network.published == {}
    done(withdraw(marie, made.reply))
    await waited(outbox, clock, 60)
    assert network.published == {}


async def test_the_start_is_on_the_disk_before_the_wire_is_touched(
    store: Store, marie: Desk, outbox: Outbox, network: Network
) -> None:
    seen: list[ReplyState] = []
    network.before_answer = lambda: seen.append(only(store).state)
    hand_in(marie)
    await outbox.once()
    assert seen == [ReplyState.STARTED]


async def test_what_was_accepted_and_lost_is_found_and_not_sent_again(
    store: Store, marie: Desk, outbox: Outbox, network: Network
) -> None:
    network.script.append("the line broke after the write")
    hand_in(marie)
    await outbox.once()
    assert len(network.published) == 1
    assert only(store).state is ReplyState.SENT


async def test_absence_is_believed_only_after_the_server_had_time(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    network.script.append(Uncertain("time-out"))
    hand_in(marie)
    await outbox.once()
    assert (only(store).state, network.published) == (ReplyState.UNCERTAIN, {})
    await waited(outbox, clock, 60)
    assert (only(store).state, only(store).attempts) == (ReplyState.SENT, 2)
    assert len(network.published) == 1


async def test_without_proof_it_looks_again_and_then_asks_a_person(
    store: Store, marie: Desk, network: Network, clock: Clock
) -> None:
    outbox = Outbox(store, clock, network.connector, patience=Patience(asking=30))
    network.script.append(Malformed("not JSON", b"<html>"))
    network.looks.extend([Unproven("no read back")] * 9)
    hand_in(marie)

    async def body() -> None:
        await until(lambda: only(store).state is ReplyState.ASK)

    await running(outbox, body)
    assert len(network.looks) == 4
    assert only(store).error == "no read back"
    assert network.published == {}


async def test_a_start_without_outcome_is_looked_for_at_the_next_start(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    hand_in(marie)
    row = only(store)
    done(store.append([e.Event(row.id, CONVERSATION, "x", "d", START + 5, e.SendStarted(row.id, 1))]))
    network.looks.append(Absent())
    await outbox.once()
    assert (only(store).state, network.published) == (ReplyState.UNCERTAIN, {})
    await waited(outbox, clock, 60)
    assert (only(store).state, only(store).attempts, len(network.published)) == (ReplyState.SENT, 2, 1)


async def test_a_failed_look_is_made_again(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    network.script.append("lost")
    network.looks.append(Unreachable("no line"))
    hand_in(marie)
    await outbox.once()
    assert only(store).state is ReplyState.UNCERTAIN
    await waited(outbox, clock, 60)
    assert (only(store).state, len(network.published)) == (ReplyState.SENT, 1)


async def test_when_nothing_was_delivered_it_is_tried_again_later(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    network.script.extend([Unreachable("no line"), Throttled("slowly", 30)])
    hand_in(marie)
    await outbox.once()
    row = only(store)
    assert (row.state, row.error, row.due_at) == (ReplyState.QUEUED, "no line", START + 2_000_000)
    await waited(outbox, clock, 3)
    assert only(store).due_at == clock.at + 30_000_000
    await waited(outbox, clock, 31)
    assert only(store).state is ReplyState.SENT


async def test_a_refusal_keeps_the_text_and_stops(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    network.script.append(Refused("over 500 characters"))
    hand_in(marie)
    await outbox.once()
    await waited(outbox, clock, 3600)
    row = only(store)
    assert (row.state, row.error, row.text) == (ReplyState.FAILED, "over 500 characters", "Hello\n— Marie")
    assert network.published == {}


async def test_order_is_kept_in_a_conversation_and_others_go_on(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    arrive(store, message("2", root="2"))
    network.script.append(Uncertain("time-out"))
    hand_in(marie, "first")
    clock.pass_(1)
    hand_in(marie, "second")
    hand_in(marie, "other", message("2", root="2").conversation)
    await outbox.once()
    assert network.texts() == ["other\n— Marie"]
    await waited(outbox, clock, 60)
    assert network.texts() == ["other\n— Marie", "first\n— Marie", "second\n— Marie"]


async def test_nothing_is_sent_twice_at_once(
    store: Store, marie: Desk, outbox: Outbox, network: Network
) -> None:
    arrive(store, *(message(str(n), root=str(n)) for n in range(2, 20)))
    for n in range(2, 20):
        hand_in(marie, f"answer {n}", message(str(n), root=str(n)).conversation)

    async def body() -> None:
        await until(lambda: len(network.published) == 18)

    await running(outbox, body)
    assert network.most_busy == 1
    assert len(set(network.texts())) == 18


async def test_it_is_held_when_the_customer_writes_in_the_undo_window(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    done(submit(marie, NewReply(CONVERSATION, "Hello", resolve=True), undo_seconds=10))
    arrive(store, message("2", START + 1, text="Never mind"))
    await waited(outbox, clock, 11)
    row = only(store)
    assert (row.state, row.error, row.held_by) == (ReplyState.HELD, "wrote", "Ana Lima")
    assert network.published == {}


async def test_a_second_try_is_not_made_when_the_answer_turns_up_as_a_message(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    network.script.append("lost")
    network.looks.append(Absent())
    hand_in(marie)
    await outbox.once()
    arrive(store, message("r1", START + 1, ours=True, text="Hello\n— Marie"))
    network.looks.append(Absent())
    await waited(outbox, clock, 60)
    row = only(store)
    assert (row.state, row.message, len(network.published)) == (ReplyState.SENT, message("r1").id, 1)


async def test_the_same_words_said_twice_are_two_answers(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    hand_in(marie, "Thanks")
    clock.pass_(1)
    done(submit(marie, NewReply(CONVERSATION, "Thanks", seen=message("1").id), undo_seconds=0))
    network.script.extend([None, Unreachable("no line")])
    await outbox.once()
    await waited(outbox, clock, 60)
    assert network.texts() == ["Thanks\n— Marie"] * 2


async def test_an_answer_that_is_another_replys_proves_nothing(
    store: Store, marie: Desk, outbox: Outbox, network: Network, clock: Clock
) -> None:
    hand_in(marie, "Thanks")
    await outbox.once()
    network.script.append(Uncertain("time-out"))
    first = network.published["r1"]
    network.looks.append(network.connector(ACCOUNT).receipt("r1", first))
    clock.pass_(1)
    done(submit(marie, NewReply(CONVERSATION, "Thanks"), undo_seconds=0))
    await outbox.once()
    assert [row.state for row in store.rows().replies(CONVERSATION)] == [
        ReplyState.SENT,
        ReplyState.UNCERTAIN,
    ]


async def test_what_the_answer_could_not_have_seen_still_waits(
    store: Store, marie: Desk, outbox: Outbox, clock: Clock
) -> None:
    hand_in(marie)
    await outbox.once()
    late = message("2", START + 500_000, text="And one more thing")
    done(store.append([received(late, "d", START + 60_000_000, "collector:practice")]))
    row = store.rows().conversation(CONVERSATION)
    assert row is not None
    assert row.last_answer_at > late.created_at
    assert (row.waiting_since, row.needs_reply) == (late.created_at, True)
    hand_in(marie, "Yes")
    clock.pass_(120)
    await outbox.once()
    row = store.rows().conversation(CONVERSATION)
    assert row is not None
    assert row.waiting_since is None


def test_what_was_put_off_between_choosing_and_starting_does_not_start(
    store: Store, marie: Desk, clock: Clock
) -> None:
    made = done(submit(marie, NewReply(CONVERSATION, "Hello"), undo_seconds=10))
    started = done(store.transact(sending.start(marie.pen(), made.reply)))
    assert started.events == ()
    clock.pass_(10)
    assert len(done(store.transact(sending.start(marie.pen(), made.reply))).events) == 1
