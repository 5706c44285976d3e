"""The template picker: a window that never takes the focus, so that the caret stays where it is."""

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from responder.actions import templates
from responder.core.questions import TemplateUse
from responder.ui.announce import say_aloud
from responder.ui.composer import suggest
from responder.ui.composer.offered import Offered
from responder.ui.composer.picker_list import PickerDelegate, PickerModel
from responder.ui.composer.picker_preview import PickerPreview
from responder.ui.composer.preview import Preview, preview
from responder.ui.forms import label, line
from responder.ui.theme.look import look
from responder.ui.words import tr

INDENT = 20
"""px. The composer's padding, so that the picker stands over its field."""


class TemplatePicker(QFrame):
    """`chosen(Template, str)` is a template in a language; `closed()` follows Esc. Keys come from the composer."""

    chosen = Signal(object, str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setProperty("surface", "raised")
        self.setAccessibleName(tr("Templates"))
        self.model = PickerModel()
        self.list = QListView()
        self.preview = PickerPreview()
        self._offered: Offered | None = None
        self._language = ""
        self._arrange()
        self.list.selectionModel().currentChanged.connect(lambda *_changed: self._show_preview())
        self.list.clicked.connect(lambda _index: self.choose())
        self.preview.language_chosen.connect(self.set_language)

    def _arrange(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(PickerDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("Templates"))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.nothing = label(tr("No template like this"), "base", "tertiary")
        panes = QHBoxLayout()
        panes.setSpacing(0)
        panes.addWidget(self.list, 2)
        panes.addWidget(self.nothing, 2, Qt.AlignmentFlag.AlignCenter)
        panes.addWidget(self.preview, 3)
        keys = tr("↑ ↓ Choose     ⏎ Insert at cursor     Tab Next blank     Ctrl+L Language     Esc Close")
        foot = label(keys, "meta", "tertiary", wrap=False)
        foot.setContentsMargins(14, 6, 14, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 6, 1, 1)
        column.setSpacing(0)
        column.addLayout(panes, 1)
        column.addWidget(line())
        column.addWidget(foot)

    def open(self, offered: Offered, words: str, language: str, above: QWidget) -> None:
        """Show what fits what was typed, above a widget."""
        self._offered, self._language = offered, language
        self.filter(words)
        theme = look().theme
        self.resize(theme.px(720), theme.px(372))
        corner = above.mapToGlobal(QPoint(0, 0))
        screen = above.screen().availableGeometry()
        left = max(screen.left(), min(corner.x() + INDENT, screen.right() - self.width()))
        self.move(left, max(screen.top(), corner.y() - self.height() + INDENT // 2))
        self.show()

    def filter(self, words: str) -> None:
        """Show what fits other words."""
        if self._offered is None:
            return
        row = self._offered.situation.thread.row
        self.model.show_groups(suggest.groups(self._offered.known, row, self._language, words), words)
        self.list.setVisible(bool(self.model.entries))
        self.nothing.setVisible(not self.model.entries)
        self._select(self.model.neighbour(-1, 1) if self.model.entries else -1)

    def current(self) -> TemplateUse | None:
        """Return the template that the preview shows."""
        index = self.list.currentIndex()
        return self.model.entries[index.row()].use if index.isValid() else None

    def choose(self) -> bool:
        """Hand over the chosen template; False when there is none."""
        use = self.current()
        if use is None:
            return False
        self.chosen.emit(use.template, self._language)
        return True

    def set_language(self, language: str) -> None:
        """Show the templates in another language."""
        self._language = language
        self._show_preview()

    def key(self, event: QKeyEvent) -> bool:
        """Take a key from the composer; False when it is the text's."""
        if not self.isVisible():
            return False
        match event.key():
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                for _ in range(5):
                    self._move(1 if event.key() == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                return self.choose()
            case Qt.Key.Key_Escape:
                self.hide()
                self.closed.emit()
            case _:
                return False
        return True

    def turn_language(self) -> None:
        """Show the chosen template in its next language."""
        use = self.current()
        if use is not None:
            texts = list(use.template.texts)
            at = texts.index(self._language) if self._language in texts else -1
            self.set_language(texts[(at + 1) % len(texts)])

    def _move(self, step: int) -> None:
        if self.model.entries:
            self._select(self.model.neighbour(self.list.currentIndex().row(), step))

    def _select(self, row: int) -> None:
        index = self.model.index(row, 0) if row >= 0 else self.model.index(-1, 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._show_preview()
        if row >= 0 and self.isVisible():  # the focus stays in the text: a screen reader has to be told
            say_aloud(self, str(self.model.data(index)))

    def _show_preview(self) -> None:
        use, offered = self.current(), self._offered
        if use is None or offered is None:
            self.preview.clear()
            return
        language = templates.text_for(use.template, self._language)[1]
        self.preview.show_template(use, language, self._rendered(use, language, offered), offered)

    def _rendered(self, use: TemplateUse, language: str, offered: Offered) -> Preview:
        situation = offered.situation
        values = templates.values(
            situation.thread.row, situation.member, offered.settings, situation.network.name
        )
        return preview(use.template, language, values)
