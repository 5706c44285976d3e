"""One line under the title of a monitor's list: what it looks for, and the way to its report."""

from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from responder.ui.console import Console
from responder.ui.elided import Elided
from responder.ui.forms import Picture, button
from responder.ui.monitor_words import FIELD_ICONS, field_words, terms_words
from responder.ui.words import tr


class AboutMonitor(QWidget):
    """Hidden in every other list; `name` is the monitor's."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._monitor: UUID | None = None
        self.name = ""
        self._picture = Picture("radar", "text.tertiary", 14)
        self.words = Elided("meta", "secondary")
        self.report = button(tr("Report"), self._open, "link")
        self.report.setAccessibleName(tr("What this monitor heard"))
        self._picture.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.report)
        self.hide()

    def show_monitor(self, id: UUID | None) -> None:
        """Say what a monitor looks for; None or one that is gone hides the line."""
        self._monitor = id
        known = self._console.views.heard.monitors() if id is not None else []
        monitor = next((one for one in known if one.id == id), None)
        self.name = monitor.name if monitor is not None else ""
        self.setVisible(monitor is not None)
        if monitor is None:
            return
        self._picture.become(FIELD_ICONS[monitor.field], "text.tertiary")
        approval = tr("answers need approval") if monitor.approval else ""
        paused = tr("Paused") if monitor.paused else ""
        parts = (paused, field_words(monitor.field), terms_words(monitor), approval)
        words = " · ".join(part for part in parts if part)
        self.words.setText(words)
        self.words.setToolTip(words)

    def _open(self) -> None:
        self._console.stage.go(f"monitors/{self._monitor}")
