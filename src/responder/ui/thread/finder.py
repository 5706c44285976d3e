"""Looks for words in the conversation on screen."""

from responder.ui.thread.find import Match, matches
from responder.ui.thread.find_bar import FindBar
from responder.ui.thread.view import ThreadView


class Finder:
    """Begins at the newest place and goes round."""

    def __init__(self, bar: FindBar, view: ThreadView) -> None:
        self._bar, self._view = bar, view
        self._found: list[Match] = []
        self._at = -1
        bar.wanted.connect(self._find)
        bar.moved.connect(self._move)
        bar.left.connect(self.end)

    def begin(self) -> None:
        """Ask for words."""
        self._bar.show()
        self._bar.edit.setFocus()
        self._bar.edit.selectAll()

    def again(self) -> None:
        """Look again: the conversation changed."""
        if self._bar.isVisible():
            at = self._at
            self._found = matches(self._view.canvas.blocks, self._bar.edit.text())
            self._at = min(at, len(self._found) - 1)
            self._view.mark(found=self._found, found_at=self._at)
            self._bar.show_count(self._at, len(self._found))

    def end(self) -> None:
        """Put the bar away and give the focus back to the conversation."""
        if self._bar.isVisible():
            self._bar.hide()
            self._view.setFocus()
        self._found, self._at = [], -1
        self._view.set_found([], -1)

    def _find(self, words: str) -> None:
        self._found = matches(self._view.canvas.blocks, words)
        self._at = len(self._found) - 1
        self._show()

    def _move(self, step: int) -> None:
        if self._found:
            self._at = (self._at + step) % len(self._found)
        self._show()

    def _show(self) -> None:
        self._view.set_found(self._found, self._at)
        self._bar.show_count(self._at, len(self._found))
