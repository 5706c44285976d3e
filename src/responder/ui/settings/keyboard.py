"""Changing keys: a list, a field that catches the new one, presets, single keys off."""

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QMenu, QWidget

from responder.core.settings import Settings
from responder.ui.announce import say_aloud
from responder.ui.commands import shown
from responder.ui.console import Console
from responder.ui.flow import FlowLayout, TurningLayout
from responder.ui.forms import Segment, Switch, button, card, label, row, setting
from responder.ui.settings.capture import KeyCapture
from responder.ui.settings.key_list import KeyDelegate, KeyModel, keys_left
from responder.ui.settings.keys import KeyLine, fits, lines
from responder.ui.settings.section import Section
from responder.ui.theme.look import look
from responder.ui.words import tr

FIRST_LINE = 1
"""The row of the first command: above it stands the head of its group."""


class Keyboard(Section):
    """Enter changes the key of the line, Insert adds one, Delete takes all away, F2 too changes."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, tr("Keyboard"))
        self.single = Switch(tr("Single keys"), self.settings.single_keys)
        self.single.toggled.connect(lambda on: self.keep(single_keys=on))
        presets = [("responder", "Responder"), ("gmail", "Gmail"), ("ctrl", tr("Ctrl only"))]
        self.preset = Segment(tr("Start from"), presets, self.settings.preset)
        self.preset.chosen.connect(lambda chosen: self.keep(preset=chosen))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find an action, or type a key"))
        self.search.setAccessibleName(tr("Find an action, or type a key"))
        self.search.textChanged.connect(lambda _text: self._read())
        self.reset = button(tr("Reset all"), self._reset_all, "", "undo-2")
        self.model = KeyModel()
        self.list = KeyList(self)
        self.list.setModel(self.model)
        self.capture: KeyCapture | None = None
        top = TurningLayout(14)
        keys = tr("E, J, K… act without Ctrl, except while you type.")
        top.addWidget(card(setting(tr("Single keys"), keys, self.single)), 1)
        start = label(tr("Your changes are kept on top."), "meta", "tertiary")
        top.addWidget(card(label(tr("Start from"), "strong"), start, self.preset), 1)
        self.column.addLayout(top)
        self.column.addLayout(self._tools())
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self._doing())
        console.stage.commands.changed.connect(self._read)
        self._read()

    def show_settings(self, settings: Settings) -> None:
        """Show them."""
        self.single.setChecked(settings.single_keys)
        self.preset.show_choice(settings.preset)
        self._read()

    def current(self) -> KeyLine | None:
        """Return the line with the cursor."""
        index = self.list.currentIndex()
        return self.model.line(index.row()) if index.isValid() else None

    def begin(self, *, add: bool = False) -> None:
        """Catch a key for the current line: in place of its keys, or besides them."""
        line = self.current()
        if line is None or self.capture is not None:
            return
        self.capture = capture = KeyCapture(self.list.viewport(), line.command.title)
        area = self.list.visualRect(self.list.currentIndex())
        left = keys_left(area)
        capture.setGeometry(
            QRect(left, area.top() + 2, max(capture.sizeHint().width() + 24, 220), area.height() - 4)
        )
        capture.caught.connect(lambda key: self._caught(line, key, add))
        capture.left.connect(self._end)
        capture.show()
        capture.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self) -> None:
        """Take every key of the current line away."""
        if (line := self.current()) is not None:
            self._set(line, ())

    def restore(self) -> None:
        """Give the current line its keys of the preset again."""
        if (line := self.current()) is not None:
            self.keep(keys={id: keys for id, keys in self.settings.keys.items() if id != line.command.id})

    def menu(self, at: QPoint) -> None:
        """Show what can be done with the current line."""
        line = self.current()
        if line is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Change the key"), self.begin)
        menu.addAction(tr("Add a key"), lambda: self.begin(add=True))
        menu.addAction(tr("No key"), self.remove)
        menu.addAction(tr("As before"), self.restore).setEnabled(line.changed)
        menu.popup(at)

    def _tools(self) -> QHBoxLayout:
        self.search.setMaximumWidth(look().theme.px(300))
        holder = QWidget()
        tools = row(self.search, holder, self.reset, stretch=1)
        tools.setStretch(0, 3)
        return tools

    def _doing(self) -> QWidget:
        change = button(tr("Change the key"), self.begin, "", "keyboard")
        add = button(tr("Add a key"), lambda: self.begin(add=True), "", "plus")
        none = button(tr("No key"), self.remove, "", "x")
        self.as_before = button(tr("As before"), self.restore, "", "undo-2")
        for made, key in ((change, "Return"), (add, "Ins"), (none, "Del")):
            made.setToolTip(f"{made.text()} ({shown(key)})")
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        for made in (change, add, none, self.as_before):
            flow.addWidget(made)
        return holder

    def _caught(self, line: KeyLine, key: str, add: bool) -> None:
        kept = tuple(k for k in line.keys if k != key) if add else ()
        self._end()
        self._set(line, (*kept, key))

    def _set(self, line: KeyLine, keys: tuple[str, ...]) -> None:
        changed = {**self.settings.keys, line.command.id: keys}
        if keys == line.before:
            del changed[line.command.id]
        self.keep(keys=changed)
        now = self.current()
        if now is not None and now.rivals:
            say_aloud(self, tr("Also used by “{command}”", command=now.rivals[0]))
        elif keys:
            say_aloud(self, tr("{command} is now {keys}", command=line.command.title, keys=shown(keys[-1])))

    def _end(self) -> None:
        if self.capture is not None:
            self.capture.hide()
            self.capture.deleteLater()
            self.capture = None
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reset_all(self) -> None:
        before = self.settings.keys
        if before:
            self.keep(keys={})
            self.console.stage.say(tr("All keys are as before."), lambda: self.keep(keys=before))

    def _read(self) -> None:
        line = self.current()
        chosen = line.command.id if line is not None else ""
        found = [
            one
            for one in lines(self.console.stage.commands, self.settings)
            if fits(one, self.search.text().strip())
        ]
        order = {group: at for at, group in enumerate(type(found[0].command.group))} if found else {}
        found.sort(key=lambda one: order[one.command.group])
        self.model.show(found)
        if (at := self.model.row_of(chosen)) >= 0:
            self.list.setCurrentIndex(self.model.index(at))
            if at == FIRST_LINE:
                self.list.scrollToTop()  # with its head
        self.reset.setEnabled(bool(self.settings.keys))


class KeyList(QListView):
    """Gives its keys to the section."""

    def __init__(self, section: Keyboard) -> None:
        super().__init__(section)
        self._section = section
        self.setAccessibleName(tr("Commands and their keys"))
        self.setItemDelegate(KeyDelegate(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(lambda _index: section.begin())
        look().changed.connect(self._relayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change, add or take away."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._section.begin()
        elif key == Qt.Key.Key_Insert:
            self._section.begin(add=True)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._section.remove()
        else:
            super().keyPressEvent(event)

    def _menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if not index.isValid() or not self.visualRect(self.currentIndex()).contains(at):
            at = self.visualRect(self.currentIndex()).center()
        self._section.menu(self.viewport().mapToGlobal(at))

    def _relayout(self, _theme: object) -> None:
        self.doItemsLayout()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Keep the line in sight."""
        super().currentChanged(current, previous)
        self.scrollTo(current)
