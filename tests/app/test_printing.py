import pytest

from responder.app import printing
from responder.core.clock import DAY, HOUR


def test_columns_stay_aligned_whatever_the_script(capsys: pytest.CaptureFixture[str]) -> None:
    printing.table([("ヒロ", "x"), ("Ann", "x"), ("é🍪", "x")])
    lines = capsys.readouterr().out.splitlines()
    assert {printing.width(line) for line in lines} == {7}


def test_an_empty_table_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    printing.table([])
    assert capsys.readouterr().out == ""


def test_a_line_of_a_stranger_cannot_steer_the_terminal() -> None:
    assert printing.one_line("a\x1b[31mb\nc\u202ed\x07") == "a [31mb c d"
    assert printing.one_line("x" * 100, 10) == "x" * 9 + "…"


def test_ages_are_in_their_largest_unit() -> None:
    assert [printing.age(since, 3 * DAY) for since in (None, 3 * DAY, 3 * DAY - HOUR, 0)] == [
        "-",
        "now",
        "1h",
        "3d",
    ]
