"""Where everything lies, how to keep a copy, how to mend."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from responder.core.clock import SECOND
from responder.ui.announce import say_aloud
from responder.ui.console import Console
from responder.ui.flow import TurningLayout
from responder.ui.forms import button, card, label, row
from responder.ui.settings.section import Section
from responder.ui.words import tr


class Data(Section):
    """One folder on this computer, and the commands that look after it."""

    def __init__(self, console: Console) -> None:
        super().__init__(
            console,
            tr("Data"),
            tr("Everything lies in one folder on this computer. Passwords are in the keyring, not in it."),
        )
        folder = console.services.workspace
        self.place = _selectable(str(folder))
        self.open = button(
            tr("Open the folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
            "",
            "external-link",
        )
        self.back_up = button(tr("Back up now"), self._back_up, "", "save")
        self.said = label("", "meta", "ok")
        self.said.hide()
        self.column.addWidget(card(label(tr("Where it lies"), "strong"), self.place, row(self.open)))
        self.column.addWidget(
            card(
                label(tr("A copy"), "strong"),
                label(
                    tr(
                        "A copy of the database is made and checked while everything goes on. Keep copies on another"
                        " disk: this one goes to the folder “backups” beside the database."
                    ),
                    "meta",
                    "tertiary",
                ),
                row(self.back_up),
                self.said,
            )
        )
        self.column.addWidget(self._commands())
        self.end()

    def _commands(self) -> QWidget:
        told = (
            (tr("Put a copy back"), "responder restore FILE"),
            (tr("Make all lists again from the log"), "responder rebuild"),
            (tr("Look for what is wrong here"), "responder doctor"),
        )
        rows = [label(tr("In a terminal, while this window is closed"), "strong")]
        parts: list[QWidget] = [*rows]
        for what, command in told:
            holder = QWidget()
            copy = button(tr("Copy"), partial(_copy, command), "", "copy")
            copy.setAccessibleName(tr("Copy the command “{command}”", command=command))
            inside = TurningLayout(8)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(label(what, tone="secondary"), 1)
            for part in (_selectable(command), copy):
                inside.addWidget(part)
            holder.setLayout(inside)
            parts.append(holder)
        return card(*parts)

    def _back_up(self) -> None:
        self.console.stage.start(self._backing_up())

    async def _backing_up(self) -> None:
        self.back_up.setEnabled(False)
        moment = datetime.fromtimestamp(self.console.clock.now() / SECOND)
        target = self.console.services.workspace / "backups" / f"responder-{moment:%Y%m%d-%H%M%S}.db"
        try:
            await self.console.services.back_up(target)
            done = tr("Kept and checked: {path}", path=target)
            self.said.setText(done)
            self.said.show()
            say_aloud(self, done)
        finally:
            self.back_up.setEnabled(True)


def _selectable(text: str) -> QLabel:
    made = label(text, tone="secondary", wrap=False)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
