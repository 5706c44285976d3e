"""Following comments by date: a version is told once, what is missing is noticed, and the oldest make room."""

from msgspec import Struct

from responder.core.messages import State
from responder.net.latest import REMEMBERED, Cursor

NOW = 10_000


class Remark(Struct):
    key: str
    at: int
    version: str = "1"
    state: State = State.PUBLISHED


def test_a_version_is_news_once_and_an_edit_again() -> None:
    cursor = Cursor()
    assert [one.key for one in cursor.take([Remark("a", 1), Remark("b", 2)], NOW)] == ["a", "b"]
    assert [one.key for one in cursor.take([Remark("a", 1), Remark("b", 2, "2")], NOW)] == ["b"]
    assert cursor.since == 2


def test_a_date_in_the_future_moves_nothing() -> None:
    cursor = Cursor()
    cursor.take([Remark("a", 5), Remark("b", NOW + 1)], NOW)
    assert cursor.since == 5


def test_what_is_not_there_between_two_dates_is_missing_unless_it_is_junk() -> None:
    cursor = Cursor()
    cursor.take([Remark("a", 1), Remark("b", 5), Remark("c", 6), Remark("d", 7, state=State.SPAM)], NOW)
    assert cursor.missing(1, 9, {"c"}) == ["b"]


def test_the_oldest_make_room_but_none_that_is_asked_for_again() -> None:
    cursor = Cursor()
    cursor.take([Remark(str(at), at) for at in range(REMEMBERED + 20)], NOW)
    cursor.forget(10)
    assert "9" not in cursor.seen
    assert "10" in cursor.seen
