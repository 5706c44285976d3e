from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from responder.core import events as e
from responder.core.clock import MINUTE
from responder.core.events import Event
from responder.core.questions import Folder, InboxQuery, Sort
from responder.store.store import Store
from responder.ui.console import Console
from responder.ui.inbox.pane import InboxPane
from responder.ui.inbox.places import Place
from tests.ui import people
from tests.ui.people import PEOPLE, Person, person

Append = Callable[[Sequence[Event]], None]


def crowd(count: int, minutes: int = 100) -> list[Event]:
    """So many people who wrote an hour and more ago."""
    strangers = (replace(PEOPLE[0], name=f"Stranger {n:04}", minutes=minutes + n) for n in range(count))
    return [people.received(stranger.message()) for stranger in strangers]


def newcomer(name: str = "Zoé Nomdeplume", minutes: int = 600) -> Person:
    """Somebody who has waited so long that they belong on top."""
    return replace(PEOPLE[0], name=name, minutes=minutes)


@pytest.fixture
def pane(console: Console, qtbot: QtBot, append: Append) -> Iterator[InboxPane]:
    append(crowd(60))
    made = InboxPane(console)
    made.resize(376, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.hide()
    made.deleteLater()


def top(pane: InboxPane) -> tuple[str, int]:
    """Who is at the top of the viewport, and how many pixels of them are cut off."""
    index = pane.view.indexAt(QPoint(5, 2))
    return pane.model.face(index.row()).name, pane.view.visualRect(index).top()


def test_an_arrival_waits_behind_the_pill_and_nothing_moves(
    pane: InboxPane, append: Append, qtbot: QtBot
) -> None:
    pane.view.go(30)
    before, current, count = top(pane), pane.view.conversation(), pane.model.rowCount()
    append([people.received(newcomer().message())])
    qtbot.waitUntil(lambda: pane.header.pill.text() == "1 new")
    assert pane.header.pill.isVisible()
    assert (top(pane), pane.view.conversation(), pane.model.rowCount()) == (before, current, count)


def test_the_room_for_the_pill_is_kept(pane: InboxPane, append: Append, qtbot: QtBot) -> None:
    before = pane.header.order.geometry()
    append([people.received(newcomer().message())])
    qtbot.waitUntil(pane.header.pill.isVisible)
    assert pane.header.order.geometry() == before


def test_joining_above_the_screen_leaves_every_row_where_it_was(
    pane: InboxPane, append: Append, qtbot: QtBot
) -> None:
    pane.view.go(30)
    before, current = top(pane), pane.view.conversation()
    append([people.received(newcomer(f"Newcomer {n}", 900 + n).message()) for n in range(3)])
    qtbot.waitUntil(lambda: len(pane.model.held) == 3)
    with pane.view.keeping_place():
        pane.model.refresh(pane.view.depth())
    assert (top(pane), pane.view.conversation()) == (before, current)
    assert pane.model.rowCount() == 71


def test_the_pill_shows_the_first_of_the_new(pane: InboxPane, append: Append, qtbot: QtBot) -> None:
    pane.view.go(30)
    append([people.received(newcomer().message())])
    qtbot.waitUntil(pane.header.pill.isVisible)
    QTest.mouseClick(pane.header.pill, Qt.MouseButton.LeftButton)
    assert pane.model.face(0).name == "Zoé Nomdeplume"
    assert pane.view.visualRect(pane.model.index(0)).top() >= 0
    assert not pane.header.pill.isVisible()


def test_arrivals_join_by_themselves_only_at_rest(pane: InboxPane, append: Append, qtbot: QtBot) -> None:
    pane.view.setFocus()
    append([people.received(newcomer().message())])
    qtbot.waitUntil(lambda: len(pane.model.held) == 1)
    pane.join_when_idle()
    assert len(pane.model.held) == 1
    pane.filters.text.show()
    pane.filters.text.setFocus()
    pane.join_when_idle()
    assert pane.model.face(0).name == "Zoé Nomdeplume"


def test_a_colleague_finishing_one_moves_nothing(
    pane: InboxPane, append: Append, console: Console, qtbot: QtBot
) -> None:
    pane.view.go(30)
    gone = pane.model.row(28)
    before, count = top(pane), pane.model.rowCount()
    append([people.event(gone.id, e.Resolved(), people.NOW, "resolve", "louise")])
    qtbot.waitUntil(lambda: pane.model.row(28).status == "resolved")
    assert (top(pane), pane.model.rowCount()) == (before, count)


def test_a_new_message_changes_its_row_in_place(pane: InboxPane, append: Append, qtbot: QtBot) -> None:
    josee = person("Josée")
    number = pane.model.number_of(josee.conversation)
    assert number is not None
    append([people.received(josee.message("Toujours rien !", 1, 2))])
    qtbot.waitUntil(lambda: pane.model.face(number).text == "Toujours rien !")
    assert pane.model.face(number).unread


def test_finishing_several_rows_above_keeps_what_is_on_screen(pane: InboxPane) -> None:
    pane.view.go(40)
    before = top(pane)
    pane.view.leave(pane.model.conversations(range(5)))
    assert top(pane) == before


def test_more_rows_are_read_when_the_end_comes_near(pane: InboxPane, append: Append) -> None:
    append(crowd(700))
    pane.show_place(Place(InboxQuery(Folder.ALL, member="marie")))
    assert pane.model.rowCount() == 500
    assert pane.total() == 708
    pane.view.scrollToBottom()
    assert pane.model.rowCount() == 708


def test_the_orders_differ(pane: InboxPane) -> None:
    firsts = set()
    for sort in Sort:
        pane.header.sorted.emit(sort)
        firsts.add(pane.model.face(0).name)
    assert len(firsts) >= 3


def test_filters_narrow_and_can_be_cleared(pane: InboxPane) -> None:
    pane.filters.changed.emit(InboxQuery(member="marie", network="facebook"))
    assert [pane.model.face(n).name for n in range(pane.model.rowCount())] == ["Josée Exemplaire"]
    assert pane.filters.narrowed
    pane.filters.clear()
    assert pane.model.rowCount() == 68


def test_a_text_filter_finds_names_and_words(pane: InboxPane, qtbot: QtBot) -> None:
    pane.filters.unfold(True)
    QTest.keyClicks(pane.filters.text, "shortbreads")
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1)
    assert pane.model.face(0).name == "Priya Sample"


def test_an_empty_list_says_why(pane: InboxPane) -> None:
    pane.filters.changed.emit(InboxQuery(member="marie", tag="nothing has this"))
    assert pane.body.currentWidget() is pane.nothing
    assert pane.nothing.title.text() == "Nothing matches these filters"


def test_nobody_waiting_is_good_news(store: Store, empty_console: Console, qtbot: QtBot) -> None:
    store.append([event for event in people.story() if isinstance(event.body, e.AccountConnected)]).result(5)
    pane = InboxPane(empty_console)
    qtbot.addWidget(pane)
    assert pane.nothing.title.text() == "Nobody is waiting"


def test_without_an_account_it_offers_to_connect_one(empty_console: Console, qtbot: QtBot) -> None:
    pane = InboxPane(empty_console)
    qtbot.addWidget(pane)
    assert pane.nothing.title.text() == "No account is connected"


def test_a_row_is_spoken_in_reading_order(pane: InboxPane) -> None:
    number = pane.model.number_of(person("Josée").conversation)
    assert number is not None
    spoken = pane.model.data(pane.model.index(number), Qt.ItemDataRole.AccessibleTextRole)
    assert str(spoken).startswith(
        "Josée Exemplaire, Facebook comment, Negative, 12 min left, level 2, assigned to Marie Tremblay"
    )
    assert "Bonjour, ma commande 4471" in str(spoken)


def test_clocks_change_and_the_order_stays(pane: InboxPane, clock: people.StillClock) -> None:
    number = pane.model.number_of(person("Josée").conversation)
    assert number is not None
    mark = pane.model.face(number).mark
    assert mark is not None
    assert (mark.style, mark.text) == ("soon", "12 min")
    clock.at += 20 * MINUTE
    pane.model.tick()
    mark = pane.model.face(number).mark
    assert mark is not None
    assert (mark.style, mark.text) == ("late", "8 min late")
    assert pane.model.number_of(person("Josée").conversation) == number


@pytest.mark.parametrize("density", [False, True])
def test_rows_are_painted_in_both_densities(pane: InboxPane, density: bool) -> None:
    pane.view.rows.compact = density
    pane.view.doItemsLayout()
    picture = pane.view.grab().toImage()
    assert len({picture.pixel(x, y) for x in range(0, 340, 3) for y in range(0, 300, 3)}) > 20
    assert pane.view.visualRect(pane.model.index(0)).height() == pane.view.rows.height()


def test_what_a_colleague_finished_goes_when_nobody_is_at_the_list(
    pane: InboxPane, append: Append, qtbot: QtBot
) -> None:
    gone, count = pane.model.row(3), pane.model.rowCount()
    append([people.event(gone.id, e.Resolved(), people.NOW, "resolve", "louise")])
    qtbot.waitUntil(lambda: pane.header.count.text() == str(count - 1))
    pane.filters.text.show()
    pane.filters.text.setFocus()
    pane.join_when_idle()
    assert pane.model.rowCount() == count - 1
