"""Rows by number: ids in memory, conversations read by window, words made once."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from responder.core.conversations import Conversation
from responder.ui.console import Console
from responder.ui.inbox.around import surroundings
from responder.ui.inbox.face import Face, face
from responder.ui.languages import own_name

WINDOW = 64
KEPT = 4000
"""Conversations kept in memory before they are read again; ids stay."""
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractListModel):
    """What a list of conversations shows; which ones is for the subclass."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._ids: list[int] = []
        self._rows: dict[int, Conversation] = {}
        self._faces: dict[int, Face] = {}
        self._numbers: dict[int, int] = {}
        self._around = surroundings(console)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many ids are in memory."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row, its face, or its words."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == ROW_ROLE:
            return self.row(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.face(index.row()).name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.face(index.row()).spoken
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            code = self.row(index.row()).language
            return own_name(code) if code else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.face(index.row()).tip
        return None

    def row(self, number: int) -> Conversation:
        """Return the conversation in a row; a window of rows around it is read when it is not there."""
        found = self._rows.get(self._ids[number])
        if found is None:
            self._read(range(max(0, number - WINDOW // 4), min(len(self._ids), number + WINDOW)))
            found = self._rows[self._ids[number]]
        return found

    def face(self, number: int) -> Face:
        """Return the row in words."""
        key = self._ids[number]
        found = self._faces.get(key)
        if found is None:
            found = self._faces[key] = face(self.row(number), self._around)
        return found

    def number_of(self, conversation: UUID) -> int | None:
        """Return in which row a conversation is, if it is in memory."""
        key = self._console.views.row_id(conversation)
        if key is None:
            return None
        return self.find(key)

    def key(self, number: int) -> int:
        """Return the id of a row, by which it is found again after a refresh."""
        return self._ids[number]

    def find(self, key: int) -> int | None:
        """Return the row of an id."""
        if len(self._numbers) != len(self._ids):
            self._numbers = {key: number for number, key in enumerate(self._ids)}
        return self._numbers.get(key)

    def conversations(self, numbers: Sequence[int]) -> list[UUID]:
        """Return the conversations in these rows."""
        return [row.id for row in self._console.views.rows([self._ids[n] for n in numbers])]

    def tick(self) -> None:
        """Tell clocks and ages anew as a minute has passed; the order stays."""
        self._around = replace(self._around, now=self._console.clock.now())
        self.repaint_all()

    def look_around(self) -> None:
        """Learn anew who the people are and what is on its way."""
        self._around = surroundings(self._console)
        self._faces.clear()

    def forget(self) -> None:
        """Read conversations again when they are next looked at."""
        self._rows.clear()
        self._faces.clear()

    def put(self, number: int, row: Conversation) -> None:
        """Show another state of a conversation in its row."""
        key = self._ids[number]
        self._rows[key] = row
        self._faces.pop(key, None)
        index = self.index(number)
        self.dataChanged.emit(index, index)

    def _read(self, numbers: range) -> None:
        if len(self._rows) > KEPT:
            self.forget()
        missing = [self._ids[n] for n in numbers if self._ids[n] not in self._rows]
        for key, row in zip(missing, self._console.views.rows(missing), strict=True):
            self._rows[key] = row

    def repaint_all(self) -> None:
        """Tell every row anew."""
        self._faces.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))
