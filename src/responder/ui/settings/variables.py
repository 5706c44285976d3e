"""What templates may say besides the customer's and the member's name."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from responder.core.settings import Settings
from responder.ui.console import Console
from responder.ui.forms import button, card, label, row
from responder.ui.settings.section import Section
from responder.ui.words import tr

TAKEN = frozenset({"business", "network", "customer", "member", "cursor"})
"""Names that templates already know."""


class Variables(Section):
    """Names and values, kept when a line is left."""

    def __init__(self, console: Console) -> None:
        super().__init__(
            console,
            tr("Variables"),
            tr(
                "Templates can say these with {{ name }}. Write the name in small letters, for example shop_phone."
            ),
        )
        self.lines: list[_Line] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._wrong = label("", tone="danger")
        self._wrong.hide()
        self.add = button(tr("Add a variable"), lambda: self._append("", "").name.setFocus(), "", "plus")
        self.column.addWidget(card(self._list, self._wrong, row(self.add)))
        self.end()
        for name, value in self.settings.variables.items():
            self._append(name, value)

    def show_settings(self, settings: Settings) -> None:
        """Show them, unless they are being typed."""
        if settings.variables == self._typed() or self._wrong.isVisible():
            return
        for line in list(self.lines):
            self._take_out(line)
        for name, value in settings.variables.items():
            self._append(name, value)

    def _append(self, name: str, value: str) -> "_Line":
        made = _Line(name, value)
        made.name.editingFinished.connect(self._keep)
        made.value.editingFinished.connect(self._keep)
        made.remove.clicked.connect(lambda _checked=False: self._remove(made))
        self.lines.append(made)
        self._list.addWidget(made)
        return made

    def _remove(self, line: "_Line") -> None:
        at = self.lines.index(line)
        self._take_out(line)
        self._keep()
        (self.lines[min(at, len(self.lines) - 1)].remove if self.lines else self.add).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _take_out(self, line: "_Line") -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()

    def _typed(self) -> dict[str, str]:
        return {
            line.name.text().strip(): line.value.text().strip()
            for line in self.lines
            if line.name.text().strip()
        }

    def _keep(self) -> None:
        wrong = next((w for w in map(_wrong_with, self._typed()) if w), "")
        names = [line.name.text().strip() for line in self.lines if line.name.text().strip()]
        if not wrong and len(names) != len(set(names)):
            wrong = tr("Two variables have the same name.")
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        if not wrong and self._typed() != self.settings.variables:
            self.keep(variables=self._typed())


class _Line(QWidget):
    def __init__(self, name: str, value: str) -> None:
        super().__init__()
        self.name, self.value = QLineEdit(name), QLineEdit(value)
        self.name.setAccessibleName(tr("Name of the variable"))
        self.name.setPlaceholderText(tr("name"))
        self.value.setAccessibleName(tr("Value of the variable"))
        self.value.setPlaceholderText(tr("value"))
        self.remove = button(tr("Remove"), lambda: None, "ghost", "x")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.name, 1)
        inside.addWidget(self.value, 2)
        inside.addWidget(self.remove)


def _wrong_with(name: str) -> str:
    if name in TAKEN:
        return tr("“{name}” is a name that templates already know.", name=name)
    if not name.isidentifier():
        return tr("“{name}” cannot be a name: use letters, digits and _.", name=name)
    return ""
