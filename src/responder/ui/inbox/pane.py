"""The inbox: head, filters, list, and what is shown when the list is empty."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from responder.actions.decision import Decision
from responder.actions.desk import Targets
from responder.core.changes import Changes, Touched
from responder.core.questions import Folder, InboxQuery, Sort
from responder.ui.announce import say_aloud
from responder.ui.console import Console
from responder.ui.empty import EmptyState
from responder.ui.inbox.about import AboutMonitor
from responder.ui.inbox.chips import FilterBar
from responder.ui.inbox.header import Header
from responder.ui.inbox.model import MANY, InboxModel
from responder.ui.inbox.nothing import tell_nothing
from responder.ui.inbox.picked import PickedBar, PickedFoot
from responder.ui.inbox.places import Place
from responder.ui.inbox.view import InboxView
from responder.ui.words import trn

IDLE_MS = 10_000
MINUTE_MS = 60_000


class InboxPane(QFrame):
    """`opened(UUID | None)` follows the current conversation; `shown(Place)` the list on screen.

    `front` takes the keyboard: the list, or what stands in its place while it is empty.
    """

    opened = Signal(object)
    shown = Signal(object)
    picked = Signal()

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.setProperty("surface", "base")
        self._console = console
        self._sort = Sort.DUE
        self.model = InboxModel(console)
        self.view = InboxView(self.model)
        self.header = Header()
        self.about = AboutMonitor(console)
        self.filters = FilterBar(console)
        self.picked_bar = PickedBar()
        self.foot = PickedFoot(console)
        self.nothing = EmptyState()
        self.front: QWidget = self.view
        self.body = QStackedWidget()
        self.body.addWidget(self.view)
        self.body.addWidget(self.nothing)
        self._lay_out()
        self._connect()
        self.show_place(self.model.place)

    def _lay_out(self) -> None:
        head = QFrame()
        head.setProperty("edge", "bottom")
        inside = QVBoxLayout(head)
        inside.setContentsMargins(14, 7, 8, 9)
        inside.setSpacing(6)
        for part in (self.header, self.about, self.filters, self.picked_bar):
            inside.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        self.header.sorted.connect(self._sort_by)
        self.header.joined.connect(self.join)
        self.header.checked.connect(self.view.check)
        self.header.unfolded.connect(self.filters.unfold)
        self.filters.changed.connect(lambda query: self.show_place(Place(query)))
        self.picked_bar.all_asked.connect(self.view.pick_all)
        self.picked_bar.none_asked.connect(lambda: self.view.check(False))
        self.model.held_changed.connect(self._held)
        self.model.counted.connect(self._tell)
        self.view.opened.connect(self.opened)
        self.view.picked.connect(self._picked)
        self._console.bridge.changed.connect(self._changed)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.model.tick)
        self._minute.start()
        self._idle = QTimer(self, interval=IDLE_MS)
        self._idle.timeout.connect(self.join_when_idle)
        self._idle.start()

    # --- which list

    @property
    def place(self) -> Place:
        """Return the list on screen."""
        return self.model.place

    def show_place(self, place: Place) -> None:
        """Show a list from its top, its first conversation current."""
        query = msgspec.structs.replace(place.query, sort=self._sort)
        self.view.check(False)
        self.filters.put(query)
        self.about.show_monitor(query.monitor)
        self.model.show(Place(query, place.kind, place.found, place.words))
        self.filters.setVisible(place.kind == "")
        self.view.scrollToTop()
        keyboard = self.view.rows.keyboard
        self.view.go(0)
        self.view.rows.keyboard = keyboard
        if self.model.rowCount() == 0:
            self.opened.emit(None)
        self.shown.emit(self.place)

    def join(self) -> None:
        """Let the arrivals in; the list keeps its place, then shows the first of them."""
        new = set(self.model.held)
        with self.view.keeping_place():
            self.model.refresh(self.view.depth())
        numbers = sorted(n for key in new if (n := self.model.find(key)) is not None)
        if numbers:
            self.view.scrollTo(self.model.index(numbers[0]))

    def join_when_idle(self) -> None:
        """Let arrivals in and finished ones go if nobody is at the list: at its top, without pointer or focus."""
        whole = not self.model.canFetchMore(self.model.index(-1))
        stale = whole and self.total() != self.model.rowCount()
        if (self.model.held or stale) and self.view.at_rest():
            with self.view.keeping_place():
                self.model.refresh(self.view.depth())
            self.view.scrollToTop()

    # --- what to act on

    def targets(self) -> Targets:
        """Return what an action is about: all that match, the selected ones, or the current one."""
        if self.view.checking and self.view.all_matching and self.place.kind == "":
            return self.place.query
        if self.view.checking and self.view.picked_count():
            return self.model.conversations(self.view.picked_numbers())
        current = self.view.conversation()
        return [] if current is None else [current]

    def target_count(self) -> int:
        """Return how many conversations an action would touch."""
        if self.view.checking and self.view.all_matching:
            return self.total() or self.view.picked_count()
        return self.view.picked_count() if self.view.checking else int(self.view.number() >= 0)

    def total(self) -> int | None:
        """Return how many the whole list holds, as the sidebar says; None when only counting could tell."""
        if self.place.kind == "" and not self.filters.narrowed:
            counters = self._console.views.counters(self._console.desk.member.id)
            query = self.place.query
            if query.monitor is not None and query.folder is Folder.LISTENING:
                return counters.monitors.get(query.monitor, 0)
            return counters.folders.get(query.folder, 0)
        return None if self.model.canFetchMore(self.model.index(-1)) else self.model.rowCount()

    def foresee(self, targets: Targets, decision: Decision) -> None:
        """Show what an action will do; rows that no longer belong here leave, the next becomes current."""
        if isinstance(targets, InboxQuery) or len(targets) > MANY:
            return
        gone = self.model.foresee(targets, decision)
        self.view.leave(gone)
        if self.view.checking and gone:
            self.view.check(False)

    def settle(self, targets: Targets) -> None:
        """Read the list again after more was done than could be foreseen row by row."""
        if isinstance(targets, InboxQuery) or len(targets) > MANY:
            self.view.check(False)
            self.restore(targets)

    def restore(self, _targets: Targets) -> None:
        """Read the list again: what was foreseen did not happen."""
        with self.view.keeping_place():
            self.model.refresh(self.view.depth())

    def expect(self, conversations: Sequence[UUID]) -> None:
        """Take these for no arrivals: they come back because the person took something back."""
        self.model.expected = set(conversations)

    def come_back(self, conversations: Sequence[UUID]) -> None:
        """Show what an undo brought back, and go there."""
        self.model.expected = set()
        with self.view.keeping_place():
            self.model.refresh(self.view.depth())
        if conversations and not self.view.checking:
            self.view.go_to(conversations[0])

    # --- inside

    def _changed(self, changes: Changes) -> None:
        if changes.touched & ~(Touched.TEMPLATES | Touched.CONTACTS):
            self.model.take(changes)
        if changes.touched & Touched.ACCOUNTS:
            self.filters.put(self.place.query)
        if changes.touched & Touched.MONITORS:
            self.about.show_monitor(self.place.query.monitor)
        self._tell()

    def _sort_by(self, sort: Sort) -> None:
        self._sort = sort
        self.show_place(self.place)

    def _held(self, count: int) -> None:
        if count and self.model.rowCount() == 0:
            self.join()
            return
        self.header.hold(count)
        if count:
            say_aloud(self, trn("{n} new conversation", "{n} new conversations", count))

    def _picked(self) -> None:
        checking = self.view.checking
        self.header.mark(checking)
        if checking and self.filters.isVisible():
            self.picked_bar.setFixedHeight(self.filters.height())
        self.filters.setVisible(not checking and self.place.kind == "")
        self.picked_bar.setVisible(checking)
        self.foot.setVisible(checking)
        self.picked_bar.tell(self.target_count(), self.total(), self.view.all_matching)
        self.picked.emit()

    def _tell(self) -> None:
        title = self.about.name or self.place.title
        self.header.tell(title, self.total(), self._sort if self.place.kind == "" else None)
        if self.view.checking:
            self.picked_bar.tell(self.target_count(), self.total(), self.view.all_matching)
        empty = self.model.rowCount() == 0
        if empty:
            tell_nothing(self.nothing, self._console, self.place, self.filters)
        wanted: QWidget = self.nothing if empty else self.view
        self.front = wanted
        if self.body.currentWidget() is not wanted:
            inside = self.view.hasFocus() or self.nothing.hasFocus()
            self.body.setCurrentWidget(wanted)
            if inside:
                wanted.setFocus()
