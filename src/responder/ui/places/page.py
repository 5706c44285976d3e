"""The page of places: how each is reviewed, how much of it is answered, and how soon."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTableWidgetItem, QVBoxLayout, QWidget

from responder.core.changes import Changes, Touched
from responder.core.places import PlaceReport
from responder.ui.commands import Command, Group, Scope
from responder.ui.console import Console
from responder.ui.empty import EmptyState
from responder.ui.forms import Segment, button, label, row
from responder.ui.monitors.asking import Asking
from responder.ui.monitors.report import percent
from responder.ui.monitors.tables import Table
from responder.ui.phrases import figure, one_line, span, stars
from responder.ui.words import tr, trn

PERIODS = (30, 90, 365)
"""Days; beside them, all of it."""

EVER = "0"
LOOK_AGAIN_MS = 1_000


class PlacesPage(QWidget):
    """A row leads to the list of what was said of its place."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._asking = Asking(console.stage, self)
        self.reports: list[PlaceReport] = []
        heads = (tr("Place"), tr("Network"), tr("Reviews"), tr("Rating"), tr("Answered"), tr("First answer"))
        self.table = Table(tr("Places"), heads, words=2)
        self.table.itemActivated.connect(self._activated)
        periods = [(str(n), trn("{n} day", "{n} days", n)) for n in PERIODS]
        self.period = Segment(tr("Period"), [*periods, (EVER, tr("All of it"))], str(PERIODS[1]))
        self.period.chosen.connect(lambda _days: self.refresh())
        self.list = button(tr("Show what was said"), self.open_list, "primary", "inbox")
        self.sum = label("", "meta", "secondary")
        self.empty = EmptyState()
        self.empty.tell(
            "map-pin",
            tr("No place yet"),
            tr("Reviews that say which of your places they are about appear here."),
        )
        self.body = QStackedWidget()
        self._later = QTimer(self, singleShot=True, interval=LOOK_AGAIN_MS)
        self._later.timeout.connect(self.refresh)
        self._lay_out()
        console.bridge.changed.connect(self._changed)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 18, 24, 24)
        column.setSpacing(12)
        column.addLayout(row(label(tr("Places"), "page-title", wrap=False), self.list, stretch=0))
        column.addWidget(self.period)
        column.addWidget(self.sum)
        column.addWidget(self.table)
        column.addStretch(1)
        self.body.addWidget(self.empty)
        self.body.addWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.body)

    def commands(self) -> list[Command]:
        """Return what the keyboard does here."""
        chosen = lambda: "" if self._current() is not None else tr("No place is chosen")  # noqa: E731
        words = tr("Show what was said of the place")
        return [Command("places.list", words, self.open_list, Group.GO, ("Ctrl+Return",), Scope.PANE, "inbox", chosen)]  # fmt: skip

    def refresh(self) -> None:
        """Ask again, beside the window's thread."""
        days = int(self.period.choice()) or None
        places = self._console.views.places
        self._asking.ask("places", lambda: places.reports(days), self._show)

    def open_list(self) -> None:
        """Go to the list of what was said of the place that is chosen."""
        current = self._current()
        if current is not None:
            self._console.stage.go(f"place/{current.key}")

    def close_worker(self) -> None:
        """End the thread that asks."""
        self._asking.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask whenever the page comes on screen."""
        super().showEvent(event)
        self.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the table."""
        super().focusInEvent(event)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- inside

    def _show(self, reports: list[PlaceReport]) -> None:
        chosen = self._current()
        self.reports = reports
        self.table.put([self._row(one) for one in reports])
        self.body.setCurrentIndex(1 if reports else 0)
        reviews, answered = sum(one.reviews for one in reports), sum(one.answered for one in reports)
        share = percent(answered / reviews if reviews else None)
        words = trn("{n} review, {share} answered", "{n} reviews, {share} answered", reviews, share=share)
        self.sum.setText(words)
        keys = [one.key for one in reports]
        if reports:
            self.table.setCurrentCell(keys.index(chosen.key) if chosen and chosen.key in keys else 0, 0)

    def _row(self, one: PlaceReport) -> tuple[str, ...]:
        name, address = one_line(one.place.name), one_line(one.place.address)
        manifest = self._console.networks.get(one.network)
        rating = "–" if one.rating is None else stars(one.rating)
        return (
            f"{name} · {address}" if address else name, manifest.name if manifest else one.network,
            figure(one.reviews), rating, percent(one.share),
            "–" if one.first_answer is None else span(one.first_answer),
        )  # fmt: skip

    def _current(self) -> PlaceReport | None:
        number = self.table.currentRow()
        return self.reports[number] if 0 <= number < len(self.reports) else None

    def _activated(self, _item: QTableWidgetItem) -> None:
        self.open_list()

    def _changed(self, changes: Changes) -> None:
        if changes.touched & Touched.INBOX and self.isVisible() and not self._later.isActive():
            self._later.start()
