import asyncio
import contextlib

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from responder.core.errors import KeyringLocked, NoKeyring, Refused, SignInNeeded, Unreachable
from responder.core.manifest import Field
from responder.core.ports import Option
from responder.ui.console import Console
from responder.ui.setup.connect import ConnectForm
from responder.ui.setup.keyring_help import KeyringHelp
from responder.ui.setup.page import ACCOUNT, TEMPLATES, WHO, SetupPage
from responder.ui.setup.who import short_name
from tests.ui import people
from tests.ui.conftest import Desktop


@pytest.fixture
def desktop(empty_console: Console) -> Desktop:
    assert isinstance(empty_console.services, Desktop)
    empty_console.services.save_settings(replace(empty_console.services.settings, member="", business=""))
    return empty_console.services


@pytest.fixture
def page(qtbot: QtBot, empty_console: Console, desktop: Desktop) -> SetupPage:
    made = SetupPage(empty_console)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    return made


@pytest.fixture
def form(page: SetupPage) -> ConnectForm:
    page.show_section("account")
    page.account.choose(people.NETWORKS["wordpress"])
    made = page.account.form()
    assert made
    for name, text in (("site", "blog.example"), ("user", "marie"), ("password", "abcd efgh")):
        made.fields[name].edit.setText(text)
    return made


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_a_name_is_needed_and_said_to_be(page: SetupPage, desktop: Desktop) -> None:
    page.next.click()
    assert page._at == WHO
    assert "person" in page.who.name._wrong.text()
    assert desktop.saved_members == []


def test_who_you_are_is_kept_and_the_next_step_offers_the_practice_network(
    page: SetupPage, desktop: Desktop, qtbot: QtBot
) -> None:
    page.who.name.edit.setText("Zoé Tremblay")
    page.who.business.edit.setText("Biscuiterie")
    page.next.click()
    assert [(m.id, m.name) for m in desktop.saved_members] == [("zoe", "Zoé Tremblay")]
    assert (desktop.settings.member, desktop.settings.business) == ("zoe", "Biscuiterie")
    assert page._at == ACCOUNT
    qtbot.waitUntil(page.account.practise.hasFocus)


def test_a_short_name_is_made_of_plain_letters() -> None:
    assert [short_name(name) for name in ("Marie Tremblay", "Éloïse", "李 明", "")] == [
        "marie",
        "eloise",
        "me",
        "me",
    ]


async def test_the_practice_network_is_one_press_away(page: SetupPage, desktop: Desktop) -> None:
    page.show_section("account")
    page.account.practise.click()
    await settle()
    assert desktop.connected == [("practice", {"scenario": "quiet-day"})]
    assert page._at == TEMPLATES


def test_every_network_of_the_manifests_is_offered_and_found(page: SetupPage) -> None:
    assert set(page.account.cards) == set(people.NETWORKS)
    page.show_section("account")
    page.account.search.setText("masto")
    assert [id for id, card in page.account.cards.items() if card.isVisible()] == ["mastodon"]
    page.account.search.setText("nowhere")
    assert page.account._nothing.isVisible()


def test_a_network_is_found_by_what_it_brings_and_enter_takes_it(page: SetupPage) -> None:
    page.show_section("account")
    page.account.search.setText("people write on wordpress")
    QTest.keyClick(page.account.search, Qt.Key.Key_Return)
    form = page.account.form()
    assert form is not None
    assert form.network.id == "wordpress"


def test_a_narrow_window_leaves_the_list_of_steps_out(page: SetupPage, qtbot: QtBot) -> None:
    assert page.steps.isVisible()
    page.resize(480, 600)
    qtbot.waitUntil(lambda: not page.steps.isVisible())
    shown = [made for made in page.findChildren(QPushButton) if made.isVisible() and made.text()]
    assert [made.text() for made in shown if made.width() < made.sizeHint().width()] == []


async def test_an_account_is_connected_with_what_was_typed(
    form: ConnectForm, page: SetupPage, desktop: Desktop
) -> None:
    form.go.click()
    await settle()
    typed = {"site": "blog.example", "user": "marie", "password": "abcd efgh"}
    assert desktop.connected == [("wordpress", typed)]
    assert page._at == TEMPLATES


async def test_nothing_is_asked_of_the_network_while_a_field_is_empty(
    form: ConnectForm, desktop: Desktop
) -> None:
    form.fields["user"].edit.clear()
    form.go.click()
    await settle()
    assert desktop.connected == []
    assert form.fields["user"].edit.hasFocus()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SignInNeeded("401"), "did not accept"),
        (Unreachable("no name"), "does not answer"),
        (Refused("no"), "Nothing was changed"),
    ],
)
async def test_a_failure_is_told_in_words_and_what_was_typed_stays(
    form: ConnectForm, desktop: Desktop, error: Exception, words: str
) -> None:
    desktop.fails = error
    form.go.click()
    await settle()
    assert words in form._wrong.text()
    assert form._said.text() == str(error)
    assert form.fields["site"].text() == "blog.example"
    assert form.go.isEnabled()


async def test_signing_in_can_be_cancelled_and_shows_progress_when_it_takes_long(
    form: ConnectForm, desktop: Desktop, qtbot: QtBot
) -> None:
    desktop.slow = asyncio.Event()
    form.go.click()
    await settle()
    assert not form._bar.isVisible()
    form._patience.timeout.emit()
    assert form._bar.isVisible()
    assert "browser" in form._state.text()
    form.cancel.click()
    await settle()
    assert not form._bar.isVisible()
    assert "Cancelled" in form._state.text()
    assert desktop.connected


async def test_without_a_keyring_a_file_is_used_only_after_an_explicit_yes(
    form: ConnectForm, desktop: Desktop
) -> None:
    desktop.fails = NoKeyring("no service")
    form.go.click()
    await settle()
    (help,) = form.findChildren(KeyringHelp)
    assert not help.use_file.isEnabled()
    assert not desktop.settings.secrets_in_file
    help._agreed.click()
    desktop.fails = None
    help.use_file.click()
    await settle()
    assert desktop.settings.secrets_in_file
    assert len(desktop.connected) == 2


async def test_a_locked_keyring_can_be_tried_again(form: ConnectForm, desktop: Desktop) -> None:
    desktop.fails = KeyringLocked("locked")
    form.go.click()
    await settle()
    (help,) = form.findChildren(KeyringHelp)
    desktop.fails = None
    help.try_again.click()
    await settle()
    assert not desktop.settings.secrets_in_file
    assert len(desktop.connected) == 2


async def test_the_ticked_templates_are_kept_once(page: SetupPage, empty_console: Console) -> None:
    first = next(iter(page.templates.boxes.values()))
    first.setChecked(False)
    for _ in range(2):
        await page.templates.save()
    assert len(empty_console.views.templates()) == len(page.templates.boxes) - 1


def test_later_only_the_accounts_are_shown(qtbot: QtBot, console: Console) -> None:
    page = SetupPage(console)
    qtbot.addWidget(page)
    page.show()
    assert page._at == ACCOUNT
    assert not page.steps.isVisible()
    gone: list[str] = []
    console.stage.wanted.connect(gone.append)
    qtbot.mouseClick(page.skip, Qt.MouseButton.LeftButton)
    assert gone == ["inbox"]


def test_signing_in_again_fills_in_what_the_account_says(qtbot: QtBot, console: Console) -> None:
    page = SetupPage(console)
    qtbot.addWidget(page)
    page.show_section(f"account/{people.account_id('mastodon')}")
    form = page.account.form()
    assert form
    assert form.fields["server"].text() == "mastodon.example"


def test_changing_the_language_keeps_the_step_and_what_was_typed(
    qtbot: QtBot, page: SetupPage, empty_console: Console, desktop: Desktop
) -> None:
    page.who.name.edit.setText("Zoé")
    page.language._buttons["fr"].click()
    assert desktop.settings.language == "fr"
    again = SetupPage(empty_console)
    qtbot.addWidget(again)
    assert (again._at, again.who.name.text()) == (WHO, "Zoé")
    again.next.click()
    third = SetupPage(empty_console)
    qtbot.addWidget(third)
    third.resize(1440, 900)
    third.show()
    assert third._at == ACCOUNT
    assert third.steps.isVisible()


async def test_a_sign_in_ends_with_the_form_that_asked_for_it(
    form: ConnectForm, page: SetupPage, desktop: Desktop, caplog: pytest.LogCaptureFixture
) -> None:
    desktop.slow = asyncio.Event()
    form.go.click()
    await settle()
    running = form._running
    assert running is not None
    page.account.leave()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert running.cancelled()
    assert caplog.records == []


async def test_esc_ends_the_sign_in_and_then_leaves_the_form(
    form: ConnectForm, page: SetupPage, desktop: Desktop
) -> None:
    desktop.slow = asyncio.Event()
    form.go.click()
    await settle()
    QTest.keyClick(form.fields["site"].edit, Qt.Key.Key_Escape)
    await settle()
    assert "Cancelled" in form._state.text()
    QTest.keyClick(form.fields["site"].edit, Qt.Key.Key_Escape)
    assert page.account.form() is None


def test_a_form_is_as_high_as_it_needs_at_its_own_width(form: ConnectForm) -> None:
    assert form.heightForWidth(2000) == form.heightForWidth(form.maximumWidth())


async def test_what_went_wrong_is_scrolled_to(form: ConnectForm, desktop: Desktop, qtbot: QtBot) -> None:
    form.window().resize(1000, 420)
    desktop.refuses = True
    form.fields["site"].edit.setFocus()
    form.go.click()
    await settle()
    qtbot.waitUntil(lambda: not form._said.visibleRegion().isEmpty())


async def test_which_of_several_is_meant_is_asked_once_they_are_found(form: ConnectForm) -> None:
    options = (Option("1", "Bakery"), Option("2", "Café", "Quai 2"))
    asking = asyncio.ensure_future(form.choice.ask(options))
    await settle()
    assert form.choice.isVisible()
    assert [form.choice.list.item(row).text() for row in range(2)] == ["Bakery", "Café\nQuai 2"]
    form.choice.list.setCurrentRow(1)
    form.choice.use.click()
    assert await asking == "2"
    assert not form.choice.isVisible()


async def test_a_single_one_is_taken_without_a_question(form: ConnectForm) -> None:
    assert await form.choice.ask((Option("1", "Bakery"),)) == "1"
    assert not form.choice.isVisible()


def test_what_a_network_takes_and_gives_is_said_before_anything_is_typed(
    empty_console: Console, qtbot: QtBot
) -> None:
    network = replace(
        people.NETWORKS["facebook"], needs=("A Page.",), can=("Read comments.",), cannot=("See stories.",)
    )
    form = ConnectForm(empty_console, network)
    qtbot.addWidget(form)
    said = [widget.accessibleName() for widget in form.findChildren(QWidget) if widget.accessibleName()]
    assert {"You need: A Page.", "Responder will: Read comments.", "It will not: See stories."} <= set(said)


async def test_a_field_that_may_stay_empty_does_not_stop_the_sign_in(
    empty_console: Console, desktop: Desktop, qtbot: QtBot
) -> None:
    network = replace(people.NETWORKS["x"], form=(Field("budget", "Budget", optional=True),))
    form = ConnectForm(empty_console, network)
    qtbot.addWidget(form)
    form.go.click()
    await settle()
    assert desktop.connected == [("x", {"budget": ""})]
