"""Second step: the practice network, or a real account. Made from the manifests: no network is known by name."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from responder.core.accounts import Account
from responder.core.errors import ResponderError
from responder.core.manifest import Manifest
from responder.ui.announce import say_aloud
from responder.ui.console import Console
from responder.ui.failures import in_words
from responder.ui.forms import Picture, button, card, label, row
from responder.ui.setup.connect import ConnectForm
from responder.ui.theme.look import look
from responder.ui.tile import Tile
from responder.ui.words import tr, trn

SCENARIO = "quiet-day"
"""What the practice network plays at first."""

ACROSS = 520
"""px at 100 %: the width from which the button stands beside what it is about."""

CARD = 300
"""px at 100 %: the width from which another column of networks fits."""


class AccountStep(QStackedWidget):
    """`connected(Account)` when an account answers."""

    connected = Signal(object)

    def __init__(self, console: Console, *, first: bool = True) -> None:
        super().__init__()
        self._console = console
        self._form: ConnectForm | None = None
        self.practise = button(tr("Open the practice network"), self._practise, "primary", "play")
        self.practise.setEnabled(not console.practice)
        self._wrong = label("", tone="danger")
        self._wrong.hide()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a network"))
        self.search.setAccessibleName(tr("Find a network"))
        self.search.setMaximumWidth(look().theme.px(220))
        self.search.textChanged.connect(self._lay_out)
        self.search.returnPressed.connect(self._choose_found)
        self.cards = {network.id: NetworkCard(network) for network in _sorted(console)}
        for made in self.cards.values():
            made.clicked.connect(partial(self._clicked, made.network))
            made.setEnabled(not console.practice)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._nothing = label(tr("No network has this name."), tone="secondary")
        self._columns = 0
        self.addWidget(self._choices(first))
        self._lay_out()

    def _clicked(self, network: Manifest, _checked: bool = False) -> None:
        self.choose(network)

    def choose(self, network: Manifest, account: Account | None = None) -> None:
        """Show the form of a network, with what an account already says."""
        self._drop_form()
        self._form = form = ConnectForm(self._console, network, account)
        form.left.connect(self.leave)
        form.connected.connect(self._done)
        self.addWidget(form)
        self.setCurrentWidget(form)
        first = next((f for f in form.fields.values() if not f.text()), None)
        (first.edit if first else form.go).setFocus(Qt.FocusReason.OtherFocusReason)

    def form(self) -> ConnectForm | None:
        """Return the form on screen."""
        return self._form

    def leave(self) -> None:
        """Go back to the networks; focus returns to the one that was chosen."""
        chosen = self._form.network.id if self._form else ""
        self._drop_form()
        if chosen in self.cards:
            self.cards[chosen].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit as many columns as there is room for."""
        super().resizeEvent(event)
        across = self.width() >= look().theme.px(ACROSS)
        ways = QBoxLayout.Direction
        self._practice.setDirection(ways.LeftToRight if across else ways.TopToBottom)
        if self._room() != self._columns:
            self._lay_out()

    def _choices(self, first: bool) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        title = tr("Connect your first account") if first else tr("Connect an account")
        column.addWidget(label(title, "page-title"))
        column.addWidget(
            label(
                tr("Responder only reads at first. It writes nothing until you press Send."),
                "message",
                "secondary",
            )
        )
        column.addWidget(self._practice_card())
        column.addSpacing(8)
        column.addLayout(row(label(tr("Or connect a network"), "strong"), self.search, stretch=0))
        column.addWidget(label(tr("Times are what most teams need"), "meta", "tertiary"))
        if self._console.practice:
            words = tr("Nothing is real on the practice network: close it to connect an account.")
            column.addWidget(label(words, tone="warn"))
        column.addLayout(self._grid)
        column.addWidget(self._nothing)
        column.addStretch(1)
        return page

    def _practice_card(self) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(tr("Practise first, with nothing at stake"), "panel-title"))
        words.addWidget(
            label(
                tr(
                    "Make-believe customers write to you: some are happy, some are not. You learn the keys,"
                    " escalate once and answer with a template. Nobody outside this computer sees it."
                ),
                tone="secondary",
            )
        )
        holder = QWidget()
        holder.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        self._practice = row(
            Picture("life-buoy", "accent.text", 24), holder, self.practise, stretch=1, spacing=16
        )
        return card(self._practice, self._wrong, surface="accent")

    def _lay_out(self, _text: str = "") -> None:
        wanted = self.search.text().casefold().strip()
        self._columns = self._room()
        while self._grid.takeAt(0) is not None:
            pass
        at = 0
        for made in self.cards.values():
            fits = wanted in made.known_by
            if fits:
                self._grid.addWidget(made, at // self._columns, at % self._columns)
                at += 1
            made.setVisible(fits)  # not before it has a place: it would be a window of its own for a moment
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        self._nothing.setVisible(at == 0)

    def _choose_found(self) -> None:
        """Take the network that is found first: Enter in the field does what a click on its card does."""
        if self._grid.count() and self.search.text().strip():
            found = self._grid.itemAt(0)
            card = found.widget() if found is not None else None
            if isinstance(card, NetworkCard) and card.isEnabled():
                self.choose(card.network)

    def _room(self) -> int:
        return max(1, min(3, self.width() // look().theme.px(CARD)))

    def _practise(self) -> None:
        self._console.stage.start(self._start_practice())

    async def _start_practice(self) -> None:
        self.practise.setEnabled(False)
        self._wrong.hide()
        try:
            self.connected.emit(await self._console.services.start_practice(SCENARIO))
        except ResponderError as error:
            what = in_words(error, tr("The practice network"))
            self._wrong.setText(what)
            self._wrong.show()
            say_aloud(self, what)
        finally:
            self.practise.setEnabled(not self._console.practice)

    def _done(self, account: Account) -> None:
        self._drop_form()
        self.connected.emit(account)

    def _drop_form(self) -> None:
        if self._form is not None:
            self._form.stop()
            self.removeWidget(self._form)
            self._form.deleteLater()
            self._form = None
        self.setCurrentIndex(0)


class NetworkCard(QPushButton):
    """One network: its tile, name, minutes, what it brings and how one signs in."""

    def __init__(self, network: Manifest) -> None:
        super().__init__()
        self.network = network
        self.known_by = f"{network.name}\n{tr(network.about)}".casefold()
        minutes = trn("{n} min", "{n} min", network.minutes)
        self.setProperty("kind", "card")
        self.setAccessibleName(tr("Connect {network}", network=network.name))
        self.setAccessibleDescription(f"{tr(network.about)} {tr(network.sign_in)} {minutes}")
        head = row(label(network.name, "strong"), label(minutes, "meta", "tertiary", wrap=False), stretch=0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(label(tr(network.about), "meta", "secondary"))
        words.addWidget(label(tr(network.sign_in), "meta", "tertiary"))
        words.addStretch(1)
        inside = QHBoxLayout(self)
        inside.setSpacing(12)
        inside.addWidget(Tile(network), 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(words, 1)
        inside.setContentsMargins(14, 12, 14, 12)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(look().theme.px(88))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Return the room that the words need."""
        inside = self.layout()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which nothing is cut."""
        inside = self.layout()
        return inside.minimumSize() if inside is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """Say that wrapped words need more height in a narrow card."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        inside = self.layout()
        return inside.totalHeightForWidth(width) if inside is not None else super().heightForWidth(width)


def _sorted(console: Console) -> list[Manifest]:
    return sorted(console.networks.values(), key=lambda network: (network.minutes, network.name))
