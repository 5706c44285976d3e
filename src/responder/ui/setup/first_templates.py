"""Last step: templates to begin with."""

import asyncio

from msgspec.structs import replace
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from responder.actions import templates
from responder.actions.starter import starters
from responder.core.templates import Template
from responder.ui.console import Console
from responder.ui.forms import card, label, row
from responder.ui.words import language, tr, trn


class TemplatesStep(QWidget):
    """The starter set; what is ticked is kept when the step is left."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self.boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(label(tr("First templates"), "page-title"))
        column.addWidget(
            label(
                tr(
                    "Answers that most teams need, in English and French. Type / in a reply to use one; change them"
                    " at any time under Templates."
                ),
                "message",
                "secondary",
            )
        )
        column.addWidget(card(*(self._line(template) for template in starters())))
        column.addStretch(1)

    async def save(self) -> None:
        """Keep what is ticked; those already there stay as they are."""
        codes = {use.template.code for use in self._console.views.templates()}
        for template in starters():
            if self.boxes[template.code].isChecked() and template.code not in codes:
                named = replace(template, name=tr(template.name), description=tr(template.description))
                await asyncio.wrap_future(templates.save(self._console.desk, named))

    def summary(self) -> str:
        """Return what the list of steps says of this one."""
        return trn("{n} ready, in English and French", "{n} ready, in English and French", len(starters()))

    def _line(self, template: Template) -> QWidget:
        name = tr(template.name)
        box = QCheckBox(name)
        box.setChecked(True)
        box.setAccessibleDescription(template.texts.get(language(), ""))
        box.setToolTip(template.texts.get(language(), ""))
        self.boxes[template.code] = box
        holder = QWidget()
        inside = row(box, label(tr(template.description), "meta", "tertiary"), label(f"/{template.code}", "meta", "secondary", wrap=False), stretch=1, spacing=16)  # fmt: skip
        inside.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(inside)
        return holder
