"""The right half of the picker: the text as it would go out, what is missing, how long, how often used."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from responder.core.questions import TemplateUse
from responder.ui.composer.offered import Offered
from responder.ui.composer.preview import Preview
from responder.ui.forms import Picture, clear, label, line
from responder.ui.languages import own_name
from responder.ui.words import tr, trn


class PickerPreview(QWidget):
    """`language_chosen(str)` asks for another language."""

    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.name = label("", "strong")
        self.text = label("", "message")
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._languages = QHBoxLayout()
        self._languages.setSpacing(0)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(4)
        self.used = label("", "meta", "tertiary")
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addLayout(self._languages)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 8, 18, 10)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addWidget(line())
        column.addLayout(self._facts)
        column.addStretch(1)
        column.addWidget(self.used)

    def clear(self) -> None:
        """Show nothing."""
        self.name.setText("")
        self.text.setText("")
        self.used.setText("")
        clear(self._languages)
        clear(self._facts)

    def show_template(self, use: TemplateUse, language: str, shown: Preview, offered: Offered) -> None:
        """Show a template for the conversation."""
        self.clear()
        self.name.setText(use.template.name)
        self.text.setText(shown.html)
        codes = list(use.template.texts)
        for number, code in enumerate(codes if len(codes) > 1 else ()):
            place = "first" if number == 0 else "last" if number == len(codes) - 1 else "middle"
            self._language(code, code == language, place)
        if shown.problem:
            self._fact("circle-x", "danger.text", shown.problem, "danger")
        for name in shown.missing:
            words = tr("{blank}: fill or delete before sending", blank=name)
            self._fact("circle-alert", "warn.text", words, "warn")
        used, limit = offered.situation.length(shown.text, offered.mode)
        if limit:
            over = used > limit
            words = tr("{used} of {limit} characters on {network}", used=used, limit=limit,
                       network=offered.situation.network.name)  # fmt: skip
            color, tone = ("danger.text", "danger") if over else ("ok.text", "secondary")
            self._fact("circle-x" if over else "check", color, words, tone)
        count = use.used
        self.used.setText(trn("Used {n} time", "Used {n} times", count) if count else tr("Not used yet"))

    def _language(self, code: str, on: bool, place: str) -> None:
        made = QPushButton(own_name(code))
        made.setProperty("kind", "segment")
        made.setProperty("joined", place)
        made.setCheckable(True)
        made.setChecked(on)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda _checked=False: self.language_chosen.emit(code))
        self._languages.addWidget(made)

    def _fact(self, picture: str, color: str, words: str, tone: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Picture(picture, color, 14))
        row.addWidget(label(words, "meta", tone), 1)
        self._facts.addLayout(row)
