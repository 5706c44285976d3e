"""What monitors found, in the fold: heard, not addressed to us, and nobody waits."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from responder.core import events as e
from responder.core.conversations import Status
from responder.core.questions import Folder, matches
from responder.core.streams import Stream, fold_stream
from tests.core.people import STREAM, arrived, event, hit, message

US, THEM = UUID(int=51), UUID(int=52)


def folded(*events: e.Event) -> Stream:
    return fold_stream(STREAM, events)


def test_a_hit_is_heard_and_nobody_waits_for_us() -> None:
    row = folded(hit("1", 10, US)).row
    assert (row.overheard, row.monitors, row.unread) == (True, (US,), True)
    assert (row.needs_reply, row.waiting_since, row.name) == (False, None, "Ana")


def test_a_hit_is_in_the_list_of_its_monitor_and_in_all_and_nowhere_else() -> None:
    row = folded(hit("1", 10, US)).row
    assert {one for one in Folder if matches(row, one, "marie")} == {Folder.ALL, Folder.LISTENING}


def test_a_hit_that_is_done_leaves_the_list_of_its_monitor() -> None:
    row = folded(hit("1", 10, US), event(e.Resolved(), 20)).row
    assert not matches(row, Folder.LISTENING, "marie")


def test_a_further_hit_in_the_same_talk_brings_it_back() -> None:
    row = folded(hit("1", 10, US), event(e.Resolved(), 20), hit("2", 30, US)).row
    assert (row.status, row.unread) == (Status.OPEN, True)


def test_a_hit_in_a_talk_that_was_addressed_to_us_changes_nothing_but_the_monitors() -> None:
    row = folded(arrived("1", 10), event(e.ReadMarked(True), 11), hit("2", 30, US)).row
    assert (row.addressed, row.overheard, row.unread, row.waiting_since) == (True, False, False, 10)
    assert row.monitors == (US,)


def test_what_two_monitors_found_and_what_speaks_to_us_is_one_message() -> None:
    state = folded(hit("1", 10, US), hit("1", 10, THEM, arrives=20), arrived("1", 10))
    assert (state.row.messages, state.row.monitors, state.row.needs_reply) == (1, (US, THEM), True)
    assert state.messages[message("1", 10).id].versions == 1


def test_a_hit_put_away_comes_back_when_it_turns_out_to_speak_to_us() -> None:
    told = e.MessageReceived(message("1", 10))
    row = folded(hit("1", 10, US), event(e.Resolved(), 20), event(told, 30, "collector:practice")).row
    assert (row.status, row.needs_reply, row.unread) == (Status.OPEN, True, True)


def test_an_answer_of_ours_to_a_hit_leaves_it_read() -> None:
    row = folded(hit("1", 10, US), arrived("2", 20, ours=True)).row
    assert (row.unread, row.overheard, row.needs_reply) == (False, True, False)


def test_what_other_monitors_found_is_another_event_and_the_same_find_is_not() -> None:
    def received(*monitors: UUID) -> UUID:
        return e.received(message("1", 10, addressed=False, found_by=monitors), "d", 1, "c").id

    assert received(US, THEM) == received(THEM, US)
    assert len({received(), received(US), received(THEM), received(US, THEM)}) == 4


finds = st.lists(
    st.builds(
        lambda n, at, by, seen: hit(str(n), at, *by, arrives=seen) if by else arrived(str(n), at),
        st.integers(1, 3), st.integers(1, 9), st.sets(st.sampled_from([US, THEM])), st.integers(1, 30),
    ),
    max_size=8,
)  # fmt: skip


@given(finds, st.randoms(use_true_random=False))
def test_hits_merge_the_same_in_whatever_order_they_come_and_twice_is_once(
    events: list[e.Event], dice: object
) -> None:
    once = {one.id: one for one in events}.values()
    mixed = [*events, *events]
    dice.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random, as hypothesis draws it
    again = fold_stream(STREAM, {one.id: one for one in mixed}.values())
    assert again.row == folded(*once).row
    assert again.messages == folded(*once).messages
