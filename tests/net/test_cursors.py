"""Cursors: a small text, read back as it was, that remembers what was put aside."""

import pytest

from responder.core.ports import Unreadable
from responder.net.cursors import MOST, Bookmark, Notebook, read


class Place(Bookmark, frozen=True):
    since: int = 0


class Page(Notebook):
    since: int = 0


BROKEN = [Unreadable(b"{", "broken"), Unreadable(b"[", "broken"), Unreadable(b"{", "broken again")]


def test_a_bookmark_puts_each_broken_payload_aside_once() -> None:
    place = Place(7)
    assert [one.payload for one in place.new_unreadable(BROKEN)] == [b"{", b"["]
    after = place.having_kept(place.new_unreadable(BROKEN))
    assert after.new_unreadable(BROKEN) == []
    assert read(after.write(), Place) == after


def test_a_notebook_puts_each_broken_payload_aside_once() -> None:
    page = Page(7)
    assert [one.payload for one in page.first_time(BROKEN)] == [b"{", b"["]
    assert page.first_time(BROKEN) == []
    assert read(page.write(), Page) == page


def test_only_the_latest_of_what_was_put_aside_is_remembered() -> None:
    many = [Unreadable(str(number).encode(), "") for number in range(MOST + 9)]
    page = Page()
    page.first_time(many)
    assert len(page.bad) == len(Place().having_kept(many).bad) == MOST
    assert page.first_time(many[-1:]) == []


@pytest.mark.parametrize("text", [None, "", "null", "[1]", '{"since":"x"}', "[" * 10_000])
def test_what_is_no_cursor_of_ours_begins_anew(text: str | None) -> None:
    assert read(text, Place) is None
