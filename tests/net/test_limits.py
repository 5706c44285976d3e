"""Waiting is arithmetic."""

from email.utils import formatdate

from hypothesis import given
from hypothesis import strategies as st

from responder.core.clock import SECOND, to_iso
from responder.net.limits import LONGEST, UNSAID, backoff, exhausted, patience, seconds_until

NOW = 1_795_000_000 * SECOND


@given(st.integers(1, 40), st.floats(0, 1))
def test_backing_off_grows_to_a_limit_and_is_never_nothing(failures: int, dice: float) -> None:
    wait = backoff(failures, dice, most=300)
    assert 0.5 <= wait <= 300
    assert backoff(failures + 1, dice, most=300) >= wait


@given(st.integers(1, 3000))
def test_every_way_to_write_a_reset_means_the_same(seconds: int) -> None:
    at = NOW + seconds * SECOND
    written = [
        str(seconds),
        str(at // SECOND),
        str(at // 1000),
        to_iso(at),
        f'"{seconds}"',
        formatdate(at / SECOND, usegmt=True),
        to_iso(at).replace("Z", "000+00:00").replace(".000000", ".000000"),
    ]
    for value in written:
        found = seconds_until(value, NOW)
        assert found is not None
        assert abs(found - seconds) < 1.01, value


@given(st.text(max_size=60))
def test_nonsense_is_no_reset_and_no_crash(text: str) -> None:
    found = seconds_until(text, NOW)
    assert found is None or found >= 0


def test_a_refusal_that_says_nothing_has_a_default() -> None:
    assert patience({}, NOW) == UNSAID
    assert patience({"retry-after": "soon"}, NOW) == UNSAID


def test_a_reset_in_the_past_or_far_away_is_bounded() -> None:
    assert patience({"retry-after": "0"}, NOW) == 1.0
    assert patience({"x-ratelimit-reset": to_iso(NOW - 10 * SECOND)}, NOW) == 1.0
    assert patience({"retry-after": "999999"}, NOW) == LONGEST


def test_an_empty_budget_is_noticed_before_the_refusal() -> None:
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": to_iso(NOW + 30 * SECOND)}
    assert exhausted(headers, NOW) == 30
    assert exhausted({**headers, "x-ratelimit-remaining": "1"}, NOW) is None
    assert exhausted({}, NOW) is None
