"""What stands in the window: made as a whole, and made again when the language changes."""

from itertools import pairwise
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from responder.ui import panes
from responder.ui.acting import Acting
from responder.ui.columns import Columns
from responder.ui.commands import Group
from responder.ui.console import Console
from responder.ui.empty import EmptyState
from responder.ui.first_paint import FirstPaint
from responder.ui.inbox.pane import InboxPane
from responder.ui.inbox.places import fits
from responder.ui.inbox.selection import SelectionPage
from responder.ui.inbox.sidebar import Sidebar
from responder.ui.offline import OfflineStrip
from responder.ui.palette.palette import Palette
from responder.ui.statusbar import StatusBar
from responder.ui.toast import Toast
from responder.ui.topbar import TopBar
from responder.ui.words import tr


class Furniture(QWidget):
    """The panes of the conversation and the pages are made when they are first wanted."""

    def __init__(self, window: QWidget, console: Console, acting: Acting) -> None:
        super().__init__()
        self._console = console
        self.top = TopBar(console)
        self.strip = OfflineStrip(console)
        self.status = StatusBar(console)
        self.sidebar = Sidebar(console)
        self.inbox = InboxPane(console)
        self.selection = SelectionPage(console, self.inbox)
        self.quiet = EmptyState()
        self.quiet.tell(
            "message-circle", tr("Choose a conversation"), tr("J and K move in the list, ? shows every key.")
        )
        self.middle = QStackedWidget()
        self.middle.addWidget(self.quiet)
        self.soon = QFrame()
        self.soon.setProperty("surface", "base")
        self.middle.addWidget(self.soon)
        self.painted = FirstPaint(self.inbox.view.viewport())
        self.painted.over.connect(self.tell_middle)
        self.middle.addWidget(self.selection)
        self.columns = Columns(self.inbox, self.middle)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.columns)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.sidebar)
        self.splitter.addWidget(self.pages)
        self.splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.top, self.strip, self.splitter, self.status):
            layout.addWidget(part, 1 if part is self.splitter else 0)
        self.toast = Toast(self, self.status)
        self.palette_box = Palette(self, console, self.sidebar.entries)
        self.conversation: QWidget | None = None
        self.thread_pane: QWidget | None = None
        self.composer: QWidget | None = None
        self._made: dict[str, QWidget] = {}
        self._connect(acting)
        self.pages.currentChanged.connect(self._give_room)

    def page(self, name: str) -> QWidget:
        """Return a page, made at the first call."""
        if name not in self._made:
            self._made[name] = panes.make(name, self._console)
            self.pages.addWidget(self._made[name])
        return self._made[name]

    def furnish_conversation(self) -> QWidget:
        """Make the conversation's panes at the first call; return the column with thread and composer."""
        if self.conversation is not None:
            return self.conversation
        self.thread_pane = panes.make("thread", self._console)
        self.composer = panes.make("composer", self._console)
        column = QFrame()
        column.setProperty("surface", "base")
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.thread_pane, 1)
        inside.addWidget(self.composer)
        self.conversation = column
        self.middle.addWidget(column)
        self.columns.put_panel(panes.make("contact", self._console))
        self._order_tabs()
        return column

    def _order_tabs(self) -> None:
        """Let Tab go as the eye does: what was made late would come after the status bar.

        The round begins at the thread's view: a pane with a focus proxy comes after the last of them, and there it
        leads to where Tab would go next anyway.
        """
        parts = (
            self.top,
            self.sidebar,
            self.inbox,
            self.thread_pane,
            self.composer,
            self.columns.panel,
            self.status,
        )
        stops = [
            child
            for part in parts
            if part is not None
            for child in part.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None
        ]
        proxy = self.thread_pane.focusProxy() if self.thread_pane is not None else None
        start = stops.index(proxy) if proxy in stops else 0
        for before, after in pairwise(stops[start:] + stops[:start]):
            QWidget.setTabOrder(before, after)

    def tell_middle(self) -> None:
        """Show beside the list what belongs there: the selection, the conversation, or nothing."""
        checking = self.inbox.view.checking
        if checking:
            self.selection.tell()
            wanted: QWidget = self.selection
        elif self._console.stage.conversation is None:
            wanted = self.quiet
        elif self.conversation is None and self.inbox.view.isVisible() and not self.painted.done:
            wanted = self.soon  # making the conversation's panes takes longer than all before it
        else:
            wanted = self.furnish_conversation()
        self.middle.setCurrentWidget(wanted)
        if self.columns.panel is not None:
            self.columns.show_panel(wanted is self.conversation)

    def _give_room(self, _index: int) -> None:
        """Leave the window to a page that says `alone`: the first run has no inbox to go to yet."""
        page = self.pages.currentWidget()
        alone = page is not None and bool(page.property("alone"))
        for part in (self.top, self.sidebar, self.status):
            part.setVisible(not alone)

    def _clear_foot(self) -> None:
        """Keep the toast off the buttons for what is selected."""
        self.toast.stand_on(self.inbox.foot if self.inbox.view.checking else self.status)

    def _connect(self, acting: Acting) -> None:
        stage = self._console.stage
        stage.finished.connect(self._let_go)
        stage.returning.connect(self.inbox.expect)
        stage.returned.connect(self.inbox.come_back)
        stage.commands.running.connect(self._catch_up)
        acting.foreseen.connect(self.inbox.foresee)
        acting.refused.connect(self.inbox.restore)
        acting.finished.connect(self.inbox.settle)
        self.inbox.picked.connect(self.tell_middle)
        self.inbox.picked.connect(self._clear_foot)
        self.selection.ended.connect(lambda: self.inbox.view.check(False))
        self.toast.undo_asked.connect(acting.undo)
        self.toast.over.connect(lambda notice: acting.forget(notice) if notice.ring else None)

    def _let_go(self, conversation: UUID) -> None:
        """Take a conversation that was ended with its answer out of the list; the next becomes current."""
        row, place = self._console.views.conversation(conversation), self.inbox.place
        if row is not None and place.kind == "" and not fits(row, place.query):
            self.inbox.view.leave([conversation])

    def _catch_up(self, group: Group) -> None:
        """Answer the row that is marked, however fast J and R came; moving on alone opens nothing on its way."""
        if group not in (Group.MOVE, Group.SELECT):
            self.inbox.view.catch_up()
