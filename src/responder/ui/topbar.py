"""The bar above everything: menu, the business, search and commands, who sits here."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from responder.ui.console import Console
from responder.ui.forms import Picture, dress, label
from responder.ui.keycap import keycap
from responder.ui.paint import avatar
from responder.ui.theme.look import look
from responder.ui.words import tr

HEIGHT = 44


class SearchField(QLineEdit):
    """Looks like a field and opens the palette: what is typed there goes on in it."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText(tr("Search or run a command"))
        self.setAccessibleName(tr("Search or run a command"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMaximumWidth(440)
        self.setMinimumWidth(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.returnPressed.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 8, 0)
        row.setSpacing(4)
        picture = Picture("search", "text.secondary", 16)
        row.addWidget(picture)
        row.addStretch(1)
        for text in ("Ctrl", "K"):
            row.addWidget(keycap(text))
        self.setTextMargins(26, 0, 70, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the palette at a click."""
        self.wanted.emit()


class Initials(QWidget):
    """The avatar of the person at this desk."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(QSize(28, 28))
        self.setAccessibleName(name)
        self.setToolTip(name)
        look().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.drawPixmap(1, 1, avatar(self._name, 26, look().theme, self.devicePixelRatioF()))
        painter.end()


class TopBar(QFrame):
    """`menu_wanted` and `search_wanted`."""

    menu_wanted = Signal()
    search_wanted = Signal()

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.setProperty("bar", "top")
        self._console = console
        self.menu = QToolButton()
        self.menu.setProperty("kind", "ghost")
        self.menu.setAccessibleName(tr("Menu"))
        self.menu.setToolTip(tr("Menu (F10)"))
        dress(self.menu, "menu")
        self.menu.clicked.connect(self.menu_wanted)
        self._business = label("", "strong", wrap=False)
        self._practice = QLabel(tr("Practice"))
        self._practice.setProperty("chip", "mark")
        self._practice.setToolTip(tr("Nothing leaves this computer"))
        if not console.practice:
            self._practice.hide()
        self.search = SearchField()
        self.search.wanted.connect(self.search_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 12, 6)
        row.setSpacing(10)
        left, right = QHBoxLayout(), QHBoxLayout()
        for widget in (
            self.menu,
            Picture("message-circle-reply", "accent.text", 20),
            self._business,
            self._practice,
        ):
            left.addWidget(widget)
        left.addStretch(1)
        right.addStretch(1)
        right.addWidget(Initials(console.desk.member.name))
        row.addLayout(left, 3)
        row.addWidget(self.search, 4)
        row.addLayout(right, 3)
        console.bridge.settings_changed.connect(self._tell)
        look().changed.connect(self._grow)
        self._grow()
        self._tell()

    def _grow(self, _theme: object = None) -> None:
        self.setFixedHeight(max(HEIGHT, look().theme.px(HEIGHT)))

    def _tell(self, _settings: object = None) -> None:
        self._business.setText(self._console.services.settings.business or "Responder")
