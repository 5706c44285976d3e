"""Colours in the composer: blanks to be filled, what is too long, the template being asked for."""

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from responder.actions.wording import blanks
from responder.ui.text_units import Units
from responder.ui.theme.look import look


class Highlighter(QSyntaxHighlighter):
    """Positions are Qt's (UTF-16) and count from the start of the text."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._excess: int | None = None
        self._slash: tuple[int, int] | None = None
        look().changed.connect(self._again)

    def set_excess(self, position: int | None) -> None:
        """Underline everything from a position on."""
        if position != self._excess:
            self._excess = position
            self.rehighlight()

    def set_slash(self, span: tuple[int, int] | None) -> None:
        """Mark the template being asked for."""
        if span != self._slash:
            self._slash = span
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        start = self.currentBlock().position()
        units = Units(text)
        for blank in blanks(text):
            first = units.to_qt(blank.start)
            self.setFormat(first, units.to_qt(blank.start + blank.length) - first, _blank_format())
        if self._slash is not None:
            first = max(0, self._slash[0] - start)
            self.setFormat(
                first, max(0, self._slash[1] - start - first), _format("accent.text", "accent.soft")
            )
        if self._excess is not None and self._excess < start + units.length:
            first = max(0, self._excess - start)
            self.setFormat(first, units.length - first, _excess_format())

    def _again(self, _theme: object) -> None:
        self.rehighlight()


def _format(ink: str, back: str) -> QTextCharFormat:
    theme, made = look().theme, QTextCharFormat()
    made.setForeground(theme.color(ink))
    made.setBackground(theme.color(back))
    return made


def _blank_format() -> QTextCharFormat:
    made = _format("warn.text", "warn.soft")
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    made.setUnderlineColor(look().theme.color("warn.text"))
    return made


def _excess_format() -> QTextCharFormat:
    made = _format("danger.text", "danger.soft")
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    made.setUnderlineColor(look().theme.color("danger.text"))
    return made
