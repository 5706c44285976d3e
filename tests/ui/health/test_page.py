import asyncio

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from responder.core import events as e
from responder.core.changes import Changes, Touched
from responder.core.clock import HOUR, MINUTE, SECOND
from responder.core.errors import Unreachable
from responder.core.ports import Unreadable
from responder.core.questions import BudgetLeft, ChannelHealth, Recount
from responder.store.store import Store
from responder.ui.console import Console
from responder.ui.health.card import ChannelCard
from responder.ui.health.figures import counted
from responder.ui.health.page import HealthPage
from responder.ui.stage import Notice
from tests.ui import people
from tests.ui.conftest import Desktop
from tests.ui.people import NOW

ID = people.account_id("mastodon")


@pytest.fixture
def page(qtbot: QtBot, console: Console) -> HealthPage:
    made = HealthPage(console)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    return made


def shown(page: HealthPage, health: ChannelHealth) -> ChannelCard:
    card = page.cards[ID]
    card.show_health(health, NOW)
    return card


def test_every_account_has_a_card(page: HealthPage) -> None:
    assert set(page.cards) == {account.id for account in people.ACCOUNTS}


def test_what_needs_a_person_stands_first(page: HealthPage) -> None:
    first = page._list.itemAt(0)
    assert first is not None
    assert first.widget() is page.cards[people.account_id("x")]


def test_no_button_is_cut_in_a_narrow_window(page: HealthPage, qtbot: QtBot) -> None:
    shown(page, ChannelHealth(ID, "live", NOW, unreadable=3))
    page.resize(428, 600)
    qtbot.waitUntil(lambda: page.connect_one.y() > page.ask_all.y())
    buttons = [made for made in page.findChildren(QPushButton) if made.isVisible()]
    right = {made.mapTo(page, made.rect().topRight()).x() for made in buttons}
    assert max(right) < page.width()
    assert [made.text() for made in buttons if made.width() < made.sizeHint().width()] == []


def test_a_channel_that_answers_says_since_when(page: HealthPage) -> None:
    card = shown(page, ChannelHealth(ID, "live", NOW - 20 * SECOND))
    assert card.state.text() == "Live"
    assert card._success.text() == "Last answer 20 s ago"
    assert card.ask.isVisible()
    assert not card.sign_in.isVisible()


def test_lost_access_says_what_to_do_and_leads_to_the_sign_in(page: HealthPage, console: Console) -> None:
    card = shown(page, ChannelHealth(ID, "sign-in", NOW - 90 * MINUTE, "The token was revoked."))
    assert "asks you to sign in again" in card.state.text()
    assert card._problem.text() == "The token was revoked."
    assert "Nothing is lost" in card._todo.text()
    assert not card.count.isVisible()
    places: list[str] = []
    console.stage.wanted.connect(places.append)
    card.sign_in.click()
    assert places == [f"setup/account/{ID}"]


def test_the_next_try_is_told_and_can_be_had_now(page: HealthPage, console: Console) -> None:
    card = shown(page, ChannelHealth(ID, "retrying", NOW - MINUTE, "No line", NOW + 20 * SECOND))
    assert "Next try in 20 s" in card._todo.text()
    card.ask.click()
    page.ask_all.click()
    assert isinstance(console.services, Desktop)
    assert console.services.retried == [ID, None]


def test_a_gap_is_named_with_its_times(page: HealthPage) -> None:
    card = shown(page, ChannelHealth(ID, "live", NOW, gaps=((NOW - 30 * MINUTE, NOW - 10 * MINUTE),)))
    assert "Something may be missing between" in card._gaps.text()


def test_a_card_is_redrawn_in_place_when_its_health_changes(
    page: HealthPage, store: Store, console: Console
) -> None:
    card = page.cards[ID]
    card.ask.setFocus()
    store.save_health(ChannelHealth(ID, "live", NOW)).result(10)
    console.bridge.changed.emit(Changes(Touched.HEALTH))
    assert page.cards[ID] is card
    assert card.state.text() == "Live"
    assert card.ask.hasFocus()
    well = sum(health.state in ("live", "polling") for health in console.views.health())
    assert page._summary.text() == f"{well} of 8 channels answer"


def test_what_could_not_be_read_can_be_seen_as_it_came(qtbot: QtBot, console: Console) -> None:
    payload = Unreadable(b'{"id": broken \xff', "not JSON")
    card = ChannelCard(people.ACCOUNTS[0], next(iter(people.NETWORKS.values())), lambda: [payload])
    qtbot.addWidget(card)
    card.show()
    card.show_health(ChannelHealth(people.ACCOUNTS[0].id, "live", NOW, unreadable=1), NOW)
    assert card.view.text() == "1 message could not be read: view"
    card.view.click()
    assert '"id": broken' in card.payloads.toPlainText()
    assert "not JSON" in card.payloads.toPlainText()
    card.show_health(replace(ChannelHealth(people.ACCOUNTS[0].id, "live"), unreadable=0), NOW)
    assert not card.payloads.isVisible()


def test_what_a_sign_in_cannot_do_is_told(page: HealthPage, store: Store, qtbot: QtBot) -> None:
    account = replace(people.ACCOUNTS[0], missing=("approve comments",))
    store.append([people.event(account.id, e.AccountConnected(account), NOW, "again", "marie")]).result(10)
    card = page.cards[account.id]
    qtbot.waitUntil(lambda: card._missing.text() == "This sign-in cannot: approve comments.")
    assert card._missing.isVisible()


def test_figures_say_how_late_it_is_and_what_is_left(page: HealthPage) -> None:
    budget = BudgetLeft("requests", 9_120, 10_000, NOW + 3 * HOUR)
    health = ChannelHealth(
        ID, "polling", NOW - 20 * SECOND, lag=12 * SECOND, next_at=NOW + 40 * SECOND, budgets=(budget,)
    )
    card = shown(page, health)
    assert card._success.text() == "Last answer 20 s ago · news takes 12 s · asked again in 40 s"
    assert card._budgets.text() == "Requests: 9,120 of 10,000 left, full again in 3 h"


async def test_a_count_is_asked_for_and_told(page: HealthPage, console: Console) -> None:
    said: list[Notice] = []
    console.stage.said.connect(said.append)
    card = page.cards[ID]
    card.count.click()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert isinstance(console.services, Desktop)
    assert console.services.recounted == [ID]
    assert "2 were missing here and have been taken in." in said[0].text
    assert "1 of ours is no longer listed there" in said[0].text
    assert card.count.isEnabled()


async def test_a_count_that_fails_says_why(page: HealthPage, console: Console) -> None:
    said: list[Notice] = []
    console.stage.said.connect(said.append)
    assert isinstance(console.services, Desktop)
    console.services.fails = Unreachable("no line")
    page.cards[ID].count.click()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert said[0].bad
    assert "does not answer" in said[0].text


def test_what_a_network_does_not_show_is_a_click_away(qtbot: QtBot) -> None:
    network = replace(people.NETWORKS["instagram"], cannot=("Stories are gone before we ask.",))
    card = ChannelCard(people.ACCOUNTS[1], network, list)
    qtbot.addWidget(card)
    card.show()
    assert not card._cannot.isVisible()
    card.unseen.click()
    assert card._cannot.isVisible()
    assert "Stories are gone" in card._cannot.text()


def test_a_recount_of_nothing_says_so() -> None:
    assert counted(Recount(NOW - MINUTE, NOW - MINUTE, 0, 0, 0), NOW).endswith("lists nothing recent.")
    assert "All of them were here." in counted(Recount(NOW - MINUTE, NOW - HOUR, 5, 0, 0), NOW)
