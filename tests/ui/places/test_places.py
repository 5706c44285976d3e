"""Places: a group in the sidebar, a filter, and a page that says how each is reviewed and answered."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from responder.core.clock import HOUR
from responder.core.messages import Author, Kind, Message, Place
from responder.core.questions import Folder, InboxQuery
from responder.store.store import Store
from responder.ui.console import Console
from responder.ui.inbox import places as lists
from responder.ui.inbox.chips import FilterBar
from responder.ui.inbox.entries import places
from responder.ui.places.page import PlacesPage
from responder.ui.window import Window
from tests.ui import people

FIRST = Place("locations/1", "First shop", "1 rue X, Nantes")
SECOND = Place("locations/2", "Second shop")
KEY = "wordpress:locations/1"


def review(n: int, place: Place, stars: float, hours: int, **more: Any) -> Message:
    said = Message(
        "wordpress", "blog.example", people.account_id("wordpress"), f"r{n}", f"r{n}", Kind.REVIEW,
        Author(f"c{n}", "", f"Customer {n}"), "Good", people.NOW - hours * HOUR, rating=stars, place=place,
    )  # fmt: skip
    return replace(said, **more)


def answer(n: int, place: Place, hours: int) -> Message:
    us = Author("us", "us", "Us", ours=True)
    return review(n, place, 0, hours, remote_id=f"r{n}/reply", author=us, addressed=False, rating=None)


@pytest.fixture
def placed(console: Console, store: Store) -> Console:
    """Let two places be reviewed."""
    said = [
        review(1, FIRST, 5.0, 30), answer(1, FIRST, 28), review(2, FIRST, 2.0, 20), review(3, SECOND, 4.0, 10),
    ]  # fmt: skip
    store.append([people.received(one) for one in said]).result(10)
    return console


@pytest.fixture
def page(placed: Console, qtbot: QtBot) -> Iterator[PlacesPage]:
    made = PlacesPage(placed)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitUntil(lambda: len(made.reports) == 2)
    yield made
    made.hide()
    made.close_worker()


def cells(page: PlacesPage, y: int) -> list[str]:
    items = [page.table.item(y, x) for x in range(page.table.columnCount())]
    return [item.text() for item in items if item is not None]


def test_the_sidebar_counts_who_waits_at_each_place(placed: Console) -> None:
    found = places(placed, placed.views.counters("marie"))
    assert [(one.title, one.count, one.tip) for one in found] == [
        ("Places", "", ""), ("First shop", "1", "1 rue X, Nantes"), ("Second shop", "1", ""),
    ]  # fmt: skip


def test_who_has_no_places_sees_none(window: Window) -> None:
    keys = [entry.key for entry in window.furniture.sidebar.entries()]
    assert "places" not in keys
    assert not any(key.startswith("place/") for key in keys)


def test_a_place_leads_to_what_was_said_of_it(placed: Console, window: Window) -> None:
    entry = next(one for one in window.furniture.sidebar.entries() if one.key == f"place/{KEY}")
    window._navigator.choose(entry)
    inbox = window.furniture.inbox
    assert inbox.model.rowCount() == inbox.total() == 1
    assert window.furniture.sidebar._current == f"place/{KEY}"


def test_the_filter_offers_the_places_and_says_which_is_on(placed: Console, qtbot: QtBot) -> None:
    bar = FilterBar(placed)
    qtbot.addWidget(bar)
    bar.put(InboxQuery(Folder.ALL, place=KEY))
    assert bar._chips["place"].accessibleName() == "Place: First shop"
    assert bar.narrowed
    assert bar._places() == [("First shop", KEY), ("Second shop", "wordpress:locations/2")]


def test_a_list_takes_in_only_what_is_about_its_place(placed: Console) -> None:
    (row,) = placed.views.page(InboxQuery(Folder.NEEDS_REPLY, member="marie", place=KEY)).rows
    assert lists.fits(row, InboxQuery(Folder.NEEDS_REPLY, member="marie", place=KEY))
    assert not lists.fits(row, InboxQuery(Folder.NEEDS_REPLY, member="marie", place="wordpress:locations/2"))


def test_the_page_says_how_each_place_is_reviewed_and_answered(page: PlacesPage) -> None:
    assert cells(page, 0) == ["First shop · 1 rue X, Nantes", "WordPress", "2", "3.5 of 5", "50%", "2 h"]
    assert cells(page, 1) == ["Second shop", "WordPress", "1", "4 of 5", "0%", "–"]
    assert page.sum.text() == "3 reviews, 33% answered"


def test_a_new_review_is_counted_while_the_page_is_open(page: PlacesPage, store: Store, qtbot: QtBot) -> None:
    page.table.setCurrentCell(1, 0)
    store.append([people.received(review(4, FIRST, 5.0, 1))]).result(10)
    qtbot.waitUntil(lambda: cells(page, 0)[2] == "3")
    assert page.table.currentRow() == 1


def test_a_row_opens_the_list_of_its_place(placed: Console, window: Window, qtbot: QtBot) -> None:
    window._navigator.go("places")
    made = window.furniture.page("places")
    assert isinstance(made, PlacesPage)
    qtbot.waitUntil(lambda: bool(made.reports))
    made.list.click()
    assert window._navigator.here() == ""
    assert window.furniture.inbox.place.query.place == KEY


def test_without_a_review_the_page_says_what_will_be_there(console: Console, qtbot: QtBot) -> None:
    made = PlacesPage(console)
    qtbot.addWidget(made)
    made.show()
    qtbot.wait(50)
    assert made.body.currentWidget() is made.empty
    made.hide()
    made.close_worker()
