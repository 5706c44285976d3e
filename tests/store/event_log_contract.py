"""What every event log promises; each implementation subclasses this and says how it is opened."""

from collections.abc import Sequence
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from responder.core import events as e
from tests.core.people import ACCOUNT
from tests.store.histories import histories
from tests.store.opened import Opened
from tests.store.test_store import talk

OTHER = UUID(int=77)
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def decided(number: int, body: e.Body | None = None) -> e.Event:
    return e.Event(UUID(int=number), OTHER, "marie", "d", number, body or e.Assigned("marie"))


def broken(number: int) -> e.Event:
    """Return an event that the log takes and no projection can hold: its time has more than 64 bits."""
    message = talk("9", 1).body
    assert isinstance(message, e.MessageReceived)
    late = type(message.message)(**{**_fields(message.message), "created_at": 1 << 70})
    return e.Event(UUID(int=number), late.conversation, "x", "d", number, e.MessageReceived(late))


def _fields(message: object) -> dict[str, object]:
    return {name: getattr(message, name) for name in type(message).__struct_fields__}  # type: ignore[attr-defined]  # a struct


class EventLogContract:
    """Subclasses provide a fixture `log` that is an `Opened`."""

    def test_what_is_appended_is_read_back_the_same_in_the_order_of_appending(self, log: Opened) -> None:
        events = [decided(3), talk("1", 10), decided(1)]
        log.append(events)
        assert log.everything() == events

    def test_an_event_is_kept_once_however_often_it_comes(self, log: Opened) -> None:
        assert log.append([decided(1), decided(1)]) == [decided(1)]
        assert log.append([decided(1), decided(2)]) == [decided(2)]
        assert log.everything() == [decided(1), decided(2)]

    def test_the_first_to_bring_an_event_is_told_that_it_was_new(self, log: Opened) -> None:
        both = [decided(1), decided(2)]
        told = log.append_at_once([[decided(1)], both, both])
        assert sorted(len(one) for one in told) == [0, 1, 1]

    def test_a_stream_is_read_by_itself(self, log: Opened) -> None:
        log.append([decided(1), talk("1", 10), decided(2)])
        assert log.stream(OTHER) == [decided(1), decided(2)]

    def test_nothing_of_a_batch_stays_when_one_event_of_it_cannot_be_folded(self, log: Opened) -> None:
        log.append([decided(1)])
        before = log.tables()
        assert isinstance(log.failure([decided(2), broken(3), decided(4)], cursor="9"), OverflowError)
        assert log.everything() == [decided(1)]
        assert log.tables() == before
        assert log.cursor(ACCOUNT) is None

    def test_a_batch_that_fails_takes_no_other_with_it(self, log: Opened) -> None:
        told = log.append_at_once([[decided(1)], [broken(2)], [decided(3)]])
        assert [isinstance(one, Exception) for one in told] == [False, True, False]
        assert log.everything() == [decided(1), decided(3)]

    def test_the_cursor_moves_with_the_events_it_came_with(self, log: Opened) -> None:
        log.append([decided(1)], cursor="1")
        log.append([], cursor="2")
        assert log.cursor(ACCOUNT) == "2"

    def test_everything_is_there_again_after_opening_anew(self, log: Opened) -> None:
        log.append([decided(1), talk("1", 10)], cursor="1")
        before = log.tables()
        log.reopen()
        assert log.everything() == [decided(1), talk("1", 10)]
        assert (log.tables(), log.cursor(ACCOUNT)) == (before, "1")

    def test_a_decision_sees_every_event_before_it_and_none_after(self, log: Opened) -> None:
        log.append_at_once([[decided(1)]])
        assert log.seen_by_a_decision(OTHER) == [decided(1)]

    @QUICK
    @given(st.data())
    def test_any_kind_of_event_comes_back_as_it_was(self, log: Opened, data: st.DataObject) -> None:
        events: Sequence[e.Event] = data.draw(histories)
        known = {event.id for event in log.everything()}
        new = [event for event in events if event.id not in known]
        assert log.append(events) == new
        assert log.everything()[len(known) :] == new
