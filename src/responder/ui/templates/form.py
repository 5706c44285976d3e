"""Edits one template: what is wrong with it is said while it is typed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from responder.core.ids import new_id
from responder.core.manifest import Manifest
from responder.core.templates import Template
from responder.ui.composer.preview import preview
from responder.ui.flow import FlowLayout
from responder.ui.forms import READABLE, Field, Segment, button, card, label, row
from responder.ui.languages import own_name
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role
from responder.ui.words import LANGUAGES, tr

VARIABLES = (
    "customer.first_name", "customer.name", "customer.handle", "member.first_name", "member.name", "business", "network",
)  # fmt: skip
"""What every template may use; a person's own variables come from the settings."""


class TemplateForm(QWidget):
    """`saved(Template)`, `removed(Template)` and `left()` ask the page for it."""

    saved = Signal(object)
    removed = Signal(object)
    left = Signal()

    def __init__(self, networks: Mapping[str, Manifest], sample: Mapping[str, Any]) -> None:
        super().__init__()
        self._id: UUID = new_id()
        self._files: tuple[str, ...] = ()
        self._sample = sample
        self._known = True
        self.name = Field(tr("Name"))
        self.code = Field(
            tr("Short code"), help=tr("Typed after / in the composer: letters, digits, hyphens")
        )
        self.about = Field(tr("What it is for"))
        self.tags = Field(
            tr("Tags"), help=tr("It is suggested where a conversation has one of them. Separate with commas")
        )
        self.language = Segment(
            tr("Language of the text"), [(code, own_name(code)) for code in LANGUAGES], LANGUAGES[0]
        )
        self.pages = QStackedWidget()
        self.texts = {language: self._text(language) for language in LANGUAGES}
        self.networks = {id: QCheckBox(manifest.name) for id, manifest in networks.items()}
        self.files = label("", "meta", "secondary")
        self.wrong = label("", "base", "danger")
        self.shown = label("", "message")
        self.save = button(tr("Save"), self._save, "primary")
        self.remove = button(tr("Delete"), lambda: self.removed.emit(self.template()), "danger")
        self._arrange()

    def _text(self, language: str) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setAccessibleName(tr("Text in {language}", language=own_name(language)))
        made.setTabChangesFocus(True)
        made.setMinimumHeight(140)
        made.setStyleSheet(f"font-size: {look().theme.font_px(Role.MESSAGE)}px")
        made.textChanged.connect(self.check)
        self.pages.addWidget(made)
        return made

    def _arrange(self) -> None:
        self.language.chosen.connect(self._turn)
        for field in (self.name, self.code):
            field.edit.textChanged.connect(lambda _text: self.check())
        self.shown.setTextFormat(Qt.TextFormat.RichText)
        boxes = QWidget()
        flow = FlowLayout(boxes, 14)
        for box in self.networks.values():
            flow.addWidget(box)
        self.setMaximumWidth(READABLE + 80)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(14)
        for part in (
            self.name,
            self.code,
            self.about,
            self.language,
            self.pages,
            label(_help(), "meta", "tertiary"),
            self.wrong,
        ):
            column.addWidget(part)
        column.addWidget(card(label(tr("How it looks to a customer"), "strong"), self.shown))
        column.addWidget(label(tr("Networks (none chosen: all of them)"), "strong"))
        column.addWidget(boxes)
        column.addWidget(self.tags)
        column.addWidget(label(tr("Files"), "strong"))
        column.addWidget(self.files)
        column.addLayout(
            row(button(tr("Add a file…"), self._add_file), button(tr("No files"), self._no_files, "ghost"))
        )
        column.addLayout(row(self.save, button(tr("Cancel"), self.left.emit, "ghost"), self.remove))
        column.addStretch(1)

    def show_template(self, template: Template, *, known: bool) -> None:
        """Edit a template; one that is not known yet cannot be deleted."""
        self._id, self._files, self._known = template.id, template.files, known
        self.name.edit.setText(template.name)
        self.code.edit.setText(template.code)
        self.about.edit.setText(template.description)
        self.tags.edit.setText(", ".join(template.tags))
        for language, edit in self.texts.items():
            edit.setPlainText(template.texts.get(language, ""))
        for id, box in self.networks.items():
            box.setChecked(id in template.networks)
        self.remove.setVisible(known)
        self._show_files()
        self.check()

    def template(self) -> Template:
        """Return the template as it is typed now."""
        texts = {language: edit.toPlainText() for language, edit in self.texts.items()}
        return Template(
            self._id, self.name.text(), self.code.text().removeprefix("/"),
            {language: text for language, text in texts.items() if text.strip()}, self.about.text(),
            tuple(id for id, box in self.networks.items() if box.isChecked()),
            tuple(tag.strip() for tag in self.tags.text().split(",") if tag.strip()), self._files,
        )  # fmt: skip

    def problems(self) -> list[str]:
        """Return what is wrong, in words."""
        found, now = [], self.template()
        if not now.name.strip():
            found.append(tr("It needs a name."))
        if not now.code or not now.code.replace("-", "").isalnum():
            found.append(tr("It needs a short code of letters, digits and hyphens."))
        if not now.texts:
            found.append(tr("It needs a text in at least one language."))
        for language in now.texts:
            problem = preview(now, language, self._sample).problem
            if problem:
                found.append(f"{own_name(language)}: {problem}")
        return found

    def check(self) -> None:
        """Say what is wrong and show how it looks."""
        found = self.problems()
        self.wrong.setText("\n".join(found))
        self.wrong.setVisible(bool(found))
        self.save.setEnabled(not found)
        language = self.language.choice()
        text = self.texts[language].toPlainText()
        only = msgspec.structs.replace(self.template(), texts={language: text})
        self.shown.setText(
            preview(only, language, self._sample).html if text.strip() else tr("Nothing written yet")
        )

    def _turn(self, language: str) -> None:
        self.pages.setCurrentWidget(self.texts[language])
        self.check()

    def _save(self) -> None:
        if not self.problems():
            self.saved.emit(self.template())

    def _add_file(self) -> None:
        dialog = QFileDialog(self)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._take_files)
        dialog.open()

    def _take_files(self, names: list[str]) -> None:
        self._files = tuple(dict.fromkeys((*self._files, *names)))
        self._show_files()

    def _no_files(self) -> None:
        self._files = ()
        self._show_files()

    def _show_files(self) -> None:
        names = [name.replace("\\", "/").rsplit("/", 1)[-1] for name in self._files]
        self.files.setText(", ".join(names) or tr("None"))


def sample(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables of an invented customer, for the preview."""
    person = {"name": "Camille Exemple", "first_name": "Camille", "handle": "camille.exemple"}
    return {**values, "customer": person}


def _help() -> str:
    names = ", ".join(f"{{{{ {name} }}}}" for name in VARIABLES)
    return tr("Variables: {names}. {cursor} is where the caret goes.", names=names, cursor="{{ cursor }}")


def blank() -> Template:
    """Return a template with nothing in it."""
    return Template(new_id(), "", "", {})
