"""Edits one monitor: what is wrong with it is said while it is typed, and it can be tried on what is here."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget

from responder.actions import monitors as actions
from responder.core.heard import Trial
from responder.core.ids import new_id
from responder.core.manifest import Manifest
from responder.core.monitors import Field as Watched
from responder.core.monitors import Monitor, Term, TermKind
from responder.ui.announce import say_aloud
from responder.ui.below import below
from responder.ui.flow import FlowLayout
from responder.ui.forms import READABLE, Field, Segment, Switch, button, card, label, row, setting
from responder.ui.monitor_words import field_words, kind_of_term
from responder.ui.phrases import figure, one_line
from responder.ui.theme.look import look
from responder.ui.words import tr, trn


def blank() -> Monitor:
    """Return a monitor to begin with."""
    return Monitor(new_id(), "", Watched.COMPANY, ())


class MonitorForm(QWidget):
    """`saved(Monitor)`, `removed(Monitor)`, `tried(Monitor)` and `left()` ask the page for it."""

    saved = Signal(object)
    removed = Signal(object)
    tried = Signal(object)
    left = Signal()

    def __init__(self, networks: Mapping[str, Manifest]) -> None:
        super().__init__()
        self._id: UUID = new_id()
        self._paused = False
        able = {id: manifest for id, manifest in networks.items() if manifest.listens}
        self._names = {kind: _able(kind, able) for kind in TermKind}
        self.name = Field(tr("Name"))
        self.watches = Segment(
            tr("What it watches"), [(one.value, field_words(one)) for one in Watched], Watched.COMPANY.value
        )
        self.terms = {kind: self._terms(kind) for kind in TermKind}
        self._titles = {kind: label(kind_of_term(kind), "strong") for kind in TermKind}
        self._helps = {kind: label(self._help(kind), "meta", "tertiary") for kind in TermKind}
        self.networks = {id: QCheckBox(manifest.name) for id, manifest in able.items()}
        self.exclude = Field(
            tr("Without these words"), help=tr("What has one of them is left out. Separate with commas")
        )
        self.languages = Field(
            tr("Languages"), example="fr, en", help=tr("Codes, separated by commas. Empty: every language")
        )
        self.approval = Switch(tr("An answer needs approval"), False)
        self.wrong = label("", "base", "danger")
        self.trial = label("", "base", "secondary")
        self.try_it = button(
            tr("Try it on what is here"), lambda: self.tried.emit(self.monitor()), "", "search"
        )
        self.save = button(tr("Save"), self._save, "primary")
        self.remove = button(tr("Delete"), lambda: self.removed.emit(self.monitor()), "danger")
        self._arrange()

    def _terms(self, kind: TermKind) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setAccessibleName(kind_of_term(kind))
        made.setAccessibleDescription(self._help(kind))
        made.setTabChangesFocus(True)
        made.setFixedHeight(look().theme.px(72))
        made.textChanged.connect(self.check)
        return made

    def _help(self, kind: TermKind) -> str:
        what = {
            TermKind.KEYWORD: tr("One a line: a name, a product, words that belong together"),
            TermKind.HASHTAG: tr("One a line, with or without #"),
            TermKind.ACCOUNT: tr("One a line, as the network writes it"),
            TermKind.FEED: tr("One address a line: news alerts, blogs"),
            TermKind.PLACE: tr("One a line: the network’s own id of the place"),
        }[kind]
        names = ", ".join(self._names[kind])
        return f"{what}. {tr('Looked for on: {networks}', networks=names)}" if names else what

    def _arrange(self) -> None:
        self.name.edit.textChanged.connect(lambda _text: self.check())
        boxes = QWidget()
        flow = FlowLayout(boxes, 14)
        for box in self.networks.values():
            flow.addWidget(box)
        self.setMaximumWidth(READABLE + 80)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(10)
        column.addWidget(self.name)
        column.addWidget(label(tr("What it watches"), "strong"))
        column.addWidget(self.watches)
        for kind, edit in self.terms.items():
            for part in (self._titles[kind], edit, self._helps[kind]):
                column.addWidget(part)
        column.addWidget(self.exclude)
        column.addWidget(self.languages)
        self._where = label(tr("Networks (none chosen: all of them)"), "strong")
        column.addWidget(self._where)
        column.addWidget(boxes)
        column.addWidget(
            card(setting(
                tr("An answer needs approval"),
                tr("Joining a conversation that is not addressed to us waits for somebody else’s yes"),
                self.approval,
            ))
        )  # fmt: skip
        column.addWidget(self.wrong)
        column.addLayout(row(self.try_it))
        column.addWidget(self.trial)
        column.addLayout(row(self.save, button(tr("Cancel"), self.left.emit, "ghost"), self.remove))
        column.addStretch(1)

    def show_monitor(self, monitor: Monitor, *, known: bool) -> None:
        """Edit a monitor; one that is not known yet cannot be deleted."""
        self._id, self._paused = monitor.id, monitor.paused
        self.name.edit.setText(monitor.name)
        self.watches.show_choice(monitor.field.value)
        for kind, edit in self.terms.items():
            lines = [term.text for term in monitor.terms if term.kind is kind]
            edit.setPlainText("\n".join(lines))
            shown = bool(lines or self._names[kind])
            for part in (self._titles[kind], edit, self._helps[kind]):
                part.setVisible(shown)
        self.exclude.edit.setText(", ".join(monitor.exclude))
        self.languages.edit.setText(", ".join(monitor.languages))
        for id, box in self.networks.items():
            box.setChecked(id in monitor.networks)
        self._where.setVisible(bool(self.networks))
        self.approval.setChecked(monitor.approval)
        self.remove.setVisible(known)
        self.trial.clear()
        self.trial.hide()
        self.check()

    def monitor(self) -> Monitor:
        """Return the monitor as it is typed now."""
        terms = [
            Term(kind, line)
            for kind, edit in self.terms.items()
            for line in edit.toPlainText().splitlines()
            if line.strip()
        ]
        return actions.tidy(
            Monitor(
                self._id, self.name.text(), Watched(self.watches.choice()), tuple(terms),
                tuple(id for id, box in self.networks.items() if box.isChecked()),
                tuple(self.exclude.text().split(",")), tuple(self.languages.text().split(",")),
                self.approval.isChecked(), self._paused,
            )
        )  # fmt: skip

    def check(self) -> None:
        """Say what is wrong."""
        found = actions.problems(self.monitor())
        self.wrong.setText("\n".join(below(one) for one in found))
        self.wrong.setVisible(bool(found))
        self.save.setEnabled(not found)
        self.try_it.setEnabled(not found)

    def show_trial(self, found: Trial) -> None:
        """Say what it would have found."""
        words = trn(
            "Found {count} message in what you have already", "Found {count} messages in what you have already",
            found.found, count=figure(found.found),
        )  # fmt: skip
        if found.more:
            words = tr("{found}, and there may be more", found=words)
        samples = [f"“{one_line(one.text)[:120]}”" for one in found.samples]
        self.trial.setText("\n".join([f"{words}.", *samples]))
        self.trial.setVisible(True)
        say_aloud(self, self.trial.text())

    def _save(self) -> None:
        if not actions.problems(self.monitor()):
            self.saved.emit(self.monitor())


def _able(kind: TermKind, networks: Mapping[str, Manifest]) -> list[str]:
    return [manifest.name for manifest in networks.values() if kind in manifest.listens]
