"""A conversation folded whole, in any order of its events."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from responder.core import events as e
from responder.core.messages import Message, State, Visibility
from responder.core.replies import ReplyState
from responder.core.streams import Stream, fold_stream
from tests.core.people import ACCOUNT, STREAM, arrived, event, message

REPLY = UUID(int=9)


def put_aside(one: Message, state: State) -> e.Event:
    fields = {name: getattr(one, name) for name in one.__struct_fields__}
    return event(e.MessageReceived(Message(**{**fields, "state": state})), one.created_at)


def folded(*events: e.Event) -> Stream:
    return fold_stream(STREAM, events)


def test_nobody_waits_for_an_answer_to_a_deleted_message() -> None:
    state = folded(arrived("1", 10), event(e.MessageDeleted(message("1", 10).id), 5))
    assert (state.row.waiting_since, state.row.messages, state.row.snippet) == (None, 0, "")
    assert state.row.name == "Ana"


def test_the_text_shown_is_that_of_the_newest_message_left() -> None:
    state = folded(arrived("1", 10), arrived("2", 20), event(e.MessageDeleted(message("2", 20).id), 30))
    assert (state.row.last_message, state.row.waiting_since) == (message("1", 10).id, 10)


def test_spam_alone_makes_the_conversation_spam() -> None:
    junk = put_aside(message("1", 10), State.SPAM)
    assert folded(junk).row.spam
    assert folded(junk).row.snippet == message("1", 10).text
    assert not folded(junk, arrived("2", 20)).row.spam


def test_a_person_s_word_on_spam_stands_above_the_network_s() -> None:
    assert not folded(put_aside(message("1", 10), State.SPAM), event(e.SpamSet(False), 20)).row.spam
    assert folded(arrived("1", 10), event(e.SpamSet(True), 20), arrived("2", 30)).row.spam


def test_held_comments_are_counted_until_they_are_let_through() -> None:
    held = put_aside(message("1", 10), State.HELD)
    assert folded(held).row.held == 1
    edited = event(e.MessageReceived(message("1", 10)), 20)
    assert folded(held, edited).row.held == 0


def test_what_happened_to_a_reply_before_it_was_handed_in_still_counts() -> None:
    submitted = e.ReplySubmitted(REPLY, ACCOUNT, "Hi", "1", Visibility.PUBLIC, 30)
    state = folded(event(e.SendFailed(REPLY, "no"), 5), event(submitted, 10))
    assert state.replies[REPLY].state is ReplyState.FAILED
    assert (state.row.stuck, state.row.in_flight) == (1, 0)


def test_what_speaks_of_something_unknown_is_remembered() -> None:
    assert folded(arrived("1", 10), event(e.Tagged("late", UUID(int=77)), 20)).tangled
    assert not folded(arrived("1", 10), event(e.Tagged("late"), 20)).tangled


@given(
    st.permutations(
        [arrived("1", 10), arrived("2", 20), event(e.Resolved(), 15), event(e.Tagged("late"), 16)]
    )
)
def test_the_order_of_arrival_does_not_matter(events: list[e.Event]) -> None:
    assert folded(*events) == folded(*sorted(events, key=lambda one: one.at))
