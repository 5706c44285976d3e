from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from responder.core.events import ActRequested, Event
from responder.core.messages import Visibility
from responder.core.replies import Reply, ReplyState
from responder.outbox.queue import Look, Perform, Rest, Send, heads, next_job


def reply(number: int, state: ReplyState = ReplyState.QUEUED, *, talk: int = 1, due: int = 0) -> Reply:
    return Reply(
        UUID(int=number), UUID(int=talk), UUID(int=7), "marie", "x", "1", Visibility.PUBLIC, state, number, due
    )  # fmt: skip


ACT = Event(
    UUID(int=1), UUID(int=2), "marie", "d", 0, ActRequested(UUID(int=9), UUID(int=7), "favourite", UUID(int=3), "1")
)  # fmt: skip


def test_what_is_due_longest_goes_first() -> None:
    assert next_job([reply(1, talk=1, due=5), reply(2, talk=2, due=3)], [], {}, 10) == Send(
        reply(2, talk=2, due=3)
    )


def test_a_later_reply_waits_for_the_earlier_of_its_conversation() -> None:
    waiting = [reply(1, due=100), reply(2, due=0)]
    assert next_job(waiting, [], {}, 10) == Rest(100)


def test_a_doubt_stops_its_conversation_and_is_settled_first() -> None:
    replies = [reply(1, ReplyState.UNCERTAIN), reply(2), reply(3, talk=2)]
    assert next_job(replies, [], {}, 10) == Look(replies[0])
    assert next_job(replies, [], {UUID(int=1): 50}, 10) == Send(replies[2])
    assert next_job(replies[:2], [], {UUID(int=1): 50}, 10) == Rest(50)


def test_acts_come_after_replies_and_wait_when_put_off() -> None:
    act = ACT.body
    assert isinstance(act, ActRequested)
    assert next_job([reply(1)], [ACT], {}, 10) == Send(reply(1))
    assert next_job([], [ACT], {}, 10) == Perform(UUID(int=2), act)
    assert next_job([], [ACT], {act.act: 20}, 10) == Rest(20)


def test_what_was_asked_for_before_an_answer_in_its_conversation_comes_first() -> None:
    act = ACT.body
    assert isinstance(act, ActRequested)
    assert next_job([reply(1, talk=2)], [ACT], {}, 10) == Perform(UUID(int=2), act)
    assert next_job([reply(1, talk=2)], [ACT], {act.act: 20}, 10) == Send(reply(1, talk=2))
    later = msgspec.structs.replace(ACT, at=2)
    assert next_job([reply(1, talk=2)], [later], {}, 10) == Send(reply(1, talk=2))


def test_nothing_to_do_waits_for_news() -> None:
    assert next_job([reply(1, ReplyState.HELD), reply(2, ReplyState.SENT)], [], {}, 10) == Rest(None)


@given(
    st.lists(
        st.tuples(st.integers(1, 99), st.integers(1, 4), st.sampled_from(ReplyState)),
        unique_by=lambda t: t[0],
    )
)
def test_a_conversation_has_one_head_and_it_is_the_oldest(made: list[tuple[int, int, ReplyState]]) -> None:
    replies = [reply(number, state, talk=talk) for number, talk, state in made]
    for head in heads(replies):
        rivals = [one for one in replies if one.conversation == head.conversation and one.state.in_flight]
        assert head.submitted_at == min(one.submitted_at for one in rivals)
