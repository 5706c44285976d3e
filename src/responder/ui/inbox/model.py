"""The list's model: ids in memory, rows fetched by window, arrivals held back until the person asks for them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Signal

from responder.actions.decision import Decision
from responder.core.changes import Changes, Touched
from responder.core.questions import InboxQuery
from responder.ui.console import Console
from responder.ui.inbox.around import decided
from responder.ui.inbox.places import OUTBOX, Place, fits, ids_of
from responder.ui.inbox.rows import Index, RowsModel

FIRST = 500
MANY = 200
"""Conversations in one commit from which the list is read again as a whole instead of row by row."""
MOST_HELD = 1000


class InboxModel(RowsModel):
    """Nothing is inserted or sorted anew except in `show` and `refresh`: the list never moves by itself.

    `held_changed(int)` says how many arrivals wait behind the pill; `counted` follows any change of the
    number of rows.
    """

    held_changed = Signal(int)
    counted = Signal()

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.place = Place(InboxQuery(member=console.desk.member.id))
        self._after: str | None = None
        self.held: set[int] = set()
        self.expected: set[UUID] = set()

    # --- what it shows

    def show(self, place: Place) -> None:
        """Show another list, from its top."""
        self.place = place
        self.refresh(FIRST)

    def refresh(self, least: int = 0) -> None:
        """Read the list again, at least so many of its rows; arrivals join and the order is as of now."""
        self.beginResetModel()
        self.look_around()
        self.forget()
        self._numbers.clear()
        self._ids, self._after = ids_of(self._console.views, self.place, None, max(FIRST, least))
        self.endResetModel()
        self._hold(set())
        self.counted.emit()

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

    # --- what changed

    def take(self, changes: Changes) -> None:
        """Read again what a commit touched and is in memory; what is new is held back."""
        if changes.touched & (Touched.SENDING | Touched.MEMBERS | Touched.ACCOUNTS | Touched.HEALTH):
            self.look_around()
        everything = changes.touched == Touched.ALL and not changes.conversations
        if everything or len(changes.conversations) > MANY:
            self._take_many()
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
            self.put(number, row)
            if not fits(row, self.place.query) and self.place.kind != OUTBOX:
                gone.append(conversation)
        return gone

    # --- inside

    def _read_again(self, conversations: Iterable[UUID]) -> None:
        for conversation in conversations:
            number = self.number_of(conversation)
            row = None if number is None else self._console.views.conversation(conversation)
            if number is not None and row is not None:
                self.put(number, row)

    def _hold_new(self, changes: Changes) -> None:
        held = set(self.held)
        for conversation in changes.conversations:
            key = self._console.views.row_id(conversation)
            if key is None or self.find(key) is not None:
                continue
            row = self._console.views.conversation(conversation)
            wanted = row is not None and self.place.kind == "" and fits(row, self.place.query)
            known = conversation in changes.arrived or key in held or self._after is None
            if wanted and known and conversation not in self.expected:
                held.add(key)
            else:
                held.discard(key)
        self._hold(held)

    def _take_many(self) -> None:
        self.forget()
        self.repaint_all()
        known = set(self._ids)
        newest, _after = ids_of(self._console.views, self.place, None, len(known) + MOST_HELD)
        self._hold(set(newest[: len(known) + MOST_HELD]) - known if self._after is None else self.held)

    def _hold(self, held: set[int]) -> None:
        if held != self.held:
            self.held = held
            self.held_changed.emit(len(held))


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Group descending row numbers into runs (last, first), so that each is taken out in one go."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
