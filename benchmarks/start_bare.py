"""The least that a window can be: a label. Says when it has been painted, and ends."""

import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel


class Mark(QObject):
    """Says so after the first paint, when the loop is free again, and ends the program."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.say)
        return False

    def say(self) -> None:
        """Say it."""
        print("usable", flush=True)
        QApplication.quit()


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    label, mark = QLabel("Responder"), Mark()
    label.resize(1440, 900)
    label.installEventFilter(mark)
    label.show()
    sys.exit(application.exec())
