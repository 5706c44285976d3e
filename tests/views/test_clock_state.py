"""The clock beside a conversation."""

from uuid import UUID

import pytest

from responder.core.clock import MINUTE
from responder.core.conversations import Conversation, Status
from responder.views.clock_state import State, clock_of


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(0, State.CALM), (29, State.CALM), (30, State.SOON), (60, State.SOON), (61, State.LATE)],
)
def test_a_normal_one_has_an_hour(minutes: int, state: State) -> None:
    clock = clock_of(Conversation(UUID(int=1), waiting_since=0), minutes * MINUTE)
    assert clock is not None
    assert (clock.state, clock.minutes) == (state, abs(60 - minutes))


def test_eight_hours_stay_calm_until_the_last_half_hour() -> None:
    clock = clock_of(Conversation(UUID(int=1), waiting_since=0, priority=0), 7 * 60 * MINUTE)
    assert clock is not None
    assert (clock.state, clock.part_left) == (State.CALM, 0.125)


def test_nobody_waits_no_clock() -> None:
    assert clock_of(Conversation(UUID(int=1)), 5) is None


@pytest.mark.parametrize("row", [{"status": Status.PENDING}, {"in_flight": 1}])
def test_it_stops_while_somebody_else_is_at_it(row: dict[str, object]) -> None:
    clock = clock_of(Conversation(UUID(int=1), waiting_since=0, **row), 5)  # type: ignore[arg-type]  # fields by name
    assert clock is not None
    assert clock.state is State.STOPPED
