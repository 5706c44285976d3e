"""The palette: a child of the window, not a dialog, so that the focus returns to where it was."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from responder.ui.console import Console
from responder.ui.forms import Picture, label
from responder.ui.inbox.entries import Entry
from responder.ui.keycap import keycap
from responder.ui.palette.items import Found, commands, found_items, look_up
from responder.ui.palette.rows import ItemModel, parented
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role
from responder.ui.words import tr

WIDTH, TOP, ROWS = 640, 108, 11
PAUSE_MS = 120
LEAST = 2
DIM = 0.42


class Palette(QWidget):
    """`entry_wanted(Entry)`, `conversation_wanted(UUID)` and `search_wanted(words, conversations)`."""

    entry_wanted = Signal(object)
    conversation_wanted = Signal(object)
    search_wanted = Signal(str, object)
    key_wanted = Signal(str)

    def __init__(self, window: QWidget, console: Console, entries: Callable[[], list[Entry]]) -> None:
        super().__init__(window)
        self._window = window
        self.hide()
        self._console, self._entries = console, entries
        self._before: QWidget | None = None
        self._worker = ThreadPoolExecutor(1, "palette")
        self._asked = ""
        self.field = QLineEdit()
        self.field.setProperty("bare", True)
        self.field.setAccessibleName(tr("Search or run a command"))
        self._on = QLabel()
        self._on.setProperty("key", True)
        self._on.setTextFormat(Qt.TextFormat.PlainText)
        self.rows = ItemModel()
        self.list = QListView()
        self.list.setAccessibleName(tr("Commands and results"))
        self.list.setModel(self.rows)
        self.list.setItemDelegate(parented(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._run)
        self.list.entered.connect(self._hover)
        self._box = self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look_up)
        self.field.textChanged.connect(lambda _text: self._fill())
        self.field.installEventFilter(self)
        window.installEventFilter(self)

    def _lay_out(self) -> QFrame:
        box = QFrame(self)
        box.setProperty("surface", "raised")
        top = QHBoxLayout()
        top.setContentsMargins(18, 10, 16, 10)
        top.setSpacing(12)
        for widget in (Picture("search", "text.secondary", 18), self.field, self._on):
            top.addWidget(widget)
        line = QFrame()
        line.setProperty("line", True)
        line.setFixedHeight(1)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(line)
        layout.addWidget(self.list)
        layout.addWidget(_foot())
        return box

    def ask(self, typed: str = "") -> None:
        """Open with some letters typed already."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.field.setFont(look().theme.font(Role.PANEL_TITLE))
        number = self._console.stage.conversation
        row = None if number is None else self._console.views.conversation(number)
        self._on.setText("" if row is None else tr("On: {name}", name=row.name or row.handle))
        self._on.setVisible(row is not None)
        self.field.setPlaceholderText(tr("Search or run a command"))
        self.field.setText(typed)
        self._fill()
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()

    def leave(self) -> None:
        """Close; the focus returns to where it was."""
        if not self.isVisible():
            return
        self._pause.stop()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def close_worker(self) -> None:
        """Let the search thread end."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    # --- rows

    def _fill(self) -> None:
        typed = self.field.text().strip()
        registry = self._console.stage.commands
        self.rows.put(commands(registry, self._entries(), self.entry_wanted.emit, typed))
        self._choose(self.rows.next(-1, 1))
        self._fit()
        if len(typed) >= LEAST:
            self._pause.start()
        else:
            self._pause.stop()

    def _look_up(self) -> None:
        self._asked = self.field.text().strip()
        future = self._worker.submit(look_up, self._console, self._asked)
        self._console.stage.follow(future, self._found)

    def _found(self, found: Found) -> None:
        if not self.isVisible() or found.words != self.field.text().strip():
            return
        conversations = tuple(dict.fromkeys(hit.conversation for hit in found.hits))
        items = found_items(
            self._console, found, self.conversation_wanted.emit,
            lambda: self.search_wanted.emit(found.words, conversations),
        )  # fmt: skip
        self.rows.append(items)
        if not self.list.currentIndex().isValid():
            self._choose(self.rows.next(-1, 1))
        self._fit()

    def _choose(self, row: int) -> None:
        index = self.rows.index(row) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if row >= 0:
            self.list.scrollTo(index)

    def _hover(self, index: QModelIndex) -> None:
        if self.rows.items[index.row()].run is not None:
            self.list.setCurrentIndex(index)

    def _run(self, index: QModelIndex) -> None:
        run = self.rows.items[index.row()].run if index.isValid() else None
        if run is not None:
            self.leave()
            run()

    # --- Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list from the field; grow with the window."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        row = self.list.currentIndex().row()
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Tab:
                self._choose(self.rows.next(row, 1))
            case Qt.Key.Key_Up | Qt.Key.Key_Backtab:
                self._choose(self.rows.next(row, -1))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._run(self.list.currentIndex())
            case Qt.Key.Key_Escape:
                self.leave()
            case Qt.Key.Key_F2 if row >= 0 and self.rows.items[row].command:
                command = self.rows.items[row].command
                self.leave()
                self.key_wanted.emit(command)
            case _:
                return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close at a click beside the box."""
        if not self._box.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what is behind."""
        painter = QPainter(self)
        shade = QColor(Qt.GlobalColor.black)
        shade.setAlphaF(DIM)
        painter.fillRect(self.rect(), shade)
        painter.end()

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        self._fit()

    def _fit(self) -> None:
        px = look().theme.px
        rows = min(self.rows.rowCount(), 40)
        wanted = sum(self.list.sizeHintForIndex(self.rows.index(n)).height() for n in range(rows))
        top = min(TOP, self.height() // 8)
        room = self.height() - top - px(140)
        self.list.setFixedHeight(max(px(38), min(wanted + 6, px(38) * ROWS, room)))
        width = min(max(WIDTH, px(WIDTH)), self.width() - 24)
        self._box.setFixedWidth(width)
        self._box.adjustSize()
        self._box.move((self.width() - width) // 2, top)


def _foot() -> QFrame:
    foot = QFrame()
    foot.setProperty("edge", "top")
    row = QHBoxLayout(foot)
    row.setContentsMargins(18, 8, 18, 8)
    row.setSpacing(6)
    for keys, words in ((("↑", "↓"), tr("Choose")), (("⏎",), tr("Run")), (("F2",), tr("Change its key"))):
        for key in keys:
            row.addWidget(keycap(key))
        row.addWidget(label(words, "meta", "secondary", wrap=False))
        row.addSpacing(8)
    row.addStretch(1)
    row.addWidget(keycap("Esc"))
    row.addWidget(label(tr("Close"), "meta", "secondary", wrap=False))
    return foot
