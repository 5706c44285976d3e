"""What stands above and below the list while several conversations are being selected."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from responder.ui.commands import Registry
from responder.ui.console import Console
from responder.ui.flow import FlowLayout
from responder.ui.forms import button, label
from responder.ui.icons import icon
from responder.ui.keycap import keycap
from responder.ui.theme.look import look
from responder.ui.words import mark, tr, trn

FOOT = (
    ("conversation.tag", mark("Tag", context="button")),
    ("conversation.assign", mark("Assign", context="button")),
    ("conversation.escalate", mark("Escalate", context="button")),
    ("conversation.done", mark("Done", context="button")),
)


class PickedBar(QWidget):
    """“4 selected · Select all 29”. `all_asked` and `none_asked`."""

    all_asked = Signal()
    none_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._none = QToolButton()
        self._none.setProperty("kind", "ghost")
        self._none.setAccessibleName(tr("Clear the selection"))
        self._none.setToolTip(tr("Clear the selection"))
        self._none.clicked.connect(self.none_asked)
        self._words = label("", "strong", wrap=False)
        self._all = button("", self.all_asked.emit, "link")
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._none, self._words, self._all):
            row.addWidget(widget)
        row.addStretch(1)
        self._key = keycap("X")
        row.addWidget(self._key)
        self._hint = label(tr("select"), "meta", "tertiary", wrap=False)
        row.addWidget(self._hint)
        look().changed.connect(self._dress)
        self._dress()
        self.hide()

    def tell(self, count: int, total: int | None, everything: bool) -> None:
        """Say how many are selected, and offer all that match, not only those on screen."""
        self._words.setText(trn("{n} selected", "{n} selected", count))
        offer = tr("Select all") if total is None else tr("Select all {n}", n=total)
        self._all.setText(offer)
        self._all.setVisible(not everything and (total is None or count < total))

        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Explain the key where there is room for it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = [part for part in (self._none, self._words, self._all, self._key) if not part.isHidden()]
        taken = sum(part.sizeHint().width() + self._row.spacing() for part in shown)
        self._hint.setVisible(taken + self._hint.sizeHint().width() <= self.width())

    def _dress(self, _theme: object = None) -> None:
        self._none.setIcon(icon("x"))


class PickedFoot(QFrame):
    """The commands used most on several conversations."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.setProperty("edge", "top")
        self._console = console
        inside = QWidget()
        self._flow = FlowLayout(inside, spacing=6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.addWidget(inside)
        console.stage.commands.changed.connect(self._fill)
        self.hide()

    def _fill(self) -> None:
        registry = self._console.stage.commands
        known = {command.id for command in registry.all()}
        if self._flow.count() or not known.issuperset(id for id, _words in FOOT):
            return
        for id, words in FOOT:
            key = next(iter(registry.keys(id)), "")
            made = button(f"{tr(words, context='button')}   {key}", _runner(registry, id))
            made.setAccessibleName(tr(words, context="button"))
            made.setToolTip(registry.action(id).toolTip())
            self._flow.addWidget(made)


def _runner(registry: Registry, id: str) -> Callable[[], None]:
    return lambda: registry.run(id)
