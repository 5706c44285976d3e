import asyncio

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTime
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from responder.ui.console import Console
from responder.ui.settings.accounts import Accounts
from responder.ui.settings.appearance import Appearance
from responder.ui.settings.data import Data
from responder.ui.settings.general import General
from responder.ui.settings.notifications import Notifications
from responder.ui.settings.page import SECTIONS, SettingsPage
from responder.ui.settings.sending import Sending
from responder.ui.settings.variables import Variables
from tests.ui import people
from tests.ui.conftest import Desktop


@pytest.fixture
def page(qtbot: QtBot, console: Console) -> SettingsPage:
    made = SettingsPage(console)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def section(page: SettingsPage, name: str) -> object:
    page.show_section(name)
    return page.sections[name]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_opens_by_its_name(page: SettingsPage, name: str) -> None:
    page.show_section(name)
    assert page.section() == name


def test_the_arrows_walk_the_sections(page: SettingsPage) -> None:
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.section() == "appearance"


def test_in_a_narrow_window_the_sections_are_pictures_with_names(page: SettingsPage) -> None:
    page.resize(428, 600)
    item = page.list.item(0)
    assert (item.text(), item.toolTip()) == ("", "General")
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "General"
    page.resize(1200, 800)
    assert (item.text(), item.toolTip()) == ("General", "")


def test_the_profile_is_kept_when_a_field_is_left(page: SettingsPage, console: Console) -> None:
    general = section(page, "general")
    assert isinstance(general, General)
    general.signature.edit.setText("Marie T.")
    general.signature.edit.editingFinished.emit()
    assert isinstance(console.services, Desktop)
    assert [m.signature for m in console.services.saved_members] == ["Marie T."]
    general.name.edit.setText("")
    general.name.edit.editingFinished.emit()
    assert len(console.services.saved_members) == 1
    assert general.name._wrong.text()


def test_a_choice_is_kept_at_once_and_shows_a_change_made_elsewhere(
    page: SettingsPage, console: Console
) -> None:
    appearance = section(page, "appearance")
    assert isinstance(appearance, Appearance)
    appearance.theme._buttons["dark"].click()
    assert console.services.settings.theme == "dark"
    console.services.save_settings(replace(console.services.settings, theme="light", density="compact"))
    assert (appearance.theme.choice(), appearance.density.choice()) == ("light", "compact")


def test_the_undo_time_is_one_of_five(page: SettingsPage, console: Console) -> None:
    sending = section(page, "sending")
    assert isinstance(sending, Sending)
    sending.undo._buttons["30"].click()
    assert console.services.settings.undo_seconds == 30


def test_variables_are_kept_unless_a_name_cannot_be_one(page: SettingsPage, console: Console) -> None:
    variables = section(page, "variables")
    assert isinstance(variables, Variables)
    variables.add.click()
    (line,) = variables.lines
    line.value.setText("819-555-0142")
    for wrong in ("customer", "shop phone"):
        line.name.setText(wrong)
        line.name.editingFinished.emit()
        assert variables._wrong.isVisible()
        assert console.services.settings.variables == {}
    line.name.setText("shop_phone")
    line.name.editingFinished.emit()
    assert console.services.settings.variables == {"shop_phone": "819-555-0142"}
    line.remove.click()
    assert console.services.settings.variables == {}
    assert variables.add.hasFocus()


async def test_an_account_is_disconnected_only_after_a_second_yes(
    page: SettingsPage, console: Console
) -> None:
    accounts = section(page, "accounts")
    assert isinstance(accounts, Accounts)
    assert isinstance(console.services, Desktop)
    id = people.account_id("mastodon")
    card = accounts.cards[id]
    card.disconnect_it.click()
    assert card.no.hasFocus()
    card.no.click()
    await asyncio.sleep(0)
    assert console.services.disconnected == []
    assert card.disconnect_it.hasFocus()
    card.disconnect_it.click()
    card.yes.click()
    await asyncio.sleep(0)
    assert console.services.disconnected == [id]


def test_a_file_for_passwords_is_told_and_can_be_left(page: SettingsPage, console: Console) -> None:
    accounts = section(page, "accounts")
    assert isinstance(accounts, Accounts)
    assert not accounts._secrets.isVisible()
    console.services.save_settings(replace(console.services.settings, secrets_in_file=True))
    assert accounts._secrets.isVisible()
    accounts.keyring.click()
    assert not console.services.settings.secrets_in_file


def test_quiet_hours_are_kept_with_their_times(page: SettingsPage, console: Console) -> None:
    notifications = section(page, "notifications")
    assert isinstance(notifications, Notifications)
    assert not notifications.begin.isEnabled()
    notifications.quiet.click()
    notifications.begin.setTime(QTime(21, 30))
    settings = console.services.settings
    assert (settings.quiet_from, settings.quiet_until) == ("21:30", "07:00")
    notifications.quiet.click()
    assert console.services.settings.quiet_from == ""


async def test_without_a_service_or_a_tray_the_test_says_so(page: SettingsPage) -> None:
    notifications = section(page, "notifications")
    assert isinstance(notifications, Notifications)
    notifications.test.click()
    for _ in range(3):
        await asyncio.sleep(0)
    assert "no notification service and no tray" in notifications.said.text()


async def test_a_backup_says_where_it_is(page: SettingsPage, console: Console) -> None:
    data = section(page, "data")
    assert isinstance(data, Data)
    assert isinstance(console.services, Desktop)
    data.back_up.click()
    await asyncio.sleep(0)
    (target,) = console.services.backups
    assert target.parent == console.services.workspace / "backups"
    assert str(target) in data.said.text()
    assert data.back_up.isEnabled()


def test_pictures_come_by_themselves_only_from_accounts_that_a_person_allowed(
    qtbot: QtBot, console: Console
) -> None:
    made = Accounts(console)
    qtbot.addWidget(made)
    first = people.ACCOUNTS[0].id
    assert not made.cards[first].pictures.isChecked()
    made.cards[first].pictures.click()
    assert console.services.settings.pictures_of == (str(first),)
    made.show_settings(console.services.settings)
    assert made.cards[first].pictures.isChecked()
    made.cards[first].pictures.click()
    assert console.services.settings.pictures_of == ()
