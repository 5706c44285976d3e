"""The filter chips: each narrows the list by one thing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget

from responder.core.events import Mood
from responder.core.messages import Kind
from responder.core.questions import InboxQuery
from responder.ui.console import Console
from responder.ui.flow import FlowLayout
from responder.ui.icons import icon
from responder.ui.inbox.entries import channel_name
from responder.ui.languages import own_name
from responder.ui.phrases import mood_words, one_line, short_kind
from responder.ui.theme.look import look
from responder.ui.words import tr

TYPING_MS = 200
PRIORITIES = (3, 2, 1, 0)
PLACES = 40
"""How many of the places that most is said of are offered."""

Choice = tuple[str, Any]


def priority_words(priority: int) -> str:
    """Return the word for a priority."""
    return (tr("Low"), tr("Normal"), tr("High"), tr("Urgent"))[priority]


@dataclass(frozen=True)
class _Filter:
    """One chip: the query's field, its title, and what it offers."""

    field: str
    title: str
    choices: Callable[[], list[Choice]]


class FilterBar(QWidget):
    """`changed(InboxQuery)` carries the narrowed query. The four main chips are there always, the others on request."""

    changed = Signal(object)

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._query = InboxQuery()
        self._filters = self._table()
        self._chips: dict[str, QPushButton] = {}
        layout = FlowLayout(self, spacing=6)
        for number, narrow in enumerate(self._filters):
            chip = QPushButton(narrow.title)
            chip.setProperty("kind", "chip")
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.clicked.connect(lambda _checked=False, narrow=narrow: self._offer(narrow))
            if number >= 4:
                chip.hide()
            layout.addWidget(chip)
            self._chips[narrow.field] = chip
        self.text = QLineEdit(clearButtonEnabled=True)
        self.text.setPlaceholderText(tr("Text in the message or the name"))
        self.text.setAccessibleName(tr("Only with this text"))
        self.text.setMinimumWidth(200)
        self.text.setVisible(False)
        layout.addWidget(self.text)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(lambda: self._narrow("text", self.text.text().strip()))
        self.text.textEdited.connect(lambda _text: self._pause.start())
        look().changed.connect(self._dress)
        self._dress()

    def put(self, query: InboxQuery) -> None:
        """Show how a query is narrowed."""
        self._query = query
        if self.text.text().strip() != query.text:
            self.text.setText(query.text)
        self._dress()

    def unfold(self, on: bool) -> None:
        """Show the less used filters too."""
        for number, narrow in enumerate(self._filters):
            set_on = getattr(self._query, narrow.field) is not None
            offers = on and bool(narrow.choices())
            self._chips[narrow.field].setVisible(number < 4 or offers or set_on)
        self.text.setVisible(on or bool(self._query.text))
        if on:
            self.text.setFocus()

    @property
    def narrowed(self) -> bool:
        """Say whether anything is filtered out."""
        return bool(self._query.text) or any(getattr(self._query, f.field) is not None for f in self._filters)

    def clear(self) -> None:
        """Take every filter off."""
        nothing = dict.fromkeys((f.field for f in self._filters), None)
        self.changed.emit(msgspec.structs.replace(self._query, text="", **nothing))

    def _table(self) -> list[_Filter]:
        views = self._console.views
        return [
            _Filter("network", tr("Network"), self._networks),
            _Filter("tag", tr("Tag"), lambda: [(tag, tag) for tag, _uses in views.tags()[:20]]),
            _Filter("mood", tr("Mood"), lambda: [(mood_words(mood), mood) for mood in Mood]),
            _Filter("language", tr("Language"), lambda: [(own_name(c), c) for c in ("fr", "en")]),
            _Filter("kind", tr("Kind"), lambda: [(short_kind(kind).capitalize(), kind) for kind in Kind]),
            _Filter("account", tr("Account"), self._accounts),
            _Filter("priority", tr("Priority"), lambda: [(priority_words(p), p) for p in PRIORITIES]),
            _Filter("assignee", tr("Assignee"), lambda: [(m.name, m.id) for m in views.members()]),
            _Filter("place", tr("Place"), self._places),
        ]

    def _networks(self) -> list[Choice]:
        used = dict.fromkeys(account.network for account in self._console.views.accounts())
        known = self._console.networks
        return [(known[n].name if n in known else n, n) for n in used]

    def _accounts(self) -> list[Choice]:
        accounts = self._console.views.accounts()
        return [(channel_name(self._console, account, accounts), account.id) for account in accounts]

    def _places(self) -> list[Choice]:
        known = self._console.views.places.known(PLACES)
        chosen = self._query.place
        if chosen is not None and chosen not in known:
            known |= {key: p for key, p in self._console.views.places.known().items() if key == chosen}
        return sorted((one_line(place.name), key) for key, place in known.items())

    def _offer(self, narrow: _Filter) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(narrow.title)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        current = getattr(self._query, narrow.field)
        anything = menu.addAction(tr("Any"), lambda: self._narrow(narrow.field, None))
        anything.setCheckable(True)
        anything.setChecked(current is None)
        menu.addSeparator()
        for words, value in narrow.choices():
            action = menu.addAction(words, self._narrower(narrow.field, value))
            action.setCheckable(True)
            action.setChecked(value == current)
        chip = self._chips[narrow.field]
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _narrower(self, field: str, value: object) -> Callable[[], None]:
        return lambda: self._narrow(field, value)

    def _narrow(self, field: str, value: object) -> None:
        if getattr(self._query, field) != value:
            self.changed.emit(msgspec.structs.replace(self._query, **{field: value}))

    def _dress(self, _theme: object = None) -> None:
        for narrow in self._filters:
            chip, value = self._chips[narrow.field], getattr(self._query, narrow.field)
            words = (
                next((w for w, v in narrow.choices() if v == value), str(value)) if value is not None else ""
            )
            chip.setText(f"{words or narrow.title}\u00a0")
            chip.setAccessibleName(f"{narrow.title}: {words}" if words else narrow.title)
            chip.setToolTip(narrow.title)
            chip.setIcon(icon("chevron-down", "accent.text" if words else "text.secondary", 12))
            chip.setIconSize(QSize(12, 12))
            chip.setProperty("on", bool(words))
            chip.style().unpolish(chip)
            chip.style().polish(chip)
            if words:
                chip.setVisible(True)
