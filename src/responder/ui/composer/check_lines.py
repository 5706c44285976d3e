"""Shows the checks above the buttons."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from responder.ui.composer.checks import Check
from responder.ui.forms import Picture, clear, label

_COLORS = {"warn": "warn.text", "danger": "danger.text", "plain": "text.secondary"}
_TONES = {"warn": "warn", "danger": "danger", "plain": "secondary"}


class CheckLines(QWidget):
    """One line for each check; takes no room when there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._shown: list[Check] = []
        self.hide()

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show these, and nothing else."""
        if list(checks) == self._shown:
            return
        self._shown = list(checks)
        clear(self._column)
        for check in checks:
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(Picture(check.icon, _COLORS[check.tone], 14))
            line.addWidget(label(check.text, "meta", _TONES[check.tone]), 1)
            self._column.addLayout(line)
        self.setAccessibleName(". ".join(check.text for check in checks))
        self.setVisible(bool(checks))
