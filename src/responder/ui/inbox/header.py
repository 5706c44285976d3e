"""The head of the list: title, count, the pill with arrivals, order, selection, filters."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from responder.core.questions import Sort
from responder.ui.elided import Elided
from responder.ui.forms import label
from responder.ui.icons import icon
from responder.ui.theme.look import look
from responder.ui.words import tr, trn


def sort_words(sort: Sort) -> str:
    """Return the name of an order."""
    match sort:
        case Sort.DUE:
            return tr("Due first")
        case Sort.WAITING:
            return tr("Waiting longest")
        case Sort.NEWEST:
            return tr("Newest")
        case Sort.PRIORITY:
            return tr("Most urgent")


class Header(QWidget):
    """`sorted(Sort)`, `joined` (the pill), `checked(bool)` (select several) and `unfolded(bool)` (more filters)."""

    sorted = Signal(object)
    joined = Signal()
    checked = Signal(bool)
    unfolded = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._sort, self._new = Sort.DUE, 0
        self.title = Elided("panel-title")
        self.count = label("", "base", "tertiary", wrap=False)
        self.pill = QPushButton()
        self.pill.setProperty("kind", "pill")
        self.pill.clicked.connect(lambda _checked=False: self.joined.emit())
        keep = self.pill.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.pill.setSizePolicy(keep)
        self.order = QPushButton()
        self.order.setProperty("kind", "ghost")
        self.order.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.order.clicked.connect(lambda _checked=False: self._offer())
        self.several = self._tool(tr("Select several"), self.checked)
        self.more = self._tool(tr("More filters"), self.unfolded)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.title, self.count, self.pill):
            row.addWidget(widget)
        row.addStretch(1)
        for tool in (self.order, self.several, self.more):
            row.addWidget(tool)
        look().changed.connect(self._dress)
        self.hold(0)
        self._dress()

    def tell(self, title: str, count: int | None, sort: Sort | None) -> None:
        """Say which list it is, how long, and in which order; None hides the order."""
        self.title.setText(title)
        self.count.setText("" if count is None else f"{count:,}".replace(",", "\u202f"))
        self.count.setAccessibleName(
            "" if count is None else trn("{n} conversation", "{n} conversations", count)
        )
        self.order.setVisible(sort is not None)
        if sort is not None:
            self._sort = sort
            self._fit()
            self.order.setAccessibleName(tr("Order: {order}", order=sort_words(sort)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the order where there is room for it."""
        super().resizeEvent(event)
        self._fit()

    def hold(self, count: int) -> None:
        """Say how many arrivals wait; the room for it is kept, so that nothing moves."""
        self._new = count
        self._fit_pill()
        self.pill.setToolTip(tr("Show the new conversations (Shift+N)"))
        self.pill.setVisible(count > 0)

    def mark(self, checking: bool) -> None:
        """Show whether several are being selected."""
        self.several.setChecked(checking)

    def _tool(self, name: str, signal: object) -> QToolButton:
        tool = QToolButton()
        tool.setProperty("kind", "ghost")
        tool.setCheckable(True)
        tool.setAccessibleName(name)
        tool.setToolTip(name)
        tool.clicked.connect(signal)
        return tool

    def _chooser(self, sort: Sort) -> Callable[[], None]:
        return lambda: self.sorted.emit(sort)

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for sort in Sort:
            action = menu.addAction(sort_words(sort), self._chooser(sort))
            action.setCheckable(True)
            action.setChecked(sort is self._sort)
        menu.popup(self.order.mapToGlobal(self.order.rect().bottomLeft()))

    def _fit(self) -> None:
        self._fit_pill()
        self._fit_order()

    def _fit_pill(self) -> None:
        words = trn("{n} new", "{n} new", self._new)
        self.pill.setAccessibleName(words)
        self.pill.setText(words)
        if self._taken() + look().theme.px(36) > self.width():
            self.pill.setText(str(self._new))

    def _taken(self) -> int:
        others = (self.title, self.count, self.pill, self.several, self.more)
        return sum(widget.sizeHint().width() + 6 for widget in others)

    def _fit_order(self) -> None:
        words = f"{sort_words(self._sort)}\u00a0"
        room = self.width() - self._taken() - self.fontMetrics().horizontalAdvance(words) > look().theme.px(
            36
        )
        self.order.setText(words if room else "")
        self.order.setToolTip("" if room else sort_words(self._sort))
        self.order.setIcon(
            icon("chevron-down" if room else "arrow-up-down", "text.secondary", 12 if room else 16)
        )
        self.order.setIconSize(QSize(12, 12) if room else QSize(16, 16))

    def _dress(self, _theme: object = None) -> None:
        self.pill.setIcon(icon("arrow-up", "accent.on", 12))
        self.pill.setIconSize(QSize(12, 12))
        self._fit()
        size = look().theme.px(16)
        for tool, name in ((self.several, "list-checks"), (self.more, "sliders-horizontal")):
            tool.setIcon(icon(name, size=size))
            tool.setIconSize(QSize(size, size))
