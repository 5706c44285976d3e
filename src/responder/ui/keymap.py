"""Which keys do what: presets, a person's own choice, and single keys that can be turned off."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import cast

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QTextBrowser, QWidget

from responder.core.settings import Settings

GMAIL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "conversation.assign": ("V",),
        "conversation.escalate": ("Shift+F",),
        "conversation.escalate_level": (),
        "conversation.negative": ("-",),
        "conversation.neutral": ("=",),
        "conversation.positive": ("+",),
    }
)
"""Where Gmail's keys mean something else than ours."""

CTRL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "list.next": ("Ctrl+Down",),
        "list.previous": ("Ctrl+Up",),
        "list.open": ("Ctrl+O",),
        "list.join": ("Ctrl+Shift+N",),
        "conversation.done": ("Ctrl+E",),
        "conversation.take": ("Ctrl+I",),
        "conversation.assign": ("Ctrl+Shift+P",),
        "conversation.escalate": ("Ctrl+Shift+E",),
        "conversation.snooze": ("Ctrl+B",),
        "conversation.tag": ("Ctrl+G",),
        "conversation.star": ("Ctrl+D",),
        "conversation.read": ("Ctrl+Shift+I",),
        "conversation.unread": ("Ctrl+Shift+U",),
        "select.toggle": ("Ctrl+Space",),
        "compose.reply": ("Ctrl+R",),
    }
)
"""Keys for what is otherwise done by a character alone."""

PRESETS = ("responder", "gmail", "ctrl")
"""Sets of keys to start from; `ctrl` has no single keys."""

_NAVIGATION = frozenset(
    {
        Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_End,
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
    }
)  # fmt: skip
_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def keys_for(id: str, defaults: tuple[str, ...], settings: Settings) -> tuple[str, ...]:
    """Return the key sequences of a command: a person's own, else the preset's, else the defaults."""
    if id in settings.keys:
        return settings.keys[id]
    return {"gmail": GMAIL, "ctrl": CTRL}.get(settings.preset, {}).get(id, defaults)


def single(keys: str) -> bool:
    """Say whether a sequence begins with a character that is typed without Ctrl, Alt or Meta."""
    sequence = QKeySequence(keys)
    if sequence.isEmpty():
        return False
    first = cast(Sequence[QKeyCombination], sequence)[0]
    function_key = Qt.Key.Key_F1 <= first.key() <= Qt.Key.Key_F35
    return not (first.keyboardModifiers() & _HELD) and not function_key and first.key() not in _NAVIGATION


def silent(keys: str, settings: Settings) -> bool:
    """Say whether a sequence is turned off: a single key, while those are off."""
    return single(keys) and (not settings.single_keys or settings.preset == "ctrl")


class KeyGuard(QObject):
    """Keeps single keys away from shortcuts where they mean typing: combo boxes, popups, browsers, pressed buttons.

    Qt already keeps them from line edits and text edits. It filters the widget with the focus only: a filter on
    the application would be called, in Python, for every event there is.
    """

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept the ShortcutOverride, so that the key goes to the widget."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _typed_into(event)
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)


def _typed_into(event: QKeyEvent) -> bool:
    if event.modifiers() & _HELD:
        return False
    focus = QApplication.focusWidget()
    if isinstance(focus, QAbstractButton):
        return event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if not event.text() or not event.text().isprintable():
        return False
    popup = QApplication.activePopupWidget() is not None
    return popup or isinstance(focus, QComboBox | QTextBrowser)
