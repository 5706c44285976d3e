"""The tray icon: how many wait, and a menu. Works without one."""

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from responder.ui.icons import pixmap
from responder.ui.phrases import counted
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role
from responder.ui.words import tr, trn

SIZE = 32


class Tray(QObject):
    """`opening`, `quieting(bool)` and `quitting` are what its menu asks; `clicked` is a balloon that was clicked."""

    opening = Signal()
    quieting = Signal(bool)
    quitting = Signal()
    clicked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(self)
        self._menu = QMenu()
        self.open = self._menu.addAction(tr("Open Responder"), self.opening.emit)
        self.quiet = self._menu.addAction(tr("Quiet: no notifications"))
        self.quiet.setCheckable(True)
        self.quiet.toggled.connect(self.quieting.emit)
        self._menu.addSeparator()
        self.quit = self._menu.addAction(tr("Quit"), self.quitting.emit)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.clicked.emit)
        self._count = 0
        self.show_count(0)
        look().changed.connect(lambda _theme: self.show_count(self._count))
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon.show()

    @property
    def shown(self) -> bool:
        """Say whether there is a tray and our icon is in it."""
        return self._icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable()

    def show_count(self, count: int) -> None:
        """Draw how many conversations wait."""
        self._count = count
        words = trn("Responder: {n} waits for a reply", "Responder: {n} wait for a reply", count)
        self._icon.setToolTip(words if count else tr("Responder: nobody waits"))
        self._icon.setIcon(QIcon(_drawn(count)))

    def show_quiet(self, on: bool) -> None:
        """Tick the menu's line."""
        self.quiet.setChecked(on)

    def balloon(self, title: str, text: str) -> bool:
        """Show a balloon where the desktop has no notification service; False when there is no tray either."""
        if not self.shown:
            return False
        self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.NoIcon)
        return True

    def close(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self._menu.deleteLater()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.opening.emit()


def _drawn(count: int) -> QPixmap:
    theme = look().theme
    made = QPixmap(SIZE, SIZE)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent.solid"))
    painter.drawRoundedRect(QRectF(0, 0, SIZE, SIZE), 7, 7)
    if count:
        font = theme.font(Role.CAPTION_STRONG)
        words = counted(min(count, 99))
        font.setPixelSize(18)
        painter.setFont(font)
        painter.setPen(theme.color("accent.on"))
        painter.drawText(QRectF(0, 0, SIZE, SIZE), Qt.AlignmentFlag.AlignCenter, words)
    else:
        painter.drawPixmap(6, 6, pixmap("message-circle-reply", theme.hex("accent.on"), 20))
    painter.end()
    return made
