"""Times: ISO in, microseconds inside, ISO out."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.core.clock import LAST, SECOND, from_iso, to_iso


@pytest.mark.parametrize(
    "text", ["2026-03-02T10:15:29Z", "2026-03-02T11:15:29+01:00", "2026-03-02T10:15:29", "20260302T101529Z"]
)
def test_every_way_to_write_a_moment_is_the_same_moment(text: str) -> None:
    assert to_iso(from_iso(text)) == "2026-03-02T10:15:29.000Z"


def test_what_is_not_a_time_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        from_iso("yesterday")


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "UTC"])
@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00"]
)
def test_a_date_out_of_the_ordinary_can_be_shown_in_every_zone(text: str, zone: str) -> None:
    at = from_iso(text)
    assert at in (0, LAST)
    assert datetime.fromtimestamp(at / SECOND, ZoneInfo(zone)).year in (1969, 1970, 9998, 9999)


@pytest.mark.parametrize("at", [-(2**63), 2**63 - 1])
def test_any_number_of_microseconds_can_be_written(at: int) -> None:
    assert to_iso(at)[:4] in ("1970", "9999")


@given(st.integers(0, 4_000_000_000))
def test_writing_and_reading_a_time_gives_it_back(seconds: int) -> None:
    assert from_iso(to_iso(seconds * SECOND)) == seconds * SECOND
