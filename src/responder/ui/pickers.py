"""Small pickers by keyboard: type to narrow, a number or Enter to choose, Esc to leave.

A picker is a child of the window and no dialog: it has the focus at once, so that `L 1` typed in one go is not
lost while a window system thinks, and it gives the focus back to where it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from responder.ui.forms import label
from responder.ui.icons import icon
from responder.ui.theme.look import look
from responder.ui.words import tr

WIDTH = 320
VISIBLE = 9
ROW = 28


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    text: str
    value: object
    icon: str = ""
    hint: str = ""


class Picker(QFrame):
    """`chosen` is called with the option's value after it has closed.

    `make` turns a typed text that is no option into one (a new tag).
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        options: Sequence[Option],
        chosen: Callable[[object], None],
        *,
        make: Callable[[str], Option | None] | None = None,
        placeholder: str = "",
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self.setAccessibleName(title)
        self.setProperty("surface", "raised")
        self._before = QApplication.focusWidget()
        self._options, self._chosen, self._make = list(options), chosen, make
        self._field = QLineEdit()
        self._field.setPlaceholderText(placeholder or tr("Type, or press a number"))
        self._field.setAccessibleName(title)
        self._list = QListWidget()
        self._list.setProperty("kind", "choices")
        self._list.setAccessibleName(tr("Choices"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setIconSize(QSize(16, 16))
        self._list.itemClicked.connect(lambda _item: self._take())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(label(title, "strong", wrap=False))
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self._field.textChanged.connect(lambda _text: self._fill())
        self._field.installEventFilter(self)
        self.setFixedWidth(WIDTH)
        self._fill()

    def shown(self) -> list[str]:
        """Return the options that are left, as they are written."""
        return [
            str(self._list.item(n).data(Qt.ItemDataRole.UserRole).text) for n in range(self._list.count())
        ]

    def open_at(self, where: QPoint) -> None:
        """Open with its upper left corner there (global), or as near as the window allows."""
        window = self._window
        self.adjustSize()
        corner = window.mapFromGlobal(where)
        room = window.rect().size() - self.size()
        self.move(max(8, min(corner.x(), room.width() - 8)), max(8, min(corner.y(), room.height() - 40)))
        self.show()
        self.raise_()
        self._field.setFocus()

    def leave(self) -> None:
        """Close; the focus returns to where it was."""
        self._field.removeEventFilter(self)
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if inside and self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list from the field; a digit chooses while nothing is typed; leave with the focus."""
        if watched is self._field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
        left = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason)
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() in left:
            self.leave()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        row, count = self._list.currentRow(), self._list.count()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and count:
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((row + by) % count)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        digit = event.text()
        if (
            not self._field.text()
            and digit.isdigit()
            and digit.isascii()
            and 1 <= int(digit) <= min(VISIBLE, count)
        ):
            self._list.setCurrentRow(int(digit) - 1)
            self._take()
            return True
        return False

    def _fill(self) -> None:
        typed = " ".join(self._field.text().split())
        wanted = [o for o in self._options if typed.casefold() in o.text.casefold()]
        wanted.sort(key=lambda o: not o.text.casefold().startswith(typed.casefold()))
        same = any(o.text.casefold() == typed.casefold() for o in self._options)
        made = self._make(typed) if self._make is not None and typed and not same else None
        self._list.clear()
        for number, option in enumerate([*wanted, *([made] if made else [])], 1):
            prefix = f"{number}   " if number <= VISIBLE and not typed else ""
            item = QListWidgetItem(f"{prefix}{option.text}" + (f"   {option.hint}" if option.hint else ""))
            if option.icon:
                item.setIcon(icon(option.icon))
            item.setSizeHint(QSize(0, look().theme.px(ROW)))
            item.setData(Qt.ItemDataRole.UserRole, option)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, option.text)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        rows = max(1, min(VISIBLE, self._list.count()))
        self._list.setVisible(self._list.count() > 0)
        self._list.setFixedHeight(rows * look().theme.px(ROW))
        self.adjustSize()

    def _take(self) -> None:
        item = self._list.currentItem()
        if item is None:
            return
        option = item.data(Qt.ItemDataRole.UserRole)
        self.leave()
        self._chosen(option.value)
