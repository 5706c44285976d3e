"""The page of monitors: made, changed, paused, tried, put away; and what each heard."""

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

from responder.core.events import Event, MonitorRemoved
from responder.core.monitors import Deaf, Field, Monitor, TermKind
from responder.store.store import Store
from responder.ui.console import Console
from responder.ui.monitors.page import MonitorsPage
from responder.ui.stage import Notice
from tests.ui import people
from tests.ui.monitors import ecosystem


def names(page: MonitorsPage) -> list[str]:
    return [line.monitor.name if line.monitor else f"[{line.field}]" for line in page.model.lines]


def known(console: Console, name: str) -> Monitor | None:
    return next((one for one in console.views.heard.monitors() if one.name == name), None)


def cell(table: QTableWidget, y: int, x: int) -> str:
    item = table.item(y, x)
    assert item is not None
    return item.text()


def choose(page: MonitorsPage, monitor: Monitor, qtbot: QtBot) -> None:
    page._select(monitor.id)
    qtbot.waitUntil(lambda: page.report.volume.text() != "")


def test_they_stand_under_what_they_watch_with_what_is_open(page: MonitorsPage) -> None:
    assert names(page) == ["[company]", "Brand", "[competition]", "Competitors", "[industry]", "Pastry"]
    assert page.model.lines[1].open == 3
    spoken = page.model.data(page.model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Brand, Company, 3 open conversations, grand lièvre, #grandlievre"


def test_the_report_says_volume_share_and_authors(page: MonitorsPage, qtbot: QtBot) -> None:
    choose(page, ecosystem.BRAND, qtbot)
    report = page.report
    assert report.volume.text() == "58"
    assert report.days.accessibleName().startswith("Volume: 58 found in 30 days. Most on ")
    assert report.share.text() == "85%"
    assert report.part.accessibleName() == "Our share of voice: 85%, 58 to 10"
    assert cell(report.authors, 0, 0) == "Tom Madeup · tom.madeup"
    assert [cell(report.authors, 0, x) for x in (1, 2, 3)] == ["Mastodon", "57", "1,200"]
    assert report.about.text() == "Company · grand lièvre, #grandlievre · every network"


def test_each_chart_has_a_table_that_says_the_same(page: MonitorsPage, qtbot: QtBot) -> None:
    choose(page, ecosystem.BRAND, qtbot)
    table = page.report.by_day
    assert not table.isVisible()
    (twin,) = [
        b
        for b in page.report.findChildren(type(page.report.list))
        if b.accessibleName() == "Show as a table: Volume by day"
    ]
    twin.click()
    assert table.isVisible()
    assert table.rowCount() == 30
    assert sum(int(cell(table, y, 1)) for y in range(30)) == 58
    shares = page.report.by_voice
    assert sum(int(cell(shares, y, 2)) for y in range(30)) == 10
    assert page.report.days.words_at(page.report.days.width() - 10).endswith("\n2")


def test_another_period_counts_other_days(page: MonitorsPage, qtbot: QtBot) -> None:
    choose(page, ecosystem.BRAND, qtbot)
    week = next(b for b in page.report.period.findChildren(type(page.report.list)) if b.text() == "7 days")
    week.click()
    qtbot.waitUntil(lambda: page.report.by_day.rowCount() == 7)
    assert int(page.report.volume.text()) < 58


def test_a_new_one_is_saved_whole(
    page: MonitorsPage, listening: Console, said: list[Notice], qtbot: QtBot
) -> None:
    page.show_section("new")
    form = page.form
    assert not form.save.isEnabled()
    assert "A monitor needs a name." in form.wrong.text()
    QTest.keyClicks(form.name.edit, "Trade fairs")
    form.terms[TermKind.HASHTAG].setPlainText("#salon\nsial")
    form.terms[TermKind.KEYWORD].setPlainText("pastry fair")
    QTest.keyClicks(form.exclude.edit, "job, stage")
    QTest.keyClicks(form.languages.edit, "fr")
    form.networks["mastodon"].setChecked(True)
    form.approval.setChecked(True)
    assert not form.wrong.isVisible()
    form.save.click()
    qtbot.waitUntil(lambda: bool(said))
    made = known(listening, "Trade fairs")
    assert made is not None
    assert (made.field, made.exclude, made.languages, made.networks) == (
        Field.COMPANY, ("job", "stage"), ("fr",), ("mastodon",),
    )  # fmt: skip
    assert [one.text for one in made.terms] == ["pastry fair", "salon", "sial"]
    assert made.approval
    assert said[0].text == "“Trade fairs” saved"
    assert "Trade fairs" in names(page)


def test_only_what_some_network_can_look_for_is_asked(page: MonitorsPage) -> None:
    page.new()
    shown = [kind for kind, edit in page.form.terms.items() if edit.isVisible()]
    assert shown == [TermKind.KEYWORD, TermKind.HASHTAG, TermKind.ACCOUNT]
    assert list(page.form.networks) == ["mastodon"]


def test_it_can_be_tried_on_what_is_here(page: MonitorsPage, qtbot: QtBot) -> None:
    page.new()
    QTest.keyClicks(page.form.name.edit, "Oats")
    page.form.terms[TermKind.KEYWORD].setPlainText("oat cookies")
    page.form.try_it.click()
    qtbot.waitUntil(lambda: bool(page.form.trial.text()))
    assert page.form.trial.text().startswith("Found 1 message in what you have already.\n“Has anyone tried")


def test_a_change_can_be_taken_back(
    page: MonitorsPage, listening: Console, said: list[Notice], qtbot: QtBot
) -> None:
    choose(page, ecosystem.BRAND, qtbot)
    page.change()
    page.form.name.edit.setText("Our name")
    page.form.save.click()
    qtbot.waitUntil(lambda: known(listening, "Our name") is not None and bool(said))
    assert said[0].undo is not None
    said[0].undo()
    qtbot.waitUntil(lambda: known(listening, "Brand") is not None)


def test_it_rests_and_listens_again(
    page: MonitorsPage, listening: Console, said: list[Notice], qtbot: QtBot
) -> None:
    choose(page, ecosystem.BRAND, qtbot)
    page.report.pause.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].text == "“Brand” rests"
    assert known(listening, "Brand") == replace(ecosystem.BRAND, paused=True)
    assert said[0].undo is not None
    said[0].undo()
    qtbot.waitUntil(lambda: known(listening, "Brand") == ecosystem.BRAND)


def test_one_that_is_put_away_comes_back(
    page: MonitorsPage, listening: Console, said: list[Notice], qtbot: QtBot
) -> None:
    choose(page, ecosystem.TRADE, qtbot)
    page.change()
    page.form.remove.click()
    qtbot.waitUntil(lambda: bool(said))
    assert known(listening, "Pastry") is None
    assert said[0].undo is not None
    said[0].undo()
    qtbot.waitUntil(lambda: "Pastry" in names(page))


def test_a_name_that_is_taken_is_refused_in_words(
    page: MonitorsPage, said: list[Notice], qtbot: QtBot
) -> None:
    choose(page, ecosystem.BRAND, qtbot)
    page.change()
    page.form.name.edit.setText("pastry")
    page.form.save.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].bad
    assert "“Pastry”" in said[0].text


def test_what_cannot_be_looked_for_is_said(
    page: MonitorsPage, listening: Console, store: Store, qtbot: QtBot
) -> None:
    deaf = Deaf(ecosystem.BRAND.id, "#grandlievre", "This server shows hashtags to nobody.")
    store.save_deaf(people.account_id("mastodon"), [deaf]).result(10)
    choose(page, ecosystem.BRAND, qtbot)
    assert page.report.deaf.text() == "@grandlievre, #grandlievre: This server shows hashtags to nobody."
    listening.networks["mastodon"] = replace(listening.networks["mastodon"], listens=())
    page.report.show_monitor(ecosystem.BRAND)
    assert "None of your accounts can look for this" in page.report.deaf.text()


def test_one_that_a_colleague_puts_away_leaves_the_page(
    page: MonitorsPage, store: Store, qtbot: QtBot
) -> None:
    choose(page, ecosystem.BRAND, qtbot)
    gone = Event(people.event(ecosystem.BRAND.id, MonitorRemoved(), 0, "x").id, ecosystem.BRAND.id, "karim", "d",
                 people.NOW, MonitorRemoved())  # fmt: skip
    store.append([gone]).result(10)
    qtbot.waitUntil(lambda: "Brand" not in names(page))
    assert page.side.currentIndex() in (0, 1)
    assert page.report.monitor != ecosystem.BRAND or page.side.currentIndex() == 0


def test_without_a_monitor_the_page_says_what_one_is(console: Console, qtbot: QtBot) -> None:
    made = MonitorsPage(console)
    qtbot.addWidget(made)
    assert made.empty.title.text() == "No monitor yet"
    made.close_worker()
