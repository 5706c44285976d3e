"""The columns beside the sidebar: list, conversation, right panel; fewer of them as the window gets narrower."""

from enum import Enum

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from responder.ui.forms import button
from responder.ui.theme.look import look
from responder.ui.words import tr

LIST, PANEL, MIDDLE = (300, 376, 520), (272, 304, 400), 420
HANDLE = 1
LEAST = 400
"""px. The conversation is not narrower; an explicit least width also keeps its content from pushing the list."""


class Width(Enum):
    """How much room there is. The value is the least width of the window in px at 100 %."""

    FULL = 1280
    OVERLAY = 1024
    RAIL = 760
    SINGLE = 0


def width_of(pixels: int) -> Width:
    """Return which arrangement fits a window's width."""
    return next(width for width in Width if pixels >= width.value)


class Columns(QWidget):
    """In FULL all three stand side by side; below, the panel lies over the conversation; in SINGLE one is shown."""

    def __init__(self, inbox: QWidget, middle: QStackedWidget) -> None:
        super().__init__()
        self.inbox, self.middle = inbox, middle
        self.panel: QWidget | None = None
        self.width_now = Width.FULL
        self.panel_wanted = True
        self._over = False
        self._in_thread = False
        self._about = True
        self.back = button(tr("Back to the list"), self.show_inbox, "ghost", "arrow-left")
        self.back.hide()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(middle, 1)
        self._right = right
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(HANDLE)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(inbox)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def put_panel(self, panel: QWidget) -> None:
        """Take the right panel in, once it has been made."""
        self.panel = panel
        panel.setParent(self)
        self.arrange(self.width_now)

    def arrange(self, width: Width) -> None:
        """Show as many columns as there is room for."""
        self.width_now = width
        single = width is Width.SINGLE
        px = look().theme.px
        self.inbox.setMinimumWidth(0 if single else px(LIST[0]))
        self._right.setMinimumWidth(1 if single else px(LEAST))
        self.inbox.setMaximumWidth(16_777_215 if single else look().theme.px(LIST[2]))
        self.inbox.setVisible(not single or not self._in_thread)
        self._right.setVisible(not single or self._in_thread)
        self.back.setVisible(single and self._in_thread)
        self._put_panel()

    def show_thread(self) -> None:
        """In one column, show the conversation."""
        self._in_thread = True
        self.arrange(self.width_now)

    def show_inbox(self) -> None:
        """In one column, show the list."""
        self._in_thread = False
        self.arrange(self.width_now)

    def toggle_panel(self) -> bool:
        """Show or hide the panel; returns whether it is wanted as a column from now on."""
        if self.width_now is Width.FULL:
            self.panel_wanted = not self.panel_wanted
        else:
            self._over = not self._over
        self._put_panel()
        return self.panel_wanted

    def show_panel(self, about: bool) -> None:
        """Say whether there is a conversation that the panel is about."""
        self._about = about
        self._put_panel()

    def close_overlay(self) -> bool:
        """Put the panel away if it lies over the conversation; returns whether it did."""
        was, self._over = self._over, False
        self._put_panel()
        return was

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlay at the right edge."""
        super().resizeEvent(event)
        self._put_panel()

    def _put_panel(self) -> None:
        if self.panel is None:
            return
        if self.width_now is Width.FULL:
            self._over = False
            if self.splitter.indexOf(self.panel) < 0:
                self.splitter.addWidget(self.panel)
                self.splitter.setStretchFactor(2, 0)
                self.splitter.setSizes([LIST[1], max(MIDDLE, self.width() - LIST[1] - PANEL[1]), PANEL[1]])
            self.panel.setMinimumWidth(PANEL[0])
            self.panel.setMaximumWidth(look().theme.px(PANEL[2]))
            self.panel.setVisible(self.panel_wanted and self._about)
            return
        if self.splitter.indexOf(self.panel) >= 0:
            self.panel.setParent(self)
        wide = min(PANEL[1], self.width() - 40)
        self.panel.setMinimumWidth(0)
        self.panel.setGeometry(QRect(self.width() - wide, 0, wide, self.height()))
        self.panel.setVisible(self._over and self._about)
        self.panel.raise_()
