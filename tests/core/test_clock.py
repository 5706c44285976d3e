"""Times: ISO in, microseconds inside, ISO out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.core.clock import SECOND, from_iso, to_iso


@pytest.mark.parametrize(
    "text", ["2026-03-02T10:15:29Z", "2026-03-02T11:15:29+01:00", "2026-03-02T10:15:29", "20260302T101529Z"]
)
def test_every_way_to_write_a_moment_is_the_same_moment(text: str) -> None:
    assert to_iso(from_iso(text)) == "2026-03-02T10:15:29.000Z"


def test_what_is_not_a_time_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        from_iso("yesterday")


@given(st.integers(0, 4_000_000_000))
def test_writing_and_reading_a_time_gives_it_back(seconds: int) -> None:
    assert from_iso(to_iso(seconds * SECOND)) == seconds * SECOND
