"""The small parts that pages are made of: labels, buttons, segments, switches, fields, cards."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from responder.ui.flow import FlowLayout, TurningLayout
from responder.ui.icons import icon
from responder.ui.theme.look import look

GAP = 4
"""px between a button's icon and its text."""

SETTLED_MS = 50
"""By then a part that was shown has its place in the page."""

READABLE = 680
"""px at 100 %. Forms and running text are not wider."""


def label(text: str, role: str = "base", tone: str = "", *, wrap: bool = True) -> QLabel:
    """Return a label that wraps and can be selected by the keyboard never, by the mouse always."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        made.setMinimumWidth(80)
    return made


def button(text: str, then: Callable[[], object], kind: str = "", picture: str = "") -> QPushButton:
    """Return a button; `kind` and `picture` are those of the style sheet and of the icons."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    if picture:
        dress(made, picture, "accent.on" if kind == "primary" else "text.secondary")
    made.clicked.connect(lambda _checked=False: then())
    return made


def dress(widget: QAbstractButton, picture: str, color: str = "text.secondary") -> None:
    """Give a button an icon that follows the theme."""
    dressing = _Redress(widget, picture, color)
    dressing.again(None)
    look().changed.connect(dressing.again)


class _Redress(QObject):
    """Lives and dies with the button, so that the theme never calls a button that is gone."""

    def __init__(self, widget: QAbstractButton, picture: str, token: str) -> None:
        super().__init__(widget)
        self._widget, self._picture, self._token = widget, picture, token

    def again(self, _theme: object) -> None:
        """Ask for the icon in the new colour."""
        size = look().theme.px(16)
        gap = GAP if isinstance(self._widget, QPushButton) and self._widget.text() else 0
        self._widget.setIconSize(QSize(size + gap, size))
        self._widget.setIcon(icon(self._picture, self._token, size, gap))


class Picture(QLabel):
    """An icon on its own, in the colour of a token. Decorative: words beside it say the same."""

    def __init__(self, name: str, color: str = "text.secondary", size: int = 16) -> None:
        super().__init__()
        self._name, self._color, self._size = name, color, size
        self.setAccessibleName("")
        self.again()
        look().changed.connect(self.again)

    def again(self, _theme: object = None) -> None:
        """Paint it in the theme in use."""
        size = look().theme.px(self._size)
        self.setPixmap(icon(self._name, self._color, size).pixmap(QSize(size, size)))

    def become(self, name: str, color: str) -> None:
        """Show another icon."""
        self._name, self._color = name, color
        self.again()


MANY = 5
"""Options of a segment; more begin a second line where there is no room."""


def _tight(parent: QWidget) -> QHBoxLayout:
    made = QHBoxLayout(parent)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(0)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return made


class Segment(QWidget):
    """One choice of a few, side by side. `chosen(str)` is sent for a person's choice only."""

    chosen = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]], current: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = FlowLayout(self, 0) if len(options) > MANY else _tight(self)
        for key, text in options:
            made = QPushButton(text)
            made.setProperty("kind", "segment")
            made.setCheckable(True)
            made.setAccessibleName(f"{name}: {text}")
            made.setObjectName(f"{name}/{key}")
            made.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            made.toggled.connect(partial(self._stop_here, made))
            self._stop_here(made, False)
            self._group.addButton(made)
            self._buttons[key] = made
            row.addWidget(made)
        for at, made in enumerate(self._buttons.values()):
            last = len(self._buttons) - 1
            made.setProperty("joined", "first" if at == 0 else "last" if at == last else "middle")
        self.show_choice(current)

    def show_choice(self, key: str) -> None:
        """Mark an option without sending `chosen`."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    @staticmethod
    def _stop_here(made: QPushButton, checked: bool) -> None:
        """Tab stops at the marked option; the arrows reach the others."""
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.ClickFocus)

    def choice(self) -> str:
        """Return the marked option."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")


class Switch(QAbstractButton):
    """On or off, drawn as a sliding knob; to assistive technology a check box."""

    def __init__(self, name: str, on: bool) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setChecked(on)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._grow)

    def sizeHint(self) -> QSize:
        """Return the size, which grows with the text."""
        theme = look().theme
        return QSize(theme.px(44), theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw track, knob and focus ring."""
        theme = look().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = theme.px(4)
        track = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        radius = track.height() / 2
        on = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent.solid" if on else "line.control"))
        painter.drawRoundedRect(track, radius, radius)
        knob = track.height() - theme.px(4)
        gap = theme.px(2)
        x = track.right() - knob - gap if on else track.left() + gap
        painter.setBrush(theme.color("accent.on"))
        painter.drawEllipse(QRectF(x, track.top() + gap, knob, knob))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def _grow(self, _theme: object) -> None:
        self.updateGeometry()
        self.update()


class Field(QWidget):
    """A named line to type in, with help below it and room for what is wrong with it."""

    def __init__(
        self, name: str, text: str = "", *, help: str = "", example: str = "", secret: bool = False
    ) -> None:
        super().__init__()
        self.edit = QLineEdit(text)
        self.edit.setAccessibleName(name)
        self.edit.setAccessibleDescription(help)
        if example:
            self.edit.setPlaceholderText(example)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        title = label(name, "strong")
        title.setBuddy(self.edit)
        self._wrong = label("", "meta", "danger")
        self._wrong.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(self.edit)
        if help:
            column.addWidget(label(help, "meta", "tertiary"))
        column.addWidget(self._wrong)
        self.edit.textEdited.connect(lambda _text: self.complain(""))

    def text(self) -> str:
        """Return what was typed, without spaces around it."""
        return self.edit.text().strip()

    def complain(self, what: str) -> None:
        """Say what is wrong with it; "" takes that back."""
        self._wrong.setText(what)
        self._wrong.setVisible(bool(what))


def card(*parts: QWidget | QLayout, surface: str = "card") -> QFrame:
    """Return a framed column of parts."""
    made = QFrame()
    made.setProperty("surface", surface)
    column = QVBoxLayout(made)
    column.setContentsMargins(16, 14, 16, 14)
    column.setSpacing(12)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return made


def line() -> QFrame:
    """Return a separator."""
    made = QFrame()
    made.setProperty("line", "true")
    made.setFixedHeight(1)
    return made


def row(*parts: QWidget, stretch: int = -1, spacing: int = 8) -> QHBoxLayout:
    """Return parts side by side; the one at index `stretch` takes the room that is left, -1 leaves it at the end."""
    made = QHBoxLayout()
    made.setSpacing(spacing)
    for at, part in enumerate(parts):
        made.addWidget(part, 1 if at == stretch else 0)
    if stretch == -1:
        made.addStretch(1)
    return made


def setting(title: str, help: str, control: QWidget) -> QBoxLayout:
    """Return one line of a settings card: what it is, what it does, and the control at the right."""
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addStretch(1)
    words.addWidget(label(title, "strong"))
    if help:
        words.addWidget(label(help, "meta", "tertiary"))
    words.addStretch(1)
    made = TurningLayout(16)
    made.addLayout(words, 1)
    made.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    return made


def scrolled(inner: QWidget) -> QScrollArea:
    """Return a scroll area that follows the focus, so that Tab never lands out of sight."""
    area = _FocusScroll()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


class _FocusScroll(QScrollArea):
    def __init__(self) -> None:
        super().__init__()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        inner = self.widget()
        if new is not None and inner is not None and inner.isAncestorOf(new):
            self.ensureWidgetVisible(new, 24, 48)


def bring_into_view(widget: QWidget) -> None:
    """Scroll to a part that has just appeared, once it has its place."""

    def scroll() -> None:
        above = widget.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and widget.isVisible():
            above.ensureWidgetVisible(widget, 24, 48)

    QTimer.singleShot(SETTLED_MS, widget, scroll)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
