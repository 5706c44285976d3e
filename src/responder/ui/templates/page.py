"""The page of saved replies: a list, and the one being edited."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QStackedWidget, QVBoxLayout, QWidget

from responder.actions import templates as actions
from responder.core.changes import Changes, Touched
from responder.core.conversations import Conversation
from responder.core.ids import new_id
from responder.core.questions import TemplateUse
from responder.core.templates import Template
from responder.ui.commands import Command, Group, Scope
from responder.ui.composer import suggest
from responder.ui.composer.picker_list import PickerDelegate, PickerModel
from responder.ui.console import Console
from responder.ui.empty import EmptyState, Offer
from responder.ui.forms import button, label, row, scrolled
from responder.ui.templates.form import TemplateForm, blank, sample
from responder.ui.words import tr


class TemplatesPage(QWidget):
    """Every change can be taken back."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self.model = PickerModel()
        self.list = QListView()
        self.search = QLineEdit()
        values = actions.values(
            Conversation(new_id()), console.desk.member, console.services.settings, "Mastodon"
        )
        self.form = TemplateForm(console.networks, sample(values))
        self.empty = EmptyState()
        self.side = QStackedWidget()
        self._arrange()
        self.form.saved.connect(self._save)
        self.form.removed.connect(self._remove)
        self.form.left.connect(self._leave)
        console.bridge.changed.connect(self._changed)
        self.reload()

    def _arrange(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(PickerDelegate(self.list))
        self.list.setAccessibleName(tr("Templates"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.selectionModel().currentChanged.connect(lambda *_changed: self._open_current())
        self.search.setPlaceholderText(tr("Find a template"))
        self.search.setAccessibleName(tr("Find a template"))
        self.search.textChanged.connect(lambda _text: self.reload())
        head = row(
            label(tr("Templates"), "page-title", wrap=False),
            button(tr("New"), self.new, "primary", "plus"),
            stretch=0,
        )
        left = QFrame()
        left.setProperty("surface", "base")
        column = QVBoxLayout(left)
        column.setContentsMargins(20, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.side.addWidget(self.empty)
        self.side.addWidget(scrolled(self.form))
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(left, 2)
        both.addWidget(self.side, 3)

    def commands(self) -> list[Command]:
        """Return what the keyboard does here."""
        return [
            Command("templates.new", tr("New template"), self.new, Group.WRITE, ("Ctrl+N",), Scope.PANE, "plus"),
            Command("templates.save", tr("Save the template"), self.form.save.click, Group.WRITE, ("Ctrl+S",), Scope.PANE, "save"),
        ]  # fmt: skip

    def reload(self) -> None:
        """Show the templates as they are now."""
        current, words = self._current(), self.search.text().strip()
        self.list.selectionModel().blockSignals(True)
        self.model.show_groups(suggest.by_tag(self._console.views.templates(), words), words)
        self.list.selectionModel().blockSignals(False)
        if current is not None:
            self._select(current.template)
        self._tell()

    def new(self) -> None:
        """Begin a template."""
        self.list.clearSelection()
        self.form.show_template(blank(), known=False)
        self.side.setCurrentIndex(1)
        self.form.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        if self._console.views.templates():
            words = tr("Choose one to change it, or write a new one.")
            self.empty.tell("notebook-text", tr("Saved replies"), words)
        else:
            offer = Offer(tr("New template"), self.new, "plus", True)
            words = tr(
                "A template is a reply written once, in your languages, with the customer’s name filled in."
            )
            self.empty.tell("notebook-text", tr("No template yet"), words, (offer,))

    def _current(self) -> TemplateUse | None:
        index = self.list.currentIndex()
        return self.model.entries[index.row()].use if index.isValid() else None

    def _open_current(self) -> None:
        use = self._current()
        if use is not None:
            self.form.show_template(use.template, known=True)
            self.side.setCurrentIndex(1)

    def _select(self, template: Template) -> None:
        for number, entry in enumerate(self.model.entries):
            if entry.use is not None and entry.use.template.id == template.id:
                self.list.setCurrentIndex(self.model.index(number, 0))
                return

    def _leave(self) -> None:
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())
        self.side.setCurrentIndex(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, changes: Changes) -> None:
        if changes.touched & Touched.TEMPLATES:
            self.reload()

    def _save(self, template: Template) -> None:
        console = self._console
        before = next((u.template for u in console.views.templates() if u.template.id == template.id), None)

        def kept(_done: None) -> None:
            back = before if before is not None else template
            undo = (lambda: self._quietly(back)) if before is not None else (lambda: self._forget(template))
            console.stage.say(tr("“{name}” saved", name=template.name), undo)
            self._select(template)

        console.stage.follow(actions.save(console.desk, template), kept)

    def _remove(self, template: Template) -> None:
        console = self._console
        known = next(
            (u.template for u in console.views.templates() if u.template.id == template.id), template
        )

        def gone(_done: None) -> None:
            self._leave()
            console.stage.say(tr("“{name}” deleted", name=known.name), lambda: self._quietly(known))

        console.stage.follow(actions.remove(console.desk, known), gone)

    def _quietly(self, template: Template) -> None:
        self._console.stage.follow(actions.save(self._console.desk, template), lambda _done: None)

    def _forget(self, template: Template) -> None:
        self._console.stage.follow(actions.remove(self._console.desk, template), lambda _done: self._leave())
