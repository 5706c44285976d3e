"""Qt's own messages go into our log, and not past it to the terminal."""

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("responder.qt")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
OF_THE_PLATFORM = ("This plugin does not support ",)
"""What the off-screen platform says of itself, whatever a program does."""


def install() -> None:
    """Hear Qt from now on."""
    qInstallMessageHandler(_heard)


def _heard(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    level = logging.DEBUG if text.startswith(OF_THE_PLATFORM) else LEVELS[kind]
    log.log(level, "%s", text)
