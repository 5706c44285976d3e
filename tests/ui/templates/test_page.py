from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from responder.core.templates import Template
from responder.ui.console import Console
from responder.ui.stage import Notice
from responder.ui.templates.page import TemplatesPage
from tests.ui import people


@pytest.fixture
def page(console: Console, qtbot: QtBot) -> Iterator[TemplatesPage]:
    made = TemplatesPage(console)
    console.stage.commands.add(made, made.commands())
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    yield made
    made.hide()


@pytest.fixture
def said(console: Console) -> list[Notice]:
    heard: list[Notice] = []
    console.stage.said.connect(heard.append)
    return heard


def names(page: TemplatesPage) -> list[str]:
    return [entry.use.template.name for entry in page.model.entries if entry.use is not None]


def known(console: Console, name: str) -> Template | None:
    return next((use.template for use in console.views.templates() if use.template.name == name), None)


def open_first(page: TemplatesPage) -> None:
    page.list.setCurrentIndex(page.model.index(1, 0))


def test_it_lists_what_there_is_and_finds_by_words(page: TemplatesPage) -> None:
    assert len(names(page)) == 3
    QTest.keyClicks(page.search, "port")
    assert names(page) == ["Frais de port remboursés"]


def test_a_new_one_is_saved_whole(
    page: TemplatesPage, console: Console, said: list[Notice], qtbot: QtBot
) -> None:
    page.new()
    form = page.form
    assert not form.save.isEnabled()
    QTest.keyClicks(form.name.edit, "Thanks")
    QTest.keyClicks(form.code.edit, "thanks")
    form.texts["en"].setPlainText("Thank you {{ customer.first_name }}{{ cursor }}")
    form.networks["mastodon"].setChecked(True)
    QTest.keyClicks(form.tags.edit, "fans, praise")
    assert "Camille" in form.shown.text()
    form.save.click()
    qtbot.waitUntil(lambda: bool(said))
    made = known(console, "Thanks")
    assert made is not None
    assert (made.code, made.networks, made.tags) == ("thanks", ("mastodon",), ("fans", "praise"))
    assert list(made.texts) == ["en"]
    assert said[0].text == "“Thanks” saved"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ customer.first_name", "The template is not right"),
        ("{% for a in b %}{% endfor %}", "for"),
        ("", "It needs a text"),
    ],
)
def test_what_is_wrong_is_said_while_it_is_typed(page: TemplatesPage, text: str, says: str) -> None:
    open_first(page)
    for edit in page.form.texts.values():
        edit.setPlainText(text)
    assert says in page.form.wrong.text()
    assert not page.form.save.isEnabled()


def test_a_code_that_is_taken_is_refused_in_words(
    page: TemplatesPage, said: list[Notice], qtbot: QtBot
) -> None:
    open_first(page)
    page.form.code.edit.setText("port")
    page.form.save.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].bad
    assert "Frais de port remboursés" in said[0].text


def test_a_change_can_be_taken_back(
    page: TemplatesPage, console: Console, said: list[Notice], qtbot: QtBot
) -> None:
    open_first(page)
    page.form.name.edit.setText("Nuts and honesty")
    page.form.save.click()
    qtbot.waitUntil(lambda: known(console, "Nuts and honesty") is not None and bool(said))
    assert said[0].undo is not None
    said[0].undo()
    qtbot.waitUntil(lambda: known(console, "Allergens, honest answer") is not None)


def test_a_deleted_one_comes_back(
    page: TemplatesPage, console: Console, said: list[Notice], qtbot: QtBot
) -> None:
    open_first(page)
    page.form.remove.click()
    qtbot.waitUntil(lambda: bool(said))
    assert known(console, "Allergens, honest answer") is None
    assert said[0].undo is not None
    said[0].undo()
    qtbot.waitUntil(lambda: "Allergens, honest answer" in names(page))


def test_both_languages_are_edited_and_shown(page: TemplatesPage) -> None:
    page.list.setCurrentIndex(page.model.index(3, 0))
    assert page.form.shown.text().startswith("Hello")
    page.form.language.chosen.emit("fr")
    assert page.form.texts["fr"].isVisible()


def test_nothing_yet_offers_to_write_one(empty_console: Console, qtbot: QtBot) -> None:
    made = TemplatesPage(empty_console)
    qtbot.addWidget(made)
    assert made.empty.title.text() == "No template yet"


def test_ctrl_s_saves(page: TemplatesPage, console: Console, qtbot: QtBot) -> None:
    open_first(page)
    page.form.name.edit.setText("Nuts")
    page.activateWindow()
    page.form.name.edit.setFocus()
    QTest.keyClick(page.form.name.edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: known(console, "Nuts") is not None)


def test_the_sample_is_an_invented_customer(page: TemplatesPage) -> None:
    assert people.MARIE.name not in page.form.shown.text()
