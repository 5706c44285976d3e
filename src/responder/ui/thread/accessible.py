"""The painted thread for screen readers: a list, with one item for each block."""

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication

from responder.ui.thread.blocks import Look
from responder.ui.thread.scroller import ThreadScroller
from responder.ui.words import tr

_INSTALLED = "responder_thread_accessible"


def install() -> None:
    """Teach Qt the thread's interface, once for the running application."""
    app = QApplication.instance()
    if app is not None and not app.property(_INSTALLED):
        app.setProperty(_INSTALLED, True)
        QAccessible.installFactory(_factory)


def announce_focus(view: ThreadScroller, index: int) -> None:
    """Tell screen readers that a block has the focus now."""
    made = QAccessible.queryAccessibleInterface(view)
    block = made.child(index) if isinstance(made, ThreadInterface) else None
    if (
        block is not None
    ):  # by its interface: by view and index Qt may ask its own list of child widgets, and crash
        QAccessible.updateAccessibility(QAccessibleEvent(block, QAccessible.Event.Focus))


def _factory(_name: str, watched: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(watched, ThreadScroller):
        return None
    # Qt holds the interface, not the Python object: without this its methods vanish and Qt walks into nothing
    made = ThreadInterface(watched)
    watched.accessible.append(made)
    return made


class ThreadInterface(QAccessibleWidget):
    """The list. It keeps the items: Qt holds no reference to a Python object."""

    def __init__(self, view: ThreadScroller) -> None:
        super().__init__(view, QAccessible.Role.List, view.accessibleName())
        self._view = view
        self._items: dict[str, BlockInterface] = {}

    def childCount(self) -> int:
        """Return how many blocks there are."""
        return len(self._view.canvas.blocks)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None is allowed: the stubs leave it out
        """Return the interface of a block."""
        blocks = self._view.canvas.blocks
        if not 0 <= index < len(blocks):
            return None
        key = blocks[index].key
        if key not in self._items:
            self._items[key] = BlockInterface(self._view, self, key)
        return self._items[key]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return the place of a block's interface."""
        found = self._view.canvas.index(child.key) if isinstance(child, BlockInterface) else None
        return -1 if found is None else found

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None is allowed: the stubs leave it out
        """Return the block at a point of the screen."""
        found = self._view.block_at(self._view.viewport().mapFromGlobal(QPoint(x, y)).toPointF())
        return self.child(found[0]) if found is not None else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # None is allowed: the stubs leave it out
        """Return the block with the ring."""
        index = self._view.canvas.index(self._view.marks.focused)
        return self.child(index) if index is not None else None


class BlockInterface(QAccessibleInterface):
    """One item: its name is the block in reading order."""

    def __init__(self, view: ThreadScroller, parent: ThreadInterface, key: str) -> None:
        super().__init__()
        self._view, self._parent, self.key = view, parent, key

    def isValid(self) -> bool:
        """Say whether the block is still there."""
        return self._view.canvas.index(self.key) is not None

    def object(self) -> QObject | None:  # type: ignore[override]  # None is allowed: the stubs leave it out
        """Return None: it is painted, not an object."""
        return None

    def parent(self) -> QAccessibleInterface:
        """Return the list."""
        return self._parent

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None is allowed: the stubs leave it out
        """Return nothing: an item has no children."""
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None is allowed: the stubs leave it out
        """Return nothing: an item has no children."""
        return None

    def childCount(self) -> int:
        """Return 0."""
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return -1: an item has no children."""
        return -1

    def role(self) -> QAccessible.Role:
        """Return what it is."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Return whether it can have, and has, the focus."""
        state = QAccessible.State()
        state.focusable = True
        state.focused = self._view.marks.focused == self.key and self._view.hasFocus()
        state.readOnly = True
        return state

    def rect(self) -> QRect:
        """Return where it is on the screen."""
        index = self._view.canvas.index(self.key)
        if index is None:
            return QRect()
        rect = self._view.block_rect(index)
        return QRect(self._view.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def text(self, kind: QAccessible.Text) -> str:
        """Return the block in reading order, or its language and kind."""
        index = self._view.canvas.index(self.key)
        if index is None:
            return ""
        block = self._view.canvas.blocks[index]
        if kind is QAccessible.Text.Name:
            return block.spoken_text()
        if kind is QAccessible.Text.Description:
            kinds = {Look.NOTE: tr("Internal note"), Look.UNSENT: tr("Not sent yet")}
            return ", ".join(part for part in (kinds.get(block.look, ""), block.language) if part)
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Change nothing: the thread is read only."""
