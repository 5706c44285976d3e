"""The page of monitors: a list, what the chosen one heard, and the one being edited."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from responder.core.changes import Changes, Touched
from responder.core.monitors import Monitor
from responder.ui.commands import Command, Group, Scope
from responder.ui.console import Console
from responder.ui.empty import EmptyState, Offer
from responder.ui.forms import button, label, row, scrolled
from responder.ui.monitors.asking import Asking
from responder.ui.monitors.deeds import Deeds
from responder.ui.monitors.form import MonitorForm, blank
from responder.ui.monitors.listing import MonitorDelegate, MonitorModel
from responder.ui.monitors.report import ReportView
from responder.ui.theme.look import look
from responder.ui.words import tr

ACROSS = 620
"""px at 100 %: the width from which the list stands beside what it leads to."""

LOOK_AGAIN_MS = 1_000
"""How soon the page shows what arrives: a report may take some 10 ms, and messages may come by the hundred."""


_SHOWN = Touched.INBOX | Touched.HEALTH | Touched.ACCOUNTS


class MonitorsPage(QWidget):
    """Every change can be taken back."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._asking = Asking(console.stage, self)
        self._deeds = Deeds(console)
        self.model = MonitorModel()
        self.list = QListView()
        self.empty = EmptyState()
        self.report = ReportView(console)
        self.form = MonitorForm(console.networks)
        self.side = QStackedWidget()
        self._later = QTimer(self, singleShot=True, interval=LOOK_AGAIN_MS)
        self._later.timeout.connect(self.reload)
        self._arrange()
        self.form.saved.connect(self._save)
        self.form.removed.connect(self._remove)
        heard = console.views.heard
        self.form.tried.connect(
            lambda monitor: self._asking.ask("trial", lambda: heard.trial(monitor), self.form.show_trial)
        )
        self.form.left.connect(self._leave)
        self.report.edited.connect(self.change)
        self.report.opened.connect(self.open_list)
        self.report.paused.connect(self._deeds.pause)
        console.bridge.changed.connect(self._changed)
        self.reload()

    def _arrange(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(MonitorDelegate(self.list))
        self.list.setAccessibleName(tr("Monitors"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.selectionModel().currentChanged.connect(lambda *_changed: self._open_current())
        head = row(
            label(tr("Monitors"), "page-title", wrap=False),
            button(tr("New monitor"), self.new, "primary", "plus"),
            stretch=0,
        )
        left = QFrame()
        left.setProperty("surface", "base")
        column = QVBoxLayout(left)
        column.setContentsMargins(20, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.side.addWidget(self.empty)
        self.side.addWidget(scrolled(self.report))
        self.side.addWidget(scrolled(self.form))
        self._both = both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(left, 2)
        both.addWidget(self.side, 4)

    def commands(self) -> list[Command]:
        """Return what the keyboard does here."""
        chosen = lambda: "" if self._current() is not None else tr("No monitor is chosen")  # noqa: E731
        return [
            Command("monitors.new", tr("New monitor"), self.new, Group.WRITE, ("Ctrl+N",), Scope.PANE, "plus"),
            Command("monitors.save", tr("Save the monitor"), self.form.save.click, Group.WRITE, ("Ctrl+S",), Scope.PANE, "save"),
            Command("monitors.change", tr("Change the monitor"), self.change, Group.WRITE, ("Ctrl+E",), Scope.PANE, "pencil", chosen),
            Command("monitors.pause", tr("Look for it, or not now"), self.report.pause.click, Group.WRITE, ("Ctrl+P",), Scope.PANE, "pause", chosen),
            Command("monitors.list", tr("Show what the monitor found"), self.open_list, Group.GO, ("Ctrl+Return",), Scope.PANE, "inbox", chosen),
        ]  # fmt: skip

    def show_section(self, name: str) -> None:
        """Show one monitor by its id, or begin a new one with `new`."""
        if name == "new":
            self.new()
        elif any(str(line.monitor.id) == name for line in self.model.lines if line.monitor):
            self._select(UUID(name))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the list, or to what stands in its place."""
        super().focusInEvent(event)
        wanted: QWidget = self.form.name.edit if self.side.currentIndex() == 2 else self.list
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list above what it leads to where both would be cut."""
        super().resizeEvent(event)
        across = self.width() >= look().theme.px(ACROSS)
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.LeftToRight if across else ways.TopToBottom)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while another page was on screen."""
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """Show the monitors as they are now."""
        current = self._current()
        console = self._console
        counters = console.views.counters(console.desk.member.id)
        self.list.selectionModel().blockSignals(True)
        self.model.put(console.views.heard.monitors(), counters.monitors)
        self.list.selectionModel().blockSignals(False)
        if current is not None:
            self._select(current.id)
        _tell(self.empty, bool(self.model.lines), self.new)

    def new(self) -> None:
        """Begin a monitor."""
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())
        self._edit(blank(), known=False)

    def change(self) -> None:
        """Edit the chosen monitor."""
        current = self._current()
        if current is not None:
            self._edit(current, known=True)

    def open_list(self) -> None:
        """Go to the list of what the chosen monitor found."""
        current = self._current()
        if current is not None:
            self._console.stage.go(f"monitor/{current.id}")

    def close_worker(self) -> None:
        """End the threads that ask."""
        self._asking.close()
        self.report.close_worker()

    # --- inside

    def _edit(self, monitor: Monitor, *, known: bool) -> None:
        self.form.show_monitor(monitor, known=known)
        self.side.setCurrentIndex(2)
        self.form.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current(self) -> Monitor | None:
        index = self.list.currentIndex()
        return self.model.lines[index.row()].monitor if index.isValid() else None

    def _open_current(self) -> None:
        current = self._current()
        if current is not None:
            # what becomes current with the focus is not yet selected
            self.list.selectionModel().select(
                self.list.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self.report.show_monitor(current)
            self.side.setCurrentIndex(1)

    def _select(self, monitor: UUID) -> None:
        number = self.model.row_of(monitor)
        if number < 0:
            if self.side.currentIndex() == 1:
                self._leave()
        elif self.list.currentIndex().row() != number:
            self.list.setCurrentIndex(self.model.index(number, 0))
        elif self.side.currentIndex() == 1:
            self._open_current()

    def _leave(self) -> None:
        current = self._current()
        self.side.setCurrentIndex(0 if current is None else 1)
        if current is not None:
            self.report.show_monitor(current)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, changes: Changes) -> None:
        if changes.touched & Touched.MONITORS:
            self.reload()
        elif changes.touched & _SHOWN and self.isVisible() and not self._later.isActive():
            self._later.start()

    def _save(self, monitor: Monitor) -> None:
        def kept() -> None:
            self.reload()
            self.side.setCurrentIndex(1)
            self._select(monitor.id)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

        self._deeds.save(monitor, kept)

    def _remove(self, monitor: Monitor) -> None:
        def gone() -> None:
            self.list.setCurrentIndex(QModelIndex())
            self._leave()

        self._deeds.remove(monitor, gone)


def _tell(empty: EmptyState, some: bool, new: Callable[[], None]) -> None:
    """Say what to do where no monitor is on screen."""
    if some:
        empty.tell(
            "radar", tr("Listen before you speak"), tr("Choose one to see what it heard, or make a new one.")
        )
        return
    offer = Offer(tr("New monitor"), new, "plus", True)
    words = tr("A monitor looks for your name, the competition or your trade on the networks, day and night.")
    empty.tell("radar", tr("No monitor yet"), words, (offer,))
