"""What a conversation becomes, event by event."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.core import events as e
from responder.core.conversations import Conversation, Status, fold
from tests.core.people import STREAM, arrived, event


def folded(*events: e.Event) -> Conversation:
    row = Conversation(STREAM)
    for one in events:
        fold(row, one)
    return row


def test_a_customer_who_wrote_twice_has_waited_since_the_first_time() -> None:
    row = folded(arrived("1", 10), arrived("2", 20))
    assert (row.waiting_since, row.needs_reply, row.messages) == (10, True, 2)


def test_nobody_waits_after_our_answer() -> None:
    row = folded(arrived("1", 10), arrived("2", 20, ours=True))
    assert (row.waiting_since, row.needs_reply) == (None, False)


def test_an_answer_to_an_earlier_message_leaves_the_later_one_waiting() -> None:
    row = folded(arrived("1", 10), arrived("3", 30), arrived("2", 20, ours=True))
    assert row.waiting_since == 30


def test_an_old_message_that_arrives_late_after_our_answer_does_not_wait() -> None:
    row = folded(arrived("2", 20, ours=True), arrived("1", 10))
    assert row.waiting_since is None


def test_context_makes_nobody_wait() -> None:
    assert not folded(arrived("1", 10, addressed=False)).needs_reply


@pytest.mark.parametrize("away", [e.Resolved(), e.Snoozed(99), e.Snoozed(None), e.Pended()])
def test_a_new_message_brings_the_conversation_back(away: e.Body) -> None:
    row = folded(arrived("1", 10), event(away, 11), arrived("2", 20))
    assert (row.status, row.snoozed_until) == (Status.OPEN, None)


def test_a_muted_conversation_stays_away() -> None:
    row = folded(arrived("1", 10), event(e.MuteSet(True), 11), event(e.Resolved(), 12), arrived("2", 20))
    assert row.status is Status.RESOLVED


def test_a_reply_that_was_held_reopens_what_was_done() -> None:
    row = folded(arrived("1", 10), event(e.Resolved(), 11), event(e.ReplyHeld(STREAM, "Karim answered"), 12))
    assert row.status is Status.OPEN


def test_waking_touches_only_what_sleeps() -> None:
    assert folded(event(e.Resolved(), 1), event(e.Woken(), 2)).status is Status.RESOLVED


def test_escalating_again_asks_again() -> None:
    row = folded(
        event(e.Escalated(1, "rude"), 1),
        event(e.EscalationAcknowledged(), 2),
        event(e.Escalated(3, "press"), 3),
    )
    assert (row.level, row.level_reason, row.level_since, row.level_acknowledged) == (3, "press", 3, None)


def test_a_later_version_of_a_message_is_not_a_new_message() -> None:
    row = folded(arrived("1", 10), event(e.ReadMarked(True), 11))
    fold(row, arrived("1", 10), known=True)
    assert (row.messages, row.unread) == (1, False)


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_tags_are_a_set_in_order(put: list[str], taken: list[str]) -> None:
    row = folded(*[event(e.Tagged(t), 1) for t in put], *[event(e.Untagged(t), 2) for t in taken])
    assert row.tags == tuple(sorted(set(put) - set(taken)))


@given(st.lists(st.tuples(st.integers(1, 50), st.booleans()), min_size=1))
def test_somebody_waits_exactly_when_the_customer_has_the_last_word(talk: list[tuple[int, bool]]) -> None:
    row = folded(*[arrived(str(i), at, ours=ours) for i, (at, ours) in enumerate(talk)])
    asked = max((at for at, ours in talk if not ours), default=0)
    answered = max((at for at, ours in talk if ours), default=0)
    assert (row.waiting_since is not None) == (asked > answered)
