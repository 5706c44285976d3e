"""The list's model: ids in memory, rows fetched by window, arrivals held back until the person asks for them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from responder.actions.decision import Decision
from responder.core.changes import Changes, Touched
from responder.core.conversations import Conversation
from responder.core.questions import InboxQuery
from responder.ui.console import Console
from responder.ui.inbox.around import decided, surroundings
from responder.ui.inbox.face import Face, face
from responder.ui.inbox.places import OUTBOX, Place, fits, ids_of

FIRST = 500
WINDOW = 64
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex


class InboxModel(QAbstractListModel):
    """Nothing is inserted or sorted anew except in `show` and `refresh`: the list never moves by itself.

    `held_changed(int)` says how many arrivals wait behind the pill; `emptied` follows any change of the
    number of rows.
    """

    held_changed = Signal(int)
    counted = Signal()

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self.place = Place(InboxQuery(member=console.desk.member.id))
        self._ids: list[int] = []
        self._after: str | None = None
        self._rows: dict[int, Conversation] = {}
        self._faces: dict[int, Face] = {}
        self._numbers: dict[int, int] = {}
        self.held: set[UUID] = set()
        self.expected: set[UUID] = set()
        self._around = surroundings(self._console)

    # --- what it shows

    def show(self, place: Place) -> None:
        """Show another list, from its top."""
        self.place = place
        self.refresh(FIRST)

    def refresh(self, least: int = 0) -> None:
        """Read the list again, as long as it was; arrivals join and the order is as of now."""
        want = max(FIRST, least, len(self._ids))
        self.beginResetModel()
        self._around = surroundings(self._console)
        self._rows.clear()
        self._faces.clear()
        self._numbers.clear()
        self._ids, self._after = ids_of(self._console.views, self.place, None, want)
        self.endResetModel()
        self._hold(set())
        self.counted.emit()

    def tick(self) -> None:
        """Tell clocks and ages anew as a minute has passed; the order stays."""
        self._around = replace(self._around, now=self._console.clock.now())
        self._repaint_all()

    # --- Qt's questions

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
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.face(index.row()).tip
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Say whether the list goes on below what is in memory."""
        return not parent.isValid() and self._after is not None

    def fetchMore(self, parent: Index) -> None:
        """Take the next ids in: below everything, so nothing on screen moves."""
        more, after = ids_of(self._console.views, self.place, self._after, max(FIRST, len(self._ids)))
        self._after = after
        if more:
            self.beginInsertRows(QModelIndex(), len(self._ids), len(self._ids) + len(more) - 1)
            self._numbers.update(zip(more, range(len(self._ids), len(self._ids) + len(more)), strict=True))
            self._ids.extend(more)
            self.endInsertRows()
        self.counted.emit()

    # --- rows

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

    # --- what changed

    def take(self, changes: Changes) -> None:
        """Read again what a commit touched and is in memory; what is new is held back."""
        if changes.touched & (Touched.SENDING | Touched.MEMBERS | Touched.ACCOUNTS | Touched.HEALTH):
            self._around = surroundings(self._console)
            self._faces.clear()
        if changes.touched == Touched.ALL and not changes.conversations:
            self._rows.clear()
            self._repaint_all()
            return
        self._read_again(changes.conversations)
        self._hold_new(changes)

    def leave(self, conversations: Iterable[UUID]) -> None:
        """Take rows out at once: the person has just dealt with them."""
        numbers = sorted({n for c in conversations if (n := self.number_of(c)) is not None}, reverse=True)
        for last, first in _runs(numbers):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._ids[first : last + 1]
            self.endRemoveRows()
        self._numbers.clear()
        if numbers:
            self.counted.emit()

    def foresee(self, conversations: Iterable[UUID], decision: Decision) -> list[UUID]:
        """Show what a decision will do before it is written; returns those that will leave the list."""
        gone = []
        for conversation in conversations:
            number = self.number_of(conversation)
            if number is None:
                continue
            row = decided(self.row(number), decision, self._console)
            self._put(number, row)
            if not fits(row, self.place.query) and self.place.kind != OUTBOX:
                gone.append(conversation)
        return gone

    # --- inside

    def _put(self, number: int, row: Conversation) -> None:
        key = self._ids[number]
        self._rows[key] = row
        self._faces.pop(key, None)
        index = self.index(number)
        self.dataChanged.emit(index, index)

    def _read(self, numbers: range) -> None:
        missing = [self._ids[n] for n in numbers if self._ids[n] not in self._rows]
        for key, row in zip(missing, self._console.views.rows(missing), strict=True):
            self._rows[key] = row

    def _read_again(self, conversations: Iterable[UUID]) -> None:
        for conversation in conversations:
            number = self.number_of(conversation)
            row = None if number is None else self._console.views.conversation(conversation)
            if number is not None and row is not None:
                self._put(number, row)

    def _hold_new(self, changes: Changes) -> None:
        held = set(self.held)
        for conversation in changes.conversations:
            if self.number_of(conversation) is not None:
                continue
            row = self._console.views.conversation(conversation)
            wanted = row is not None and self.place.kind == "" and fits(row, self.place.query)
            known = conversation in changes.arrived or conversation in held or self._after is None
            if wanted and known and conversation not in self.expected:
                held.add(conversation)
            else:
                held.discard(conversation)
        self._hold(held)

    def _hold(self, held: set[UUID]) -> None:
        if held != self.held:
            self.held = held
            self.held_changed.emit(len(held))

    def _repaint_all(self) -> None:
        self._faces.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Group descending row numbers into runs (last, first), so that each is taken out in one go."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
