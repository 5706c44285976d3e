"""What monitors found, among the conversations: in the sidebar, in the list, in the thread, in the composer."""

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from responder.core.events import MonitorSaved
from responder.core.messages import Message
from responder.core.monitors import Deaf
from responder.core.questions import Folder
from responder.ui.composer.checks import Written, checks
from responder.ui.composer.situation import read
from responder.ui.console import Console
from responder.ui.health.page import HealthPage
from responder.ui.inbox.entries import monitors
from responder.ui.thread.names import Names
from responder.ui.window import Window
from responder.views.composing import Mode
from tests.ui import people
from tests.ui.monitors import ecosystem

if TYPE_CHECKING:
    from responder.store.store import Store
    from tests.ui.conftest import Append

HIT = ecosystem.heard("Léa Inventée", "", 2).conversation
ASKING = ecosystem.heard("Léa Inventée", "", 52).conversation


@pytest.fixture
def looking(listening: Console, window: Window, qtbot: QtBot) -> Window:
    """The window at the list of the brand's monitor."""
    listening.stage.go(f"monitor/{ecosystem.BRAND.id}")
    qtbot.waitUntil(lambda: listening.stage.conversation == HIT)
    return window


def test_the_sidebar_counts_what_is_open_under_each_monitor(listening: Console) -> None:
    found = monitors(listening, listening.views.counters("marie"))
    assert [(one.title, one.count) for one in found] == [
        ("Monitors", ""), ("Brand", "3"), ("Competitors", "2"), ("Pastry", "1"),
    ]  # fmt: skip
    assert found[1].tip == "Company · grand lièvre, #grandlievre"


def test_its_list_is_named_counted_and_marked_in_the_sidebar(looking: Window) -> None:
    inbox = looking.furniture.inbox
    assert (inbox.header.title.text(), inbox.total(), inbox.model.rowCount()) == ("Brand", 3, 3)
    assert inbox.about.words.text() == "Company · grand lièvre, #grandlievre"
    assert looking.furniture.sidebar._current == f"monitor/{ecosystem.BRAND.id}"
    inbox.about.report.click()
    assert looking._navigator.here() == "monitors"


def test_a_row_says_that_it_is_not_addressed_to_us_and_who_found_it(looking: Window) -> None:
    model = looking.furniture.inbox.model
    face = model.face(0)
    assert (face.overheard, face.monitors, face.kind) == (True, ("Brand",), "Mastodon post")
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert "not addressed to us, found by Brand" in str(spoken)
    tip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "not addressed to us, found by Brand" in str(tip)


def test_what_was_addressed_to_us_only_names_the_monitor(looking: Window, append: "Append") -> None:
    person = people.person("Marc-André")
    marked: Message = replace(person.message(), monitors=(ecosystem.BRAND.id,))
    append([people.received(marked)])
    looking.furniture.inbox.join()
    model = looking.furniture.inbox.model
    faces = [model.face(n) for n in range(model.rowCount())]
    (face,) = [one for one in faces if one.name.startswith("Marc-André")]
    assert (face.overheard, face.monitors) == (False, ("Brand",))


def test_a_finished_one_leaves_the_list_and_the_count(looking: Window, qtbot: QtBot) -> None:
    inbox = looking.furniture.inbox
    looking._console.stage.commands.run("conversation.done")
    qtbot.waitUntil(lambda: inbox.model.rowCount() == 2)
    qtbot.waitUntil(lambda: inbox.total() == 2)


def test_nothing_of_it_needs_a_reply_or_an_owner(listening: Console) -> None:
    counters = listening.views.counters("marie")
    assert counters.folders[Folder.NEEDS_REPLY] == len(people.PEOPLE)
    assert counters.folders[Folder.LISTENING] == 6


def test_an_empty_list_says_what_will_be_there(looking: Window, listening: Console, append: "Append") -> None:
    quiet = replace(ecosystem.BRAND, id=people.account_id("quiet"), name="Quiet")
    append([people.event(quiet.id, MonitorSaved(quiet), people.NOW, "save")])
    listening.stage.go(f"monitor/{quiet.id}")
    nothing = looking.furniture.inbox.nothing
    assert nothing.isVisible()
    assert nothing.title.text() == "Nothing new was heard"


def test_the_composer_answers_the_hit_and_says_who_must_agree(listening: Console) -> None:
    situation = read(listening, ASKING)
    assert situation is not None
    assert situation.answered is not None
    written = Written("Chez nous !", Mode.PUBLIC, "fr", situation.newest)
    lines = [one.text for one in checks(written, situation, Names({}, people.MARIE.id), people.NOW)]
    assert "Waits for approval first: the monitor “Pastry” asks for it" in lines
    other = read(listening, HIT)
    assert other is not None
    assert other.approving is None


def test_the_health_of_a_channel_says_what_monitors_cannot_look_for(
    listening: Console, store: "Store", qtbot: QtBot
) -> None:
    deaf = Deaf(ecosystem.BRAND.id, "#grandlievre", "This server has no search.")
    store.save_deaf(people.account_id("mastodon"), [deaf]).result(10)
    page = HealthPage(listening)
    qtbot.addWidget(page)
    card = page.cards[people.account_id("mastodon")]
    assert card.deaf.text() == "Monitors cannot look for #grandlievre here: This server has no search."
