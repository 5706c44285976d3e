"""What a monitor heard: volume by day, share of voice, top authors; charts with a table for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from responder.core.clock import SECOND
from responder.core.heard import MonitorReport, TopAuthor, Voice
from responder.core.monitors import Field, Monitor
from responder.ui.console import Console
from responder.ui.forms import Picture, Segment, Switch, button, card, label, row
from responder.ui.monitor_words import FIELD_ICONS, field_words, terms_words
from responder.ui.monitors.asking import Asking
from responder.ui.monitors.charts import Bars, Series, ShareBar, Swatch
from responder.ui.monitors.tables import Table
from responder.ui.phrases import figure, one_line
from responder.ui.words import language, tr, trn

PERIODS = (7, 30, 90)
"""Days."""


def day_words(at: int) -> str:
    """Return a local day (µs UTC) as people write it: 12 Nov."""
    moment = datetime.fromtimestamp(at / SECOND)
    return QLocale(language()).toString(QDate(moment.year, moment.month, moment.day), "d MMM")


def percent(share: float | None) -> str:
    """Return a part in percent, or a dash."""
    if share is None:
        return "–"
    return f"{round(100 * share)}\u00a0%" if language() == "fr" else f"{round(100 * share)}%"


@dataclass(frozen=True)
class Heard:
    """What was asked for one monitor and a number of days."""

    report: MonitorReport
    voice: Voice
    days: tuple[str, ...]
    monitors: tuple[Monitor, ...]


class ReportView(QWidget):
    """`opened`, `edited` and `paused(Monitor, bool)` are what a person asks for the monitor on screen."""

    opened = Signal()
    edited = Signal()
    paused = Signal(object, bool)

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._asking = Asking(console.stage, self)
        self.monitor: Monitor | None = None
        self._picture = Picture("radar")
        self.title, self.about = label("", "page-title"), label("", "meta", "secondary")
        self.list = button(tr("Show what it found"), self.opened.emit, "", "inbox")
        self.edit = button(tr("Change"), self.edited.emit, "", "pencil")
        self.pause = Switch(tr("Look for it"), True)
        self.pause.clicked.connect(lambda on: self.paused.emit(self.monitor, not on))
        self.deaf = label("", "base", "warn")
        self.period = Segment(
            tr("Period"), [(str(n), trn("{n} day", "{n} days", n)) for n in PERIODS], str(PERIODS[1])
        )
        self.period.chosen.connect(lambda _days: self.refresh())
        self.volume, self.days = label("", "figure", wrap=False), Bars()
        self.share, self.part = label("", "figure", wrap=False), ShareBar()
        self.voices = Bars()
        self.ours, self.theirs = label("", "meta", wrap=False), label("", "meta", wrap=False)
        self.each = label("", "meta", "secondary")
        self.by_day = Table(tr("Volume by day"), (tr("Day"), tr("Found")))
        self.by_voice = Table(tr("Share of voice"), (tr("Day"), tr("We"), tr("Competition"), tr("Our share")))
        self.authors = Table(
            tr("Top authors"), (tr("Who"), tr("Network"), tr("Found"), tr("Followers")), words=2
        )
        self.nobody = label(tr("Nothing was heard in this time."), "base", "tertiary")
        self._lay_out()

    def _lay_out(self) -> None:
        head = row(
            self._picture, self.title, label(tr("Look for it"), "meta", wrap=False), self.pause, stretch=1
        )
        self.loud = card(
            label(tr("Share of voice"), "strong"), row(self.share), self.part, self.voices,
            row(Swatch("chart.1"), self.ours, Swatch("chart.neutral", hatched=True), self.theirs), self.each,
            row(self._twin(self.by_voice)), self.by_voice,
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 24)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(self.deaf)
        column.addLayout(row(self.list, self.edit))
        column.addWidget(self.period)
        column.addWidget(
            card(
                label(tr("Volume"), "strong"),
                row(self.volume),
                self.days,
                row(self._twin(self.by_day)),
                self.by_day,
            )
        )
        column.addWidget(self.loud)
        column.addWidget(card(label(tr("Top authors"), "strong"), self.nobody, self.authors))
        column.addStretch(1)

    def _twin(self, table: Table) -> QWidget:
        """Return the button that shows a chart as a table."""
        made = button(
            tr("Show as a table"), lambda: table.setVisible(made.isChecked()), "ghost", "list-checks"
        )
        made.setCheckable(True)
        made.setAccessibleName(f"{tr('Show as a table')}: {table.accessibleName()}")
        table.hide()
        return made

    def show_monitor(self, monitor: Monitor) -> None:
        """Say what a monitor is and what it heard."""
        self.monitor = monitor
        self._picture.become(FIELD_ICONS[monitor.field], "text.secondary")
        self.title.setText(monitor.name)
        approval = tr("answers need approval") if monitor.approval else ""
        where = ", ".join(self._name(network) for network in monitor.networks) or tr("every network")
        parts = (field_words(monitor.field), terms_words(monitor, 12), where, approval)
        self.about.setText(" · ".join(part for part in parts if part))
        self.pause.setChecked(not monitor.paused)
        self._say_deaf(monitor)
        self.refresh()

    def refresh(self) -> None:
        """Ask again, beside the window's thread."""
        monitor, count = self.monitor, int(self.period.choice())
        if monitor is None:
            return
        heard = self._console.views.heard

        def question() -> Heard:
            days = tuple(day_words(at) for at in heard.bounds(count)[:-1])
            return Heard(heard.report(monitor, count), heard.voice(count), days, tuple(heard.monitors()))

        self._asking.ask("report", question, self._show)

    def close_worker(self) -> None:
        """End the thread that asks."""
        self._asking.close()

    # --- inside

    def _show(self, found: Heard) -> None:
        if self.monitor is None or found.report.monitor != self.monitor.id:
            return
        self._show_volume(found)
        self._show_voice(found)
        self._show_authors(found.report.authors)

    def _show_volume(self, found: Heard) -> None:
        report, days = found.report, found.days
        self.volume.setText(figure(report.total))
        most = max(report.volume, default=0)
        spoken = tr("Volume: {n} found in {days} days", n=report.total, days=len(days))
        if most:
            day = days[report.volume.index(most)]
            spoken = f"{spoken}. {tr('Most on {day}: {n}', day=day, n=most)}"
        self.days.show_series((Series("", "chart.1", report.volume),), days, spoken)
        self.by_day.put([(day, str(n)) for day, n in reversed(list(zip(days, report.volume, strict=True)))])

    def _show_voice(self, found: Heard) -> None:
        voice, days = found.voice, found.days
        fields = {monitor.field for monitor in found.monitors}
        self.loud.setVisible({Field.COMPANY, Field.COMPETITION} <= fields)
        us, them = sum(voice.company), sum(voice.competition)
        self.share.setText(percent(voice.share))
        words = tr(
            "Our share of voice: {share}, {us} to {them}", share=percent(voice.share), us=us, them=them
        )
        self.part.show_share(voice.share, words)
        series = (
            Series(tr("We"), "chart.1", voice.company),
            Series(tr("Competition"), "chart.neutral", voice.competition, hatched=True),
        )
        self.voices.show_series(series, days, words)
        self.ours.setText(tr("We: {n}", n=figure(us)))
        self.theirs.setText(tr("Competition: {n}", n=figure(them)))
        self.each.setText(_each(found))
        rows = zip(days, voice.company, voice.competition, voice.shares, strict=True)
        self.by_voice.put([(day, str(a), str(b), percent(c)) for day, a, b, c in reversed(list(rows))])

    def _show_authors(self, authors: Sequence[TopAuthor]) -> None:
        self.nobody.setVisible(not authors)
        self.authors.setVisible(bool(authors))
        self.authors.put([
            (f"{one_line(one.name)} · {one_line(one.handle)}", self._name(one.network), figure(one.hits),
             "" if one.followers is None else figure(one.followers))
            for one in authors
        ])  # fmt: skip

    def _say_deaf(self, monitor: Monitor) -> None:
        from responder.ui.monitors.deaf import deaf_words

        words = deaf_words(self._console, monitor)
        self.deaf.setText(words)
        self.deaf.setVisible(bool(words))

    def _name(self, network: str) -> str:
        manifest = self._console.networks.get(network)
        return manifest.name if manifest is not None else network


def _each(found: Heard) -> str:
    """Return what each monitor of ours and of the competition heard."""
    names = {monitor.id: monitor.name for monitor in found.monitors}
    return ", ".join(f"{names[id]} {figure(n)}" for id, n in found.voice.monitors if id in names)
