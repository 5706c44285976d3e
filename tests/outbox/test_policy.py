import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.core.clock import SECOND
from responder.core.errors import (
    Gone,
    Malformed,
    NetworkError,
    Refused,
    SignInNeeded,
    Throttled,
    Uncertain,
    Unreachable,
)
from responder.outbox.policy import (
    Blocked,
    Doubt,
    Fail,
    Patience,
    Retry,
    absence_counts,
    after_failed_look,
    next_look,
    next_step,
)

PATIENT = Patience(first=2, most=100, settle=10, asking=100)


@pytest.mark.parametrize(
    ("error", "step"),
    [
        (Unreachable("no line"), Retry(2 * SECOND, whole=True)),
        (Throttled("slowly", 30), Retry(30 * SECOND, whole=True)),
        (SignInNeeded("revoked"), Blocked()),
        (Refused("too long"), Fail()),
        (Gone("deleted"), Fail()),
        (Uncertain("time-out"), Doubt()),
        (Malformed("not JSON", b"<html>"), Doubt()),
        (NetworkError("something else"), Doubt()),
        (ZeroDivisionError("a bug of ours"), Doubt()),
    ],
)
def test_only_a_proof_that_nothing_was_accepted_allows_another_try(error: Exception, step: object) -> None:
    assert next_step(error, 1, 0, 1.0, PATIENT) == step


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pauses_grow_and_stop_growing(attempt: int, dice: float) -> None:
    step = next_step(Unreachable("no line"), attempt, 0, dice, PATIENT)
    assert isinstance(step, Retry)
    assert SECOND <= step.at <= 100 * SECOND


@pytest.mark.parametrize(
    ("error", "step"),
    [
        (Unreachable("no line"), Retry(2 * SECOND)),
        (Uncertain("time-out while reading"), Retry(2 * SECOND)),
        (Malformed("not JSON", b""), Retry(2 * SECOND)),
        (Throttled("slowly", 30), Retry(30 * SECOND, whole=True)),
        (SignInNeeded("revoked"), Blocked()),
        (Refused("no"), Doubt()),
    ],
)
def test_a_look_that_failed_is_no_answer(error: NetworkError, step: object) -> None:
    assert after_failed_look(error, 1, 0, 1.0, PATIENT) == step


def test_looks_grow_rarer_until_a_person_is_asked() -> None:
    times = [next_look(0, passed * SECOND, PATIENT) for passed in (0, 5, 30, 90, 100)]
    assert times == [5 * SECOND, 10 * SECOND, 60 * SECOND, 150 * SECOND, None]


def test_absence_counts_once_the_server_has_had_its_time() -> None:
    assert not absence_counts(0, 10 * SECOND - 1, PATIENT)
    assert absence_counts(0, 10 * SECOND, PATIENT)
