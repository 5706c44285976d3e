"""Shows the files that go with an answer, each with what it shows for those who do not see it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from responder.core.messages import Enclosure
from responder.ui.elided import Elided
from responder.ui.forms import Picture, dress
from responder.ui.words import tr


class EnclosedFiles(QWidget):
    """A line for each file. `removed(key)` and `described(key, words)` say what the person did."""

    removed = Signal(str)
    described = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 2)
        self._column.setSpacing(4)
        self.lines: dict[str, FileLine] = {}
        self.hide()

    def show_files(self, files: Sequence[Enclosure]) -> None:
        """Show these; a line that stays keeps its caret."""
        wanted = {file.key: file for file in files}
        for gone in self.lines.keys() - wanted.keys():
            line = self.lines.pop(gone)
            line.hide()
            line.deleteLater()
        for key, file in wanted.items():
            if key not in self.lines:
                self.lines[key] = self._line(file)
            self.lines[key].show_file(file)
        self.setVisible(bool(files))

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in the order of the eye."""
        return [stop for line in self.lines.values() for stop in (line.words, line.remove)]

    def _line(self, file: Enclosure) -> "FileLine":
        made = FileLine(file)
        made.remove.clicked.connect(lambda _checked=False: self.removed.emit(file.key))
        made.words.textEdited.connect(lambda words: self.described.emit(file.key, words))
        self._column.addWidget(made)
        return made


class FileLine(QWidget):
    """One file: its name, the field for what it shows, and the way out."""

    def __init__(self, file: Enclosure) -> None:
        super().__init__()
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("What the picture shows"))
        self.words.setAccessibleName(tr("What {file} shows", file=file.name))
        self.words.setVisible(file.is_picture)
        self.remove = QToolButton()
        self.remove.setProperty("kind", "ghost")
        self.remove.setAccessibleName(tr("Remove {file}", file=file.name))
        self.remove.setToolTip(self.remove.accessibleName())
        dress(self.remove, "x")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(Picture("image" if file.is_picture else "paperclip", "text.secondary", 16))
        name = Elided("meta")
        name.setText(file.name)
        line.addWidget(name, 1)
        line.addWidget(self.words, 2)
        if not file.is_picture:
            line.addStretch(1)
        line.addWidget(self.remove)

    def show_file(self, file: Enclosure) -> None:
        """Show what it is said to show."""
        if self.words.text() != file.description:
            self.words.setText(file.description)
