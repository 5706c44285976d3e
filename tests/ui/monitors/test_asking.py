"""Questions beside the window's thread: the newest is answered, and none piles up behind the others."""

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from responder.core.changes import Changes, Touched
from responder.store.store import Store
from responder.ui.console import Console
from responder.ui.monitors.asking import Asking
from responder.ui.monitors.page import MonitorsPage
from tests.ui import people
from tests.ui.monitors import ecosystem


def test_of_many_questions_only_the_one_under_way_and_the_last_are_looked_into(
    console: Console, qtbot: QtBot
) -> None:
    parent = QObject()
    asking = Asking(console.stage, parent)
    looked, told, go_on = list[int](), list[int](), threading.Event()

    def question(number: int) -> int:
        looked.append(number)
        go_on.wait(5)
        return number

    asking.ask("report", lambda: question(0), told.append)
    qtbot.waitUntil(lambda: looked == [0])
    for number in range(1, 50):
        asking.ask("report", lambda number=number: question(number), told.append)  # type: ignore[misc]  # bound now
    go_on.set()
    qtbot.waitUntil(lambda: bool(told))
    asking.close()
    assert (looked, told) == ([0, 49], [49])


def test_what_arrives_by_the_hundred_is_shown_now_and_then(page: MonitorsPage, qtbot: QtBot) -> None:
    shown = list[object]()
    page.model.dataChanged.connect(lambda *_where: shown.append(None))
    page._later.setInterval(20)
    for _ in range(50):
        page._changed(Changes(Touched.INBOX))
    qtbot.waitUntil(lambda: bool(shown))
    qtbot.wait(50)
    assert len(shown) == 1


def test_what_came_while_another_page_was_on_screen_is_there_on_coming_back(
    page: MonitorsPage, store: Store, qtbot: QtBot
) -> None:
    page.hide()
    found = ecosystem.heard("New Person", "Grand Lièvre!", 1, ecosystem.BRAND)
    store.append([people.received(found)]).result(10)
    page.show()
    assert page.model.lines[1].open == 4
