"""Catches the next key a person presses, whatever it would do otherwise."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from responder.ui.commands import shown
from responder.ui.words import tr

NEXT_KEY_MS = 900
"""How long a second key of a sequence such as `G I` is waited for."""

LONGEST = 2

_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
        Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R,
    }
)  # fmt: skip


class KeyCapture(QLabel):
    """`caught(str)` with a key sequence; `left` when the person pressed Esc or went elsewhere."""

    caught = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget, what: str) -> None:
        super().__init__(tr("Press the new key. Esc cancels"), parent)
        self.setProperty("role", "capture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("New key for “{command}”", command=what))
        self.setAccessibleDescription(self.text())
        self._strokes: list[QKeyCombination] = []
        self._over = False
        self._wait = QTimer(self, singleShot=True, interval=NEXT_KEY_MS)
        self._wait.timeout.connect(self._done)

    def event(self, event: QEvent) -> bool:
        """Take every key before shortcuts and focus moves do."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._press(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give up when the person goes elsewhere."""
        super().focusOutEvent(event)
        if not self._over and event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._leave()

    def _press(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS or event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self._leave()
            return
        self._strokes.append(stroke(event))
        self.setText(shown(self._sequence()))
        if len(self._strokes) == LONGEST or not _may_go_on(self._strokes[0]):
            self._done()
        else:
            self._wait.start()

    def _sequence(self) -> str:
        return QKeySequence(*self._strokes).toString(QKeySequence.SequenceFormat.PortableText)

    def _done(self) -> None:
        if not self._over:
            self._over = True
            self._wait.stop()
            self.caught.emit(self._sequence())

    def _leave(self) -> None:
        if not self._over:
            self._over = True
            self._wait.stop()
            self.left.emit()


def stroke(event: QKeyEvent) -> QKeyCombination:
    """Return a key by the character it produces: on another layout `!` may need no Shift, or another key."""
    modifiers = event.modifiers() & ~(
        Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
    )
    text = event.text()
    held = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    if not modifiers & held and text and text.isprintable() and not text.isalnum() and not text.isspace():
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeyCombination(modifiers, Qt.Key(event.key()))


def _may_go_on(first: QKeyCombination) -> bool:
    return first.keyboardModifiers() == Qt.KeyboardModifier.NoModifier and (
        Qt.Key.Key_A <= first.key() <= Qt.Key.Key_Z or first.key() == Qt.Key.Key_Asterisk
    )
